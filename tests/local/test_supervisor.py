"""What the braking supervisor lets through, and what not."""

from __future__ import annotations

from math import cos, pi, sin
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.local.body import body
from planner.local.objects import moving_discs, no_objects, planned_bodies
from planner.local.settings import LocalSettings
from planner.local.state import STAGES, STEP_S, SolveReport, State, Status
from planner.local.supervisor import Rules, Verdict, gap, judge, put
from tests.local.drive import Drive
from tests.local.lanes import sight, straight
from tests.simulation.plants import AMR

OUTLINE = body(AMR.footprint).outline
WIDE = Rules(0.1, AMR.braking_mps2, 100.0, -0.1, 0.1)


def plan(speed_mps: float) -> tuple[np.ndarray, np.ndarray]:
    """Straight along x at an even speed: states, and poses on the floor."""
    x = np.zeros((STAGES + 1, len(State)))
    x[:, State.S] = speed_mps * STEP_S * np.arange(STAGES + 1)
    x[:, State.V] = speed_mps
    return x, np.column_stack([x[:, State.S], np.zeros((STAGES + 1, 2))])


def person(x_m: float, y_m: float, vx: float = 0.0, vy: float = 0.0, age_s: float = 0.0):
    return moving_discs(
        np.array([[x_m, y_m]]), np.array([[vx, vy]]), np.array([0.3]), np.array([age_s]),
        LocalSettings(),
    )  # fmt: skip


def test_an_empty_floor_is_clear() -> None:
    assert judge(*plan(1.0), WIDE, OUTLINE, no_objects())[0] == Verdict.CLEAR


def test_a_plan_without_numbers_is_refused() -> None:
    x, poses = plan(1.0)
    x[7, State.V] = np.nan
    assert judge(x, poses, WIDE, OUTLINE, no_objects())[0] == Verdict.NO_PLAN


def test_a_plan_that_cannot_stop_before_the_release_is_refused() -> None:
    needed_m = 0.1 + 1.0 / (2.0 * AMR.braking_mps2)
    for spare_m, verdict in ((0.01, Verdict.CLEAR), (-0.01, Verdict.RELEASE)):
        rules = WIDE._replace(release_m=needed_m + spare_m)
        assert judge(*plan(1.0), rules, OUTLINE, no_objects())[0] == verdict


def test_a_plan_that_leaves_the_corridor_before_it_could_stand_is_refused() -> None:
    x, poses = plan(1.0)
    x[2, State.N] = 0.2
    assert judge(x, poses, WIDE, OUTLINE, no_objects())[0] == Verdict.CORRIDOR
    x[2, State.N], x[STAGES, State.N] = 0.0, 0.2
    assert judge(x, poses, WIDE, OUTLINE, no_objects())[0] == Verdict.CLEAR


@pytest.mark.parametrize(
    ("them", "verdict"),
    [
        (person(1.5, 0.0), Verdict.OBJECT),
        (person(6.0, 0.0), Verdict.CLEAR),  # far ahead
        (person(1.5, 3.0), Verdict.CLEAR),
        (person(1.6, 1.8, vy=-1.5), Verdict.OBJECT),  # walks into the way
        (person(1.5, 1.2, vy=1.5), Verdict.CLEAR),  # has walked out of it
        (person(-1.0, 0.0, vx=0.9), Verdict.CLEAR),  # walks behind
    ],
)
def test_a_plan_is_refused_when_it_would_come_too_near_while_braking(them, verdict) -> None:
    assert judge(*plan(1.0), WIDE, OUTLINE, them)[0] == verdict


def test_an_old_prediction_is_wider() -> None:
    beside = 0.4 + 0.3 * 1.15 + 0.25
    assert judge(*plan(1.0), WIDE, OUTLINE, person(1.6, beside))[0] == Verdict.CLEAR
    assert judge(*plan(1.0), WIDE, OUTLINE, person(1.6, beside, age_s=0.5))[0] == Verdict.OBJECT


def test_a_vehicle_that_stands_too_near_may_drive_away() -> None:
    assert judge(*plan(0.5), WIDE, OUTLINE, person(-0.8, 0.0))[0] == Verdict.CLEAR


def test_who_stands_waits_until_somebody_who_moves_is_surely_past() -> None:
    """Where he is, is known late: thought to be 10 cm behind a vehicle he may still touch it."""
    behind_m = min(x for x, _y in AMR.footprint) - 0.3 - 0.1
    late_s = 0.3
    x, poses = plan(0.5)
    x[0, State.V] = 0.0
    leaves = person(behind_m + late_s, 0.0, vx=-1.0, age_s=late_s)
    assert judge(x, poses, WIDE, OUTLINE, leaves)[0] == Verdict.OBJECT
    assert judge(*plan(0.5), WIDE, OUTLINE, leaves)[0] == Verdict.CLEAR  # who drives, drives on
    gone = person(behind_m, 0.0, vx=-1.0, age_s=late_s)
    assert judge(x, poses, WIDE, OUTLINE, gone)[0] == Verdict.CLEAR
    stays = person(behind_m, 0.0, age_s=late_s)
    assert judge(x, poses, WIDE, OUTLINE, stays)[0] == Verdict.CLEAR  # or it would stay for ever


def test_vehicles_that_meet_in_neighbouring_lanes_do_not_brake() -> None:
    passing = np.zeros((1, STAGES + 1, 3))
    passing[0, :, 0] = 4.0 - STEP_S * np.arange(STAGES + 1)
    passing[0, :, 1:] = 0.82, pi
    other = planned_bodies([body(AMR.footprint)], passing, np.zeros(1), LocalSettings())
    assert judge(*plan(1.0), WIDE, OUTLINE, other)[0] == Verdict.CLEAR
    passing[0, :, 1] = 0.75
    other = planned_bodies([body(AMR.footprint)], passing, np.zeros(1), LocalSettings())
    assert judge(*plan(1.0), WIDE, OUTLINE, other)[0] == Verdict.OBJECT


@given(
    x=st.floats(-4.0, 4.0),
    y=st.floats(-4.0, 4.0),
    heading=st.floats(-pi, pi),
    length=st.floats(0.1, 3),
)
@settings(deadline=None)  # the first call may compile
def test_the_gap_never_claims_more_than_the_distance(x, y, heading, length) -> None:
    mine = OUTLINE.copy()
    box = np.array([(-length, -0.4), (length, -0.4), (length, 0.4), (-length, 0.4)])
    theirs = np.empty_like(box)
    put(box, np.array([x, y, heading]), theirs)
    distance = shapely.Polygon(mine).distance(shapely.Polygon(theirs))
    found = gap(mine, len(mine), theirs, len(theirs))
    assert found <= distance + 1e-9
    assert (found > 1e-9) == (distance > 1e-9) or abs(found) < 1e-6
    point = np.array([[x, y]])
    assert (
        gap(mine, len(mine), point, 1) <= shapely.Polygon(mine).distance(shapely.Point(x, y)) + 1e-9
    )


def test_put_turns_and_moves() -> None:
    out = np.empty((1, 2))
    put(np.array([[1.0, 0.0]]), np.array([2.0, 3.0, 0.5]), out)
    assert out[0] == pytest.approx([2.0 + cos(0.5), 3.0 + sin(0.5)])


def test_a_vehicle_without_a_pose_brakes_and_goes_on_when_it_is_back(folder: Path) -> None:
    drive = Drive(AMR, straight(20.0), folder)
    drive.run(30)
    fast = drive.speed_mps
    blind = sight(tuple(drive.pose.tolist()), drive.speed_mps)._replace(known=np.zeros(1, np.bool_))
    for _ in range(3):
        blind = blind._replace(speed_mps=np.array([drive.speed_mps]))
        drive.step(seen=blind)
    assert drive.verdicts[-3:] == [Verdict.NO_POSE] * 3
    assert drive.speed_mps == pytest.approx(fast - 0.3 * AMR.braking_mps2)
    drive.run(10)
    assert drive.verdicts[-1] is Verdict.CLEAR
    assert drive.speed_mps > fast - 0.1


def test_a_vehicle_stops_before_a_person_who_stands_in_its_lane(folder: Path) -> None:
    drive = Drive(AMR, straight(20.0), folder).run(200, person(10.0, 0.0))
    front = drive.pose[0] + 1.0
    assert drive.speed_mps == pytest.approx(0.0, abs=0.02)
    assert 8.3 < front < 9.4  # the person's side is at 9.7
    drive.run(200)
    assert drive.pose[0] == pytest.approx(20.0, abs=0.01)


def test_who_brakes_tells_where_it_will_stand_not_what_was_refused(folder: Path) -> None:
    drive = Drive(AMR, straight(20.0), folder).run(40)
    begin, speed = float(drive.pose[0]), drive.speed_mps
    drive.step(person(begin + 1.6, 0.0))
    assert drive.verdicts[-1] is Verdict.OBJECT
    told = drive.planner.plans[0]
    stand = begin + speed**2 / (2.0 * AMR.braking_mps2)
    assert told[0, 0] == pytest.approx(begin, abs=0.01)
    assert told[-1, 0] == pytest.approx(stand, abs=0.02)
    assert np.ptp(told[-5:], axis=0) == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_a_pose_that_jumps_is_not_believed_until_poses_hang_together(folder: Path) -> None:
    drive = Drive(AMR, straight(40.0), folder).run(40)
    true, speed = drive.pose.copy(), drive.speed_mps
    drive.step(seen=sight((float(true[0]) + 3.0, 0.0, 0.0), speed))
    assert drive.verdicts[-1] is Verdict.JUMP
    assert drive.speed_mps == pytest.approx(speed - 0.1 * AMR.braking_mps2)
    drive.run(9)
    assert set(drive.verdicts[-9:]) == {Verdict.JUMP}  # back again is a jump as well
    drive.run(10)
    assert drive.verdicts[-1] is Verdict.CLEAR
    drive.run(10)
    assert drive.speed_mps > 0.3


def test_a_solver_that_fails_makes_the_vehicle_brake_and_is_tried_again(
    folder: Path, monkeypatch
) -> None:
    drive = Drive(AMR, straight(20.0), folder).run(40)
    speed = drive.speed_mps
    solver = drive.planner.solver_of(0)
    monkeypatch.setattr(solver, "solve", _fails)
    drive.run(3)
    assert drive.verdicts[-3:] == [Verdict.NO_PLAN] * 3
    assert drive.speed_mps == pytest.approx(speed - 0.3 * AMR.braking_mps2)
    monkeypatch.undo()
    drive.run(20)
    assert drive.verdicts[-1] is Verdict.CLEAR
    assert drive.speed_mps > speed - 0.1


def _fails(problem, guess, **_options):
    """What a solver says that has found nothing, with the rubbish it leaves behind."""
    guess.x[:] = np.nan
    outcome = np.zeros((len(guess.x), len(SolveReport)))
    outcome[:, SolveReport.STATUS] = Status.FAILED
    return outcome


def test_without_a_release_a_vehicle_stands(folder: Path) -> None:
    drive = Drive(AMR, straight(20.0), folder)
    drive.planner.begin(0, None)
    drive.run(5)
    assert drive.speed_mps == 0.0
    assert drive.pose == pytest.approx([0.0, 0.0, 0.0])
