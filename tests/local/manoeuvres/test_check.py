from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from planner.local.manoeuvres.check import Fault, faults
from planner.local.manoeuvres.optimisation import Optimised
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre
from planner.local.manoeuvres.scene import box
from tests.local.manoeuvres.scenes import beside_the_slot

SCENE = beside_the_slot()


@pytest.fixture(scope="module")
def found() -> Optimised:
    answer = plan_manoeuvre(SCENE)
    assert isinstance(answer, Planned)
    return answer.found


def kinds(scene: Any, found: Optimised) -> set[Fault]:
    return {finding.fault for finding in faults(scene, found)}


def test_a_proven_manoeuvre_has_no_faults(found: Optimised) -> None:
    assert not faults(SCENE, found)


def test_a_thin_post_that_the_body_passes_between_two_nodes_is_found(found: Optimised) -> None:
    # A post as thin as a finger that no body at a node touches, in the middle of an interval.
    middle = found.states[20, :2] * 0.5 + found.states[21, :2] * 0.5
    post = box(middle[0] - 0.005, middle[1] - 0.005, middle[0] + 0.005, middle[1] + 0.005)
    scene = replace(SCENE, obstacles=(*SCENE.obstacles, post))
    assert kinds(scene, found) == {Fault.CLEARANCE}


def test_inputs_that_lead_elsewhere_are_found(found: Optimised) -> None:
    inputs = found.inputs.copy()
    inputs[10, 1] += 0.02
    assert Fault.GOAL in kinds(SCENE, replace(found, inputs=inputs))


def test_a_limit_below_what_is_driven_is_found(found: Optimised) -> None:
    for name, fault in (
        ("reverse_mps", Fault.SPEED),
        ("acceleration_mps2", Fault.ACCELERATION),
        ("max_steer_rad", Fault.STEERING),
        ("steer_rate_radps", Fault.STEERING_RATE),
        ("turn_speed_radps", Fault.TURN_RATE),
    ):
        slower = replace(SCENE.limits, **{name: 0.05})
        assert fault in kinds(replace(SCENE, limits=slower), found), name


def test_another_start_is_found(found: Optimised) -> None:
    start = replace(SCENE.start, x_m=SCENE.start.x_m + 0.01)
    assert kinds(replace(SCENE, start=start), found) == {Fault.START}


def test_what_is_not_a_number_is_found(found: Optimised) -> None:
    assert kinds(SCENE, replace(found, steps_s=found.steps_s * np.nan)) == {Fault.NOT_FINITE}
