"""One encounter as it is seen: measured with errors, tracked, warned of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, inf, sin

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from benchmarks.encounters.scenes import STEP_S, EncounterScene, contact_s
from benchmarks.encounters.sensors import SensorErrors, Sensors
from fleet_core.model.facility import Facility
from fleet_core.model.layout import Layout
from fleet_core.model.proximity import ObjectClass, ProximityWarning, Track, WarningLevel
from fleet_core.proximity.settings import ProximitySettings
from fleet_core.proximity.watch import ProximityWatch

Floats = NDArray[np.float64]
HARMLESS_M = 1.0
TRACKABLE_S = 1.0
_SAME_M = 2.0
"""A track so near to somebody is taken to be theirs."""
_AS_BEFORE_M = 0.5
"""It stays theirs though somebody else may be so much nearer for a moment."""
AS_USUAL = ProximitySettings()


@dataclass(frozen=True, slots=True)
class Watched:
    """A truck and one person: what was true, and what each method would have said."""

    contact_s: float  # inf: none
    last_moment_s: float  # of a warning; inf: none
    last_moment_slow_s: float  # the same for a reaction time of 1.5 s
    trackable_s: float  # from when on: the person can be seen, and the truck drives
    least_gap_m: float
    warned_s: tuple[float, ...]  # beginnings of warnings of the fleet
    ended_s: tuple[float, ...]
    # Of both tracks, (T,); inf: not both known. In the truck's direction of travel from its middle.
    ahead_m: Floats
    beside_m: Floats
    truck_mps: Floats

    @property
    def dangerous(self) -> bool:
        """Contact, and trackable early enough."""
        return self.last_moment_s < inf and not self.unwarnable

    @property
    def unwarnable(self) -> bool:
        """Contact, but not trackable so early."""
        has_contact = self.last_moment_s < inf
        return has_contact and self.last_moment_s < self.trackable_s + TRACKABLE_S

    @property
    def harmless(self) -> bool:
        """They never come near each other."""
        return self.least_gap_m >= HARMLESS_M


@dataclass(frozen=True, slots=True)
class Encountered:
    """All of one scene."""

    each: tuple[Watched, ...]
    in_vain: int  # warnings of somebody who is not there


def watched(
    scene: EncounterScene,
    seed: int,
    errors: SensorErrors,
    settings: ProximitySettings = AS_USUAL,
) -> Encountered:
    """What is said in a scene. In every second one tags are placed from ranges."""
    rng = np.random.default_rng([23, seed])
    sensors = Sensors(scene, errors, rng, by_ranges=seed // 8 % 2 == 1)
    floor = Facility("floor", Layout("floor", {}, {}, {}), {}, walls=scene.walls)
    watch = ProximityWatch(floor, settings, sensors.anchors)
    people, times = scene.people.shape[:2]
    notes = _Notes(people, times)
    for k in range(times):
        now_s = k * STEP_S
        if k >= sensors.late:
            sensors.measure(k - sensors.late, now_s, watch)
        snapshot = watch.step(now_s)
        notes.take(k, scene, snapshot.tracks, snapshot.warnings)
    return Encountered(
        tuple(_judged(scene, p, sensors, notes) for p in range(people)), len(notes.in_vain)
    )


class _Notes:
    """What was said of whom, and where both were taken to be."""

    def __init__(self, people: int, times: int) -> None:
        self.warned: list[list[float]] = [[] for _ in range(people)]
        self.ended: list[list[float]] = [[] for _ in range(people)]
        self.ahead, self.beside = np.full((people, times), inf), np.full((people, times), inf)
        self.truck_mps = np.zeros(times)
        self.in_vain: set[int] = set()
        self._loud: set[int] = set()
        self._owner: dict[str, int] = {}

    def take(
        self,
        k: int,
        scene: EncounterScene,
        tracks: Sequence[Track],
        warnings: Sequence[ProximityWarning],
    ) -> None:
        now_s, places = k * STEP_S, scene.people[:, k]
        truck = _truck(tracks, scene.truck[k])
        if truck is not None:
            self.truck_mps[k] = hypot(truck.vx_mps, truck.vy_mps)
        owner = self._owners([each for each in tracks if each.kind is ObjectClass.PERSON], places)
        nearest = np.full(len(places), inf)
        for each in tracks:
            p = owner.get(each.id, -1)
            away = hypot(each.x_m - places[p, 0], each.y_m - places[p, 1])
            if truck is not None and p >= 0 and away < nearest[p]:
                nearest[p] = away
                self.ahead[p, k], self.beside[p, k] = _seen_from(truck, each)
        self._owner = owner
        loud: set[int] = set()
        for warning in warnings:
            if not warning.active or warning.level.rank < WarningLevel.WARNING.rank:
                continue
            if warning.other_id in owner:
                loud.add(owner[warning.other_id])
            elif any(each.id == warning.other_id for each in tracks):
                self.in_vain.add(warning.id)
            else:  # of a track that has just ended: it goes on until it ends as well
                loud |= self._loud
        for p in loud - self._loud:
            self.warned[p].append(now_s)
        for p in self._loud - loud:
            self.ended[p].append(now_s)
        self._loud = loud

    def _owners(self, tracks: Sequence[Track], places: Floats) -> dict[str, int]:
        """Whom each track is of: one for each as far as they go, as before where that fits about as
        well; who is left is of the nearest."""
        if not tracks:
            return {}
        away = np.array([np.hypot(*(places - (each.x_m, each.y_m)).T) for each in tracks])
        away = np.where(np.isfinite(away), away, 1e3)
        cost = away.copy()
        for t, each in enumerate(tracks):
            if each.id in self._owner:
                cost[t, self._owner[each.id]] -= _AS_BEFORE_M
        chosen = np.argmin(away, axis=1)
        rows, columns = linear_sum_assignment(np.minimum(cost, _SAME_M))
        for t, p in zip(rows, columns, strict=True):
            if away[t, p] <= _SAME_M:
                chosen[t] = p
        return {
            each.id: int(p)
            for t, (each, p) in enumerate(zip(tracks, chosen, strict=True))
            if away[t, p] <= _SAME_M
        }


def _truck(tracks: Sequence[Track], place: Floats) -> Track | None:
    forklifts = [each for each in tracks if each.kind is ObjectClass.FORKLIFT]
    if not forklifts:
        return None
    best = min(forklifts, key=lambda each: hypot(each.x_m - place[0], each.y_m - place[1]))
    return best if hypot(best.x_m - place[0], best.y_m - place[1]) < 3.0 else None


def _seen_from(truck: Track, other: Track) -> tuple[float, float]:
    speed = hypot(truck.vx_mps, truck.vy_mps)
    c, s = cos(truck.heading_rad), sin(truck.heading_rad)
    if speed > 0.3:
        c, s = truck.vx_mps / speed, truck.vy_mps / speed
    dx, dy = other.x_m - truck.x_m, other.y_m - truck.y_m
    return c * dx + s * dy, -s * dx + c * dy


def _judged(scene: EncounterScene, p: int, sensors: Sensors, notes: _Notes) -> Watched:
    gaps = scene.gaps(p)
    touches_s = contact_s(gaps)
    if touches_s < inf and scene.speeds_mps[: int(touches_s / STEP_S) + 1].max() == 0.0:
        touches_s = inf  # into a truck that stands
    return Watched(
        touches_s,
        scene.last_moment_s(touches_s),
        scene.last_moment_s(touches_s, 1.5),
        max(sensors.trackable_from_s(p), scene.drives_from_s()),
        float(gaps.min()),
        tuple(notes.warned[p]),
        tuple(notes.ended[p]),
        notes.ahead[p],
        notes.beside[p],
        notes.truck_mps,
    )
