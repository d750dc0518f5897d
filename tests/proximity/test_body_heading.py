"""Vehicles go along their bodies, forwards or in reverse; who turns on the spot is seen to move."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest

from fleet_core.model.proximity import ObjectClass
from fleet_core.proximity.body_heading import AXLE_M, KNOWN_RAD, face
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
    assert sigma == pytest.approx(0.1 / 2.0, abs=0.02)


def test_who_reverses_keeps_its_heading() -> None:
    heading, _sigma = turned([(2.0, 0.0)] * 5 + [(0.5, 0.0), (0.0, 0.0)] + [(-1.5, 0.0)] * 5)
    assert heading == pytest.approx(0.0, abs=0.01)


def test_who_waits_for_seconds_faces_as_it_came() -> None:
    heading, sigma = turned([(2.0, 0.0)] * 5 + [(0.0, 0.0)] * 80)
    assert heading == pytest.approx(0.0, abs=0.01)
    assert sigma < KNOWN_RAD


def test_who_has_stood_for_long_may_face_anywhere_and_drives_off_forwards() -> None:
    _heading, sigma = turned([(2.0, 0.0)] * 5 + [(0.0, 0.0)] * 400)
    assert sigma > KNOWN_RAD
    heading, sigma = turned([(2.0, 0.0)] * 5 + [(0.0, 0.0)] * 400 + [(-1.5, 0.0)] * 7)
    assert abs(heading) == pytest.approx(pi, abs=0.01)
    assert sigma < KNOWN_RAD


@pytest.mark.parametrize("about_rad", [0.5 * pi, -0.5 * pi, pi])
def test_who_turns_on_the_spot_may_face_anywhere_until_it_has_driven_straight(
    about_rad: float,
) -> None:
    came = [(2.0, 0.0)] * 5 + [(0.0, 0.0)] * 10
    sign, steps = np.sign(about_rad), round(abs(about_rad) / 0.1)  # 1 rad/s about its axle
    angles = sign * 0.1 * np.arange(steps)
    swings = [(-sign * AXLE_M * np.sin(h), sign * AXLE_M * np.cos(h)) for h in angles]
    for stands in (0, 20):
        _heading, sigma = turned(came + swings + [(0.0, 0.0)] * stands)
        assert sigma > KNOWN_RAD
    c, s = np.cos(about_rad), np.sin(about_rad)
    heading, sigma = turned(came + swings + [(1.5 * c, 1.5 * s)] * 10)
    assert np.cos(heading - about_rad) > 0.99
    assert sigma < KNOWN_RAD


def test_a_direction_that_is_less_sure_than_what_was_known_is_not_taken() -> None:
    heading, _sigma = turned([(2.0, 0.0)] * 5)
    unsure, _sigma = turned([(2.0, 0.0)] * 5 + [(0.3, 0.3)], sigma_mps=0.3)
    assert heading == pytest.approx(unsure, abs=0.01)


def forklift_that(stands_s: float) -> Tracker:
    """It drives along x for 3 s, and stands."""
    tracker = Tracker()
    for k in range(round((3.0 + stands_s) / PERIOD_S)):
        now_s = k * PERIOD_S
        seen = person(now_s, 2.0 * min(now_s, 3.0), 0.0, ObjectClass.FORKLIFT)
        tracker.take_detections([seen])
    return tracker


def test_a_forklift_that_may_have_turned_is_covered_however_it_stands() -> None:
    settings = RiskSettings()
    half_diagonal_m = np.hypot(settings.forklift_length_m, settings.forklift_width_m) / 2.0
    (drives,) = forklift_that(0.0).tracks(3.0)
    (stood,) = forklift_that(40.0).tracks(43.0)
    assert drives.heading_sigma_rad < KNOWN_RAD < stood.heading_sigma_rad
    others = others_of([drives, stood], wall_lines(()), settings)
    assert others.half_m[0].tolist() == [1.5, 0.6]
    assert others.half_m[1].tolist() == pytest.approx([half_diagonal_m, 0.0])
    corners = np.array([(1.5, 0.6), (-1.5, 0.6), (0.6, 1.5), (-0.6, -1.5)])
    discs = discs_of([stood])
    for corner in corners + np.array([stood.x_m, stood.y_m]):
        away = np.hypot(*(discs.position - corner).T) - discs.radius_m
        assert away.min() <= 1e-9
