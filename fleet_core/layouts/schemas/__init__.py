"""JSON Schemas of the files that are read, and the check against them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from fleet_core.layouts.schemas.quick import surely_keeps_to

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError

SchemaName = Literal["lif", "facility", "scenario"]

Path = tuple[str | int, ...]
"""Keys and indices from the root of a JSON value to a place inside it."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where a value breaks its schema."""

    path: Path
    rule: str  # the schema's keyword: required, type, enum, ...
    reason: str


@cache
def schema(name: SchemaName) -> dict[str, Any]:
    """A schema as it stands in this package."""
    text = files(__package__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def _validator(name: SchemaName) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415  (slow to import, breaches are rare)

    return Draft202012Validator(schema(name))


def breaches(name: SchemaName, value: Any) -> Iterator[Breach]:
    """Every place where the value breaks the schema, in the order of the schema."""
    if surely_keeps_to(schema(name), value):
        return
    for failure in _validator(name).iter_errors(value):
        yield Breach(tuple(failure.absolute_path), str(failure.validator), _reason(failure))


def _reason(failure: ValidationError) -> str:
    given = _shown(failure.instance)
    limit: Any = failure.validator_value
    match failure.validator:
        case "type":
            wanted = " or ".join(limit) if isinstance(limit, list) else limit
            return f"is {given}; expected {_article(wanted)}"
        case "enum":
            return f"is {given}; expected one of {', '.join(str(one) for one in limit)}"
        case "minimum":
            return f"is {given}; expected at least {limit}"
        case "maximum":
            return f"is {given}; expected at most {limit}"
        case "exclusiveMinimum" | "exclusiveMaximum":
            word = "more" if failure.validator == "exclusiveMinimum" else "less"
            return f"is {given}; expected {word} than {limit}"
        case "pattern":
            return f"is {given}; expected text like {limit}"
        case "required":
            return f"lacks {failure.message.split(' is a ')[0]}"
        case _:
            return f"is wrong: {failure.message[:200]}"


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return json.dumps(value, ensure_ascii=False)[:60]
