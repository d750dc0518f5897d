"""A scene in the embedded plant, with the controller and the local planner of the one in Gazebo."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fleet_core.app.composition import build_controller
from fleet_core.app.local_motion import commanded_types, local_pilot
from fleet_core.execution.settings import FleetSettings
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.order import TransportOrder
from fleet_core.model.request import SubmitOrder
from fleet_core.model.scenario import Scenario
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.simulation.steered_motion import SteeredMotion
from fleet_core.store.memory_store import MemoryStore
from fleet_nodes.gazebo.comparison import Trail
from fleet_nodes.gazebo.stepped_fleet import CONTROL_S


def embedded_trails(
    facility: Facility, orders: Sequence[TransportOrder], duration_s: float, seed: int
) -> dict[str, Trail]:
    """Where each vehicle was, ten times a second from when the controller had the orders. Vehicles
    follow the drawn lines into their stations, as in Gazebo."""
    pilot = local_pilot(facility)
    motion = SteeredMotion(commanded_types(facility), facility.clearance_m / 2.0, pilot)
    rng = np.random.default_rng(seed)
    plant = Plant(facility, Scenario("comparison", ()), rng, motion=motion)
    controller = build_controller(facility, MemoryStore(), FleetSettings())
    trails: dict[str, list[tuple[float, Pose]]] = {name: [] for name in plant.vehicle_ids}
    for order in orders:
        controller.do(SubmitOrder(order), "comparison", 0.0).checked()
    while plant.now_s < duration_s:
        for report in plant.reports(plant.now_s):
            controller.report(report)
        for route in controller.step(plant.now_s):
            plant.apply(route)
        plant.step(CONTROL_S)
        for time_s, poses in zip(plant.trail.times_s, plant.trail.poses, strict=True):
            for name, (x, y, heading) in zip(plant.vehicle_ids, poses, strict=True):
                trails[name].append((float(time_s), Pose(float(x), float(y), float(heading))))
    return {name: trail for name, trail in trails.items()}
