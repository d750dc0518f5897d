"""What tags and cameras of the embedded plant say: late, noisy, with gaps."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import pi

from numpy.random import Generator

from fleet_core.model.proximity import Covariance, Detection, ObjectClass, TagReport
from fleet_core.simulation.people.mover import Mover

TAGS, CAMERAS = "plant_tags", "plant_cameras"


@dataclass(frozen=True, slots=True)
class SensorSettings:
    """The errors that issue 19 names for generated encounters."""

    period_s: float = 0.1
    noise_m: float = 0.15
    latency_s: float = 0.2
    loss: float = 0.05
    tagged_share: float = 0.5  # of people; manned forklifts have tags always
    heading_noise_rad: float = 0.15  # of cameras, which do not tell front from back


AS_USUAL = SensorSettings()


@dataclass(frozen=True, slots=True)
class SensorOutput:
    """All that has arrived since."""

    tags: tuple[tuple[TagReport, ...], ...]
    detections: tuple[tuple[Detection, ...], ...]


class PlantSensors:
    """Tags on all manned forklifts and some people, cameras that see the whole floor."""

    def __init__(
        self, movers: Sequence[Mover], rng: Generator, settings: SensorSettings = AS_USUAL
    ) -> None:
        self._settings, self._rng = settings, rng
        self._tagged = {
            each.id
            for each in movers
            if each.kind is ObjectClass.FORKLIFT or rng.random() < settings.tagged_share
        }
        self._next_s = 0.0
        self._under_way: deque[tuple[float, tuple[TagReport, ...], tuple[Detection, ...]]] = deque()

    def listen(self, movers: Sequence[Mover], now_s: float) -> SensorOutput:
        """Measure if it is time, and hand out what has arrived."""
        if now_s >= self._next_s - 1e-9:
            self._next_s = now_s + self._settings.period_s
            arrives_s = now_s + self._settings.latency_s
            self._under_way.append((arrives_s, *self._measure(movers, now_s)))
        tags, detections = [], []
        while self._under_way and self._under_way[0][0] <= now_s + 1e-9:
            _at_s, some_tags, some_detections = self._under_way.popleft()
            tags.append(some_tags)
            detections.append(some_detections)
        return SensorOutput(tuple(tags), tuple(detections))

    def _measure(
        self, movers: Sequence[Mover], now_s: float
    ) -> tuple[tuple[TagReport, ...], tuple[Detection, ...]]:
        noise, count = self._settings.noise_m, len(movers)
        covariance: Covariance = (noise**2, 0.0, noise**2)
        error = self._rng.normal(0.0, noise, (count, 2, 2)).tolist()
        turned = self._rng.normal(0.0, self._settings.heading_noise_rad, count)
        turned += pi * self._rng.integers(0, 2, count)
        lost = (self._rng.random((count, 2)) < self._settings.loss).tolist()
        tags, detections = [], []
        rows = zip(movers, error, lost, turned.tolist(), strict=True)
        for each, (of_tag, of_camera), (no_tag, no_camera), turn in rows:
            if each.id in self._tagged and not no_tag:
                x, y = each.x_m + of_tag[0], each.y_m + of_tag[1]
                tags.append(TagReport(now_s, f"tag_{each.id}", each.kind, x, y, covariance))
            if not no_camera:
                x, y = each.x_m + of_camera[0], each.y_m + of_camera[1]
                faces = self._heading_of(each, turn)
                detections.append(Detection(now_s, each.kind, x, y, covariance, 0.9, *faces))
        return tuple(tags), tuple(detections)

    def _heading_of(self, mover: Mover, turn_rad: float) -> tuple[float, float]:
        """As a camera sees it, and its standard deviation; of people nothing."""
        if mover.kind is ObjectClass.PERSON:
            return 0.0, 0.0
        return mover.heading_rad + turn_rad, self._settings.heading_noise_rad
