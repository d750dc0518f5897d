"""An AMR brakes on a wet patch: it slides, and the local planner sees it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fleet_core.layouts import load_facility
from fleet_core.model.geometry import Pose
from fleet_core.worlds import World, world_of
from fleet_core.worlds.movers import patch_text
from fleet_nodes.gazebo.running import run_scene
from tests.gazebo.conftest import Start
from tests.gazebo.driving import NORTH, Drivers, Lane

AMR = "amr_1"
LANE = Lane((46.2, 18.0), NORTH, 8.0, 1.5)
GRIP = 0.06
"""Oil or soap on a coated floor: 0.05 to 0.1. Braking with all wheels is then 0.6 m/s2 at most, of
the 0.8 that the type's releases count on."""
BEGINS_M = 4.5
LONGEST_SLIDE_M = 0.5


@pytest.fixture
def scene() -> World:
    hall = world_of(load_facility("bottling_hall").facility)
    vehicles = {AMR: (hall.vehicles[AMR][0], Pose(*LANE.begin, NORTH))}
    return replace(hall, vehicles=vehicles, real_time_factor=4.0)


def drive(start: Start, scene: World, *, wet: bool) -> Drivers:
    middle = Pose(46.2, 18.0 + BEGINS_M + 3.0, NORTH)
    patches = [patch_text("patch", middle, 6.0, 2.0, GRIP)] if wet else []

    def step(drivers: Drivers) -> None:
        while patches:
            drivers.plant.bring("patch", patches.pop())
        drivers.step()

    return run_scene(
        start(scene),
        scene,
        lambda plant: Drivers(plant, {AMR: (LANE, LANE.length_m)}),
        step,
        lambda drivers: drivers.plant.now_s > 5.0 and drivers.driven[AMR].stands,
        within_s=20.0,
    )


def test_a_vehicle_slides_on_a_wet_patch_and_stops_soon_after_its_release(
    start: Start, scene: World
) -> None:
    dry = drive(start, scene, wet=False).driven[AMR]
    assert dry.beyond_m < 0.01
    wet = drive(start, scene, wet=True).driven[AMR]
    # It is braked as hard as can be, and passes its release by what the floor does not hold.
    assert 0.02 < wet.beyond_m < LONGEST_SLIDE_M
    assert max(map(abs, wet.asides_m)) < 0.05
