"""What sensors say of a scene: late, noisy, with gaps, by detours, and of nobody."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, pi

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.encounters.scenes import STEP_S, EncounterKind, EncounterScene
from fleet_core.model.geometry import Point
from fleet_core.model.proximity import Covariance, Detection, ObjectClass, TagRanges, TagReport
from fleet_core.proximity.watch import ProximityWatch

Floats = NDArray[np.float64]
_AREA_M = 20.0


@dataclass(frozen=True, slots=True)
class SensorErrors:
    """Those that issue 19 names. Of what comes in bursts: mean time from one to the next, and how
    long each lasts."""

    noise_m: float = 0.15  # of positions along each axis, and of ranges
    delay_s: float = 0.2
    loss: float = 0.05
    burst_every_s: float = 15.0  # a source says nothing at all
    burst_s: tuple[float, float] = (0.2, 1.0)
    detour_every_s: float = 15.0  # a tag's signal comes by a detour
    detour_s: tuple[float, float] = (0.3, 2.0)
    detour_m: tuple[float, float] = (0.5, 2.0)
    miss_every_s: float = 15.0  # a camera does not see one who is there
    miss_s: tuple[float, float] = (0.2, 0.8)
    false_per_s: float = 1.0  # what a camera takes for somebody, within 20 m of the truck
    false_s: tuple[float, float] = (0.05, 0.3)


def plain(noise_m: float, delay_s: float) -> SensorErrors:
    """Noise, latency and 5 % loss only."""
    never = 1e12
    return SensorErrors(
        noise_m, delay_s, burst_every_s=never, detour_every_s=never, miss_every_s=never,
        false_per_s=0.0,
    )  # fmt: skip


@dataclass(slots=True)
class _Ghost:
    """What a camera sees that is not there."""

    until_s: float
    place: Floats
    kind: ObjectClass
    confidence: float


class Sensors:
    """Tags on the truck and about every second person, cameras that see everybody but behind walls.

    ``by_ranges``: tags are placed from ranges to six anchors.
    """

    def __init__(
        self, scene: EncounterScene, errors: SensorErrors, rng: Generator, by_ranges: bool = False
    ) -> None:
        self._scene, self._errors, self._rng = scene, errors, rng
        count = len(scene.people) + 1
        self.tagged = np.array([True, *(rng.random(count - 1) < 0.5)])  # the truck, people
        self._detour_until, self._miss_until = np.full(count, -1.0), np.full(count, -1.0)
        self._detour = np.zeros((count, 2))
        self._blocked: list[frozenset[str]] = [frozenset()] * count
        self._silent_until = {"tags": -1.0, "camera": -1.0}
        self._ghosts: list[_Ghost] = []
        self.anchors: dict[str, Point] = _anchors(scene) if by_ranges else {}

    @property
    def late(self) -> int:
        """Steps until a measurement arrives."""
        return round(self._errors.delay_s / STEP_S)

    def measure(self, k: int, now_s: float, watch: ProximityWatch) -> None:
        """What was measured at step k is heard now."""
        stamp_s = k * STEP_S
        self._draw(stamp_s)
        who = self._everybody(k)
        self._say_tags(who, stamp_s, now_s, watch)
        if stamp_s >= self._silent_until["camera"]:
            watch.hear_detections("camera", self._seen(k, who, stamp_s), now_s)

    def trackable_from_s(self, person: int) -> float:
        """When a source could first see somebody: a tag always, a camera not behind a wall."""
        scene = self._scene
        there = np.isfinite(scene.people[person, :, 0])
        if scene.kind is EncounterKind.BLIND_CORNER and not self.tagged[person + 1]:
            there = np.array([scene.in_sight(k)[person] for k in range(len(there))])
        first = np.flatnonzero(there)
        return float(first[0]) * STEP_S if len(first) else np.inf

    def _everybody(self, k: int) -> list[tuple[int, ObjectClass, Floats]]:
        people = enumerate(self._scene.people[:, k], start=1)
        there = [(n, ObjectClass.PERSON, each) for n, each in people if np.isfinite(each[0])]
        return [(0, ObjectClass.FORKLIFT, self._scene.truck[k]), *there]

    def _draw(self, stamp_s: float) -> None:
        """What begins now."""
        errors, rng = self._errors, self._rng
        for source in self._silent_until:
            if rng.random() < STEP_S / errors.burst_every_s:
                self._silent_until[source] = stamp_s + rng.uniform(*errors.burst_s)
        for n in range(len(self._detour)):
            if rng.random() < STEP_S / errors.detour_every_s:
                angle, bias = rng.uniform(-pi, pi), rng.uniform(*errors.detour_m)
                self._detour[n] = bias * np.cos(angle), bias * np.sin(angle)
                self._detour_until[n] = stamp_s + rng.uniform(*errors.detour_s)
                names = list(self.anchors)
                some = rng.permutation(len(names))[: int(rng.integers(1, 3))]
                self._blocked[n] = frozenset(names[i] for i in some)
            if rng.random() < STEP_S / errors.miss_every_s:
                self._miss_until[n] = stamp_s + rng.uniform(*errors.miss_s)

    def _say_tags(
        self,
        who: list[tuple[int, ObjectClass, Floats]],
        stamp_s: float,
        now_s: float,
        watch: ProximityWatch,
    ) -> None:
        noise, rng = self._errors.noise_m, self._rng
        reports: list[TagReport] = []
        ranges: list[TagRanges] = []
        for n, kind, place in who:
            if not self.tagged[n] or rng.random() < self._errors.loss:
                continue
            by_detour = stamp_s < self._detour_until[n]
            if self.anchors:
                ranges.append(self._ranges(n, kind, place, stamp_s, by_detour))
                continue
            x, y = (place + rng.normal(0.0, noise, 2) + self._detour[n] * by_detour).tolist()
            reports.append(TagReport(stamp_s, f"tag_{n}", kind, x, y, _even(noise)))
        if stamp_s < self._silent_until["tags"]:
            return
        if self.anchors:
            watch.hear_ranges("tags", ranges, now_s)
        else:
            watch.hear_tags("tags", reports, now_s)

    def _ranges(
        self, n: int, kind: ObjectClass, place: Floats, stamp_s: float, by_detour: bool
    ) -> TagRanges:
        noise, bias_m = self._errors.noise_m, float(np.hypot(*self._detour[n]))
        said = []
        for name, (x, y) in self.anchors.items():
            straight_m = hypot(place[0] - x, place[1] - y) + float(self._rng.normal(0.0, noise))
            longer_m = bias_m if by_detour and name in self._blocked[n] else 0.0
            said.append((name, straight_m + longer_m))
        return TagRanges(stamp_s, f"tag_{n}", kind, tuple(said), noise)

    def _seen(
        self, k: int, who: list[tuple[int, ObjectClass, Floats]], stamp_s: float
    ) -> list[Detection]:
        errors, rng, noise = self._errors, self._rng, self._errors.noise_m
        sight = self._scene.in_sight(k)
        found = []
        for n, kind, place in who:
            hidden = n > 0 and not sight[n - 1]
            if hidden or rng.random() < errors.loss or stamp_s < self._miss_until[n]:
                continue
            x, y = (place + rng.normal(0.0, noise, 2)).tolist()
            sure = float(rng.uniform(0.6, 1.0))
            found.append(Detection(stamp_s, kind, x, y, _even(noise), sure))
        self._ghosts = [each for each in self._ghosts if stamp_s < each.until_s]
        for _ in range(int(rng.poisson(errors.false_per_s * STEP_S))):
            place = self._scene.truck[k] + rng.uniform(-_AREA_M, _AREA_M, 2)
            kind = ObjectClass.PERSON if rng.random() < 0.8 else ObjectClass.FORKLIFT
            lasts_s = float(rng.uniform(*errors.false_s))
            sure = float(rng.uniform(0.3, 0.8))
            self._ghosts.append(_Ghost(stamp_s + lasts_s, place, kind, sure))
        for each in self._ghosts:
            x, y = (each.place + rng.normal(0.0, noise, 2)).tolist()
            found.append(Detection(stamp_s, each.kind, x, y, _even(noise), each.confidence))
        return found


def _anchors(scene: EncounterScene) -> dict[str, Point]:
    """Six round the way of the truck."""
    last = float(scene.truck[-1, 0])
    places = [(x, y) for x in (-15.0, last / 2.0, last + 15.0) for y in (-14.0, 14.0)]
    return {f"anchor_{n}": each for n, each in enumerate(places)}


def _even(noise_m: float) -> Covariance:
    return (noise_m**2, 0.0, noise_m**2)
