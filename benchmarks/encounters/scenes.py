"""Encounters of a truck with people whose true ways are known; nobody reacts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import cos, hypot, inf, pi, sin

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fleet_core.proximity.risk_kernel import point_gap

Floats = NDArray[np.float64]
STEP_S = 0.1
DURATION_S = 14.0
LENGTH_M, WIDTH_M, PERSON_M = 3.0, 1.2, 0.3


class Kind(StrEnum):
    """What happens."""

    CROSSING = "crossing"
    HEAD_ON = "head_on"
    OVERTAKING = "overtaking"
    GROUP = "group"
    PARKED = "parked"  # a person walks about beside a truck that stands
    DENSE = "dense"  # people go along the lane beside it, and across it when the truck has passed


@dataclass(frozen=True, slots=True)
class Scene:
    """Positions at steps of `STEP_S`. The truck drives along x at an even speed."""

    kind: Kind
    speed_mps: float
    truck: Floats  # (T, 2) middle
    people: Floats  # (P, T, 2)

    @property
    def needed_lead_s(self) -> float:
        """Reaction 1.0 s, braking 1.25 m/s2."""
        return 1.0 + self.speed_mps / (2.0 * 1.25)

    def gaps(self, person: int) -> Floats:
        """(T,) between the bodies, m; negative: they overlap."""
        x, y = LENGTH_M / 2.0, WIDTH_M / 2.0
        box = np.array([(-x, -y), (x, -y), (x, y), (-x, y)])
        apart = self.people[person] - self.truck
        return np.array([point_gap(box, *each) for each in apart.tolist()]) - PERSON_M


def scene(seed: int) -> Scene:
    """The encounter of a seed."""
    rng = np.random.default_rng([19, seed])
    kind = list(Kind)[seed % len(Kind)]
    speed = 0.0 if kind is Kind.PARKED else float(rng.uniform(1.0, 4.0))
    times = np.arange(0.0, DURATION_S, STEP_S)
    truck = np.column_stack([speed * times, np.zeros(len(times))])
    people = [_person(kind, speed, times, rng) for _ in range(_how_many(kind, rng))]
    return Scene(kind, speed, truck, np.array(people))


def contact_s(gaps: Floats) -> float:
    """When the bodies first touch; inf: never."""
    touching = np.flatnonzero(gaps <= 0.0)
    return float(touching[0]) * STEP_S if len(touching) else inf


def _how_many(kind: Kind, rng: Generator) -> int:
    if kind is Kind.GROUP:
        return int(rng.integers(3, 6))
    return 5 if kind is Kind.DENSE else 1


def _person(kind: Kind, truck_mps: float, times: Floats, rng: Generator) -> Floats:
    """(T, 2): straight on but for the swaying and drifting of walkers."""
    pace = float(rng.normal(1.3, 0.2))
    meets_s = float(rng.uniform(6.0, 9.0))
    beside_m = float(rng.uniform(-2.5, 2.5))
    x = truck_mps * meets_s + float(rng.uniform(-2.5, 2.5))
    match kind:
        case Kind.CROSSING | Kind.GROUP:
            angle = float(rng.choice([-1.0, 1.0]) * rng.uniform(0.3 * pi, 0.7 * pi))
        case Kind.HEAD_ON:
            angle = pi
        case Kind.OVERTAKING:
            angle, pace = 0.0, min(pace, 0.6 * truck_mps)
        case Kind.PARKED:
            angle, x = float(rng.uniform(-pi, pi)), 0.0
            beside_m = float(rng.choice([-1.0, 1.0]) * rng.uniform(2.2, 4.0))
            pace *= 0.5
        case Kind.DENSE:
            angle = float(rng.choice([0.0, pi]))
            beside_m = float(rng.choice([-1.0, 1.0]) * rng.uniform(2.0, 4.0))
    sway = _sway(times, rng)
    if kind in (Kind.HEAD_ON, Kind.OVERTAKING):
        beside_m *= 0.8
    along = pace * (times - meets_s)
    across = np.zeros(len(times)) if kind in (Kind.CROSSING, Kind.GROUP) else beside_m + sway
    place = np.column_stack([x + along * cos(angle), across + along * sin(angle)])
    if kind in (Kind.CROSSING, Kind.GROUP):
        place += sway[:, None] * np.array([-sin(angle), cos(angle)])
    return place


def _sway(times: Floats, rng: Generator) -> Floats:
    """Sideways (m): steps of 5 cm, and a drift that turns."""
    drift = np.cumsum(rng.normal(0.0, 0.012, len(times)).cumsum() * STEP_S)
    drift -= np.linspace(0.0, drift[-1], len(times))
    steps = 0.05 * np.sin(2.0 * pi * 0.9 * times + rng.uniform(0.0, 2.0 * pi))
    return np.asarray(np.clip(drift, -2.0, 2.0) + steps)


def distance(a: Floats, b: Floats) -> float:
    """Metres."""
    return hypot(float(a[0] - b[0]), float(a[1] - b[1]))
