"""Operations: the sequences of a few actions from which EPIBT chooses one a vehicle.

Source: Yukhnevich and Andreychuk, "Enhancing PIBT via Multi-Action Operations", AAAI 2026
(arXiv:2511.09193).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np
from numpy.typing import NDArray

from planner.grid.lifelong.motion import FORWARD, LEFT, RIGHT, WAIT

_SHIFT_WAIT = 4
"""Action of the model shift after its four directions."""

_STEP = ((0, -1), (1, 0), (0, 1), (-1, 0))
"""dx, dy of the headings north, east, south, west."""

Trace = tuple[tuple[int, int, int], ...]
"""Where an operation leads from the origin: x, y and heading after each action."""


@dataclass(frozen=True)
class Operations:
    """``actions`` (operations, depth) int32; a later one is preferred when two are equally good.

    Operation 0 is to wait all the time. ``shifted`` (operations,) int32: the operation that goes on
    with what is left of one after its first action, and waits at the end.
    """

    actions: NDArray[np.int32]
    shifted: NDArray[np.int32]

    @property
    def count(self) -> int:
        return len(self.actions)

    @property
    def depth(self) -> int:
        return int(self.actions.shape[1])


def operations_of(model: str, depth: int) -> Operations:
    """All useful operations of ``depth`` actions. Of those that pass the same cells at the same
    times and end with the same heading there is one."""
    wait = WAIT if model == "rotate" else _SHIFT_WAIT
    chosen: dict[object, tuple[int, ...]] = {}
    for actions in sorted(
        product(range(wait + 1), repeat=depth), key=lambda one: _eagerness(model, one), reverse=True
    ):
        if model == "shift" or _useful_turns(actions):
            chosen.setdefault(_key(_trace(model, actions)), actions)
    standing = (wait,) * depth
    ordered = [one for one in reversed(chosen.values()) if one != standing]
    return _numbered(model, [standing, *ordered], wait)


def _numbered(model: str, ordered: list[tuple[int, ...]], wait: int) -> Operations:
    number = {_key(_trace(model, actions)): i for i, actions in enumerate(ordered)}
    shifted = [number[_key(_trace(model, (*actions[1:], wait)))] for actions in ordered]
    return Operations(np.array(ordered, np.int32), np.array(shifted, np.int32))


def _useful_turns(actions: tuple[int, ...]) -> bool:
    """Whether between two moves forward there is at most one turn, or two in the same sense, and
    none after the last move: the distance to the goal already counts the turns to come."""
    turns: list[int] = []
    for action in actions:
        if action == FORWARD:
            turns = []
        elif action != WAIT:
            turns.append(action)
        if len(turns) > 2 or turns[:2] in ([LEFT, RIGHT], [RIGHT, LEFT], [LEFT, LEFT]):
            return False
    return not turns


def _eagerness(model: str, actions: tuple[int, ...]) -> tuple[int, ...]:
    """The larger, the earlier an operation makes use of its time."""
    depth = len(actions)
    if model == "shift":
        waits = sum(depth - d for d, action in enumerate(actions) if action == _SHIFT_WAIT)
        turns = sum(a != b for a, b in pairwise(actions))
        return (-waits, -turns)
    worth = {FORWARD: 10, RIGHT: -2, LEFT: -2, WAIT: -3}
    return (sum(worth[action] * (depth - d) for d, action in enumerate(actions)),)


def _trace(model: str, actions: tuple[int, ...]) -> Trace:
    x = y = heading = 0
    trace = []
    for action in actions:
        direction = heading if model == "rotate" else action
        if action == FORWARD if model == "rotate" else action != _SHIFT_WAIT:
            x, y = x + _STEP[direction][0], y + _STEP[direction][1]
        elif model == "rotate" and action in {RIGHT, LEFT}:
            heading = (heading + (1 if action == RIGHT else 3)) % 4
        trace.append((x, y, heading))
    return tuple(trace)


def _key(trace: Trace) -> object:
    return tuple((x, y) for x, y, _ in trace), trace[-1][2]
