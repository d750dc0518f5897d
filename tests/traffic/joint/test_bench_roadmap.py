"""``fleet bench roadmap``, and the check of its plans from outside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from benchmarks.roadmap.command import bench_roadmap, seed_range
from benchmarks.roadmap.plan_check import TimedRoute, too_near
from fleet_core.layouts.facility_file import write_plant
from fleet_core.layouts.generate.lattice import lattice
from fleet_core.model.errors import InputError, LayoutError
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, LegKind

app = typer.Typer()
app.command()(bench_roadmap)

BODY = ((-0.3, -0.3), (0.3, -0.3), (0.3, 0.3), (-0.3, 0.3))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lattice") / "small.lif.json"
    write_plant(*lattice(3, 3, 2.0), path)
    return path


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments)
    if result.exception is not None:
        raise result.exception
    return result.stdout


def test_the_json_has_all_keys_and_no_conflicts(small: Path) -> None:
    found = json.loads(
        run(str(small), "--agents", "4", "--seeds", "1..3", "--seconds", "0.05", "--json")
    )
    assert list(found) == [
        "agents", "tried", "solved", "proven_unsolvable", "first_plan_s", "delay_share",
        "conflicts",
    ]  # fmt: skip
    assert (found["agents"], found["tried"], found["solved"]) == (4, 3, 3)
    assert found["conflicts"] == found["proven_unsolvable"] == 0
    assert 0.0 < found["first_plan_s"]["p50"] <= found["first_plan_s"]["max"]
    assert found["delay_share"] >= 0.0


def test_words_name_every_seed(small: Path) -> None:
    text = run(str(small), "--agents", "2", "--seeds", "5", "--seconds", "0")
    assert "seed 5: solved" in text


def test_too_many_vehicles_an_unknown_plant_and_odd_seeds_are_refused(small: Path) -> None:
    with pytest.raises(InputError, match="9 nodes"):
        run(str(small), "--agents", "10")
    with pytest.raises(LayoutError, match="atlantis"):
        run("atlantis")
    for text in ("", "3..1", "a..b", "1-4", "1..2..3"):
        with pytest.raises(InputError, match="--seeds"):
            seed_range(text)
    assert list(seed_range("4..6")) == [4, 5, 6]


def route(start: Pose, end: Pose, begin_s: float, end_s: float) -> TimedRoute:
    length = abs(end.x_m - start.x_m) + abs(end.y_m - start.y_m)
    leg = Leg(LegKind.DRIVE, "a", "b", (start, end), length_m=length, max_speed_mps=1.0)
    return TimedRoute(start, BODY, [(leg, begin_s, end_s)])


def test_the_check_sees_bodies_that_cross_between_two_samples_and_no_others() -> None:
    across = route(Pose(-5.0, 0.0, 0.0), Pose(5.0, 0.0, 0.0), 0.0, 0.3)
    still = TimedRoute(Pose(0.2, 0.0, 0.0), BODY, [])
    beside = TimedRoute(Pose(0.0, 0.9, 0.0), BODY, [])
    found = too_near([across, still, beside], 0.2)
    assert [(one.first, one.second) for one in found] == [(0, 1)]
    assert too_near([across, beside], 0.4)[0].distance_m == pytest.approx(0.3, abs=1e-6)


def test_the_check_turns_bodies() -> None:
    long = ((-0.2, -0.2), (1.0, -0.2), (1.0, 0.2), (-0.2, 0.2))
    pose = Pose(0.0, 0.0, 0.0)
    turn = Leg(LegKind.TURN, "a", "a", (pose, Pose(0.0, 0.0, 1.57)), turn_rad=1.57)
    post = TimedRoute(Pose(0.8, 0.8, 0.0), BODY, [])
    assert too_near([TimedRoute(pose, long, []), post], 0.1) == []
    assert too_near([TimedRoute(pose, long, [(turn, 1.0, 3.0)]), post], 0.1)
