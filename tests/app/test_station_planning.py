"""``fleet layout manoeuvres`` as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fleet_core.app.commands.layout import app
from fleet_core.app.station_planning import chosen_ways, plan_stations
from fleet_core.model.errors import InputError
from fleet_core.model.facility import Wall
from tests.local.manoeuvres.bays import small_plant

RUNNER = CliRunner()


def command(*arguments: str):
    result = RUNNER.invoke(app, ["manoeuvres", *arguments], standalone_mode=False)
    if result.exception is not None:
        raise result.exception
    return result


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_station_is_planned_once_and_then_read(tmp_path: Path) -> None:
    asked = ("bottling_hall", "--station", "charger_amr_1", "--out", str(tmp_path))
    ways = json.loads(command(*asked, "--json", "--processes", "1").stdout)["ways"]
    assert [(way["direction"], way["type"], way["planned"]) for way in ways] == [
        ("in", "amr", True),
        ("out", "amr", True),
    ]
    for way in ways:
        assert way["drawn_seconds"] < way["seconds"] < 1.2 * way["drawn_seconds"]
        assert way["clearance_m"] > 0.2
    files = {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    assert len(files) == 2
    shown = command(*asked).stdout.splitlines()  # in two processes
    assert shown[-1] == "bottling_hall: 2 of 2 ways planned"
    assert {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == files


def test_a_way_that_is_walled_up_has_a_reason_and_the_others_are_planned(tmp_path: Path) -> None:
    wall = Wall("wall", ((-1.0, -3.0), (1.0, -3.0)))  # across bay_1
    plant, told = small_plant((wall,)), []
    ways = [way for way in chosen_ways(plant, None, None) if way.station_id != "bay_2"]
    plans = plan_stations(plant, ways, tmp_path, 1, told.append)
    outcome = {(plan.way.station_id, plan.way.inward): plan.reason for plan in plans}
    assert outcome == {
        ("bay_1", True): "goal_blocked",
        ("bay_1", False): "start_blocked",
        ("place", True): "",
        ("place", False): "",
    }
    assert told[-1] == 4


@pytest.mark.parametrize(
    ("option", "name", "words"),
    [
        ("--station", "bay_7", "bottling_hall has no station bay_7; it has"),
        ("--type", "crane", "bottling_hall has no vehicle type that the fleet commands crane"),
    ],
)
def test_a_station_or_type_that_is_not_there_is_named(option, name, words) -> None:
    with pytest.raises(InputError, match=words):
        command("bottling_hall", option, name)
