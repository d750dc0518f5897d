"""Two forklifts meet between racks: the aisle is as wide as both need, and no wider."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import pytest

from fleet_core.layouts import load_facility
from fleet_core.model.geometry import Pose
from fleet_core.worlds import World, world_of
from fleet_core.worlds.solids import Solid
from fleet_nodes.gazebo.running import run_scene
from planner.local.supervisor import Verdict
from tests.gazebo.conftest import Start
from tests.gazebo.driving import EAST, Drivers, Lane

EASTWARD, WESTWARD = "forklift_1", "forklift_2"
HALF_WIDTH_M = 0.55
BETWEEN_M, BESIDE_M = 0.3, 0.25
"""Between the two as they pass, and to the racks on either side."""
OFF_M = HALF_WIDTH_M + BETWEEN_M / 2.0
LANES = {
    EASTWARD: Lane((20.0, 20.0 - OFF_M), EAST, 16.0, 1.8),
    WESTWARD: Lane((38.0, 20.0 + OFF_M), pi, 16.0, 1.8),
}


@pytest.fixture
def scene() -> World:
    """The first begins 3 cm beside its line, a degree askew."""
    hall = world_of(load_facility("bottling_hall").facility)
    stands = {
        EASTWARD: Pose(20.0, 20.0 - OFF_M + 0.03, 0.017),
        WESTWARD: Pose(38.0, 20.0 + OFF_M, pi),
    }
    vehicles = {name: (hall.vehicles[name][0], pose) for name, pose in stands.items()}
    wall_m = OFF_M + HALF_WIDTH_M + BESIDE_M + 0.5
    racks = tuple(
        Solid(name, 29.0, 20.0 + side * wall_m, 16.0, 1.0, 2.4, 0.0, (0.45, 0.55, 0.75))
        for name, side in (("north", 1.0), ("south", -1.0))
    )
    return replace(hall, solids=racks, vehicles=vehicles, real_time_factor=4.0)


def test_two_forklifts_pass_each_other_in_a_narrow_aisle(start: Start, scene: World) -> None:
    drivers = run_scene(
        start(scene),
        scene,
        lambda plant: Drivers(plant, {name: (lane, 16.0) for name, lane in LANES.items()}),
        Drivers.step,
        lambda drivers: all(each.arrived for each in drivers.driven.values()),
        within_s=25.0,
    )
    assert not drivers.plant.contacts
    for each in drivers.driven.values():
        assert each.arrived
        assert max(map(abs, each.asides_m[len(each.asides_m) // 4 :])) < 0.03
        assert each.beyond_m < 0.01
        assert each.verdicts <= {Verdict.CLEAR, Verdict.RELEASE}
        # 16 m at 1.8 m/s, with 0.5 m/s2 up and 0.7 m/s2 down: 12.0 s. Nobody slows down.
        assert each.arrived_s == pytest.approx(12.4, rel=0.05)
