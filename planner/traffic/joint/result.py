"""What joint planning answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class TimedMove(NamedTuple):
    """A move of the roadmap, when it begins and when it ends, seconds on the caller's clock."""

    move: int
    begin_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Solved:
    """``moves[v]``: what vehicle v does, in order; after the last one it stays. ``delay_s``: sum
    over the vehicles with a goal of arrival minus shortest time alone. ``first_delay_s``: the same
    of the first plan that was found; ``method``: how that was found."""

    moves: tuple[tuple[TimedMove, ...], ...]
    delay_s: float
    first_delay_s: float
    alone_s: float  # sum of the shortest times alone, of the same vehicles
    first_plan_s: float  # seconds until the first plan was there, by the clock that was handed in
    method: str


@dataclass(frozen=True, slots=True)
class Unsolvable:
    """No plan exists, whatever the times; ``proof`` says why, fit for a dispatcher."""

    proof: str


@dataclass(frozen=True, slots=True)
class GaveUp:
    """Neither a plan nor a proof within the budget; ``iterations``: steps generated."""

    iterations: int


Answer = Solved | Unsolvable | GaveUp
