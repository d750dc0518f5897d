"""What a vehicle's joints are told."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import pytest

from fleet_core.layouts import load_facility
from fleet_core.model.geometry import Pose
from fleet_nodes.gazebo.drives import REACHED_S, DriveCommand, DriveController, DriveState
from fleet_nodes.gazebo.ignition import IgnitionPublisher
from fleet_nodes.gazebo.messages import Placement
from fleet_nodes.gazebo.sightings import next_sighting
from fleet_nodes.gazebo.vehicle import FreeWay, GazeboVehicle

TYPES = load_facility("bottling_hall").facility.vehicle_types
AMR = DriveController("amr_1", TYPES["amr"])
FORKLIFT = DriveController("forklift_1", TYPES["forklift"])
STEP_S = 0.02


def driven(
    drive: DriveController, now: DriveState, command: DriveCommand, from_s: float, to_s: float
):
    """After steps of 20 ms."""
    steps = round((to_s - from_s) / STEP_S)
    for step in range(1, steps + 1):
        now = drive.advanced(now, command, from_s + step * STEP_S, STEP_S)
    return now


def test_a_command_is_reached_evenly_within_its_time() -> None:
    command = DriveCommand(DriveState(0.5, 0.2), heard_s=10.0)
    half = driven(AMR, DriveState(), command, 10.0, 10.0 + REACHED_S * 0.6)
    assert half.speed_mps == pytest.approx(0.3)
    whole = driven(AMR, DriveState(), command, 10.0, 10.0 + REACHED_S)
    assert (whole.speed_mps, whole.steer) == pytest.approx((0.5, 0.2))


def test_who_hears_nothing_brakes_on_its_way() -> None:
    command = DriveCommand(DriveState(1.2, 0.4), heard_s=10.0)
    was = DriveState(1.2, 0.4)
    later = driven(AMR, was, command, 10.5, 11.5)
    assert later.speed_mps == pytest.approx(1.2 - TYPES["amr"].braking_mps2, abs=0.02)
    assert later.steer / later.speed_mps == pytest.approx(0.4 / 1.2)  # the same curve
    assert driven(AMR, was, DriveCommand(), 10.5, 13.0) == DriveState()
    back = driven(FORKLIFT, DriveState(-0.6, 0.4), DriveCommand(), 10.0, 12.0)
    assert back == DriveState(0.0, 0.4)


def test_nobody_drives_faster_than_the_on_board_computer_allows() -> None:
    assert AMR.limited(DriveState(1.2, 0.4), 0.6) == DriveState(0.6, pytest.approx(0.2))
    assert AMR.limited(DriveState(-1.2, 0.4), 2.0) == DriveState(-1.2, 0.4)
    across = FORKLIFT.limited(DriveState(-0.4, pi / 3.0), 0.2)
    assert across == DriveState(pytest.approx(-0.4), pi / 3.0), "the body moves half as fast"
    assert FORKLIFT.limited(DriveState(-0.8, pi / 3.0), 0.2).speed_mps == pytest.approx(-0.4)
    assert FORKLIFT.limited(DriveState(0.8, pi / 2.0), 0.0).speed_mps == pytest.approx(0.0)


def test_a_vehicle_stops_on_its_free_way_though_it_is_told_to_go_on() -> None:
    vehicle = GazeboVehicle("amr_1", TYPES["amr"], IgnitionPublisher("nowhere"), 0.5)
    x_m, now_s, period_s = 0.0, 0.0, 1.0 / 60.0
    for _ in range(600):
        vehicle.command(1.5, 0.0, now_s)
        pose = Pose(x_m, 0.0, 0.0)
        if now_s < 1.0:  # whoever works out how far it may drive is not heard any more
            vehicle.free_way = FreeWay(3.0 - x_m, pose)
        vehicle.see(now_s, Placement(pose, 0.0, 0.0))
        x_m, now_s = x_m + vehicle.drives.speed_mps * period_s, now_s + period_s
    assert 2.9 < x_m < 3.005
    vehicle.free_way = None
    vehicle.command(1.5, 0.0, now_s)
    vehicle.see(now_s, Placement(Pose(x_m, 0.0, 0.0), 0.0, 0.0))
    assert vehicle.drives.speed_mps > 0.1


def test_a_wheel_turns_no_faster_than_it_can_and_waits_until_it_is_across() -> None:
    turn = DriveCommand(DriveState(0.4, pi / 2.0), heard_s=10.0)
    soon = driven(FORKLIFT, DriveState(), turn, 10.0, 10.2)
    assert soon.steer == pytest.approx(0.2 * TYPES["forklift"].steer_rate_radps)
    assert soon.speed_mps < 0.15
    patient = replace(FORKLIFT, max_age_s=5.0)
    assert driven(patient, DriveState(), turn, 10.0, 12.0) == DriveState(
        pytest.approx(0.4), pytest.approx(pi / 2.0)
    )


def test_a_differential_drive_tells_both_wheels_a_tricycle_its_wheel_twice() -> None:
    assert len(AMR.joint_commands(DriveState(), DriveState(0.5, 0.1), STEP_S)) == 2
    assert len(FORKLIFT.joint_commands(DriveState(), DriveState(0.5, 0.1), STEP_S)) == 2


def test_speeds_are_seen_from_poses() -> None:
    first = next_sighting(None, 1.0, Pose(0.0, 0.0, pi - 0.01))
    second = next_sighting(first, 1.1, Pose(-0.05, 0.0, -pi + 0.01))
    assert (first.forward_mps, first.turn_radps) == (0.0, 0.0)
    assert second.forward_mps == pytest.approx(0.5)
    assert second.turn_radps == pytest.approx(0.2)
    assert next_sighting(second, 0.5, Pose(9.0, 0.0, 0.0)).forward_mps == 0.0  # time went back
