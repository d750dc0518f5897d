"""What is asked of joint planning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Traveller:
    """A vehicle: state in which it stands, states in which it may come to rest (empty: at any node
    of the layout, out of the others' way), and the moves (n_m,) that it may make.

    It begins to move at ``ready_s`` at the earliest and has its place until then.
    """

    name: str
    start: int
    goals: tuple[int, ...]
    usable: NDArray[np.bool_]
    ready_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Vehicles to be planned together, and floor that others have.

    ``taken``: regions and until when they are taken; inf for a vehicle that has stopped. ``gap_s``:
    time that is kept between two vehicles on the same floor.
    """

    travellers: tuple[Traveller, ...]
    taken: Sequence[tuple[int, float]] = ()
    gap_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Budget:
    """How long to go on. Without a clock only the counts hold, and the same seed gives the same
    plan. ``search_steps``: steps made up by searches; ``refinements``: neighbourhoods tried;
    ``seconds`` for everything, by ``clock``."""

    search_steps: int = 100_000
    refinements: int = 300
    seconds: float = inf
    clock: Callable[[], float] | None = None
    seed: int = 1
