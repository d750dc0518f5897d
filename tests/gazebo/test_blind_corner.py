"""A manned forklift comes out from behind racks: nobody can see it before it is at the corner."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fleet_core.layouts import load_facility
from fleet_core.model.geometry import Point, Pose
from fleet_core.worlds import World, world_of
from fleet_core.worlds.movers import MANNED_LENGTH_M, MANNED_WIDTH_M, manned_text
from fleet_core.worlds.solids import Solid
from fleet_nodes.gazebo.gazebo_plant import GazeboPlant
from fleet_nodes.gazebo.running import run_scene
from planner.local.objects import Objects, no_objects
from planner.local.supervisor import Verdict
from tests.gazebo.conftest import Start
from tests.gazebo.driving import NORTH, Drivers, Lane
from tests.gazebo.walking import Walker

AMR, FRONT_M, HALF_WIDTH_M = "amr_1", 0.65, 0.425
LANE = Lane((46.2, 18.0), NORTH, 12.0, 0.8)
"""What a plant allows where it cannot be seen who comes."""
MEET_M = 8.0
CORNER: Point = (46.2 - 1.0, 18.0 + MEET_M - MANNED_WIDTH_M / 2.0 - 0.3)
"""Of racks 1 m beside the lane, and 0.3 m before the forklift's way."""
PACE_MPS = 1.5
SETS_OUT_M = 3.4
"""Of the AMR's way: both would be at the crossing at once."""
IN_THE_LANE_S = 4.0


@pytest.fixture
def scene() -> World:
    hall = world_of(load_facility("bottling_hall").facility)
    vehicles = {AMR: (hall.vehicles[AMR][0], Pose(*LANE.begin, NORTH))}
    grey = (0.45, 0.55, 0.75)
    racks = Solid("racks", CORNER[0] - 5.0, CORNER[1] - 4.0, 10.0, 8.0, 2.4, 0.0, grey)
    return replace(hall, solids=(racks,), vehicles=vehicles, real_time_factor=4.0)


class Meeting:
    """The forklift comes out, stops in the lane, and goes back after a while."""

    def __init__(self, plant: GazeboPlant) -> None:
        x, y = LANE.begin[0], LANE.begin[1] + MEET_M
        begin, end = (x - 8.0, y), (x - MANNED_LENGTH_M / 2.0 + HALF_WIDTH_M, y)
        self.plant = plant
        self.truck = Walker(
            plant, "truck", manned_text, begin, end, PACE_MPS, MANNED_LENGTH_M / 2.0
        )
        self.drivers = Drivers(plant, {AMR: (LANE, LANE.length_m)}, self.objects)
        self.amr = self.drivers.driven[AMR]
        self.seen_m: list[float] = []  # ways of the AMR at which it saw the truck
        self.stood_m: list[float] = []

    def objects(self) -> Objects:
        """What the AMR's sensors see past the racks."""
        seen = self.amr.vehicle.seen
        if self.truck.begun_s is None or seen is None:
            return no_objects()
        truck = self.truck.at(self.plant.now_s)
        tip = (truck.x_m + MANNED_LENGTH_M / 2.0, truck.y_m)
        if hidden((seen.pose.x_m, seen.pose.y_m + FRONT_M), tip):
            return no_objects()
        self.seen_m.append(self.amr.way_m)
        return self.truck.objects()

    def step(self) -> None:
        truck = self.truck
        truck.step()
        self.drivers.step()
        if self.amr.way_m > SETS_OUT_M:
            truck.go()
        if truck.begun_s is None:
            return
        gone_s, away_s = self.plant.now_s - truck.begun_s, 8.0 / PACE_MPS
        if away_s < gone_s < away_s + IN_THE_LANE_S and self.amr.stands:
            self.stood_m.append(self.amr.way_m)
        if gone_s > away_s + IN_THE_LANE_S and truck.end[0] > truck.begin[0]:
            truck.begin, truck.end = truck.end, truck.begin
            truck.begun_s = self.plant.now_s


def hidden(eye: Point, other: Point) -> bool:
    """Whether the line of sight goes through the racks, west of and below their corner."""
    x, y = (np.linspace(a, b, 200) for a, b in zip(eye, other, strict=True))
    return bool(((x < CORNER[0]) & (y < CORNER[1])).any())


def test_a_vehicle_stops_for_a_forklift_that_comes_out_of_a_blind_corner(
    start: Start, scene: World
) -> None:
    meeting = run_scene(
        start(scene), scene, Meeting, Meeting.step, lambda each: each.amr.arrived, within_s=45.0
    )
    assert not meeting.plant.contacts
    # It was hidden until the AMR was near, and the AMR stood before it all the same.
    assert min(meeting.seen_m) > 4.0
    assert meeting.stood_m, "it did not stop"
    assert max(meeting.stood_m) + FRONT_M + MANNED_WIDTH_M / 2.0 < MEET_M
    assert meeting.amr.arrived
    assert Verdict.NO_PLAN not in meeting.amr.verdicts
