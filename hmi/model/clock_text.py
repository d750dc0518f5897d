"""Times and durations as text; the same in every language."""

from __future__ import annotations

from datetime import datetime

_FIRST_EPOCH_S = 1e9
"""Clocks beyond this count from 1970 (a plant's own clock); simulations begin near zero."""


def clock_text(time_s: float) -> str:
    """Time of day, or the time since the simulation's start: 13:05:09."""
    if time_s >= _FIRST_EPOCH_S:
        return f"{datetime.fromtimestamp(time_s):%H:%M:%S}"
    seconds = max(0, int(time_s))
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def duration_text(duration_s: float) -> str:
    """Minutes and seconds, hours in front when there are any: 4:05, 1:02:03, -0:30."""
    sign = "\N{MINUS SIGN}" if duration_s <= -0.5 else ""
    seconds = round(abs(duration_s))
    if seconds >= 3600:
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{sign}{seconds // 60}:{seconds % 60:02d}"
