from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner.local.manoeuvres.check import ViolationKind, violations
from planner.local.manoeuvres.motion import Drive, rates_of
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre
from planner.local.manoeuvres.scene import box
from tests.local.manoeuvres.scenes import beside_the_slot

SCENE = beside_the_slot()


@pytest.fixture(scope="module")
def drive() -> Drive:
    answer = plan_manoeuvre(SCENE)
    assert isinstance(answer, Planned)
    return answer.drive


def kinds(scene: Any, drive: Drive) -> set[ViolationKind]:
    return {each.kind for each in violations(scene, drive)}


def test_a_proven_manoeuvre_has_no_violations(drive: Drive) -> None:
    assert not violations(SCENE, drive)


def test_a_thin_post_that_the_body_passes_between_two_nodes_is_found(drive: Drive) -> None:
    # A post as thin as a finger that no body at a node touches, in the middle of an interval.
    rates = rates_of(SCENE.limits.kinematics, SCENE.limits.wheelbase_m, np.sin, np.cos)
    states = drive.states(rates)
    middle = states[20, :2] * 0.5 + states[21, :2] * 0.5
    post = box(middle[0] - 0.005, middle[1] - 0.005, middle[0] + 0.005, middle[1] + 0.005)
    scene = replace(SCENE, obstacles=(*SCENE.obstacles, post))
    assert kinds(scene, drive) == {ViolationKind.CLEARANCE}


def test_inputs_that_lead_elsewhere_are_drive(drive: Drive) -> None:
    inputs = drive.inputs.copy()
    inputs[10, 1] += 0.02
    assert ViolationKind.GOAL in kinds(SCENE, replace(drive, inputs=inputs))


def test_a_limit_below_what_is_driven_is_found(drive: Drive) -> None:
    for name, kind in (
        ("reverse_mps", ViolationKind.SPEED),
        ("acceleration_mps2", ViolationKind.ACCELERATION),
        ("max_steer_rad", ViolationKind.STEERING),
        ("steer_rate_radps", ViolationKind.STEERING_RATE),
        ("turn_speed_radps", ViolationKind.TURN_RATE),
    ):
        slower = replace(SCENE.limits, **{name: 0.05})
        assert kind in kinds(replace(SCENE, limits=slower), drive), name


def test_another_start_is_found(drive: Drive) -> None:
    start = replace(SCENE.start, x_m=SCENE.start.x_m + 0.01)
    assert kinds(replace(SCENE, start=start), drive) == {ViolationKind.START}


def test_what_is_not_a_number_is_found(drive: Drive) -> None:
    assert kinds(SCENE, replace(drive, steps_s=drive.steps_s * np.nan)) == {
        ViolationKind.NOT_FINITE
    }
