"""An AMR with an empty battery stands in the lane; another one is sent past it."""

from __future__ import annotations

from dataclasses import replace
from math import hypot

from fleet_nodes.gazebo.scenes import hall_with, transport
from fleet_nodes.gazebo.stepped_fleet import SteppedFleet
from tests.gazebo.conftest import Start
from tests.gazebo.fleet_scene import run_fleet

DEAD, OTHER = "amr_1", "amr_2"
BEGIN = {DEAD: "mid_north_165", OTHER: "mid_north_102"}
ORDER = transport(1, OTHER, "labels", "labels_store_1", "line_1_labels")
LENGTH_M = 1.3  # of both, along the lane
OBSERVED_S = 20.0


def test_nobody_drives_into_a_dead_vehicle(start: Start) -> None:
    hall = hall_with(BEGIN)
    fleet = tuple(replace(one, battery_soc=0.0) if one.id == DEAD else one for one in hall.fleet)
    gaps_m: list[float] = []

    def look(scene: SteppedFleet) -> None:
        dead, other = (scene.plant.vehicles[name].seen for name in (DEAD, OTHER))
        assert dead is not None and other is not None
        gaps_m.append(hypot(dead.pose.x_m - other.pose.x_m, dead.pose.y_m - other.pose.y_m))

    scene = run_fleet(
        start,
        replace(hall, fleet=fleet),
        [ORDER],
        within_s=40.0,
        look=look,
        is_over=lambda scene: scene.plant.now_s > OBSERVED_S,
    )
    assert not scene.plant.contacts
    assert min(gaps_m) > LENGTH_M + hall.clearance_m / 2.0
    (_, begun), (_, now) = scene.members[DEAD].trail[0], scene.members[DEAD].trail[-1]
    assert hypot(now.x_m - begun.x_m, now.y_m - begun.y_m) < 0.01
    assert scene.order(ORDER.id).vehicle_id == OTHER
