"""What a message from outside must fulfil before anything else sees it. All raise InputError."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import isfinite
from typing import TypeVar

from fleet_core.model import reasons
from fleet_core.model.errors import InputError

ID_LENGTH = 128
TEXT_LENGTH = 2000
PLANT_EXTENT_M = 1.0e5  # nobody's plant is larger; what is larger is a broken sensor

Word = TypeVar("Word", bound=StrEnum)
Item = TypeVar("Item")


def identifier(value: str, field: str, *, empty: bool = False) -> str:
    """An id: printable, not padded with blanks, at most 128 characters."""
    if not value and not empty:
        raise InputError(reasons.refusals.field_empty(field))
    if len(value) > ID_LENGTH:
        raise InputError(reasons.refusals.field_long(field, len(value), ID_LENGTH))
    if not value.isprintable() or value != value.strip():
        raise InputError(reasons.refusals.field_blanks(field, repr(value)))
    return value


def text(value: str, field: str) -> str:
    """Prose for people: at most 2000 characters."""
    if len(value) > TEXT_LENGTH:
        raise InputError(reasons.refusals.field_long(field, len(value), TEXT_LENGTH))
    return value


def number(value: float, field: str, low: float, high: float) -> float:
    """A finite number from ``low`` to ``high``, both included."""
    if not isfinite(value) or not low <= value <= high:
        raise InputError(reasons.refusals.field_range(field, value, low, high))
    return value


def coordinate(value: float, field: str) -> float:
    """A coordinate in the frame map, metres."""
    return number(value, field, -PLANT_EXTENT_M, PLANT_EXTENT_M)


def word(value: str, kind: type[Word], field: str) -> Word:
    """One of the words of ``kind``."""
    try:
        return kind(value)
    except ValueError:
        shown = value if len(value) <= 40 else f"{value[:40]}..."
        raise InputError(reasons.refusals.field_word(field, repr(shown), tuple(kind))) from None


def items(values: Sequence[Item], field: str, most: int, *, least: int = 0) -> Sequence[Item]:
    """A list of a sensible length."""
    if not least <= len(values) <= most:
        raise InputError(reasons.refusals.field_entries(field, len(values), least, most))
    return values


def identifiers(values: Sequence[str], field: str, most: int) -> tuple[str, ...]:
    """A list of ids."""
    return tuple(identifier(value, field) for value in items(values, field, most))
