"""A vehicle that a person drives by hand and hands back where it stands."""

from __future__ import annotations

import numpy as np
import pytest

from fleet_core.app.scenarios import scenario_for
from fleet_core.execution.controller import FleetController
from fleet_core.execution.settings import FleetSettings
from fleet_core.layouts import load_facility
from fleet_core.model.order import OrderState, Stop, StopAction, TransportOrder
from fleet_core.model.request import SubmitOrder
from fleet_core.model.status import Severity
from fleet_core.model.vehicle import Activity
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.store.memory_store import MemoryStore
from fleet_core.traffic.fleet_traffic import FleetTraffic
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes

STEP_S = 0.2
TAKEN_S, BACK_S = 20.0, 35.0
STOPS = (Stop("block_a_7", StopAction.PICK), Stop("dock_4", StopAction.DROP))


class Floor:
    """The bottling hall, embedded, with one order."""

    def __init__(self) -> None:
        loaded = load_facility("bottling_hall")
        roadmap = build_roadmap(loaded.facility)
        travel = RoadmapTravelTimes(roadmap)
        self.plant = Plant(loaded.facility, scenario_for("none", loaded), np.random.default_rng(1))
        self.controller = FleetController(
            loaded.facility,
            FleetTraffic(roadmap, travel),
            travel,
            MemoryStore(keeps_traffic=True),
        )
        self.told: list[tuple[float, str]] = []  # when a route was sent, and to whom
        self.step()
        order = SubmitOrder(TransportOrder("O1", STOPS))
        self.controller.do(order, "anna", self.plant.now_s).checked()

    def step(self) -> None:
        now_s = self.plant.now_s
        for report in self.plant.reports(now_s):
            self.controller.report(report)
        for route in self.controller.step(now_s):
            self.told.append((now_s, route.vehicle_id))
            self.plant.apply(route)
        self.plant.step(STEP_S)

    def run_until(self, end_s: float) -> None:
        while self.plant.now_s < end_s:
            self.step()

    def activity(self, vehicle_id: str) -> Activity:
        vehicles = self.controller.snapshot(self.plant.now_s).vehicles
        return next(v.activity for v in vehicles if v.report.vehicle_id == vehicle_id)


@pytest.fixture(scope="module")
def floor() -> tuple[Floor, str]:
    """Taken over on its way, handed back on the spot, and the order done after it."""
    floor = Floor()
    floor.run_until(TAKEN_S)
    vehicle_id = floor.controller.order("O1").vehicle_id
    floor.plant.take_over(vehicle_id)
    floor.run_until(BACK_S)
    floor.plant.hand_back(vehicle_id)
    floor.run_until(BACK_S + 2.0)
    assert floor.activity(vehicle_id) is Activity.MANUAL
    while floor.controller.order("O1").state is not OrderState.DONE:
        assert floor.plant.now_s < 600.0
        floor.step()
    return floor, vehicle_id


def test_it_is_told_nothing_until_the_person_has_stepped_aside(floor: tuple[Floor, str]) -> None:
    ran, vehicle_id = floor
    after = [at_s for at_s, who in ran.told if who == vehicle_id and at_s >= TAKEN_S + STEP_S]
    assert after
    assert min(after) >= BACK_S + FleetSettings().after_manual_s - STEP_S


def test_nothing_is_called_an_error(floor: tuple[Floor, str]) -> None:
    messages = floor[0].controller.snapshot(floor[0].plant.now_s).messages
    assert [str(each.reason) for each in messages if each.severity is Severity.ERROR] == []
