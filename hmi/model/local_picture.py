"""What is known of the local planning of vehicles: plans and corridors of some, states of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from fleet_core.model.local_state import LocalState
from hmi.model.fleet_arrays import Floats

_APART_M = 0.25
"""Between samples of a corridor: a bend of 1.5 m shows no corners."""
_BEND_RAD = 0.02
"""Samples that are straighter are left out."""


PLAN_STEP_S = 0.25
PLAN_SAMPLES = 16
"""Poses of a plan that is shown, from now on: 3.75 s, as far as the local planner looks."""


@dataclass(frozen=True, slots=True)
class MotionPlan:
    """What a vehicle means to drive in the next seconds."""

    begin_s: float  # on the fleet's clock
    poses: Floats  # (PLAN_SAMPLES, 3) x, y, heading, without jumps


@dataclass(frozen=True, slots=True)
class CorridorShape:
    """Where the origin of a vehicle may be up to the next point where it must stand: the last."""

    middle: Floats  # (n, 2) in the order of driving
    across: Floats  # (n, 2) unit vectors to the left
    half_width_m: float


@dataclass(frozen=True, slots=True)
class LocalPicture:
    """By vehicle id."""

    plans: Mapping[str, MotionPlan] = field(default_factory=dict)
    corridors: Mapping[str, CorridorShape] = field(default_factory=dict)
    states: Mapping[str, LocalState] = field(default_factory=dict)


NOTHING_LOCAL = LocalPicture()


def motion_plan(times_s: Floats, poses: Floats) -> MotionPlan:
    """From any rising times (n,), at least one, and poses (n, 3)."""
    wanted_s = times_s[0] + PLAN_STEP_S * np.arange(PLAN_SAMPLES)
    columns = (poses[:, 0], poses[:, 1], np.unwrap(poses[:, 2]))
    shown = np.stack([np.interp(wanted_s, times_s, column) for column in columns], axis=1)
    return MotionPlan(float(times_s[0]), shown)


def corridor_shape(poses: Floats, half_width_m: float, direction: int) -> CorridorShape | None:
    """From the poses (n, 3) of the body along a way, at least two; ``direction`` -1: backwards.

    None for a way of no length.
    """
    steps = np.hypot(*np.diff(poses[:, :2], axis=0).T)
    ways = np.concatenate([[0.0], np.cumsum(steps)])
    if ways[-1] < 1e-3:
        return None
    wanted = np.linspace(0.0, ways[-1], 2 + int(ways[-1] / _APART_M))
    columns = (poses[:, 0], poses[:, 1], np.unwrap(poses[:, 2]))
    kept = np.stack([np.interp(wanted, ways, column) for column in columns], axis=1)
    kept = kept[_telling(kept[:, 2])]
    across = direction * np.stack([-np.sin(kept[:, 2]), np.cos(kept[:, 2])], axis=1)
    return CorridorShape(kept[:, :2].copy(), across, half_width_m)


def _telling(headings: Floats) -> list[int]:
    """Rows that show the way: first, last, and where it has bent since the one before."""
    rows = [0]
    for row, heading in enumerate(headings.tolist()):
        if abs(heading - headings[rows[-1]]) > _BEND_RAD:
            rows += [row - 1, row] if row - 1 > rows[-1] else [row]
    last = len(headings) - 1
    return rows if rows[-1] == last else [*rows, last]
