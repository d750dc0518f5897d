"""``fleet bench mapf``: the numbers, the plan file, and bad input."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from benchmarks.mapf.command import bench_mapf
from fleet_core.model.errors import InputError, WorkError
from tests.grid.validator import check_plan

MAP = "type octile\nheight 3\nwidth 4\nmap\n....\n.@..\n....\n"
LINES = ["0\tm\t4\t3\t0\t0\t3\t0\t3", "0\tm\t4\t3\t3\t0\t0\t0\t3", "0\tm\t4\t3\t0\t2\t3\t2\t3"]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    map_file, scenario_file = tmp_path / "a.map", tmp_path / "a.scen"
    map_file.write_text(MAP)
    scenario_file.write_text("\n".join(["version 1", *LINES]) + "\n")
    return map_file, scenario_file


def run(*arguments: object) -> str:
    app = typer.Typer()
    app.command()(bench_mapf)
    result = CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=True)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_numbers_and_the_plan(files: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "plan.txt"
    told = run(*files, "--agents", 3, "--time", 0.2, "--json", "--out", out)
    result = json.loads(told)
    assert result["solved"]
    assert result["lower_bound"] == 9
    assert result["soc_first"] >= result["soc"] >= result["lower_bound"]
    assert result["executable"]
    assert {"agents", "first_plan_s", "makespan", "seconds", "adg_ms", "adg_events"} <= set(result)
    starts, goals = [(0, 0), (3, 0), (0, 2)], [(3, 0), (0, 0), (3, 2)]
    plan = check_plan(out.read_text(), MAP, starts, goals)
    assert len(plan.cells) == result["makespan"] + 1


def test_the_numbers_in_words(files: tuple[Path, Path]) -> None:
    told = run(*files, "--agents", 1, "--time", 2)
    assert "1 agents: first plan after" in told


def test_what_has_no_plan_is_told_and_not_written(files: tuple[Path, Path], tmp_path: Path) -> None:
    files[0].write_text(MAP.replace(".@..", "@@@@"))
    result = json.loads(run(*files, "--agents", 2, "--time", 60, "--json"))
    assert (result["solved"], result["outcome"], result["soc"]) == (False, "unsolvable", None)
    with pytest.raises(WorkError, match="there is none to write"):
        run(*files, "--agents", 2, "--time", 60, "--out", tmp_path / "plan.txt")
    assert not (tmp_path / "plan.txt").exists()


def test_bad_input_is_refused(files: tuple[Path, Path]) -> None:
    for options in (
        ["--agents", 4],
        ["--agents", 1, "--time", 0],
        ["--agents", 1, "--time", "nan"],
    ):
        with pytest.raises(InputError):
            run(*files, *options)
    files[0].write_text(MAP.replace("....\n.@..", "..@.\n.@@@"))
    with pytest.raises(InputError, match="no way to their goal"):
        run(*files, "--agents", 1)
