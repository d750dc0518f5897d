"""One encounter as it is seen: measured with errors, tracked, warned of."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from benchmarks.encounters.scenes import STEP_S, Scene, contact_s, distance
from fleet_core.model.facility import Facility
from fleet_core.model.layout import Layout
from fleet_core.model.proximity import Detection, ObjectClass, TagReport, Track, WarningLevel
from fleet_core.proximity.watch import ProximityWatch

Floats = NDArray[np.float64]
EMPTY = Facility("empty", Layout("empty", {}, {}, {}), {})
LOSS = 0.05
HARMLESS_M = 1.0
TRACKABLE_S = 1.0


@dataclass(frozen=True, slots=True)
class Watched:
    """A truck and one person: what was true, and what each method would have said."""

    contact_s: float  # inf: none
    last_moment_s: float  # of a warning
    least_gap_m: float
    warned_s: tuple[float, ...]  # beginnings of warnings of the fleet
    ended_s: tuple[float, ...]
    near_m: Floats  # (T,) distance of the two tracks; inf: not both known

    @property
    def dangerous(self) -> bool:
        """Contact, and trackable early enough."""
        return self.last_moment_s < inf and self.last_moment_s >= TRACKABLE_S

    @property
    def unwarnable(self) -> bool:
        """Contact, but not trackable so early."""
        return self.last_moment_s < TRACKABLE_S

    @property
    def harmless(self) -> bool:
        """They never come near each other."""
        return self.least_gap_m >= HARMLESS_M

    def radius_warned_s(self, radius_m: float) -> float:
        """When a radius first warns; inf: never."""
        inside = np.flatnonzero(self.near_m < radius_m)
        return float(inside[0]) * STEP_S if len(inside) else inf


def watched(scene: Scene, seed: int, noise_m: float, delay_s: float) -> list[Watched]:
    """The truck and every second person have tags; a camera sees everybody."""
    rng = np.random.default_rng([23, seed])
    watch = ProximityWatch(EMPTY)
    people, times = scene.people.shape[:2]
    warned: list[list[float]] = [[] for _ in range(people)]
    ended: list[list[float]] = [[] for _ in range(people)]
    near = np.full((people, times), inf)
    told: dict[int, int] = {}
    late = round(delay_s / STEP_S)
    for k in range(times):
        now_s = k * STEP_S
        if k >= late:
            _measure(scene, k - late, now_s, noise_m, watch, rng)
        picture = watch.step(now_s)
        truck = _nearest(picture.tracks, scene.truck[k], ObjectClass.FORKLIFT)
        names: dict[str, int] = {}
        for p in range(people):
            found = _nearest(picture.tracks, scene.people[p, k], ObjectClass.PERSON)
            if found is not None:
                names.setdefault(found.id, p)
                if truck is not None:
                    near[p, k] = np.hypot(found.x_m - truck.x_m, found.y_m - truck.y_m)
        for each in picture.warnings:
            who = names.get(each.other_id)
            is_loud = each.active and each.level.rank >= WarningLevel.WARNING.rank
            if is_loud and each.id not in told and who is not None:
                told[each.id] = who
                warned[who].append(now_s)
            if not is_loud and each.id in told:
                ended[told.pop(each.id)].append(now_s)
    return [_judged(scene, p, tuple(warned[p]), tuple(ended[p]), near[p]) for p in range(people)]


def _judged(
    scene: Scene, p: int, warned: tuple[float, ...], ended: tuple[float, ...], near: Floats
) -> Watched:
    gaps = scene.gaps(p)
    at_s = contact_s(gaps) if scene.speed_mps > 0.0 else inf
    return Watched(at_s, at_s - scene.needed_lead_s, float(gaps.min()), warned, ended, near)


def _measure(
    scene: Scene,
    k: int,
    now_s: float,
    noise_m: float,
    watch: ProximityWatch,
    rng: np.random.Generator,
) -> None:
    stamp_s = k * STEP_S
    cov = (noise_m**2, 0.0, noise_m**2)
    everybody = [(ObjectClass.FORKLIFT, scene.truck[k])]
    everybody += [(ObjectClass.PERSON, each[k]) for each in scene.people]
    tags, seen = [], []
    for number, (kind, place) in enumerate(everybody):
        if number % 2 == 0 and rng.random() >= LOSS:
            x, y = (place + rng.normal(0.0, noise_m, 2)).tolist()
            tags.append(TagReport(stamp_s, f"tag_{number}", kind, x, y, cov))
        if rng.random() >= LOSS:
            x, y = (place + rng.normal(0.0, noise_m, 2)).tolist()
            seen.append(Detection(stamp_s, kind, x, y, cov, 0.9))
    watch.hear_tags("tags", tags, now_s)
    watch.hear_detections("camera", seen, now_s)


def _nearest(tracks: tuple[Track, ...], place: Floats, kind: ObjectClass) -> Track | None:
    of_kind = [each for each in tracks if each.kind is kind]
    if not of_kind:
        return None
    best = min(of_kind, key=lambda each: distance(np.array([each.x_m, each.y_m]), place))
    return best if distance(np.array([best.x_m, best.y_m]), place) < 3.0 else None
