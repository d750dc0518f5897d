"""What carries a request out, and what it needs of the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from fleet_core.execution.fleet import Fleet
from fleet_core.model.request import Answer


class Storing(Enum):
    """When what a request changes is written."""

    BEFORE_THE_ANSWER = auto()  # refused while the store does not write: it could be forgotten
    WHEN_POSSIBLE = auto()  # it stops vehicles: done all the same
    NEVER = auto()  # it changes nothing


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the table of requests. ``carry_out(fleet, request, author, now_s)`` raises
    CommandError or OrderError with the reason before it has changed anything; None: done."""

    carry_out: Callable[[Fleet, Any, str, float], Answer | None]
    storing: Storing = Storing.BEFORE_THE_ANSWER
    take_back: Callable[[Fleet, Any], None] | None = None  # when the store refuses it after all
