"""Encounters of a truck with people whose true ways are known; nobody reacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from math import cos, inf, pi, sin

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fleet_core.model.facility import Wall
from fleet_core.proximity.risk_kernel import point_gap

Floats = NDArray[np.float64]
STEP_S = 0.1
DURATION_S = 14.0
LENGTH_M, WIDTH_M, PERSON_M = 3.0, 1.2, 0.3
REACTION_S, BRAKING_MPS2 = 1.0, 1.25
_DRIVES_OFF_MPS2 = 0.8


class EncounterKind(StrEnum):
    """What happens."""

    CROSSING = "crossing"
    HEAD_ON = "head_on"
    OVERTAKING = "overtaking"
    GROUP = "group"
    PARKED = "parked"  # a person walks about beside a truck that stands
    DENSE = "dense"  # people go along the lane beside it, and across it when the truck has passed
    REVERSING = "reversing"  # a truck that stood drives off backwards
    BLIND_CORNER = "blind_corner"  # a person comes from behind a wall; cameras are on the truck
    RECORDED = "recorded"  # people's true ways, and a truck that was not there


GENERATED = tuple(each for each in EncounterKind if each is not EncounterKind.RECORDED)


@dataclass(frozen=True, slots=True)
class EncounterScene:
    """Positions at steps of `STEP_S`. The truck drives along x."""

    kind: EncounterKind
    truck: Floats  # (T, 2) middle
    people: Floats  # (P, T, 2); NaN: not there
    walls: tuple[Wall, ...] = ()
    speeds_mps: Floats = field(init=False)  # (T,) of the truck

    def __post_init__(self) -> None:
        object.__setattr__(self, "speeds_mps", np.abs(np.gradient(self.truck[:, 0], STEP_S)))

    def needed_leads_s(self, reaction_s: float = REACTION_S) -> Floats:
        """(T,) reaction and braking of the truck, as fast as it is then."""
        return np.asarray(reaction_s + self.speeds_mps / (2.0 * BRAKING_MPS2))

    def last_moment_s(self, contact_s: float, reaction_s: float = REACTION_S) -> float:
        """Until when a warning of a contact is in time; inf where there is none."""
        if contact_s == inf:
            return inf
        times = np.arange(len(self.truck)) * STEP_S
        in_time = np.flatnonzero(times + self.needed_leads_s(reaction_s) <= contact_s + 1e-9)
        return float(times[in_time[-1]]) if len(in_time) else -1.0

    def drives_from_s(self) -> float:
        """When the truck begins to move: before, nothing could be known of an encounter."""
        moves = np.flatnonzero(self.speeds_mps > 0.05)
        return float(moves[0]) * STEP_S if len(moves) else inf

    def gaps(self, person: int) -> Floats:
        """(T,) between the bodies, m; negative: they overlap; inf: not there."""
        x, y = LENGTH_M / 2.0, WIDTH_M / 2.0
        box = np.array([(-x, -y), (x, -y), (x, y), (-x, y)])
        apart = self.people[person] - self.truck
        gaps = np.array([point_gap(box, *each) for each in apart.tolist()]) - PERSON_M
        return np.where(np.isfinite(apart[:, 0]), gaps, inf)

    def in_sight(self, k: int) -> NDArray[np.bool_]:
        """(P,) whom a camera on the truck sees: nobody behind a wall."""
        seen = np.isfinite(self.people[:, k, 0])
        for wall in self.walls:
            for a, b in zip(wall.points, wall.points[1:], strict=False):
                seen &= ~_crosses(self.truck[k], self.people[:, k], np.array(a), np.array(b))
        return seen


def scene(seed: int) -> EncounterScene:
    """The encounter of a seed."""
    rng = np.random.default_rng([19, seed])
    kind = GENERATED[seed % len(GENERATED)]
    times = np.arange(0.0, DURATION_S, STEP_S)
    if kind is EncounterKind.REVERSING:
        return _reversing(times, rng)
    speed = 0.0 if kind is EncounterKind.PARKED else float(rng.uniform(1.0, 4.0))
    truck = np.column_stack([speed * times, np.zeros(len(times))])
    if kind is EncounterKind.BLIND_CORNER:
        return _blind_corner(speed, truck, times, rng)
    people = [_person(kind, speed, times, rng) for _ in range(_how_many(kind, rng))]
    return EncounterScene(kind, truck, np.array(people))


def contact_s(gaps: Floats) -> float:
    """When the bodies first touch; inf: never."""
    touching = np.flatnonzero(gaps <= 0.0)
    return float(touching[0]) * STEP_S if len(touching) else inf


def _how_many(kind: EncounterKind, rng: Generator) -> int:
    if kind is EncounterKind.GROUP:
        return int(rng.integers(3, 6))
    return 5 if kind is EncounterKind.DENSE else 1


def _person(kind: EncounterKind, truck_mps: float, times: Floats, rng: Generator) -> Floats:
    """(T, 2): straight on but for the swaying and drifting of walkers."""
    pace = float(rng.normal(1.3, 0.2))
    meets_s = float(rng.uniform(6.0, 9.0))
    beside_m = float(rng.uniform(-2.5, 2.5))
    x = truck_mps * meets_s + float(rng.uniform(-2.5, 2.5))
    match kind:
        case EncounterKind.HEAD_ON:
            angle = pi
        case EncounterKind.OVERTAKING:
            angle, pace = 0.0, min(pace, 0.6 * truck_mps)
        case EncounterKind.PARKED:
            angle, x = float(rng.uniform(-pi, pi)), 0.0
            beside_m = float(rng.choice([-1.0, 1.0]) * rng.uniform(2.2, 4.0))
            pace *= 0.5
        case EncounterKind.DENSE:
            angle = float(rng.choice([0.0, pi]))
            beside_m = float(rng.choice([-1.0, 1.0]) * rng.uniform(2.0, 4.0))
        case _:
            angle = float(rng.choice([-1.0, 1.0]) * rng.uniform(0.3 * pi, 0.7 * pi))
    sway = _sway(times, rng)
    if kind in (EncounterKind.HEAD_ON, EncounterKind.OVERTAKING):
        beside_m *= 0.8
    along = pace * (times - meets_s)
    crosses = kind in (EncounterKind.CROSSING, EncounterKind.GROUP, EncounterKind.BLIND_CORNER)
    across = np.zeros(len(times)) if crosses else beside_m + sway
    place = np.column_stack([x + along * cos(angle), across + along * sin(angle)])
    if crosses:
        place += sway[:, None] * np.array([-sin(angle), cos(angle)])
    return place


def _reversing(times: Floats, rng: Generator) -> EncounterScene:
    """A truck stands, then drives off backwards, along x; somebody stands or crosses behind it."""
    begins_s, pace = float(rng.uniform(4.0, 6.0)), float(rng.uniform(0.8, 1.8))
    gone = np.maximum(0.0, times - begins_s)
    until_s = pace / _DRIVES_OFF_MPS2
    way = np.where(
        gone < until_s,
        0.5 * _DRIVES_OFF_MPS2 * gone**2,
        pace * (gone - until_s / 2.0),
    )
    truck = np.column_stack([way, np.zeros(len(times))])
    behind_m = float(rng.uniform(3.0, 8.0))
    meets_s = float(np.interp(behind_m, way, times))
    walks = 0.0 if rng.random() < 0.4 else float(rng.normal(1.2, 0.2))
    angle = float(rng.choice([-1.0, 1.0]) * rng.uniform(0.3 * pi, 0.7 * pi))
    along = walks * (times - meets_s)
    beside_m = float(rng.uniform(-2.5, 2.5)) if walks == 0.0 else 0.0
    x = behind_m + 1.5 + (0.0 if walks == 0.0 else float(rng.uniform(-2.5, 2.5)))
    sway = _sway(times, rng) * (0.3 if walks == 0.0 else 1.0)
    place = np.column_stack([x + along * cos(angle), beside_m + sway + along * sin(angle)])
    return EncounterScene(EncounterKind.REVERSING, truck, place[None])


def _blind_corner(speed: float, truck: Floats, times: Floats, rng: Generator) -> EncounterScene:
    """A rack along the lane ends at an aisle, out of which somebody walks."""
    person = _person(EncounterKind.BLIND_CORNER, speed, times, rng)
    side = float(np.sign(person[0, 1])) or 1.0
    near = person[np.argmin(np.abs(person[:, 1] - side * 1.8))]
    corner = float(near[0]) - float(rng.uniform(0.8, 2.0))
    lane, aisle = (corner - 30.0, side * 1.8), (corner, side * 12.0)
    walls = (Wall("rack", (lane, (corner, side * 1.8), aisle)),)
    return EncounterScene(EncounterKind.BLIND_CORNER, truck, person[None], walls)


def _sway(times: Floats, rng: Generator) -> Floats:
    """Sideways (m): steps of 5 cm, and a drift that turns."""
    drift = np.cumsum(rng.normal(0.0, 0.012, len(times)).cumsum() * STEP_S)
    drift -= np.linspace(0.0, drift[-1], len(times))
    steps = 0.05 * np.sin(2.0 * pi * 0.9 * times + rng.uniform(0.0, 2.0 * pi))
    return np.asarray(np.clip(drift, -2.0, 2.0) + steps)


def _crosses(eye: Floats, places: Floats, a: Floats, b: Floats) -> NDArray[np.bool_]:
    """(P,) whether the line from an eye to each place crosses the piece from a to b."""
    look, side = places - eye, b - a
    det = look[:, 0] * side[1] - look[:, 1] * side[0]
    det = np.where(det == 0.0, np.nan, det)
    cx, cy = a - eye
    along = (cx * side[1] - cy * side[0]) / det
    share = (cx * look[:, 1] - cy * look[:, 0]) / det
    return np.asarray((along > 0.0) & (along < 1.0) & (share >= 0.0) & (share <= 1.0))
