"""Watches the true bodies of vehicles, people and manned forklifts: who touches whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fleet_core.model.proximity import ObjectClass
from fleet_core.simulation.people.bodies import CORNERS, Bodies
from planner.local.supervisor import gap

Floats = NDArray[np.float64]
MOVES_MPS = 0.05
"""A vehicle any corner of which is faster moves: contact is its fault then."""
KEPT = 100
TOUCH_M = -1e-6
NEARER_M = 1e-3
"""In a tick; a side that is driven along does not come nearer."""


@dataclass(frozen=True, slots=True)
class BodyContact:
    """A vehicle and somebody whose bodies overlap."""

    time_s: float
    vehicle_id: str
    other_id: str
    other_kind: ObjectClass
    vehicle_mps: float
    at_fault: bool
    nears: bool  # it came nearer to him; false: he walked into a side, a rear, or one that stood


class ContactMonitor:
    """Counts contacts as they begin; one in which the vehicle moves later is its fault as well.
    Those in which it came nearer, and was not walked into from the side or from behind while it
    moved, are counted apart."""

    def __init__(self, vehicle_ids: Sequence[str]) -> None:
        self._ids = tuple(vehicle_ids)
        self.contacts: list[BodyContact] = []
        self.count, self.at_fault, self.driven_into = 0, 0, 0
        self.min_distance_m = inf  # of a vehicle that moves to a person
        self._touching: dict[tuple[int, str], bool] = {}  # whether it was its fault so far
        self._before: Floats | None = None

    def watch(
        self,
        time_s: float,
        dt_s: float,
        vehicles: Bodies,
        people: Bodies,
        who: Sequence[tuple[str, ObjectClass]],
    ) -> None:
        """One tick: all bodies at its end."""
        before = vehicles.outline if self._before is None else self._before
        speeds = np.hypot(*(vehicles.outline - before).transpose(2, 0, 1)).max(axis=1) / dt_s
        self._before = vehicles.outline.copy()
        gaps = _gaps(vehicles.outline, people.outline)
        persons = np.array([kind is ObjectClass.PERSON for _id, kind in who], np.bool_)
        moving = gaps[speeds > MOVES_MPS][:, persons]
        if moving.size:
            self.min_distance_m = min(self.min_distance_m, max(0.0, float(moving.min())))
        now: dict[tuple[int, str], bool] = {}
        for v, o in np.argwhere(gaps < TOUCH_M).tolist():
            key, moves = (v, who[o][0]), bool(speeds[v] > MOVES_MPS)
            known = self._touching.get(key)
            now[key] = moves or bool(known)
            if known is None:
                self.count += 1
            nears = _gap(before[v], people.outline[o]) > gaps[v, o] + NEARER_M
            if now[key] and not known:
                self.at_fault += 1
                self.driven_into += nears
            if (known is None or now[key] != known) and len(self.contacts) < KEPT:
                self.contacts.append(
                    BodyContact(time_s, self._ids[v], *who[o], float(speeds[v]), now[key], nears)
                )
        self._touching = now


def _gap(first: Floats, second: Floats) -> float:
    return float(gap(first, CORNERS, second, CORNERS))


@njit(cache=True)
def _gaps(first: Floats, second: Floats) -> Floats:
    """(V, M) gaps of outlines (lower bounds, exact in whether they overlap); 20 m and more: 20."""
    found = np.full((len(first), len(second)), 20.0)
    for v in range(len(first)):
        for m in range(len(second)):
            dx, dy = first[v, 0, 0] - second[m, 0, 0], first[v, 0, 1] - second[m, 0, 1]
            if dx * dx + dy * dy < 400.0:
                found[v, m] = min(20.0, gap(first[v], CORNERS, second[m], CORNERS))
    return found
