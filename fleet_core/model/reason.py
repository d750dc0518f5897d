"""Why something waits, is refused, is late or failed, and what a message says: data, not prose.

A reason is a code with parameters. Two are equal when they say the same, so a change is seen
without comparing sentences. It is worded where it is shown, from one catalogue a language (see
`fleet_core.model.wording`). The codes are the functions of `fleet_core.model.reasons`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from math import isfinite
from typing import Any, ParamSpec

Names = tuple[str, ...]
"""Ids in a row: vehicles, edges, possible values."""

DEEPEST = 6
"""Reasons inside reasons; what is nested deeper was not made by us."""

OWN_WORDS = "own_words"
"""Parameter that holds what is shown instead: the words of a newer or an older release."""

_P = ParamSpec("_P")


@dataclass(frozen=True, slots=True)
class Reason:
    """``parameters``: names and values, in the order in which the code declares them. A value is a
    string, a number, a reason or a tuple of these; one with nothing to say is left out."""

    code: str
    parameters: tuple[tuple[str, Any], ...] = ()

    def get(self, name: str) -> Any:
        """The value of a parameter; None when there is none of this name."""
        return dict(self.parameters).get(name)

    def __str__(self) -> str:
        """In English, for logs and for texts that hold a reason."""
        from fleet_core.model.wording import clause  # noqa: PLC0415 - it knows reasons

        return clause(self)


declared: dict[str, tuple[str, ...]] = {}
"""Every code of the product with the names of its parameters; see ``reason``."""


def reason(declaration: Callable[_P, None]) -> Callable[_P, Reason]:
    """Decorator: the name of a function is a code, its arguments are the parameters."""
    code, names = declaration.__name__, tuple(signature(declaration).parameters)
    if code in declared:
        raise ValueError(f"reason {code} is declared twice")
    declared[code] = names

    def make(*args: _P.args, **kwargs: _P.kwargs) -> Reason:
        given = {**dict(zip(names, args, strict=False)), **kwargs}
        said = ((name, given[name]) for name in names if given.get(name) is not None)
        return Reason(code, tuple(said))

    make.__name__, make.__doc__ = code, declaration.__doc__
    return make


def to_plain(said: Reason) -> dict[str, Any]:
    """As JSON has it: ``{"code": ..., "parameters": {name: value}}``."""
    return {
        "code": said.code,
        "parameters": {name: _plain(value) for name, value in said.parameters},
    }


def from_plain(data: object, deep: int = 0) -> Reason:
    """What ``to_plain`` gave. Raises ValueError for anything else; unknown codes are taken."""
    if not isinstance(data, Mapping) or deep > DEEPEST:
        raise ValueError("a reason is an object with a code and parameters, not nested too deep")
    code, parameters = data.get("code"), data.get("parameters", {})
    if not isinstance(code, str) or not isinstance(parameters, Mapping):
        raise ValueError("the code of a reason is a string, its parameters are an object")
    given = {str(name): _value(value, deep) for name, value in parameters.items()}
    return Reason(code, tuple(given.items()))


def _plain(value: Any) -> Any:
    if isinstance(value, Reason):
        return to_plain(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, float) and not isfinite(value) else value


def _value(data: object, deep: int) -> Any:
    if isinstance(data, Mapping):
        return from_plain(data, deep + 1)
    if isinstance(data, list):
        if deep > DEEPEST:
            raise ValueError("lists in a reason are nested too deep")
        return tuple(_value(each, deep + 1) for each in data)
    if data is None or isinstance(data, str | int | float):
        return data
    raise ValueError(f"{type(data).__name__} is no value of a parameter")
