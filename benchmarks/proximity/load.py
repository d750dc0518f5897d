"""A busy floor: vehicles that drive to and fro, people who walk about, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

import numpy as np
from numpy.typing import NDArray

from fleet_core.layouts.generate.warehouse import warehouse
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.proximity import Detection, ObjectClass, TagReport
from fleet_core.model.vehicle import VehicleReport
from fleet_core.proximity.parties import Plan
from planner.local.state import STAGES, STEP_S

Floats = NDArray[np.float64]
NOISE_M, LOSS, TAGGED = 0.15, 0.05, 0.5
_PLAN_S = np.arange(STAGES + 1) * STEP_S


def plant(vehicles: int) -> Facility:
    """A rack warehouse with so many AMRs."""
    aisles = max(4, round(vehicles / 4))
    facility, _scenario = warehouse(aisles=aisles, bays=40, vehicles=vehicles)
    return facility


@dataclass(frozen=True, slots=True)
class Reported:
    """All that is said within one period."""

    detections: tuple[Detection, ...]
    tags: tuple[TagReport, ...]
    reports: tuple[VehicleReport, ...]
    plans: tuple[Plan, ...]


class BusyFloor:
    """Where everybody is at any time; people keep to within 5 m of ways of vehicles, so that there
    is much to judge."""

    def __init__(self, facility: Facility, people: int, seed: int) -> None:
        self.facility, self._rng = facility, np.random.default_rng([37, seed])
        rng, count = self._rng, len(facility.fleet)
        nodes = np.array([node.point for node in facility.layout.nodes.values()])
        low, high = nodes.min(axis=0), nodes.max(axis=0)
        self._way_y = np.linspace(low[1], high[1], count)
        self._way_x = rng.uniform(low[0] + 5.0, high[0] - 5.0, count)
        self._half_m, self._speed = rng.uniform(4.0, 8.0, count), rng.uniform(0.8, 1.6, count)
        self._phase = rng.uniform(0.0, 2.0 * pi, count)
        near = rng.integers(0, count, people)
        self._middle = np.column_stack([self._way_x[near], self._way_y[near]])
        self._middle += rng.uniform(-5.0, 5.0, (people, 2))
        self._radius = rng.uniform(2.0, 6.0, people)
        self._pace = rng.choice([-1.0, 1.0], people) * rng.uniform(0.8, 1.6, people)
        self._from = rng.uniform(0.0, 2.0 * pi, people)
        self._tagged = rng.random(people) < TAGGED
        self._types = {each.id: each.type_id for each in facility.fleet}

    def people(self, time_s: float) -> Floats:
        """(P, 2)"""
        angle = self._from + self._pace / self._radius * time_s
        return np.asarray(
            self._middle + self._radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
        )

    def vehicles(self, time_s: float) -> tuple[Floats, Floats]:
        """(V, 3) poses and (V,) speeds along them."""
        angle = self._phase + self._speed / self._half_m * time_s
        x = self._way_x + self._half_m * np.sin(angle)
        speed = self._speed * np.cos(angle)
        return np.column_stack([x, self._way_y, np.zeros(len(x))]), speed

    def reported(self, time_s: float) -> Reported:
        """Measured at this time."""
        rng, places = self._rng, self.people(time_s)
        seen = rng.random(len(places)) >= LOSS
        heard = self._tagged & (rng.random(len(places)) >= LOSS)
        by_camera = places + rng.normal(0.0, NOISE_M, places.shape)
        by_tag = places + rng.normal(0.0, NOISE_M, places.shape)
        cov = (NOISE_M**2, 0.0, NOISE_M**2)
        poses, speeds = self.vehicles(time_s)
        ahead = [self.vehicles(time_s + each)[0] for each in _PLAN_S.tolist()]
        return Reported(
            tuple(
                Detection(time_s, ObjectClass.PERSON, x, y, cov, 0.9)
                for x, y in by_camera[seen].tolist()
            ),
            tuple(
                TagReport(time_s, f"tag_{p}", ObjectClass.PERSON, x, y, cov)
                for p, (x, y) in zip(
                    np.flatnonzero(heard).tolist(), by_tag[heard].tolist(), strict=True
                )
            ),
            tuple(
                VehicleReport(each, type_id, time_s, Pose(*pose), speed, 0.0, 1.0)
                for (each, type_id), pose, speed in zip(
                    self._types.items(), poses.tolist(), speeds.tolist(), strict=True
                )
            ),
            tuple(
                Plan(np.add(time_s, _PLAN_S), np.array([each[v] for each in ahead]))
                for v in range(len(poses))
            ),
        )
