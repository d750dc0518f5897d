"""Gazebo's time stands while somebody who is under way is not told what to do."""

from __future__ import annotations

import pytest

from fleet_core.layouts import load_facility
from fleet_nodes.gazebo import flow
from fleet_nodes.gazebo.flow import TOLD_WITHIN_S, Patience
from fleet_nodes.gazebo.ignition import IgnitionPublisher
from fleet_nodes.gazebo.vehicle import GazeboVehicle

AMR = "amr_1"


class Clock:
    now_s = 10.0


@pytest.fixture
def vehicle() -> GazeboVehicle:
    kind = load_facility("bottling_hall").facility.vehicle_types["amr"]
    return GazeboVehicle(AMR, kind, IgnitionPublisher("nowhere"), 0.5)


@pytest.fixture
def waiting(vehicle: GazeboVehicle) -> Patience:
    Clock.now_s = 10.0
    one = Patience({AMR: vehicle}, lambda: Clock.now_s)
    one.driving = frozenset({AMR})
    return one


def test_who_was_told_lately_is_not_waited_for(waiting: Patience, vehicle: GazeboVehicle) -> None:
    vehicle.command(1.0, 0.0, Clock.now_s)
    Clock.now_s += 0.9 * TOLD_WITHIN_S
    assert waiting.may_go_on()
    Clock.now_s += 0.2 * TOLD_WITHIN_S
    assert not waiting.may_go_on()
    vehicle.command(1.0, 0.0, Clock.now_s)
    assert waiting.may_go_on()


def test_who_stands_and_who_has_never_been_told_is_not_waited_for(
    waiting: Patience, vehicle: GazeboVehicle
) -> None:
    assert waiting.may_go_on()
    vehicle.command(1.0, 0.0, Clock.now_s)
    Clock.now_s += 2.0 * TOLD_WITHIN_S
    waiting.driving = frozenset()
    assert waiting.may_go_on()


def test_who_is_never_told_is_given_up_until_it_is_told_again(
    waiting: Patience, vehicle: GazeboVehicle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "GIVEN_UP_S", 0.0)
    vehicle.command(1.0, 0.0, Clock.now_s)
    Clock.now_s += 2.0 * TOLD_WITHIN_S
    assert waiting.may_go_on()
    monkeypatch.undo()
    Clock.now_s += 1.0
    assert waiting.may_go_on()
    vehicle.command(1.0, 0.0, Clock.now_s)
    Clock.now_s += 2.0 * TOLD_WITHIN_S
    assert not waiting.may_go_on()
