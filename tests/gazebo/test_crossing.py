"""Two vehicles cross at the middle of the bottling hall, on wheels that Gazebo turns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fleet_core.layouts import load_facility
from fleet_core.model.geometry import Pose
from fleet_core.worlds import World, world_of
from fleet_nodes.gazebo.running import run_scene
from planner.local.supervisor import Verdict
from tests.gazebo.conftest import Start
from tests.gazebo.driving import EAST, NORTH, Drivers, Lane

AMR, FORKLIFT = "amr_1", "forklift_1"
UP = Lane((46.2, 18.0), NORTH, 14.0, 1.5)
ACROSS = Lane((36.0, 24.8), EAST, 18.0, 1.8)
CLEARANCE_M = 0.2
BEFORE_M = 46.2 - 0.425 - CLEARANCE_M - 2.35 - 36.0
"""The forklift's way to where its front is before the AMR's lane."""
PASSED_M = 24.8 + 0.55 + CLEARANCE_M + 0.65 - 18.0
"""The AMR's way to where its tail has left the forklift's lane."""


@pytest.fixture
def scene() -> World:
    """The hall with an AMR on its lane, and a forklift 4 cm beside its own and a degree askew."""
    hall = world_of(load_facility("bottling_hall").facility)
    stands = {AMR: Pose(*UP.begin, NORTH), FORKLIFT: Pose(36.0, 24.84, EAST + 0.02)}
    vehicles = {name: (hall.vehicles[name][0], pose) for name, pose in stands.items()}
    return replace(hall, vehicles=vehicles, real_time_factor=4.0)


def test_the_second_waits_before_the_crossing_until_the_first_has_passed(
    start: Start, scene: World
) -> None:
    def step(drivers: Drivers) -> None:
        drivers.step()
        forklift = drivers.driven[FORKLIFT]
        if drivers.driven[AMR].way_m > PASSED_M and forklift.released_m < ACROSS.length_m:
            drivers.release(FORKLIFT)

    drivers = run_scene(
        start(scene),
        scene,
        lambda plant: Drivers(plant, {AMR: (UP, UP.length_m), FORKLIFT: (ACROSS, BEFORE_M)}),
        step,
        lambda drivers: all(each.arrived for each in drivers.driven.values()),
        within_s=40.0,
    )
    assert not drivers.plant.contacts
    amr, forklift = drivers.driven[AMR], drivers.driven[FORKLIFT]
    for each in (amr, forklift):
        assert each.beyond_m < 0.01
        assert each.way_m == pytest.approx(each.lane.length_m, abs=0.01)
        assert abs(each.asides_m[-1]) < 0.01
        assert max(map(abs, each.asides_m)) < 0.05
        # Physical wheels are a little late: at the end of a release the supervisor may brake.
        assert each.verdicts <= {Verdict.CLEAR, Verdict.RELEASE}
    # 14 m at 1.5 m/s, with 0.5 m/s2 up and 0.8 m/s2 down, take 11.8 s; the forklift, stopped at the
    # crossing and off again when the AMR has passed it after 7 s, 16 s.
    assert amr.arrived_s == pytest.approx(12.3, rel=0.05)
    assert forklift.arrived_s == pytest.approx(16.4, rel=0.05)


def test_gazebo_tells_of_vehicles_that_touch(start: Start, scene: World) -> None:
    """Without which nothing were said by contacts that do not come."""
    kind = scene.vehicles[AMR][0]
    row = {AMR: (kind, Pose(40.0, 26.0, EAST)), "amr_2": (kind, Pose(41.6, 26.0, EAST))}
    world = replace(scene, vehicles=row)
    plant = run_scene(
        start(world),
        world,
        lambda plant: plant,
        lambda plant: plant.vehicles[AMR].command(0.3, 0.0, plant.now_s),
        lambda plant: bool(plant.contacts),
        within_s=6.0,
    )
    assert plant.contacts
    touched = {plant.contacts[0].first, plant.contacts[0].second}
    assert touched == {"amr_1::body::body", "amr_2::body::body"}
    # 0.3 m apart, at 0.3 m/s
    assert plant.contacts[0].time_s == pytest.approx(1.1, abs=0.2)
