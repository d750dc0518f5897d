"""What a user may set: declared once, as a field of a frozen dataclass, with meaning and range.

The file of a plant's settings, ROS parameters and ``fleet settings show`` all come from here. A
field that holds settings of a theme has a dataclass of its own as its default; one that holds such
settings by name (of a vehicle type, say) names their dataclass in its metadata as ``each``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass, replace
from difflib import get_close_matches
from math import isfinite
from typing import Any, TypeVar, get_type_hints

from fleet_core.model.errors import ConfigurationError

Settings = TypeVar("Settings")

UNITS = {
    "_s": "s",
    "_m": "m",
    "_mps": "m/s",
    "_rad": "rad",
    "_hz": "1/s",
    "_days": "days",
    "_soc": "share of the battery",
    "_share": "share",
}
"""By the end of a name."""


def setting(
    default: Any, text: str, low: float = 0.0, high: float = 0.0, choices: tuple[str, ...] = ()
) -> Any:
    """A field. With ``low`` below ``high`` nothing outside of them is taken; of a text with
    ``choices`` nothing else."""
    return field(default=default, metadata={"text": text, "range": (low, high), "choices": choices})


@dataclass(frozen=True, slots=True)
class Setting:
    """One, as users see it."""

    path: str  # names from the outermost group on, dots between them
    value: Any
    default: Any
    text: str
    low: float  # without a range both are 0
    high: float
    choices: tuple[str, ...]

    @property
    def unit(self) -> str:
        """Empty for counts, weights and words."""
        ends = sorted((end for end in UNITS if self.path.endswith(end)), key=len)
        return UNITS[ends[-1]] if ends else ""

    @property
    def allowed(self) -> str:
        """What it may be, in words; empty where the type says all."""
        if self.choices:
            return ", ".join(self.choices)
        return f"{self.low:g} to {self.high:g}" if self.low < self.high else ""


def listed(settings: Any, prefix: str = "") -> Iterator[Setting]:
    """All of them, groups one after the other, with their values here. Those by name only where
    there are any."""
    for each in fields(settings):
        value, path = getattr(settings, each.name), f"{prefix}{each.name}"
        if is_dataclass(value):
            yield from listed(value, f"{path}.")
        elif "each" in each.metadata:
            for name, of_name in sorted(value.items()):
                yield from listed(of_name, f"{path}.{name}.")
        else:
            data = each.metadata
            low, high = data["range"]
            yield Setting(path, value, each.default, data["text"], low, high, data["choices"])


def changed(settings: Settings, given: Mapping[str, Any], where: str = "") -> Settings:
    """``settings`` with what is given, group by group. Raises ConfigurationError that names the
    place, what is wrong, and what would be right."""
    known = {each.name: each for each in fields(settings)}  # type: ignore[arg-type]
    kinds = get_type_hints(type(settings))
    found: dict[str, Any] = {}
    for name, value in given.items():
        path = f"{where}{name}"
        if name not in known:
            raise ConfigurationError(f"{path} is no setting{_nearest(str(name), known)}")
        found[name] = _taken(getattr(settings, name), known[name], kinds[name], value, path)
    return replace(settings, **found)  # type: ignore[type-var]


def _taken(now: Any, each: Field[Any], kind: Any, value: Any, path: str) -> Any:
    if is_dataclass(now) or "each" in each.metadata:
        if not isinstance(value, Mapping):
            raise ConfigurationError(f"{path} is {_shown(value)}; expected settings below it")
        if is_dataclass(now):
            return changed(now, value, f"{path}.")
        return {
            **now,
            **{
                str(name): _each(now.get(name, each.metadata["each"]()), of_name, f"{path}.{name}")
                for name, of_name in value.items()
            },
        }
    return checked(value, each, kind, path)


def _each(now: Any, value: Any, path: str) -> Any:
    if not isinstance(value, Mapping):
        raise ConfigurationError(f"{path} is {_shown(value)}; expected settings below it")
    return changed(now, value, f"{path}.")


def checked(value: Any, each: Field[Any], kind: Any, path: str) -> Any:
    """The value, as the type that the field has. Raises ConfigurationError."""
    low, high = each.metadata["range"]
    choices = each.metadata["choices"]
    right: Any = None
    if kind is bool:
        right, expected = (value if isinstance(value, bool) else None), "true or false"
    elif kind is str:
        right, expected = (value if isinstance(value, str) else None), "a text"
        if choices:
            right, expected = (value if value in choices else None), f"one of {', '.join(choices)}"
    else:
        expected = "a whole number" if kind is int else "a number"
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number and isfinite(value) and (kind is float or value == int(value)):
            right = kind(value)
        if low < high:
            expected += f" from {low:g} to {high:g}"
            right = right if right is not None and low <= right <= high else None
    if right is None:
        raise ConfigurationError(f"{path} is {_shown(value)}; expected {expected}")
    return right


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(name, known, 1, 0.5)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; known are {', '.join(known)}"


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
