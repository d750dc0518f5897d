"""How urgent an order is, as options say it."""

from __future__ import annotations

from fleet_core.model.errors import OrderError

_FARTHEST_S = 1e8  # three years


def checked_priority(priority: int) -> int:
    """Raises OrderError outside of -100 to 100."""
    if not -100 <= priority <= 100:
        raise OrderError(f"priority is {priority}; -100 to 100 is allowed")
    return priority


def checked_in_s(option: str, seconds: float | None) -> None:
    """Raises OrderError for a time that is no time to come."""
    if seconds is not None and not 0.0 < seconds < _FARTHEST_S:
        raise OrderError(
            f"{option} is {seconds:g} s; more than 0 and less than {_FARTHEST_S:g} is allowed"
        )


def from_now_s(now_s: float, seconds: float | None) -> float | None:
    """A time on the fleet's clock."""
    return None if seconds is None else now_s + seconds
