"""A plant that loses its power: everything stands where it was, and goes on from there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from fleet_core.model.errors import CommandError
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.scenario import Fault, FaultKind, Scenario
from fleet_core.model.vehicle import ActionStatus, OperatingMode
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.simulation.snapshot import PlantSnapshot
from tests.simulation.plants import CALM, action, facility, lane, plant, route, run, way_between

LEGS = lane(0)
PICK = action("p1", StopAction.PICK, "A0", "L1")
DROP = action("d1", StopAction.DROP, "B0", "L1")
CHARGE = action("c1", StopAction.CHARGE, "B0")
WRITTEN = TypeAdapter(PlantSnapshot)


def after_power_loss(before: Plant, scenario: Scenario = CALM) -> Plant:
    """Another plant, made from what was written of this one."""
    after = Plant(before.facility, scenario, np.random.default_rng(2))
    after.restore(WRITTEN.validate_json(WRITTEN.dump_json(before.snapshot())))
    return after


def report(lanes: Plant, index: int = 0):
    return lanes.reports(lanes.now_s)[index]


def at_work(seconds: float, released: int = 4) -> Plant:
    """To A for a load, then on towards B, which the release may not reach."""
    lanes = plant(soc=0.5)
    lanes.floor.loads.put_at_station("L9", "B0")
    lanes.apply(route("r1", LEGS[:2], action=PICK))
    run(lanes, 8)
    lanes.apply(route("r1", LEGS[:2], action=PICK))
    run(lanes, max(0.0, seconds - 8))
    if seconds > 30:
        lanes.apply(route("r2", LEGS[2:6], released=released - 2, action=DROP))
        run(lanes, seconds - 30)
    return lanes


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 140))
def test_nothing_but_the_speed_is_lost(half_seconds: int) -> None:
    before = at_work(half_seconds / 2)
    after = after_power_loss(before)
    stood = replace(report(before), speed_mps=0.0, turn_rate_radps=0.0)
    assert replace(report(after), speed_mps=0.0) == stood
    assert report(after).speed_mps == 0.0
    assert after.floor.loads.at_station("B0") == before.floor.loads.at_station("B0")
    assert after.now_s == before.now_s


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 140), st.integers(2, 6))
def test_what_was_begun_comes_to_the_same_end(half_seconds: int, released: int) -> None:
    before = at_work(half_seconds / 2, released)
    after = after_power_loss(before)
    for each in (before, after):
        each.apply(route("r1", LEGS[:2], action=PICK))  # a latched message, once more
        run(each, 60)
    ended, expected = report(after), report(before)
    assert replace(ended, battery_soc=0.0) == replace(expected, battery_soc=0.0)
    assert ended.pose.x_m <= 5.0 * released


def test_a_release_is_not_passed_and_grows_after_the_loss() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS, released=3))
    run(lanes, 6)
    after = after_power_loss(lanes)
    run(after, 30)
    assert report(after).pose.x_m == pytest.approx(15.0)
    after.apply(route("r1", LEGS))
    run(after, 30)
    assert report(after).pose.x_m == pytest.approx(30.0)


def test_an_action_that_has_ended_is_not_done_again() -> None:
    lanes = at_work(30)
    after = after_power_loss(lanes)
    after.apply(route("r2", (), action=PICK))
    run(after, 30)
    assert report(after).load_unit_ids == ("L1",)
    assert report(after).action_status is ActionStatus.FINISHED


def test_charging_goes_on_until_the_battery_is_full() -> None:
    lanes = plant(soc=0.5)
    lanes.apply(route("r1", LEGS[:4], action=CHARGE))
    run(lanes, 40)
    assert report(lanes).charging
    after = after_power_loss(lanes)
    run(after, 3600)
    assert report(after).battery_soc > 0.95
    assert report(after).action_status is ActionStatus.FINISHED


def test_a_vehicle_driven_by_hand_stays_so() -> None:
    lanes = plant()
    lanes.take_over("V0")
    lanes.set_down("V0", Pose(10.0, 0.0, 0.0))
    after = after_power_loss(lanes)
    assert report(after).mode is OperatingMode.MANUAL
    assert way_between(report(after).pose, Pose(10.0, 0.0, 0.0)) == 0.0


def test_faults_last_as_long_as_they_would_have() -> None:
    scenario = Scenario("faults", (), (Fault(5.0, "V0", FaultKind.STOP, 10.0),))
    lanes = plant(scenario=scenario)
    lanes.inject(Fault(0.0, "V0", FaultKind.BREAKDOWN, 60.0))
    run(lanes, 10)
    after = after_power_loss(lanes, scenario)
    assert [error.code for error in report(after).errors] == ["breakdown", "obstacle"]
    run(after, 10)
    assert [error.code for error in report(after).errors] == ["breakdown"]
    run(after, 60)
    assert report(after).errors == ()


def test_a_snapshot_of_another_fleet_is_refused() -> None:
    two = Plant(facility(2), CALM, np.random.default_rng(1))
    with pytest.raises(CommandError, match="V0, V1"):
        plant().restore(two.snapshot())
