"""The files beside a LIF come back as they were written, and say what does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fleet_core.layouts import (
    FindingSeverity,
    LoadedFacility,
    inspect_facility,
    load_facility,
    write_facility,
    write_plant,
)
from fleet_core.model.errors import LayoutError

Json = dict[str, Any]


@pytest.fixture
def plant(data: Path) -> LoadedFacility:
    return load_facility(data / "lab.building.yaml")


@pytest.fixture
def folder(plant: LoadedFacility, tmp_path: Path) -> Path:
    write_facility(plant.facility, plant.scenario, tmp_path, "lab")
    return tmp_path


def test_facility_and_scenario_come_back_as_they_were(plant: LoadedFacility, folder: Path) -> None:
    again = load_facility(folder / "lab.lif.json")
    assert again.facility == plant.facility
    assert again.scenario == plant.scenario
    assert not again.findings


def test_the_same_facility_is_the_same_text(plant: LoadedFacility, folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_facility(plant.facility, plant.scenario, folder, "lab")
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_lif_of_another_ending_keeps_its_name(plant: LoadedFacility, tmp_path: Path) -> None:
    written = write_plant(plant.facility, None, tmp_path / "lab.json")
    assert [path.name for path in written] == ["lab.json", "lab.facility.json"]
    assert load_facility(tmp_path / "lab.json").facility == plant.facility
    with pytest.raises(LayoutError, match=r"expected NAME\.lif\.json"):
        write_plant(plant.facility, None, tmp_path / "lab.xml")


def test_a_place_that_cannot_be_written_is_told(plant: LoadedFacility, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LayoutError, match="cannot be written"):
        write_facility(plant.facility, None, tmp_path / "file", "lab")


def _change(folder: Path, kind: str, change: Callable[[Json], None]) -> Path:
    path = folder / f"lab.{kind}.json"
    value = json.loads(path.read_text())
    change(value)
    path.write_text(json.dumps(value))
    return folder / "lab.lif.json"


def _misspelt(f: Json) -> None:
    f["vehicle_types"][0]["max_sped_mps"] = 1.0


def _no_speed(f: Json) -> None:
    f["vehicle_types"][0]["max_speed_mps"] = 0


def _unknown_start(f: Json) -> None:
    f["fleet"][0]["start_node_id"] = "N99"


def _unknown_type(f: Json) -> None:
    f["fleet"][0]["type_id"] = "truck"


def _twins(f: Json) -> None:
    f["fleet"].append(f["fleet"][0])


def _hollow(f: Json) -> None:
    f["vehicle_types"][0]["footprint"] = [[0, 0], [2, 0], [0.1, 0.1], [0, 2]]


def _crossed(f: Json) -> None:
    f["vehicle_types"][0]["footprint"] = [[0, 0], [1, 1], [1, 0], [0, 1]]


def _flat_zone(f: Json) -> None:
    f["zones"] = [{"id": "z", "kind": "no_entry", "polygon": [[0, 0], [1, 0], [2, 0]]}]


def _no_wheelbase(f: Json) -> None:
    f["vehicle_types"][0]["wheelbase_m"] = 0


def _steers_to_the_side(f: Json) -> None:
    f["vehicle_types"][0]["max_steer_rad"] = 1.58


def _over_full(f: Json) -> None:
    f["fleet"][0]["battery_soc"] = 1.5


def test_a_type_of_a_file_that_says_nothing_of_steering_gets_the_defaults(
    plant: LoadedFacility, folder: Path
) -> None:
    def silent(f: Json) -> None:
        for name in ("wheelbase_m", "max_steer_rad", "steer_rate_radps"):
            del f["vehicle_types"][0][name]

    again = load_facility(_change(folder, "facility", silent)).facility
    assert again.vehicle_types == plant.facility.vehicle_types


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_misspelt, "max_sped_mps"),
        (_no_speed, r"vehicle_types\[0\].max_speed_mps is 0; expected more than 0"),
        (_unknown_start, "vehicle ada begins at unknown node N99"),
        (_unknown_type, "vehicle ada is of unknown vehicle type truck"),
        (_twins, "fleet names ada twice"),
        (_hollow, "vehicle type TinyRobot has a footprint that is not convex"),
        (_crossed, "footprint that crosses itself"),
        (_flat_zone, "zone z has a polygon that crosses itself or has no area"),
        (_no_wheelbase, r"vehicle_types\[0\].wheelbase_m is 0; expected more than 0"),
        (_steers_to_the_side, r"max_steer_rad is 1.58; expected less than 1.5707963"),
        (_over_full, r"battery_soc is 1.5; expected at most 1"),
    ],
)
def test_what_does_not_fit_is_an_error(
    folder: Path, change: Callable[[Json], None], reason: str
) -> None:
    path = _change(folder, "facility", change)
    with pytest.raises(LayoutError, match=reason):
        load_facility(path)


def _unknown_station(s: Json) -> None:
    s["streams"][0]["source"] = "nowhere"


def _unknown_vehicle(s: Json) -> None:
    s["faults"] = [{"at_s": 1, "vehicle_id": "x", "kind": "stop", "duration_s": 2}]


def _negative_rate(s: Json) -> None:
    s["streams"][0]["rate_per_h"] = -1


def _unknown_requirement(s: Json) -> None:
    s["streams"][0]["required_vehicle_type"] = "truck"


def _odd_name(s: Json) -> None:
    s["streams"][0]["name"] = "to the docks"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_unknown_station, "begins at nowhere, which is neither a station nor a group"),
        (_unknown_vehicle, "is for unknown vehicle x"),
        (_negative_rate, r"streams\[0\].rate_per_h is -1; expected at least 0"),
        (_unknown_requirement, "requires unknown vehicle type truck"),
        (_odd_name, r'streams\[0\].name is "to the docks"; expected text like'),
    ],
)
def test_a_scenario_that_names_what_is_not_there_is_an_error(
    folder: Path, change: Callable[[Json], None], reason: str
) -> None:
    path = _change(folder, "scenario", change)
    with pytest.raises(LayoutError, match=reason):
        load_facility(path)


def _no_types(f: Json) -> None:
    f["vehicle_types"][0]["id"] = "Other"
    f["fleet"] = []


def _use_of_nothing(f: Json) -> None:
    f["uses"].append({"station_id": "ghost", "kind": "parking"})


def _off_centre(f: Json) -> None:
    f["vehicle_types"][0]["footprint"] = [[1, 0], [2, 0], [2, 1]]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (_no_types, {"unknown_vehicle_type", "unused_vehicle_type"}),
        (_use_of_nothing, {"unknown_station"}),
        (_off_centre, {"footprint"}),
    ],
)
def test_what_can_be_left_out_is_a_warning(
    folder: Path, change: Callable[[Json], None], codes: set[str]
) -> None:
    seen = inspect_facility(_change(folder, "facility", change))
    found = {one.code for one in seen.findings if one.severity is FindingSeverity.WARNING}
    assert codes <= found


def test_the_facility_names_its_layout_of_the_lif(data: Path, tmp_path: Path) -> None:
    (tmp_path / "yard.lif.json").write_bytes((data / "yard.lif.json").read_bytes())
    facility = {"name": "attic", "layout_id": "upstairs", "vehicle_types": []}
    (tmp_path / "yard.facility.json").write_text(json.dumps(facility))
    assert inspect_facility(tmp_path / "yard.lif.json").findings
    assert "upstairs" not in str(load_facility(data / "yard.lif.json").facility.layout.id)
