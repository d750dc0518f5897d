"""A simulated plant with people and manned forklifts: seen by sensors, tracked, warned of, and
obeyed by the vehicles."""

from __future__ import annotations

from collections import Counter
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fleet_core.model.local_state import Obstacle
from fleet_core.model.proximity import ObjectClass, WarningLevel
from fleet_core.proximity.moving_discs import discs_of
from fleet_core.proximity.parties import Plan
from fleet_core.proximity.watch import ProximitySnapshot, ProximityWatch
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.simulation.people.bodies import VehicleBodies
from fleet_core.simulation.people.contacts import ContactMonitor
from fleet_core.simulation.people.crowd import Crowd
from fleet_core.simulation.people.sensors import CAMERAS, TAGS, PlantSensors
from planner.local.objects import moving_discs
from planner.local.state import STAGES, STEP_S

Floats = NDArray[np.float64]
if TYPE_CHECKING:
    from fleet_core.simulation.local_pilot import LocalPilot

TICK_S = 0.1


class SharedFloor:
    """Steps the plant in ticks of a tenth of a second, people beside it."""

    def __init__(
        self, plant: Plant, people: int, manned: int, rng: Generator, pilot: LocalPilot | None
    ) -> None:
        """``pilot``: the local planner of the vehicles; without one they only stop."""
        crowd_rng, sensor_rng = rng.spawn(2)
        self._plant, self._pilot = plant, pilot
        self.crowd = Crowd(plant.facility, people, manned, crowd_rng)
        self._sensors = PlantSensors(self.crowd.movers, sensor_rng)
        self.watch = ProximityWatch(plant.facility)
        self.contacts = ContactMonitor(plant.vehicle_ids)
        self._outlines = VehicleBodies(plant.types)
        trail = plant.trail
        self._vehicles = self._outlines.at(trail.poses[-1], trail.loaded, TICK_S)
        # Of each encounter: who was warned, and the highest level.
        self.snapshot = ProximitySnapshot(plant.now_s, (), (), (), ())  # the newest
        self._raised: dict[int, tuple[ObjectClass, WarningLevel]] = {}
        self._stood = np.zeros(len(plant.vehicle_ids), np.bool_)
        self._row = {vehicle_id: v for v, vehicle_id in enumerate(plant.vehicle_ids)}

    def step(self, dt_s: float) -> None:
        """People move, sensors speak, vehicles are told, the plant moves."""
        self.crowd.step(dt_s, self._vehicles)
        snapshot = self.snapshot = self._look(self._plant.now_s)
        self._tell(snapshot)
        for each in snapshot.warnings:
            level = self._raised.get(each.id, (each.party_kind, each.level))[1]
            level = max(level, each.level, key=lambda one: one.rank)
            self._raised[each.id] = (each.party_kind, level)
        self._plant.step(dt_s)
        trail = self._plant.trail
        self._vehicles = self._outlines.at(trail.poses[-1], trail.loaded, dt_s)
        who = [(each.id, each.kind) for each in self.crowd.movers]
        self.contacts.watch(self._plant.now_s, dt_s, self._vehicles, self.crowd.bodies(), who)

    def results(self) -> dict[str, Any]:
        """What came of it."""
        raised = Counter(self._raised.values())
        nearest_m = self.contacts.min_distance_m
        return {
            "people": sum(each.kind == "person" for each in self.crowd.movers),
            "manned": sum(each.kind == "forklift" for each in self.crowd.movers),
            "contacts": self.contacts.count,
            "contacts_at_fault": self.contacts.at_fault,
            "contacts_driven_into": self.contacts.driven_into,
            "min_person_distance_m": round(nearest_m, 3) if isfinite(nearest_m) else None,
            "warnings_by_level": _by_level(raised, ObjectClass.AGV),
            "driver_warnings_by_level": _by_level(raised, ObjectClass.FORKLIFT),
        }

    def _look(self, now_s: float) -> ProximitySnapshot:
        heard = self._sensors.listen(self.crowd.movers, now_s)
        for tags in heard.tags:
            self.watch.hear_tags(TAGS, tags, now_s)
        for detections in heard.detections:
            self.watch.hear_detections(CAMERAS, detections, now_s)
        for report in self._plant.reports(now_s):
            self.watch.hear_vehicle(report)
        times_s, plans = self._plans(now_s)
        stands = np.all(plans[:, -1] == plans[:, 0], axis=1)
        for vehicle_id, v in self._row.items():
            if not (stands[v] and self._stood[v]):  # nothing new: it stands still
                self.watch.hear_plan(vehicle_id, Plan(times_s, plans[v]))
        self._stood = stands
        return self.watch.step(now_s)

    def _plans(self, now_s: float) -> tuple[Floats, Floats]:
        """What vehicles mean to drive: times (n,) and poses (V, n, 3)."""
        times_s = np.arange(STAGES + 1, dtype=np.float64) * STEP_S
        if self._pilot is not None:
            return now_s - TICK_S + times_s, self._pilot.plans.copy()
        return now_s + times_s, self._plant.intended(STEP_S, STAGES).swapaxes(0, 1)

    def _tell(self, snapshot: ProximitySnapshot) -> None:
        """Tracks to the local planner, restrictions to the vehicles."""
        limits = {each.vehicle_id: each.max_speed_mps for each in snapshot.restrictions}
        self._plant.caps_mps[:] = [limits.get(each, np.inf) for each in self._row]
        if self._pilot is None:
            return
        discs = discs_of(snapshot.tracks)
        self._pilot.caps_mps[:] = self._plant.caps_mps
        objects = moving_discs(
            discs.position,
            discs.velocity,
            discs.radius_m,
            np.zeros(len(discs.ids)),
            self._pilot.settings,
        )
        self._pilot.see(
            objects, [Obstacle(*each) for each in zip(discs.ids, discs.kinds, strict=True)]
        )


def _by_level(
    raised: Counter[tuple[ObjectClass, WarningLevel]], party: ObjectClass
) -> dict[str, int]:
    """Encounters by the highest level that they came to."""
    return {level.value: raised[party, level] for level in WarningLevel}
