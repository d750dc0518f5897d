"""Vehicles go along their bodies, forwards or in reverse; who turns on the spot is seen to move."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np
import pytest

from fleet_core.model.proximity import ObjectClass, Track
from fleet_core.proximity.body_heading import AXLE_M, KNOWN_RAD, as_seen, face
from fleet_core.proximity.moving_discs import discs_of
from fleet_core.proximity.risk import others_of, wall_lines
from fleet_core.proximity.settings import RiskSettings
from fleet_core.proximity.tracker import Tracker
from tests.proximity.people import person

PERIOD_S = 0.1


def turned(velocities: list[tuple[float, float]], sigma_mps: float = 0.1) -> tuple[float, float]:
    """Heading and its standard deviation of a vehicle with these speeds, 0.1 s apart."""
    heading, sigma, anchor = np.zeros(1), np.ones(1), np.zeros((1, 2))
    mean = np.zeros((1, 5))
    for vx, vy in velocities:
        spread = np.zeros((1, 5, 5))
        mean[0, 2:4] = vx, vy
        mean[0, :2] += PERIOD_S * vx, PERIOD_S * vy
        spread[0, 2, 2] = spread[0, 3, 3] = sigma_mps**2
        face(mean, spread, np.array([True]), PERIOD_S, heading, sigma, anchor)
    return float(heading[0]), float(sigma[0])


def test_who_drives_faces_where_it_goes() -> None:
    heading, sigma = turned([(0.0, 2.0)] * 5)
    assert heading == pytest.approx(pi / 2)
    assert sigma < 0.1


def test_who_reverses_keeps_its_heading() -> None:
    heading, _sigma = turned([(2.0, 0.0)] * 5 + [(0.5, 0.0), (0.0, 0.0)] + [(-1.5, 0.0)] * 5)
    assert heading == pytest.approx(0.0, abs=0.01)


def test_who_waits_for_seconds_faces_as_it_came() -> None:
    heading, sigma = turned([(2.0, 0.0)] * 5 + [(0.0, 0.0)] * 80)
    assert heading == pytest.approx(0.0, abs=0.01)
    assert sigma < KNOWN_RAD


def test_who_stands_for_long_has_not_turned_unless_its_middle_has_gone_aside() -> None:
    heading, sigma = turned([(2.0, 0.0)] * 5 + [(0.0, 0.0)] * 4000)
    assert (heading, sigma < KNOWN_RAD) == (0.0, True)
    heading, sigma = turned([(2.0, 0.0)] * 5 + [(0.0, 0.0)] * 400 + [(-1.5, 0.0)] * 7)
    assert heading == pytest.approx(0.0, abs=0.01)
    slowly_mps = 0.2
    _heading, sigma = turned([(2.0, 0.0)] * 5 + [(0.0, slowly_mps)] * 25)
    assert sigma > KNOWN_RAD


def swings_of(about_rad: float) -> list[tuple[float, float]]:
    """Speeds of a middle that swings about its axle at 1 rad/s."""
    sign, steps = np.sign(about_rad), round(abs(about_rad) / 0.1)
    angles = sign * 0.1 * (np.arange(steps) + 0.5)
    return [(-sign * AXLE_M * np.sin(h), sign * AXLE_M * np.cos(h)) for h in angles]


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_quarter_turn_on_the_spot_is_followed(sign: float) -> None:
    came = [(2.0, 0.0)] * 5 + [(0.0, 0.0)] * 10
    heading, sigma = turned(came + swings_of(sign * 0.5 * pi) + [(0.0, 0.0)] * 20)
    assert heading == pytest.approx(sign * 1.6, abs=0.15)
    assert sigma < KNOWN_RAD


def test_a_curve_is_driven_with_the_middle_ahead_of_the_axle() -> None:
    """Its middle goes 0.5 rad to the side of where the body faces, all the way."""
    turn_radps, mps = 0.8, 1.2
    heading = np.arange(40) * turn_radps * PERIOD_S
    swing = AXLE_M * turn_radps
    middles = np.column_stack([
        mps * np.cos(heading) - swing * np.sin(heading),
        mps * np.sin(heading) + swing * np.cos(heading),
    ])  # fmt: skip
    found, _sigma = turned([(2.0, 0.0)] * 5 + [tuple(each) for each in middles.tolist()])
    assert np.cos(found - heading[-1] - turn_radps * PERIOD_S) > np.cos(0.1)


@pytest.mark.parametrize("about_rad", [0.5 * pi, -0.5 * pi, pi])
def test_who_turns_on_the_spot_and_drives_on_faces_where_it_goes(about_rad: float) -> None:
    came = [(2.0, 0.0)] * 5 + [(0.0, 0.0)] * 10
    c, s = np.cos(about_rad), np.sin(about_rad)
    heading, sigma = turned(came + swings_of(about_rad) + [(1.5 * c, 1.5 * s)] * 10)
    assert np.cos(heading - about_rad) > 0.99
    assert sigma < KNOWN_RAD


def test_a_direction_that_is_less_sure_than_what_was_known_is_not_taken() -> None:
    heading, _sigma = turned([(2.0, 0.0)] * 5)
    unsure, _sigma = turned([(2.0, 0.0)] * 5 + [(-0.3, 0.1)], sigma_mps=0.3)
    assert heading == pytest.approx(unsure, abs=0.01)


def test_a_camera_sees_how_a_body_stands_but_not_which_end_is_first() -> None:
    heading, sigma = as_seen(0.1, 1.0, pi - 0.2, 0.15)
    assert (heading, sigma) == (pytest.approx(-0.2, abs=0.02), pytest.approx(0.15, abs=0.01))
    for _ in range(100):
        heading, sigma = as_seen(heading, sigma, -0.2, 0.15)
    assert sigma == pytest.approx(0.075)  # it errs the same way again


def test_one_look_that_contradicts_is_not_believed_and_two_are() -> None:
    once, sigma = as_seen(0.0, 0.1, 1.2, 0.15)
    assert once == 0.0
    assert sigma > KNOWN_RAD
    again, sigma = as_seen(once, sigma, 1.2, 0.15)
    assert (again, sigma < KNOWN_RAD) == (pytest.approx(1.2, abs=0.05), True)


def test_a_track_faces_as_cameras_see_it() -> None:
    tracker = Tracker()
    for k in range(10):
        seen = person(k * PERIOD_S, 3.0, 4.0, ObjectClass.FORKLIFT)
        tracker.take_detections([replace(seen, heading_rad=2.0, heading_sigma_rad=0.15)])
    (stands,) = tracker.tracks(1.0)
    assert np.cos(2.0 * (stands.heading_rad - 2.0)) > 0.99
    assert stands.heading_sigma_rad < KNOWN_RAD


def forklift_that(stands_s: float) -> Tracker:
    """It drives along x for 3 s, and stands."""
    tracker = Tracker()
    for k in range(round((3.0 + stands_s) / PERIOD_S)):
        now_s = k * PERIOD_S
        seen = person(now_s, 2.0 * min(now_s, 3.0), 0.0, ObjectClass.FORKLIFT)
        tracker.take_detections([seen])
    return tracker


def stands_since_it_was_born() -> list[Track]:
    tracker = Tracker()
    for k in range(20):
        tracker.take_detections([person(k * PERIOD_S, 6.0, 0.0, ObjectClass.FORKLIFT)])
    return tracker.tracks(2.0)


def test_a_forklift_whose_heading_nobody_knows_is_covered_however_it_stands() -> None:
    settings = RiskSettings()
    half_diagonal_m = np.hypot(settings.forklift_length_m, settings.forklift_width_m) / 2.0
    (drives,) = forklift_that(0.0).tracks(3.0)
    (stood,) = stands_since_it_was_born()
    assert drives.heading_sigma_rad < KNOWN_RAD < stood.heading_sigma_rad
    others = others_of([drives, stood], wall_lines(()), settings)
    assert others.half_m[0].tolist() == [1.5, 0.6]
    assert others.half_m[1].tolist() == pytest.approx([half_diagonal_m, 0.0])
    corners = np.array([(1.5, 0.6), (-1.5, 0.6), (0.6, 1.5), (-0.6, -1.5)])
    discs = discs_of([stood])
    for corner in corners + np.array([stood.x_m, stood.y_m]):
        away = np.hypot(*(discs.position - corner).T) - discs.radius_m
        assert away.min() <= 1e-9
