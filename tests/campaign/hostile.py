"""Messages that no sound node would send, made at random from the types themselves."""

from __future__ import annotations

import random
from importlib import import_module
from math import inf, isnan, nan
from typing import Any

_NUMBERS = (nan, inf, -inf, 0.0, -1.0, 1e308, -1e308, 1e-308, 4e9, 0.5)
_TEXTS = (
    *("", " ", "\n", "x" * 5000, "../../etc/passwd", "'; DROP TABLE orders; --"),
    *("叉车", "\x1b[2J", "amr_1", "T-1", "drive", "nan", "{}", "%s%n"),
)
_BOUNDS = {"int8": 7, "int16": 15, "int32": 31, "int64": 63}
_MOST_ITEMS = 4
_DEEPEST = 6


def hostile(kind: type[Any], rng: random.Random, deep: int = 0) -> Any:
    """A message of this type; each field holds something of the right type and little sense."""
    message = kind()
    for name, field_type in kind.get_fields_and_field_types().items():
        setattr(message, name, _value(field_type, rng, deep))
    return message


def _value(field_type: str, rng: random.Random, deep: int) -> Any:
    if field_type.startswith("sequence<"):
        inner = field_type[len("sequence<") : -1].split(",", maxsplit=1)[0]
        count = rng.randrange(_MOST_ITEMS) if deep < _DEEPEST else 0
        return [_value(inner, rng, deep + 1) for _ in range(count)]
    if field_type.endswith("]"):
        inner, _, count_text = field_type[:-1].partition("[")
        return [_value(inner, rng, deep + 1) for _ in range(int(count_text))]
    if field_type in ("double", "float"):
        value = rng.choice(_NUMBERS)
        return value if field_type == "double" or isnan(value) or abs(value) < 1e38 else inf
    if field_type == "boolean":
        return rng.random() < 0.5
    if field_type.startswith(("string", "wstring")):
        return rng.choice(_TEXTS)
    if field_type in ("octet", "byte", "char"):
        return bytes([rng.randrange(256)]) if field_type != "char" else rng.randrange(256)
    if "int" in field_type and "/" not in field_type:
        return _integer(field_type, rng)
    return hostile(_message_type(field_type), rng, deep + 1)


def _integer(field_type: str, rng: random.Random) -> int:
    if field_type.startswith("u"):
        most = 2 ** (_BOUNDS[field_type[1:]] + 1) - 1
        return rng.choice((0, 1, most, rng.randint(0, most)))
    most = 2 ** _BOUNDS[field_type] - 1
    return rng.choice((0, 1, -1, most, -most - 1, rng.randint(-most, most)))


def _message_type(name: str) -> type[Any]:
    package, _, short = name.partition("/")
    found: type[Any] = getattr(import_module(f"{package}.msg"), short)
    return found
