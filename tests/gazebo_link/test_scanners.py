"""What scanners say, when they cannot be relied on, and where vehicles believe to be."""

from __future__ import annotations

from dataclasses import replace
from math import inf, pi

import numpy as np
import pytest

from fleet_core.model.geometry import Pose
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.localisation import WANDERS_S, Localisation
from fleet_nodes.gazebo.scans import SCAN_MAX_AGE_S, Scan, blindness, field_m
from fleet_nodes.gazebo.wire import encode
from fleet_nodes.gazebo.wires import scan_message

FREE = Scan(5.0, -pi / 2.0, pi / 4.0, 0.05, 20.0, (inf, 3.0, 20.0, 0.4, inf))


def test_a_scan_is_read_from_gazebos_message() -> None:
    pose = encode((3, encode((1, 0.0), (2, 0.0), (3, 0.0))))
    numbers = [(3, -pi / 2.0), (4, pi / 2.0), (5, pi / 4.0), (6, 0.05), (7, 20.0)]
    ranges = [(13, each) for each in FREE.ranges_m]
    scan = encode((1, "amr_1::body"), (2, pose), *numbers, (8, 5), *ranges)
    assert messages.scan_of(encode((1, encode((1, 5), (2, 0))), (2, scan))) == FREE


def test_beams_that_meet_nothing_are_infinite_on_ros() -> None:
    message = scan_message(FREE, "amr_1", 7.25)
    assert message.header.frame_id == "amr_1/lidar"
    assert list(message.ranges) == pytest.approx([inf, 3.0, inf, 0.4, inf])
    assert message.angle_max == pytest.approx(pi / 2.0)


def test_a_scanner_that_is_covered_silent_or_missing_is_not_relied_on() -> None:
    assert not blindness(FREE, 5.1)
    assert "says nothing" in blindness(None, 5.1)
    assert "silent for 0.8 s" in blindness(FREE, 5.0 + SCAN_MAX_AGE_S + 0.3)
    covered = replace(FREE, ranges_m=(0.08, 0.07, 0.08, 4.0, inf))
    assert "covered: something is 0.07 m before it" in blindness(covered, 5.1)
    post = replace(FREE, ranges_m=(inf, 3.0, 0.06, 4.0, inf))
    assert not blindness(post, 5.1)


def test_a_protective_field_is_as_wide_as_its_vehicle_and_as_long_as_it_takes_to_stop() -> None:
    beside = replace(FREE, ranges_m=(0.9, inf, inf, 1.0, 0.9))
    assert beside.free_ahead_m(-0.5, 0.5) == inf
    ahead = replace(FREE, ranges_m=(inf, inf, 1.7, 0.5, inf))
    assert ahead.free_ahead_m(-0.5, 0.5) == pytest.approx(0.5 * 2.0**-0.5)
    assert ahead.free_ahead_m(-0.3, 0.3) == pytest.approx(1.7)
    assert field_m(1.5, 0.8) == pytest.approx(0.45 + 1.41 + 0.3, abs=0.01)
    assert field_m(0.0, 0.8) == pytest.approx(0.3)


def test_a_localisation_errs_as_much_as_it_says_and_wanders() -> None:
    localisation = Localisation(np.random.default_rng(3), 0.01, 0.003)
    errors = np.array(
        [
            (pose.x_m - 2.0, pose.y_m - 1.0, pose.heading_rad)
            for pose in (
                localisation.believed(Pose(2.0, 1.0, 0.0), 0.05 * step) for step in range(40_000)
            )
        ]
    )
    assert errors.std(axis=0) == pytest.approx([0.01, 0.01, 0.003], rel=0.15)
    steps = np.abs(np.diff(errors[:, 0]))
    assert steps.max() < 0.02 and steps.mean() < 0.01 * (0.1 / WANDERS_S) ** 0.5
    assert localisation.covariance[0] == pytest.approx(1e-4)
    again = Localisation(np.random.default_rng(3), 0.01, 0.003)
    assert again.believed(Pose(2.0, 1.0, 0.0), 0.0).x_m == pytest.approx(2.0 + errors[0, 0])
