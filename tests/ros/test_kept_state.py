"""What the plant simulator keeps in its data folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fleet_core.model.errors import ConfigurationError
from fleet_core.model.scenario import Scenario
from fleet_core.simulation.embedded_plant import Plant
from fleet_nodes.kept_file import KeptFile
from fleet_nodes.plant_memory import PlantClock, PlantMemory, Remembered, shift_key
from tests.simulation.plants import CALM, facility, lane, route, run

KEY = shift_key(facility(), CALM, 1)


def moving_plant() -> Plant:
    made = Plant(facility(), CALM, np.random.default_rng(1))
    made.apply(route("r1", lane(0)))
    run(made, 5)
    return made


def kept(folder: Path, plant: Plant) -> PlantMemory:
    memory = PlantMemory(folder, KEY)
    memory.keep(Remembered(KEY, 100.0, 7, plant.snapshot()))
    return memory


def test_a_plant_that_was_killed_is_recalled(tmp_path: Path) -> None:
    plant = moving_plant()
    kept(tmp_path, plant)
    found = PlantMemory(tmp_path, KEY).recall()
    assert found is not None
    assert (found.begun_s, found.orders_taken) == (100.0, 7)
    assert found.plant == plant.snapshot()


def test_a_plant_that_ended_in_order_is_not(tmp_path: Path) -> None:
    kept(tmp_path, moving_plant()).forget()
    assert PlantMemory(tmp_path, KEY).recall() is None


def test_neither_is_another_one_nor_a_torn_one(tmp_path: Path) -> None:
    kept(tmp_path, moving_plant())
    assert PlantMemory(tmp_path, shift_key(facility(2), CALM, 1)).recall() is None
    assert PlantMemory(tmp_path, shift_key(facility(), CALM, 2)).recall() is None
    other = Scenario("other", ())
    assert PlantMemory(tmp_path, shift_key(facility(), other, 1)).recall() is None
    file = next(tmp_path.glob("plant_state*"))
    file.write_bytes(file.read_bytes()[:-200])
    assert PlantMemory(tmp_path, KEY).recall() is None


def test_what_reports_say_is_kept_before_it_is_said(tmp_path: Path) -> None:
    memory = PlantMemory(tmp_path, KEY)
    plant = moving_plant()
    reports = plant.reports(0.0)
    assert memory.due(reports)
    assert not memory.due([replace(each, speed_mps=9.9) for each in reports])
    assert memory.due([replace(each, legs_done=each.legs_done + 1) for each in reports])


def test_the_clock_never_goes_back(tmp_path: Path) -> None:
    ahead_s = PlantClock(tmp_path, 10.0).start_s + 5000.0
    clock = PlantClock(tmp_path, 10.0)
    clock.keep(ahead_s)
    assert PlantClock(tmp_path, 10.0).start_s > ahead_s
    resumed = PlantClock(tmp_path, 10.0, plant_s=300.0)
    assert resumed.start_s + 300.0 > ahead_s


def test_without_a_folder_nothing_is_kept() -> None:
    memory = PlantMemory(None, KEY)
    memory.keep(Remembered(KEY, 1.0, 0, moving_plant().snapshot()))
    assert memory.recall() is None
    memory.forget()


def test_a_folder_that_is_no_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="a thing cannot be kept"):
        KeptFile(tmp_path / "file" / "x.json", "a thing").write(b"1")
