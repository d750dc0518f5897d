import json
from pathlib import Path

from typer import Typer
from typer.testing import CliRunner

from benchmarks.pdptw.command import bench_pdptw
from fleet_core.model.errors import InputError
from tests.app.li_lim_files import small_instance

APP = Typer()
APP.command()(bench_pdptw)


def test_routes_are_found_checked_and_written(tmp_path: Path) -> None:
    file, out = small_instance(tmp_path), tmp_path / "routes.txt"
    done = CliRunner().invoke(APP, [str(file), "--time", "0.3", "--json", "--out", str(out)])
    assert done.exit_code == 0, done.output
    result = json.loads(done.output)
    assert result.keys() >= {"instance", "routes", "distance", "seconds", "feasible"}
    assert (result["instance"], result["routes"], result["feasible"]) == ("small", 2, True)
    lines = out.read_text(encoding="ascii").splitlines()
    assert [line.split(" : ")[0] for line in lines] == ["Route 1", "Route 2"]
    assert sorted(int(task) for line in lines for task in line.split(" : ")[1].split()) == [
        1, 2, 3, 4, 5, 6,
    ]  # fmt: skip


def test_a_time_that_is_none_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(APP, [str(small_instance(tmp_path)), "--time", "nan"])
    assert isinstance(done.exception, InputError)
