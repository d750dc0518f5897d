"""``fleet bench lifelong``: figures, a plan that others can check, and clear words on bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from benchmarks.lifelong.command import bench_lifelong
from fleet_core.model.errors import FleetError, InputError
from tests.grid.lifelong.small_runs import grid_from, map_text
from tests.grid.validator import check_plan

app = typer.Typer()
app.command()(bench_lifelong)


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    path = tmp_path / "yard.map"
    path.write_text(map_text(grid_from(*["." * 8] * 6)))
    return path


def run(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    if isinstance(result.exception, FleetError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("model", ["rotate", "shift"])
def test_figures_and_plan(map_file: Path, tmp_path: Path, model: str) -> None:
    out = tmp_path / "plan.txt"
    told = json.loads(
        run(map_file, "--agents", 5, "--steps", 40, "--model", model, "--seed", 2, "--tries", 20,
            "--json", "--out", out)
    )  # fmt: skip
    assert list(told) == ["agents", "steps", "goals", "goals_per_step", "step_ms", "seed"]
    assert list(told["step_ms"]) == ["p50", "p95", "max"]
    assert (told["agents"], told["steps"], told["seed"]) == (5, 40, 2)
    assert told["goals_per_step"] == told["goals"] / 40 > 0
    plan = check_plan(out.read_text(), map_file.read_text())
    assert (len(plan.cells), len(plan.cells[0])) == (41, 5)
    assert (plan.headings is not None) == (model == "rotate")


def test_a_time_for_each_step(map_file: Path) -> None:
    assert "4 agents, 10 steps" in run(
        map_file, "--agents", 4, "--steps", 10, "--step-ms", 1
    )  # fmt: skip


def test_no_time_is_refused(map_file: Path) -> None:
    with pytest.raises(InputError, match="--step-ms is 0; it must be above 0"):
        run(map_file, "--step-ms", 0)


def test_too_many_agents_are_refused(map_file: Path) -> None:
    with pytest.raises(InputError, match="map yard: 48 agents; possible are 1 to 47"):
        run(map_file, "--agents", 48)


def test_a_plan_that_cannot_be_written_is_said_at_once(map_file: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        run(map_file, "--agents", 2, "--steps", 2, "--out", tmp_path / "no" / "plan.txt")
