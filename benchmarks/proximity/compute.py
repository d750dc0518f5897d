"""Time of the processor for fusion and risk alone, without messages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.proximity.load import BusyFloor, plant
from fleet_core.proximity.watch import ProximityWatch

WARM_S = 3.0
"""Compiled, and everybody has a track."""


@dataclass(frozen=True, slots=True)
class Computed:
    """Of all periods after the first seconds."""

    step_ms: tuple[float, ...]
    tracks: int  # at the end
    warnings: int


def computed(
    people: int,
    vehicles: int,
    rate_hz: float,
    duration_s: float,
    clock: Callable[[], float],
    seed: int = 1,
) -> Computed:
    """Take in all that is said, track, judge and warn, ``rate_hz`` times a second; ``clock`` says
    seconds of work."""
    floor = BusyFloor(plant(vehicles), people, seed)
    watch = ProximityWatch(floor.facility)
    step_ms: list[float] = []
    for k in range(round((WARM_S + duration_s) * rate_hz)):
        now_s = 10.0 + k / rate_hz
        said = floor.reported(now_s)
        begun_s = clock()
        watch.hear_tags("tags", said.tags, now_s)
        watch.hear_detections("camera", said.detections, now_s)
        for report, plan in zip(said.reports, said.plans, strict=True):
            watch.hear_vehicle(report)
            watch.hear_plan(report.vehicle_id, plan)
        snapshot = watch.step(now_s)
        if k >= WARM_S * rate_hz:
            step_ms.append(1000.0 * (clock() - begun_s))
    return Computed(tuple(step_ms), len(snapshot.tracks), len(snapshot.warnings))


def quantiles(values: tuple[float, ...]) -> dict[str, float]:
    """p50 and p99."""
    middle, high = np.quantile(values, [0.5, 0.99]).round(3).tolist()
    return {"p50": middle, "p99": high}
