import json
from dataclasses import replace

import numpy as np
import pytest
from typer import Typer
from typer.testing import CliRunner

from benchmarks.docking.command import bench_docking, quantile
from benchmarks.docking.measure import seen_from_outside
from benchmarks.docking.scenes import RackAisle, docking, long_forklift
from fleet_core.model.geometry import Pose
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre

APP = Typer()
APP.command()(bench_docking)


@pytest.mark.slow
def test_random_starts_are_planned_and_counted() -> None:
    done = CliRunner().invoke(APP, ["--starts", "2", "--seed", "7", "--json"])
    assert done.exit_code == 0, done.output
    result = json.loads(done.stdout)
    assert (result["starts"], result["seed"]) == (2, 7)
    assert result["verified_share"] == 1.0
    assert result["solve_ms"].keys() >= {"p50", "p95"}


def test_a_trajectory_through_a_rack_or_beside_the_goal_is_seen_from_outside() -> None:
    scene = docking(RackAisle(), long_forklift(), Pose(1.6, 1.9, 0.0))
    answer = plan_manoeuvre(scene)
    assert isinstance(answer, Planned)
    trajectory = answer.trajectory
    assert seen_from_outside(scene, trajectory) == ""
    aside = replace(trajectory, poses=trajectory.poses + np.array([0.05, 0.0, 0.0]))
    assert "of a rack" in seen_from_outside(scene, aside)
    short = replace(trajectory, poses=trajectory.poses + np.array([0.0, 0.01, 0.0]))
    assert "from the goal" in seen_from_outside(scene, short)


def test_a_quantile_is_the_least_value_that_so_many_do_not_exceed() -> None:
    assert [quantile([1.0, 2.0, 3.0, 4.0], share) for share in (0.25, 0.5, 0.51, 1.0)] == [
        1,
        2,
        3,
        4,
    ]
