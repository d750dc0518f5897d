"""The real traffic layer and the simulated plant, with a controller that begins anew again and
again, half of the time with its last routes never sent."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from fleet_core.app.local_motion import NMPC, motion_for
from fleet_core.app.scenarios import scenario_for
from fleet_core.execution.controller import FleetController
from fleet_core.layouts import load_facility
from fleet_core.model.request import SubmitOrder
from fleet_core.model.route import Route
from fleet_core.simulation.collision_monitor import CollisionMonitor
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.simulation.order_streams import OrderStreams
from fleet_core.store.documents import to_json
from fleet_core.store.memory_store import MemoryStore
from fleet_core.store.protocol import Changes
from fleet_core.traffic.fleet_traffic import FleetTraffic
from planner.roadmap.build import build_roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes

STEP_S = 0.5
LIFE_S = 15.0
DURATION_S = 450.0
SENT_UNTIL_S = 150.0
DAY_S = 200.0


class JsonStore(MemoryStore):
    """Keeps the traffic plan as a database would: as JSON."""

    def commit(self, changes: Changes) -> None:
        if changes.traffic is not None:
            changes.traffic = json.loads(to_json(changes.traffic))
        super().commit(changes)


@pytest.mark.slow
def test_thirty_controllers_carry_out_one_shift_without_collision_or_loss() -> None:
    loaded = load_facility("bottling_hall")
    roadmap = build_roadmap(loaded.facility)
    travel = RoadmapTravelTimes(roadmap)
    rng = np.random.default_rng(3)
    scenario = scenario_for("", loaded)
    plant = Plant(loaded.facility, scenario, rng)
    streams = OrderStreams(loaded.facility, scenario, rng)
    collisions = CollisionMonitor(plant.vehicle_ids, plant.types)
    store = JsonStore(keeps_traffic=True)
    accepted: list[str] = []
    lives = 0
    while plant.now_s < DURATION_S:
        traffic = FleetTraffic(roadmap, travel)
        controller = FleetController(loaded.facility, traffic, travel, store)
        lives += 1
        end_s = plant.now_s + LIFE_S
        while plant.now_s < end_s:
            now_s = plant.now_s
            if now_s < SENT_UNTIL_S:
                for order in streams.due(now_s):
                    accepted.append(
                        controller.do(SubmitOrder(order), "scenario", now_s).checked().order.id
                    )
            for report in plant.reports(now_s):
                controller.report(report)
            routes: list[Route] = controller.step(now_s)
            for route in routes:
                if lives % 2 or now_s < end_s - 2 * STEP_S:
                    plant.apply(route)
            plant.step(STEP_S)
            collisions.watch(plant.trail)
    assert lives >= 30
    assert collisions.count == 0
    states = {order_id: store.order(order_id) for order_id in accepted}
    assert accepted
    assert {order.state.value for order in states.values() if order} == {"done"}


@pytest.mark.slow
def test_a_new_shift_on_an_old_store_begins_where_vehicles_stand() -> None:
    """The plant was ended in order: all stand at their places again and know no route, while the
    store still holds yesterday's plans. They are heard one after the other."""
    loaded = load_facility("bottling_hall")
    roadmap = build_roadmap(loaded.facility)
    travel = RoadmapTravelTimes(roadmap)
    scenario = scenario_for("", loaded)
    store = JsonStore(keeps_traffic=True)
    begun_s = 0.0
    for day in range(2):
        rng = np.random.default_rng(day)
        plant = Plant(loaded.facility, scenario, rng, motion=motion_for(loaded.facility, NMPC))
        streams = OrderStreams(loaded.facility, scenario, rng)
        collisions = CollisionMonitor(plant.vehicle_ids, plant.types)
        traffic = FleetTraffic(roadmap, travel)
        controller = FleetController(loaded.facility, traffic, travel, store)
        driven_m = 0.0
        while plant.now_s < DAY_S:
            now_s = begun_s + plant.now_s
            for order in streams.due(plant.now_s):
                named = replace(order, id=f"{day}-{order.id}", load_unit_id="", deadline_s=None)
                controller.do(SubmitOrder(named), "scenario", now_s).checked()
            heard = 1 + round(plant.now_s / STEP_S)
            for report in plant.reports(now_s)[:heard]:
                controller.report(report)
            told = controller.step(now_s)
            assert not told or heard >= len(plant.vehicle_ids)
            for route in told:
                plant.apply(route)
            plant.step(STEP_S)
            collisions.watch(plant.trail)
            driven_m += sum(abs(each.speed_mps) * STEP_S for each in plant.reports(now_s))
        assert collisions.count == 0
        assert driven_m > 200.0
        begun_s += plant.now_s + 60.0
