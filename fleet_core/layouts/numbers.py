"""Numbers inside a JSON value, and those among them that nothing can be reckoned with."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from fleet_core.layouts.schemas import Path

LARGEST = 1e300
"""Larger whole numbers, which JSON allows, do not fit a float."""


def not_finite(value: Any) -> Iterator[tuple[Path, int | float]]:
    """Place and value of every number that is NaN, infinite or too large. JSON knows none of
    them; Python reads NaN and Infinity all the same, and 1e999 as infinite."""
    if not _all_finite(value):
        for path, number in numbers(value, ()):
            if abs(number) > LARGEST or not isfinite(number):
                yield path, number


def _all_finite(value: Any) -> bool:
    """The same in short, without places: files have millions of numbers and nearly all are good."""
    if isinstance(value, dict):
        return all(_all_finite(one) for one in value.values())
    if isinstance(value, list):
        return all(_all_finite(one) for one in value)
    return not isinstance(value, (int, float)) or -LARGEST < value < LARGEST


def numbers(value: Any, path: Path) -> Iterator[tuple[Path, int | float]]:
    """Place and value of every number inside ``value``, which lies at ``path``."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from numbers(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from numbers(one, (*path, index))
