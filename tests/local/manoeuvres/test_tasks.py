"""A manoeuvre cut into what the local planner drives."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from benchmarks.docking.scenes import RackAisle, long_forklift, random_dockings
from benchmarks.docking.tracking import track
from fleet_core.app.local_motion import solver_folder
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre
from planner.local.manoeuvres.tasks import tasks_of
from planner.local.stretch import Stretch


def planned(seed: int):
    scene = next(random_dockings(RackAisle(), long_forklift(), np.random.default_rng(seed)))
    answer = plan_manoeuvre(scene)
    assert isinstance(answer, Planned)
    return scene, answer.trajectory


@pytest.mark.parametrize("seed", [301, 302, 303])
def test_the_parts_join_from_start_to_goal_and_change_direction_at_reversals(seed: int) -> None:
    scene, trajectory = planned(seed)
    stretches = [task for task in tasks_of(trajectory) if isinstance(task, Stretch)]
    assert len(stretches) == len(trajectory.reversals) + 1
    poses = [stretch.line.poses for stretch in stretches]
    assert poses[0][0, :2] == pytest.approx([scene.start.x_m, scene.start.y_m], abs=1e-3)
    assert poses[-1][-1, :2] == pytest.approx([scene.goal.x_m, scene.goal.y_m], abs=5e-3)
    for before, after in pairwise(stretches):
        assert before.line.poses[-1] == pytest.approx(after.line.poses[0], abs=5e-3)
        assert before.direction == -after.direction
    length = sum(stretch.length_m for stretch in stretches)
    driven = np.hypot(*np.diff(trajectory.poses[:, :2], axis=0).T).sum()
    assert length == pytest.approx(driven, rel=0.01)


def test_a_manoeuvre_is_driven_to_the_centimetre_on_noisy_poses() -> None:
    scene, trajectory = planned(304)
    kind, rng = long_forklift(), np.random.default_rng(5)
    driven = track(scene, trajectory, kind, rng, solver_folder())
    assert driven.arrived
    assert driven.end_m < 0.01
    assert driven.end_rad < np.radians(0.5)
    assert driven.free_m > 0.0
