"""The library's driver without its wires: what it makes of routes, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import Leg, Release, Route, StationAction
from fleet_core.model.vehicle import ActionStatus, OperatingMode, VehicleReport
from fleet_core.onboard.driver import OnboardDriver
from fleet_core.onboard.station_work import ActionResult
from fleet_core.onboard.vehicle import VehicleState
from tests.simulation.plants import lane, route

LEGS = lane(0)
TICK_S = 0.5


class Jumper:
    """Drives a leg a tick, works as long as it is told."""

    def __init__(self) -> None:
        self.now = VehicleState(Pose(0.0, 0.0, 0.0))
        self.left_s: dict[str, float] = {}
        self.broken_off: list[str] = []

    def state(self) -> VehicleState:
        return self.now

    def drive(self, legs: Sequence[Leg], dt_s: float) -> int:
        if legs:
            self.now = replace(self.now, pose=legs[0].path[-1])
        return min(1, len(legs))

    def work(self, action: StationAction, dt_s: float) -> ActionResult:
        left_s = self.left_s.get(action.action_id, action.duration_s) - dt_s
        self.left_s[action.action_id] = left_s
        return ActionResult(ActionStatus.FINISHED if left_s <= 0.0 else ActionStatus.RUNNING)

    def break_off(self, action: StationAction) -> None:
        self.broken_off.append(action.action_id)


class Bench:
    def __init__(self) -> None:
        self.vehicle = Jumper()
        self.driver = OnboardDriver("V0", "amr", self.vehicle)
        self.now_s = 100.0
        self.report = self.run()

    def run(self, ticks: int = 1) -> VehicleReport:
        for _ in range(ticks):
            self.now_s += TICK_S
            self.report = self.driver.step(self.now_s, TICK_S)
        return self.report

    def hear(self, told: Route) -> None:
        self.driver.hear_route(told, self.now_s)

    def grow(self, told: Route, released: int) -> None:
        self.driver.hear_release(Release(told.route_id, "V0", released), self.now_s)


def action(kind: StopAction, seconds: float = 1.0, unit: str = "") -> StationAction:
    return StationAction(f"{kind}-{unit}", kind, "A0", unit, "", seconds)


def test_it_drives_what_is_released_and_says_how_far_it_is() -> None:
    bench = Bench()
    assert bench.report.route_id == ""
    told = route("r1", LEGS, released=2)
    bench.hear(told)
    report = bench.run(5)
    assert (report.route_id, report.legs_done, report.legs_released) == ("r1", 2, 2)
    bench.grow(told, 3)
    assert bench.run(5).pose == LEGS[2].path[-1]


def test_what_was_sent_before_it_began_is_not_followed() -> None:
    bench = Bench()
    bench.driver.hear_route(route("r1", LEGS), bench.now_s - 50.0)
    assert bench.run(5).route_id == ""


def test_on_no_route_it_keeps_none_that_begins_elsewhere() -> None:
    bench = Bench()
    bench.hear(route("old", LEGS[1:3]))
    bench.hear(route("new", LEGS[:1]))
    report = bench.run(5)
    assert (report.route_id, report.pose) == ("new", LEGS[0].path[-1])


def test_a_pick_and_a_drop_move_the_load() -> None:
    bench = Bench()
    bench.hear(route("r1", LEGS[:1], action=action(StopAction.PICK, unit="L1")))
    bench.run()
    assert (bench.report.action_status, bench.report.load_unit_ids) == (ActionStatus.RUNNING, ())
    bench.run(2)
    assert bench.report.action_status is ActionStatus.FINISHED
    assert bench.report.load_unit_ids == ("L1",)
    bench.hear(route("r2", LEGS[1:2], action=action(StopAction.DROP, unit="L1")))
    assert bench.run(5).load_unit_ids == ()


def test_a_charge_is_broken_off_by_a_new_route_and_a_pick_is_not() -> None:
    bench = Bench()
    bench.hear(route("r1", LEGS[:1], action=action(StopAction.CHARGE, 1e9)))
    assert bench.run(4).charging
    bench.hear(route("r2", LEGS[1:2], action=action(StopAction.PICK, 3.0, "L1")))
    assert bench.vehicle.broken_off == []
    bench.run(3)
    assert bench.vehicle.broken_off == ["charge-"]
    assert not bench.report.charging
    bench.hear(route("r3", LEGS[2:3]))
    assert bench.run(2).route_id == "r2"
    assert bench.run(6).route_id == "r3"
    assert bench.report.load_unit_ids == ("L1",)


def test_a_person_takes_over_and_all_routes_are_forgotten() -> None:
    bench = Bench()
    told = route("r1", LEGS, released=2)
    bench.hear(told)
    bench.run(1)
    bench.vehicle.now = replace(bench.vehicle.now, mode=OperatingMode.MANUAL)
    assert bench.run(3).route_id == ""
    bench.vehicle.now = VehicleState(LEGS[3].path[0])
    bench.run(1)
    bench.hear(told)
    assert bench.run(3).route_id == ""
    bench.hear(route("r2", LEGS[3:4]))
    assert bench.run(3).pose == LEGS[3].path[-1]


def test_a_vehicle_that_drives_more_legs_than_it_may_is_stopped() -> None:
    bench = Bench()
    bench.vehicle.drive = lambda legs, dt_s: len(legs) + 1  # type: ignore[method-assign]
    with pytest.raises(ValueError, match="legs are driven"):
        bench.run()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 2), min_size=1, max_size=4), st.integers(0, 2**32))
def test_losses_are_made_good_by_one_route_at_a_time(lengths: list[int], seed: int) -> None:
    """As the dispatcher sends again what a vehicle that stands does not know."""
    bench, luck, begin = Bench(), np.random.default_rng(seed), 0
    line = []
    for number, length in enumerate(lengths):
        told = route(f"r{number}", LEGS[begin : begin + 3], released=min(length, len(LEGS) - begin))
        begin += told.released
        line.append(told)
        if begin >= len(LEGS):
            break
    on_way = [told for told in line for _ in range(int(luck.integers(0, 3)))]
    luck.shuffle(on_way)  # type: ignore[arg-type]
    for told in on_way:
        bench.hear(told)
        report = bench.run(int(luck.integers(0, 3)))
        assert report.pose.x_m <= 5.0 * begin
    for _ in range(2 * len(line)):
        bench.hear(missing(line, bench.run(8)))
    assert bench.run(8).route_id == line[-1].route_id
    assert bench.report.pose.x_m == 5.0 * begin


def missing(line: list[Route], report: VehicleReport) -> Route:
    ids = [told.route_id for told in line]
    if report.route_id not in ids:
        return line[0]
    index = ids.index(report.route_id)
    if report.legs_released < line[index].released:
        return line[index]
    return line[min(index + 1, len(line) - 1)]
