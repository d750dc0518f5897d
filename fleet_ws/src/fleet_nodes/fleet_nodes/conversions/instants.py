"""Seconds on the fleet's clock as builtin_interfaces/Time. Where a message allows none, none is
zero: that is ROS's own word for a time that was never set."""

from __future__ import annotations

from math import floor

from builtin_interfaces.msg import Time

from fleet_core.model.errors import InputError

_LATEST_S = 2**31 - 1


def time_message(seconds: float) -> Time:
    """To the nanosecond. Times outside 1970 to 2038 are set to the nearest end of that span."""
    if not 0.0 <= seconds < _LATEST_S:
        return Time(sec=0 if not seconds > 0.0 else _LATEST_S, nanosec=0)
    whole = floor(seconds)
    nanoseconds = round((seconds - whole) * 1e9)
    if nanoseconds == 1_000_000_000:
        return Time(sec=whole + 1, nanosec=0)
    return Time(sec=whole, nanosec=nanoseconds)


def seconds_of(message: Time, field: str = "time") -> float:
    """InputError for what is not a time."""
    if message.sec < 0 or message.nanosec >= 1_000_000_000:
        raise InputError(f"{field} is {message.sec} s {message.nanosec} ns; that is not a time")
    return float(message.sec + message.nanosec / 1e9)


def optional_time_message(seconds: float | None) -> Time:
    """None is zero."""
    return Time() if seconds is None else time_message(seconds)


def optional_seconds_of(message: Time, field: str = "time") -> float | None:
    """Zero is None."""
    return seconds_of(message, field) or None
