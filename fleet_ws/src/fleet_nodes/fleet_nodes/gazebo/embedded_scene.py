"""A scene in the embedded plant, with the controller and the local planner of the one in Gazebo."""

from __future__ import annotations

from collections.abc import Sequence

from fleet_core.app.embedded_fleet import EmbeddedFleet
from fleet_core.app.local_motion import commanded_types, local_pilot
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.order import TransportOrder
from fleet_core.model.request import SubmitOrder
from fleet_core.model.scenario import Scenario
from fleet_core.simulation.steered_motion import SteeredMotion
from fleet_nodes.gazebo.comparison import Trail
from fleet_nodes.gazebo.stepped_fleet import CONTROL_S


def embedded_trails(
    facility: Facility, orders: Sequence[TransportOrder], duration_s: float, seed: int
) -> dict[str, Trail]:
    """Where each vehicle was, ten times a second from when the controller had the orders. Vehicles
    follow the drawn lines into their stations, as in Gazebo."""
    pilot = local_pilot(facility)
    motion = SteeredMotion(commanded_types(facility), facility.clearance_m / 2.0, pilot)
    fleet = EmbeddedFleet(facility, Scenario("comparison", ()), seed, motion)
    plant = fleet.plant
    trails: dict[str, list[tuple[float, Pose]]] = {name: [] for name in plant.vehicle_ids}
    for order in orders:
        fleet.controller.do(SubmitOrder(order), "comparison", 0.0).checked()

    def look() -> None:
        for time_s, poses in zip(plant.trail.times_s, plant.trail.poses, strict=True):
            for name, (x, y, heading) in zip(plant.vehicle_ids, poses, strict=True):
                trails[name].append((float(time_s), Pose(float(x), float(y), float(heading))))

    while fleet.now_s < duration_s:
        fleet.hear()
        fleet.command()
        fleet.pass_time(CONTROL_S, look)
    return {name: trail for name, trail in trails.items()}
