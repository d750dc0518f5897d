"""``fleet bench traffic`` as a stranger would call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from benchmarks.traffic.command import bench_traffic
from fleet_core.app.shifts import shift_of
from fleet_core.layouts.facility_file import write_facility
from fleet_core.layouts.generate.grid import grid
from fleet_core.model.errors import InputError

app = typer.Typer()
app.command()(bench_traffic)


@pytest.mark.slow
def test_every_combination_is_a_row_with_its_collisions_and_deadlocks() -> None:
    words = [
        "bottling_hall",
        "--vehicles",
        "4,6",
        "--delays",
        "0,0.2",
        "--duration",
        "20",
        "--json",
    ]
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code == 0, answer.output
    rows = json.loads(answer.stdout)
    assert [(row["vehicles"], row["delays"]) for row in rows] == [
        (4, 0),
        (4, 0.2),
        (6, 0),
        (6, 0.2),
    ]
    assert all(row["collisions"] == row["deadlocks"] == 0 for row in rows)


@pytest.mark.slow
def test_a_shift_among_people_is_compared_with_the_same_without() -> None:
    words = ["bottling_hall", "--duration", "60", "--people", "3", "--manned", "1", "--json"]
    answer = CliRunner().invoke(app, words)
    assert answer.exit_code == 0, answer.output
    empty, shared = json.loads(answer.stdout)
    assert (shared["people"], shared["manned"], shared["contacts_at_fault"]) == (3, 1, 0)
    assert shared["orders_created"] == empty["orders_created"] > 0
    assert {"throughput_kept", "lead_longer"} <= empty.keys() & shared.keys()


def test_assumed_work_grows_with_the_fleet(tmp_path: Path) -> None:
    layout = str(generated(tmp_path))
    few, many = (shift_of(layout, None, count, None, 60.0, 1) for count in (4, 8))
    rates = [sum(one.rate_per_h for one in shift.scenario.streams) for shift in (few, many)]
    assert rates[1] == pytest.approx(2.0 * rates[0], rel=1e-3)


def generated(folder: Path) -> Path:
    """A small grid without a scenario of its own."""
    for path in write_facility(grid(4, 4)[0], None, folder, "grid"):
        if path.name.endswith(".lif.json"):
            return path
    raise AssertionError("no layout")


def test_what_is_no_number_is_refused_with_what_would_be_allowed() -> None:
    answer = CliRunner().invoke(app, ["bottling_hall", "--delays", "much"])
    assert isinstance(answer.exception, InputError)
    assert "--delays 'much': expected numbers from 0 to 1" in str(answer.exception)
