"""The benchmark of scenes: what is drawn, what is checked, and that methods get across."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from benchmarks.scenes.command import bench_scenes
from benchmarks.scenes.measure import SceneOptions, run_scenes
from benchmarks.scenes.run import rectangle
from benchmarks.scenes.scene import CLEAR_M, LIMIT_S, OTHERS, draw_scene
from benchmarks.scenes.steering import Method, steering
from benchmarks.scenes.truth import disc_gap, drive_period
from fleet_core.model.errors import ConfigurationError
from fleet_core.model.vehicle_type import Kinematics
from planner.local.settings import open_floor
from planner.local.supervisor import put

app = typer.Typer()
app.command()(bench_scenes)
TYPE = draw_scene(1).vehicle


def test_a_seed_gives_the_same_scene_with_a_clear_start() -> None:
    first, again, other = draw_scene(5), draw_scene(5), draw_scene(6)
    assert np.array_equal(first.others.turns, again.others.turns)
    assert not np.array_equal(first.others.turns[:, 0], other.others.turns[:, 0])
    assert len(first.others.radius_m) == OTHERS
    begin = first.others.places(np.zeros(1))[:, 0]
    assert (np.hypot(*begin.T) - first.others.radius_m).min() >= CLEAR_M


def test_the_others_go_evenly_and_never_faster_than_they_may() -> None:
    others = draw_scene(7).others
    places = others.places(np.arange(0.0, LIMIT_S, 0.1))
    steps_mps = np.hypot(*np.moveaxis(np.diff(places, axis=1), 2, 0)) / 0.1
    assert steps_mps.max() <= 1.5 + 1e-9
    assert np.median(steps_mps, axis=1).min() >= 0.3
    ahead = others.places(np.array([3.0, 3.001]))
    assert others.velocities(3.0) == pytest.approx((ahead[:, 1] - ahead[:, 0]) / 0.001, abs=1e-6)


@given(x=st.floats(-2, 2), y=st.floats(-2, 2), heading=st.floats(-4, 4))
@settings(deadline=None)
def test_the_gap_to_a_disc_is_the_distance(x: float, y: float, heading: float) -> None:
    pose = np.array([0.3, -0.2, heading])
    corners = np.empty((4, 2))
    put(np.array(TYPE.footprint), pose, corners)
    distance = shapely.Polygon(corners).distance(shapely.Point(x, y))
    assert disc_gap(pose, rectangle(TYPE), x, y) == pytest.approx(distance, abs=1e-9)


@pytest.mark.parametrize(("speed", "found"), [(0.0, 1), (0.04, 1), (0.5, 2)])
def test_who_is_touched_while_driving_is_hit_and_who_comes_to_a_stand_is_not(speed, found) -> None:
    places = np.full((2, 10, 2), 5.0)
    places[0] = 0.5, 0.0
    touched = drive_period(
        np.zeros(3), np.full(2, speed), np.zeros(2), 0.0, rectangle(TYPE), places,
        np.array([0.3, 0.3]), np.empty((10, 3)),
    )  # fmt: skip
    assert list(touched) == [found, 0]


@pytest.mark.slow
@pytest.mark.parametrize("kinematics", list(Kinematics))
def test_the_local_planner_crosses_without_a_hit(kinematics: Kinematics) -> None:
    result = run_scenes(range(1000, 1003), SceneOptions(Method.RTI, kinematics=kinematics))
    assert result["scenes"] == 3
    assert result["hits_at_fault"] == 0
    assert result["finished_share"] == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("method", [each for each in Method if each is not Method.RTI])
def test_a_baseline_with_the_supervisor_drives(method: Method) -> None:
    result = run_scenes([1003], SceneOptions(method))
    assert result["finished_share"] == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3449, 3831])
def test_nobody_is_hit_who_is_known_late(seed: int) -> None:
    """Scenes in which somebody was: by braking in his way, by starting when he was almost past."""
    assert run_scenes([seed], SceneOptions(Method.RTI, noisy=True))["hits_at_fault"] == 0


@pytest.mark.slow
def test_noisy_observations_are_the_same_each_time() -> None:
    options = SceneOptions(Method.RTI, noisy=True)
    assert run_scenes([1004], options) == run_scenes([1004], options)


def test_the_trace_holds_every_body_100_times_a_second(tmp_path: Path) -> None:
    trace = tmp_path / "trace.csv"
    told = CliRunner().invoke(app, ["--seeds", "1003..1004", "--trace", str(trace), "--json"])
    assert told.exit_code == 0
    assert json.loads(told.stdout)["scenes"] == 2
    rows = [line.split(",") for line in trace.read_text().splitlines()[1:]]
    bodies = json.loads(trace.with_suffix(".json").read_text())["footprints"]
    assert {row[1] for row in rows} == set(bodies)
    assert len(bodies) == 2 * (OTHERS + 1)
    first = [float(row[0]) for row in rows if row[1] == "1003_vehicle"]
    assert np.diff(first) == pytest.approx(np.full(len(first) - 1, 0.01))


@pytest.mark.slow
def test_the_trace_of_a_crowd_holds_every_vehicle(tmp_path: Path) -> None:
    trace = tmp_path / "crowd.csv"
    words = ["--seeds", "1003", "--crowd", "3", "--seconds", "1", "--trace", str(trace)]
    assert CliRunner().invoke(app, words).exit_code == 0
    rows = [line.split(",") for line in trace.read_text().splitlines()[1:]]
    bodies = json.loads(trace.with_suffix(".json").read_text())["footprints"]
    assert {row[1] for row in rows} == set(bodies) == {f"1003_vehicle_{v}" for v in range(3)}
    assert len(rows) == 3 * 100


def test_baselines_are_named_when_they_are_not_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "benchmarks.scenes.steering.import_module",
        lambda name: (_ for _ in ()).throw(ModuleNotFoundError(name=name)),
    )
    with pytest.raises(ConfigurationError, match="run from its folder"):
        steering(Method.DWA, [TYPE], open_floor(), 1)
