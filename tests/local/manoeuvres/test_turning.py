from dataclasses import replace
from math import pi

import numpy as np
import pytest

from fleet_core.layouts.generate.fleet_types import AMR, FORKLIFT, TUGGER
from fleet_core.model.geometry import Pose
from fleet_core.model.vehicle_type import VehicleType
from planner.local.manoeuvres.check import violations
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre
from planner.local.manoeuvres.scene import ManoeuvreScene, body_of, box, limits_of


def turn(vehicle_type: VehicleType, aisle_m: float, by_rad: float = pi) -> ManoeuvreScene:
    """Turn in the middle of an aisle, ending where it began."""
    middle = aisle_m / 2.0
    sides = box(-15.0, -1.0, 15.0, 0.0), box(-15.0, aisle_m, 15.0, aisle_m + 1.0)
    return ManoeuvreScene(
        Pose(0.0, middle, 0.3), Pose(0.0, middle, 0.3 + by_rad), sides,
        body_of(vehicle_type, loaded=True), limits_of(vehicle_type, 0.6, loaded=True),
    )  # fmt: skip


@pytest.mark.parametrize("vehicle_type", [AMR, FORKLIFT])
@pytest.mark.parametrize("by_rad", [pi, -2.0])
def test_who_can_and_has_room_turns_on_the_spot(vehicle_type: VehicleType, by_rad: float) -> None:
    scene = turn(vehicle_type, 7.0, by_rad)
    answer = plan_manoeuvre(scene)
    assert isinstance(answer, Planned)
    assert not violations(scene, answer.drive)
    assert answer.trajectory.speeds_mps == pytest.approx(0.0, abs=1e-9)
    assert np.ptp(answer.trajectory.poses[:, :2], axis=0) == pytest.approx([0.0, 0.0], abs=1e-9)


def test_the_shorter_turn_is_taken_unless_something_stands_there() -> None:
    scene = turn(FORKLIFT, 7.0, 1.5)
    free = plan_manoeuvre(scene)
    assert isinstance(free, Planned)
    assert np.ptp(free.trajectory.poses[:, 2]) == pytest.approx(1.5, abs=1e-6)
    # A post where the front passes on the shorter side.
    x, y = 2.0 * np.cos(0.3 + 0.75), 3.5 + 2.0 * np.sin(0.3 + 0.75)
    post = box(x - 0.1, y - 0.1, x + 0.1, y + 0.1)
    other = plan_manoeuvre(replace(scene, obstacles=(*scene.obstacles, post)))
    assert isinstance(other, Planned)
    assert np.ptp(other.trajectory.poses[:, 2]) == pytest.approx(2.0 * pi - 1.5, abs=1e-6)


@pytest.mark.parametrize(("vehicle_type", "aisle_m"), [(TUGGER, 3.2), (FORKLIFT, 3.2)])
def test_in_a_tight_aisle_the_turn_is_made_in_points(
    vehicle_type: VehicleType, aisle_m: float
) -> None:
    scene = turn(vehicle_type, aisle_m)
    answer = plan_manoeuvre(scene)
    assert isinstance(answer, Planned), str(answer)
    assert not violations(scene, answer.drive)
    assert len(answer.trajectory.reversals) >= 2


def test_who_cannot_turn_on_the_spot_does_not() -> None:
    answer = plan_manoeuvre(turn(TUGGER, 8.0))
    assert isinstance(answer, Planned), str(answer)
    turning = np.abs(answer.trajectory.turn_rates_radps) > 0.05
    assert (np.abs(answer.trajectory.speeds_mps[turning]) > 1e-3).all()


@pytest.mark.parametrize("vehicle_type", [AMR, FORKLIFT, TUGGER])
def test_where_start_and_goal_are_one_the_vehicle_stands(vehicle_type: VehicleType) -> None:
    scene = replace(turn(vehicle_type, 5.0, 0.0), start_steer_rad=0.4)
    answer = plan_manoeuvre(scene)
    assert isinstance(answer, Planned), str(answer)
    assert answer.trajectory.duration_s < 1.0
    assert answer.trajectory.steering[-1] == pytest.approx(0.0, abs=1e-9)


def test_a_vehicle_that_stands_two_hands_beside_its_goal_shunts() -> None:
    scene = turn(FORKLIFT, 5.0, 0.0)
    scene = replace(scene, goal=replace(scene.goal, y_m=scene.goal.y_m + 0.2))
    answer = plan_manoeuvre(scene)
    assert isinstance(answer, Planned), str(answer)
    assert len(answer.trajectory.reversals) >= 1
