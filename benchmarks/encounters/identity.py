"""Whether a track stays with whom it belongs to: 20 people with tags, and as many without."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, inf

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.encounters.scenes import STEP_S, EncounterKind, EncounterScene
from benchmarks.encounters.sensors import SensorErrors, Sensors
from fleet_core.model.facility import Facility
from fleet_core.model.layout import Layout
from fleet_core.model.proximity import ObjectClass, Track, WarningLevel
from fleet_core.proximity.watch import ProximityWatch

Floats = NDArray[np.float64]
PEOPLE, FLOOR_M = 40, (40.0, 25.0)
_CLEARLY_M = 0.5
"""A track is with somebody else when it is nearer to them by so much ..."""
_FOR_S = 1.0
"""... for so long."""
_STANDS_S = (0.0, 20.0)
_KEEPS_M = 0.7


@dataclass(frozen=True, slots=True)
class Identity:
    """What was counted."""

    hours: float
    wrong_bindings: int  # of 20 tagged people: a tag came to a track that is with somebody else
    switches: int  # of 20 people without tags: a track that is warned of went over to another

    @property
    def wrong_bindings_per_h(self) -> float:
        """Of 20 tagged people together."""
        return round(self.wrong_bindings / self.hours, 3)

    @property
    def switches_per_person_h(self) -> float:
        """Of one person without a tag."""
        return round(self.switches / self.hours / (PEOPLE / 2), 4)


def identity(seed: int, duration_s: float, errors: SensorErrors) -> Identity:
    """People walk between places on a floor of 40 x 25 m and stand there for a while; a truck goes
    to and fro between them, so that there is something to warn of."""
    rng = np.random.default_rng([31, seed])
    times = round(duration_s / STEP_S)
    people = _walks(times, rng)
    way = 16.0 * np.sin(np.arange(times) * STEP_S * 2.0 * np.pi / 60.0)
    truck = np.column_stack([way, np.zeros(times)])
    sensors = Sensors(EncounterScene(EncounterKind.DENSE, truck, people), errors, rng)
    sensors.tagged = np.array([True] + [True, False] * (PEOPLE // 2))
    watch = ProximityWatch(Facility("floor", Layout("floor", {}, {}, {}), {}))
    tags, tracks = _Changes(), _Changes()
    wrong, switched = 0, 0
    for k in range(times):
        now_s = k * STEP_S
        if k >= sensors.late:
            sensors.measure(k - sensors.late, now_s, watch)
        snapshot = watch.step(now_s)
        warned = {
            each.other_id
            for each in snapshot.warnings
            if each.active and each.level.rank >= WarningLevel.WARNING.rank
        }
        for each in snapshot.tracks:
            if each.kind is not ObjectClass.PERSON:
                continue
            who = _with_whom(each, people[:, k])
            if each.tag_id:
                carrier = int(each.tag_id.removeprefix("tag_")) - 1
                wrong += tags.says(each.tag_id, who not in (carrier, None), now_s)
            elif tracks.changes(each.id, who, now_s) and each.id in warned:
                switched += 1
    return Identity(duration_s / 3600.0, wrong, switched)


class _Changes:
    """Of what lasts for a second."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._said: set[str] = set()
        self._owner: dict[str, int] = {}
        self._rival: dict[str, tuple[int, float]] = {}

    def says(self, key: str, is_so: bool, now_s: float) -> bool:
        """Whether it has just been so for a second."""
        if not is_so:
            self._since.pop(key, None)
            self._said.discard(key)
            return False
        since_s = self._since.setdefault(key, now_s)
        if key in self._said or now_s - since_s < _FOR_S:
            return False
        self._said.add(key)
        return True

    def changes(self, key: str, who: int | None, now_s: float) -> bool:
        """Whether it has just been with another for a second."""
        if who is None or who == self._owner.setdefault(key, who):
            self._rival.pop(key, None)
            return False
        rival, since_s = self._rival.get(key, (who, now_s))
        if rival != who:
            since_s = now_s
        self._rival[key] = (who, since_s)
        if now_s - since_s < _FOR_S:
            return False
        self._owner[key] = who
        return True


def _with_whom(track: Track, places: Floats) -> int | None:
    """The nearest of all, if clearly the nearest and near at all."""
    away = np.hypot(places[:, 0] - track.x_m, places[:, 1] - track.y_m)
    first, second = np.partition(away, 1)[:2]
    return int(np.argmin(away)) if first < 1.5 and second - first > _CLEARLY_M else None


def _walks(times: int, rng: Generator) -> Floats:
    """(P, T, 2): from place to place; who would come too near to another waits a moment."""
    low = -np.array(FLOOR_M) / 2.0
    place = rng.uniform(low, -low, (PEOPLE, 2))
    goal, stays_s = place.copy(), rng.uniform(*_STANDS_S, PEOPLE)
    pace = np.clip(rng.normal(1.3, 0.2, PEOPLE), 0.8, 1.8)
    found = np.empty((PEOPLE, times, 2))
    for k in range(times):
        for p in range(PEOPLE):
            stays_s[p] -= STEP_S
            to_goal = goal[p] - place[p]
            left = hypot(*to_goal)
            if left < 0.3:
                goal[p] = rng.uniform(low, -low)
                stays_s[p] = rng.uniform(*_STANDS_S)
            if stays_s[p] > 0.0 or left < 0.3:
                continue
            step = to_goal / left * pace[p] * STEP_S + rng.normal(0.0, 0.01, 2)
            nearest = _nearest_ahead(place, p, step)
            if nearest < _KEEPS_M:  # pass on the right
                step = np.array([step[1], -step[0]])
                if _nearest_ahead(place, p, step) < _KEEPS_M:
                    continue
            place[p] = place[p] + step
        found[:, k] = place
    return found


def _nearest_ahead(place: Floats, p: int, step: Floats) -> float:
    """Distance to the next that the step brings nearer."""
    before = np.hypot(*(place - place[p]).T)
    after = np.hypot(*(place - place[p] - step).T)
    nearer = after[(after < before) & (np.arange(len(place)) != p)]
    return float(nearer.min()) if len(nearer) else inf
