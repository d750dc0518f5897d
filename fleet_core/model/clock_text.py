"""A time of the fleet's clock as text; the same in every language."""

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
