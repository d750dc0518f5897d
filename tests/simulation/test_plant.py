"""The plant: work at stations, batteries, faults, vehicles driven by hand, repeatability."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fleet_core.model.errors import CommandError, LayoutError
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.scenario import Fault, FaultKind, Scenario
from fleet_core.model.vehicle import ActionStatus, OperatingMode
from fleet_core.simulation.embedded_plant import Plant
from tests.simulation.plants import AMR, CALM, action, facility, lane, plant, route, run

LEGS = lane(0)
TO_A, TO_B = LEGS[:2], LEGS[2:4]
PICK = action("p1", StopAction.PICK, "A0", "L1")


def report(plant, index: int = 0):
    return plant.reports(plant.now_s)[index]


def at_a() -> Plant:
    lanes = plant()
    lanes.apply(route("r0", TO_A))
    run(lanes, 20)
    return lanes


def test_a_load_is_picked_carried_and_dropped() -> None:
    lanes = plant()
    lanes.floor.loads.put_at_station("L1", "A0")
    lanes.apply(route("r1", TO_A, action=PICK))
    run(lanes, 30)
    assert report(lanes).load_unit_ids == ("L1",)
    assert lanes.floor.loads.at_station("A0") == ()
    lanes.apply(route("r2", TO_B, action=action("d1", StopAction.DROP, "B0", "L1")))
    run(lanes, 40)
    assert report(lanes).load_unit_ids == ()
    assert lanes.floor.loads.at_station("B0") == ("L1",)
    assert report(lanes).action_status is ActionStatus.FINISHED


def test_handling_takes_the_time_of_the_vehicle_type() -> None:
    lanes = at_a()
    begin_s = lanes.now_s
    lanes.apply(route("r1", (), action=PICK))
    while report(lanes).action_status is not ActionStatus.FINISHED:
        lanes.step(0.5)
    assert lanes.now_s - begin_s == pytest.approx(AMR.pick_s, abs=0.5)


def test_a_finished_action_is_never_done_again() -> None:
    lanes = at_a()
    lanes.apply(route("r1", (), action=PICK))
    run(lanes, 20)
    lanes.apply(route("r2", (), action=action("d1", StopAction.DROP, "A0", "L1")))
    run(lanes, 20)
    lanes.apply(route("r1", (), action=PICK))  # the old message again
    lanes.apply(route("r3", (), action=PICK))  # and the same work under a new route
    run(lanes, 20)
    assert report(lanes).route_id == "r3"
    assert report(lanes).action_status is ActionStatus.FINISHED
    assert report(lanes).load_unit_ids == ()


@pytest.mark.parametrize(
    ("refused", "text"),
    [
        (action("x", StopAction.PICK, "A0", "L2"), "vehicle V0 already carries L1"),
        (action("x", StopAction.DROP, "A0", "L9"), "vehicle V0 carries L1, not L9"),
    ],
)
def test_impossible_work_with_a_load_fails_with_the_reason(refused, text) -> None:
    lanes = at_a()
    lanes.apply(route("r1", (), action=PICK))
    run(lanes, 20)
    lanes.apply(route("r2", (), action=refused))
    run(lanes, 2)
    assert (report(lanes).action_status, report(lanes).action_text) == (ActionStatus.FAILED, text)


@pytest.mark.parametrize(
    ("refused", "text"),
    [
        (action("x", StopAction.DROP, "A0"), "vehicle V0 carries nothing"),
        (action("x", StopAction.PICK, "A0", "L7"), "load unit L7 is at station B0, not A0"),
    ],
)
def test_impossible_work_without_a_load_fails_with_the_reason(refused, text) -> None:
    lanes = at_a()
    lanes.floor.loads.put_at_station("L7", "B0")
    lanes.apply(route("r2", (), action=refused))
    run(lanes, 2)
    assert (report(lanes).action_status, report(lanes).action_text) == (ActionStatus.FAILED, text)


def test_work_is_done_only_at_its_station() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS[:1], action=PICK))
    run(lanes, 20)
    assert report(lanes).action_status is ActionStatus.FAILED
    assert report(lanes).action_text == "vehicle V0 stands at (5.00, 0.00), not at station A0"


def test_a_running_pick_is_finished_before_the_next_route() -> None:
    lanes = at_a()
    lanes.apply(route("r1", (), action=PICK))
    run(lanes, 5)
    lanes.apply(route("r2", TO_B))
    run(lanes, 5)
    assert (report(lanes).route_id, report(lanes).pose.x_m) == ("r1", 10.0)
    run(lanes, 30)
    assert (report(lanes).route_id, report(lanes).pose.x_m) == ("r2", 20.0)
    assert report(lanes).load_unit_ids == ("L1",)


def test_driving_uses_energy_and_a_charger_gives_it_back() -> None:
    lanes = plant(soc=0.5)
    lanes.apply(route("r1", LEGS[:4], action=action("c1", StopAction.CHARGE, "B0")))
    run(lanes, 20)
    assert report(lanes).battery_soc < 0.5
    assert lanes.used_kwh > 0.0
    run(lanes, 120)
    low = report(lanes)
    assert low.charging
    assert low.action_status is ActionStatus.RUNNING
    run(lanes, 3600)
    full = report(lanes)
    assert (full.action_status, full.charging) == (ActionStatus.FINISHED, False)
    assert full.battery_soc > 0.95


def test_a_new_route_ends_charging_at_once() -> None:
    lanes = plant(soc=0.5)
    lanes.apply(route("r1", LEGS[:4], action=action("c1", StopAction.CHARGE, "B0")))
    run(lanes, 60)
    lanes.apply(route("r2", LEGS[4:]))
    run(lanes, 3)
    assert (report(lanes).route_id, report(lanes).charging) == ("r2", False)
    assert report(lanes).pose.x_m > 20.0


def test_an_empty_battery_is_fatal_until_repaired() -> None:
    lanes = plant(soc=1e-5)
    lanes.apply(route("r1", LEGS))
    run(lanes, 30)
    assert report(lanes).broken
    assert report(lanes).pose.x_m < 10.0
    lanes.repair("V0")
    run(lanes, 60)
    assert not report(lanes).broken
    assert report(lanes).pose.x_m == 30.0


def test_a_stopped_vehicle_goes_on_by_itself() -> None:
    stop = Fault(4.0, "V0", FaultKind.STOP, 20.0)
    lanes = plant(scenario=Scenario("stop", (), (stop,)))
    lanes.apply(route("r1", LEGS))
    run(lanes, 10)
    stopped = report(lanes)
    assert stopped.speed_mps == 0.0
    assert [error.code for error in stopped.errors] == ["obstacle"]
    run(lanes, 12)
    assert report(lanes).pose == stopped.pose
    run(lanes, 40)
    assert report(lanes).pose.x_m == 30.0


def test_a_broken_vehicle_waits_for_its_repair() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS))
    run(lanes, 4)
    lanes.inject(Fault(0.0, "V0", FaultKind.BREAKDOWN, 1e6))
    run(lanes, 100)
    assert report(lanes).broken
    assert report(lanes).pose.x_m < 30.0
    lanes.repair("V0")
    run(lanes, 60)
    assert report(lanes).pose.x_m == 30.0


def test_a_silent_vehicle_drives_to_its_release_and_hears_nothing() -> None:
    lanes = plant(scenario=Scenario("s", (), (Fault(2.0, "V0", FaultKind.SILENCE, 30.0),)))
    lanes.apply(route("r1", LEGS, released=3))
    run(lanes, 5)
    assert lanes.reports(lanes.now_s) == []
    lanes.apply(route("r1", LEGS))
    run(lanes, 30)
    assert (report(lanes).pose.x_m, report(lanes).legs_released) == (15.0, 3)


def test_a_frozen_vehicle_stands_and_says_nothing_of_it() -> None:
    lanes = plant(scenario=Scenario("s", (), (Fault(2.0, "V0", FaultKind.FREEZE, 20.0),)))
    lanes.apply(route("r1", LEGS))
    run(lanes, 10)
    frozen = report(lanes)
    assert (frozen.speed_mps, frozen.errors) == (0.0, ())
    run(lanes, 10)
    assert report(lanes).pose == frozen.pose
    run(lanes, 40)
    assert report(lanes).pose.x_m == 30.0


def test_a_vehicle_that_jumps_reports_another_place_and_drives_on_where_it_is() -> None:
    lanes = plant(scenario=Scenario("s", (), (Fault(2.0, "V0", FaultKind.JUMP, 20.0),)))
    lanes.apply(route("r1", LEGS))
    run(lanes, 10)
    believed, true = report(lanes).pose, lanes.trail.poses[-1, 0]
    assert 0.5 <= ((believed.x_m - true[0]) ** 2 + (believed.y_m - true[1]) ** 2) ** 0.5 <= 30.0
    run(lanes, 40)
    assert report(lanes).pose.x_m == 30.0


def test_a_vehicle_that_lies_says_that_nothing_is_done() -> None:
    lanes = plant(scenario=Scenario("s", (), (Fault(8.0, "V0", FaultKind.LIE, 20.0),)))
    lanes.apply(route("r1", LEGS))
    run(lanes, 7)
    assert report(lanes).legs_done > 0
    run(lanes, 8)
    assert report(lanes).legs_done == 0
    run(lanes, 40)
    assert report(lanes).legs_done == len(LEGS)


def test_delays_slow_some_legs_down_and_no_release_is_passed() -> None:
    calm, late = plant(seed=3), plant(scenario=Scenario("late", (), (), 0.5, 3.0), seed=3)
    for each in (calm, late):
        each.apply(route("r1", LEGS))
        run(each, 26)
    assert report(calm).pose.x_m == 30.0
    assert report(late).pose.x_m < 30.0
    run(late, 60)
    assert report(late).pose.x_m == 30.0


def test_a_vehicle_driven_by_hand_takes_part_again_where_it_is_set_down() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS))
    run(lanes, 4)
    lanes.take_over("V0")
    with pytest.raises(CommandError, match="still moves"):
        lanes.hand_back("V0")
    run(lanes, 4)
    assert report(lanes).mode is OperatingMode.MANUAL
    lanes.apply(route("r2", TO_B))
    lanes.set_down("V0", Pose(20.0, 0.0, 0.0))
    lanes.hand_back("V0")
    lanes.apply(route("r3", LEGS[4:]))
    run(lanes, 20)
    assert (report(lanes).mode, report(lanes).route_id) == (OperatingMode.AUTOMATIC, "r3")
    assert report(lanes).pose.x_m == 30.0


def test_commands_to_the_wrong_vehicle_name_it() -> None:
    lanes = plant()
    with pytest.raises(CommandError, match="has no vehicle V9; it has V0"):
        lanes.apply(route("r1", LEGS, vehicle_id="V9"))
    with pytest.raises(CommandError, match="V0 is in mode automatic"):
        lanes.set_down("V0", Pose(0.0, 0.0, 0.0))


def test_a_limit_of_zero_is_refused() -> None:
    slow = replace(AMR, braking_mps2=0.0)
    with pytest.raises(LayoutError, match="vehicle type amr: braking_mps2 is 0"):
        Plant(facility(vehicle_type=slow), CALM, np.random.default_rng(1))


def test_the_same_seed_gives_the_same_plant() -> None:
    def drive(seed: int) -> list:
        lanes = plant(3, Scenario("late", (), (), 0.5, 3.0), seed=seed)
        reports = []
        for row in range(3):
            lanes.apply(route("r1", lane(row), vehicle_id=f"V{row}"))
        for _ in range(60):
            lanes.step(0.5)
            reports += lanes.reports(lanes.now_s)
        return reports

    assert drive(5) == drive(5)
    assert drive(5) != drive(6)


def test_one_long_step_is_many_ticks() -> None:
    long, short = plant(), plant()
    for each in (long, short):
        each.apply(route("r1", LEGS))
    run(long, 10, step_s=1.0)
    run(short, 10, step_s=0.1)
    assert report(long).pose == report(short).pose
    assert long.trail.poses.shape == (10, 1, 3)


def test_time_is_summed_up_by_vehicle() -> None:
    lanes = plant()
    lanes.apply(route("r1", LEGS, released=2))
    run(lanes, 40)
    assert lanes.tally.distance_m[0] == pytest.approx(10.0)
    assert lanes.tally.empty_distance_m[0] == pytest.approx(10.0)
    assert lanes.tally.busy_s[0] == pytest.approx(40.0)
    assert lanes.tally.waiting_s[0] == pytest.approx(40.0 - 9.0, abs=1.0)
