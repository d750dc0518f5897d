"""Dataclasses of the model as plain JSON values and back: keys are the names of the fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def from_plain(kind: type[T], value: Any) -> T:
    """A dataclass from a JSON object. Raises ValidationError."""
    adapter = _adapter(kind)  # type: ignore[arg-type]  # a class is hashable, a protocol cannot say
    made: T = adapter.validate_python(value)
    return made


def problems(failure: ValidationError) -> list[tuple[str, str]]:
    """Place inside the value (``battery.capacity_kwh``) and what is wrong there, for each."""
    return [
        (".".join(str(part) for part in one["loc"]), one["msg"].lower())
        for one in failure.errors(include_url=False, include_input=False, include_context=False)
    ]


def to_plain(value: Any) -> Any:
    """A dataclass as a JSON object. Sets are sorted, so that the same value is the same text."""
    if is_dataclass(value):
        return {one.name: to_plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(to_plain(one) for one in value)
    if isinstance(value, (list, tuple)):
        return [to_plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(one) for key, one in value.items()}
    return value
