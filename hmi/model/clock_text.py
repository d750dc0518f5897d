"""Times and durations as text; the same in every language."""

from __future__ import annotations

from fleet_core.model.clock_text import clock_text

__all__ = ["clock_text", "duration_text"]


def duration_text(duration_s: float) -> str:
    """Minutes and seconds, hours in front when there are any: 4:05, 1:02:03, -0:30."""
    sign = "\N{MINUS SIGN}" if duration_s <= -0.5 else ""
    seconds = round(abs(duration_s))
    if seconds >= 3600:
        return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return f"{sign}{seconds // 60}:{seconds % 60:02d}"
