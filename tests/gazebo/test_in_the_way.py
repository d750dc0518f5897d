"""A person steps into the lane, a manned forklift comes out of a blind corner: at the worst moment,
which is when the vehicle can just stop."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fleet_core.layouts import load_facility
from fleet_core.model.geometry import Pose
from fleet_core.worlds import World, world_of
from fleet_core.worlds.movers import (
    MANNED_LENGTH_M,
    MANNED_WIDTH_M,
    PERSON_RADIUS_M,
    manned_text,
    person_text,
)
from fleet_nodes.gazebo.gazebo_plant import GazeboPlant
from fleet_nodes.gazebo.running import run_scene
from planner.local.supervisor import Verdict
from tests.gazebo.conftest import Start
from tests.gazebo.driving import NORTH, Drivers, Lane
from tests.gazebo.walking import Walker

AMR = "amr_1"
LANE = Lane((46.2, 18.0), NORTH, 14.0, 1.5)
FRONT_M = 0.65
MEET_M = 8.0
"""Along the lane, where somebody comes from the left."""
IN_THE_LANE_S = 4.0


@pytest.fixture
def scene() -> World:
    hall = world_of(load_facility("bottling_hall").facility)
    vehicles = {AMR: (hall.vehicles[AMR][0], Pose(*LANE.begin, NORTH))}
    return replace(hall, solids=(), vehicles=vehicles, real_time_factor=4.0)


class Meeting:
    """The walker sets out when the AMR is so far from the place that both would be there at once;
    it stops in the lane for a while, then goes back where it came from."""

    def __init__(self, plant: GazeboPlant, walker: Walker, sets_out_m: float) -> None:
        self.plant, self.walker, self._sets_out_m = plant, walker, sets_out_m
        self.drivers = Drivers(plant, {AMR: (LANE, LANE.length_m)}, walker.objects)
        self.amr = self.drivers.driven[AMR]
        self.stood_m: list[float] = []  # ways at which it stood while somebody was in the lane

    def step(self) -> None:
        self.walker.step()
        self.drivers.step()
        walker, now_s = self.walker, self.plant.now_s
        if self.amr.way_m > self._sets_out_m:
            walker.go()
        if walker.begun_s is None:
            return
        gone_s = now_s - walker.begun_s
        away_s = abs(walker.end[0] - walker.begin[0]) / walker.pace_mps
        if away_s < gone_s < away_s + IN_THE_LANE_S and self.amr.stands:
            self.stood_m.append(self.amr.way_m)
        if gone_s > away_s + IN_THE_LANE_S and walker.end[0] > walker.begin[0]:
            walker.begin, walker.end = walker.end, walker.begin
            walker.begun_s = now_s


@pytest.mark.parametrize(
    ("text", "pace_mps", "radius_m", "reach_m", "aside_m", "sets_out_m"),
    [
        # From beside the lane, at a fast walk: she stops in the lane when the AMR is 2.2 m before
        # her, of which it needs 1.4 m to brake and 0.15 m until it has seen that she stops.
        (person_text, 1.5, PERSON_RADIUS_M, PERSON_RADIUS_M, 2.0, 2.85),
        # From behind a corner, 4.5 m away and faster; sensors know it as a disc round its length.
        (manned_text, 2.0, MANNED_LENGTH_M / 2.0, MANNED_WIDTH_M / 2.0, 4.5, 2.0),
    ],
    ids=["person", "manned forklift"],
)
def test_a_vehicle_stops_for_whoever_comes_into_its_lane_and_goes_on_then(
    start: Start,
    scene: World,
    text,
    pace_mps: float,
    radius_m: float,
    reach_m: float,
    aside_m: float,
    sets_out_m: float,
) -> None:  # type: ignore[no-untyped-def]
    x, y = LANE.begin[0], LANE.begin[1] + MEET_M

    def begin(plant: GazeboPlant) -> Meeting:
        walker = Walker(plant, "walker", text, (x - aside_m, y), (x, y), pace_mps, radius_m)
        return Meeting(plant, walker, sets_out_m)

    meeting = run_scene(
        start(scene), scene, begin, Meeting.step, lambda each: each.amr.arrived, within_s=40.0
    )
    assert not meeting.plant.contacts
    assert meeting.stood_m, "it did not stop"
    assert max(meeting.stood_m) + FRONT_M + reach_m < MEET_M
    assert meeting.amr.arrived
    assert Verdict.NO_PLAN not in meeting.amr.verdicts
