"""What local planning has for an open floor: tracks, passages, ways to a stand, crowds."""

from __future__ import annotations

from math import cos, inf, pi, sin
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.scenes.measure import SceneOptions, run_crowds
from benchmarks.scenes.steering import Method
from planner.local.caution import careful_mps
from planner.local.horizon import drive_out
from planner.local.objects import moving_discs, no_objects, planned_discs
from planner.local.one_solve import bend_cap_mps
from planner.local.passage import look_for_passage
from planner.local.settings import open_floor
from planner.local.state import STAGES, STEP_S, State
from planner.local.supervisor import (
    Rules,
    Verdict,
    braking_drive,
    judge,
    too_near_m,
    when_to_brake,
)
from planner.local.tracking import no_tracks, observed
from tests.local.lanes import straight
from tests.local.test_supervisor import OUTLINE, plan
from tests.simulation.plants import AMR

LIMITS = (1.5, 0.9, 1.2, 1.2)


def standing(x_m: float, y_m: float):
    places = np.broadcast_to(np.array([x_m, y_m]), (1, STAGES + 1, 2))
    return planned_discs(places, np.array([0.4]), open_floor())


def passage(objects, speed_mps: float = 1.5) -> np.ndarray:
    x = np.zeros((STAGES + 1, len(State)))
    measured = np.array([0.0, 0.0, 0.0, speed_mps, 0.0])
    samples = straight(20.0, width_m=4.0).samples
    look_for_passage(measured, samples, (objects, -1), 0.4, LIMITS, (20.0, 0.0), x)
    return x


@pytest.mark.slow
def test_an_empty_floor_is_crossed_straight_on_at_full_speed() -> None:
    x = passage(no_objects())
    assert x[:, State.N] == pytest.approx(np.zeros(STAGES + 1), abs=1e-9)
    assert x[-1, State.S] == pytest.approx(1.5 * STAGES * STEP_S, abs=0.2)


def test_a_passage_goes_round_who_stands_in_the_way() -> None:
    x = passage(standing(3.0, 0.1))
    beside = np.abs(x[:, State.S] - 3.0) < 0.3
    assert x[beside, State.N].max() < -0.5  # on the shorter side
    assert x[-1, State.S] > 4.5


def test_tracks_grow_quiet_and_follow_a_turn_at_once() -> None:
    chance = np.random.default_rng(1)
    tracks, position, velocity = no_tracks(1), np.zeros((1, 2)), np.array([[1.0, 0.0]])
    errors = []
    for period in range(100):
        if period == 60:
            velocity = np.array([[0.0, 1.0]])
        position = position + 0.1 * velocity
        seen = position + chance.normal(0.0, 0.1, (1, 2)), velocity + chance.normal(0, 0.1, (1, 2))
        tracks = observed(tracks, *seen, chance.random(1) > 0.1, 0.1)
        errors.append(np.hypot(*(tracks.position - position)[0]))
    assert np.mean(errors[20:60]) < 0.06  # a single observation: 0.125
    assert np.mean(errors[65:]) < 0.1


def test_who_crosses_before_a_vehicle_may_be_passed_where_one_could_not_stop() -> None:
    x, poses = plan(1.0)
    t = np.arange(STAGES + 1) * STEP_S
    # It would run into the side of who brakes now, and passes behind who drives on.
    places = np.stack([np.full(STAGES + 1, 0.6), 1.9 - 0.8 * t], axis=1)[None]
    them = planned_discs(places, np.array([0.3]), open_floor())
    rules = Rules(0.1, 0.5, 100.0, -9.0, 9.0, patience_s=2.0, wheelbase_m=0.0)
    assert too_near_m(x, poses, 0.1, rules, OUTLINE, them) > 0.1
    assert 0.1 < when_to_brake(x, poses, rules, OUTLINE, them) < 2.0
    assert judge(x, poses, rules, OUTLINE, them)[0] == Verdict.CLEAR
    assert judge(x, poses, rules, OUTLINE, standing(1.9, 0.0))[0] == Verdict.OBJECT


@given(
    x_m=st.floats(-4.0, 4.0),
    y_m=st.floats(-4.0, 4.0),
    walks_mps=st.floats(0.3, 1.5),
    angle=st.floats(-pi, pi),
    age_s=st.floats(0.0, 0.5),
)
@example(x_m=0.0, y_m=0.8125, walks_mps=0.375, angle=0.0, age_s=0.0)  # met by its tail
@settings(deadline=None)  # the first call may compile
def test_a_careful_vehicle_stands_before_anybody_is_at_it_who_turns(
    x_m: float, y_m: float, walks_mps: float, angle: float, age_s: float
) -> None:
    radius_m, braking_mps2, most_mps = 0.3, AMR.braking_mps2, 1.5
    them = moving_discs(
        np.array([[x_m, y_m]]), walks_mps * np.array([[cos(angle), sin(angle)]]),
        np.array([radius_m]), np.array([age_s]), open_floor(),
    )  # fmt: skip
    now = them.poses[0, 0, :2]
    v = min(most_mps, careful_mps(np.zeros(3), OUTLINE, braking_mps2, most_mps, them))
    late_s = age_s + open_floor().notice_s
    for t in np.linspace(late_s, late_s + v / braking_mps2, 40):
        braked_s = max(0.0, t - late_s)
        gone_m = v * min(t, late_s) + v * braked_s - 0.5 * braking_mps2 * braked_s**2
        body = shapely.Polygon(OUTLINE + np.array([gone_m, 0.0]))
        # Wherever he goes, he is within a circle about where he was.
        reach_m = radius_m + walks_mps * t
        assert v == 0.0 or body.distance(shapely.Point(now)) > reach_m - 0.03


def test_who_has_said_where_he_goes_or_stands_slows_nobody_down() -> None:
    places = np.zeros((1, STAGES + 1, 2)) + np.array([0.9, 0.9])
    places[0, :, 1] -= 0.15 * np.arange(STAGES + 1)
    planned = planned_discs(places, np.array([0.3]), open_floor())
    for them in (planned, standing(0.9, 0.9), no_objects()):
        assert careful_mps(np.zeros(3), OUTLINE, 1.0, 1.5, them) == inf


def test_a_way_to_a_stand_keeps_its_bend() -> None:
    x, poses = np.zeros((STAGES + 1, len(State))), np.zeros((STAGES + 1, 3))
    x[0, State.V], x[0, State.STEER] = 1.0, 0.5
    drive_out(poses, x, np.zeros((STAGES, 2)), np.zeros(3), 0.0)
    x[:, State.S] = STEP_S * np.arange(STAGES + 1)
    held = np.empty_like(poses)
    braking_drive(x, poses, 0.3, Rules(0.1, 1.0, inf, -inf, inf, wheelbase_m=0.0), held)
    assert held[2] == pytest.approx(poses[2])
    assert held[-1, 2] == pytest.approx(0.5 * 0.3 + 0.5 * 0.5, abs=1e-3)  # 2 m radius, 0.5 m on
    assert held[-1] == pytest.approx(held[-2])


def test_bends_to_a_near_goal_are_driven_slowly() -> None:
    assert bend_cap_mps(10.0, 0.0, 0.0, 1.2) == inf
    assert bend_cap_mps(1.0, 1.0, 0.0, 1.2) < 1.0
    assert bend_cap_mps(-1.0, 0.0, 0.0, 1.2) <= 0.3
    assert bend_cap_mps(9.0, 0.0, pi / 3, 1.2) > 1.5


@pytest.mark.slow
def test_a_crowd_that_shares_its_plans_never_touches(folder: Path) -> None:
    result = run_crowds([1001], SceneOptions(Method.RTI), 30, 8.0)
    assert result["contacts"] == 0
    assert result["goals_per_min"] > 0
