"""The schemas say no more than the dataclasses, and LIF's the same as the official one."""

from __future__ import annotations

import copy
import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from fleet_core.layouts.schemas import schema
from fleet_core.layouts.schemas.quick import surely_keeps_to
from fleet_core.model.facility import Crossing, Facility, FleetVehicle, StationUse, Wall, Zone
from fleet_core.model.scenario import Fault, OrderStream, Scenario
from fleet_core.model.vehicle_type import BatteryType, VehicleType

YARD = json.loads((Path(__file__).parent / "data" / "yard.lif.json").read_text(encoding="utf-8"))

ODD = [None, True, 0, -1, 0.5, 1e9, "", "NONE", "word", [], {}, [1], {"a": 1}]


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place inside a JSON value."""
    found = [path] if path else []
    if isinstance(value, dict):
        found += [place for key, one in value.items() for place in places(one, (*path, key))]
    elif isinstance(value, list):
        found += [place for i, one in enumerate(value) for place in places(one, (*path, i))]
    return found


@st.composite
def mutated(draw: st.DrawFn, value: Any) -> Any:
    """The value with a few places taken out or replaced."""
    changed = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(places(changed)))
        inner = changed
        for step in way:
            inner = inner[step]
        if isinstance(inner, dict) and draw(st.booleans()):
            del inner[last]
        else:
            inner[last] = copy.deepcopy(draw(st.sampled_from(ODD)))
        if not places(changed):
            break
    return changed


@given(mutated(YARD))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_the_quick_look_never_lets_a_breach_pass(value: Any) -> None:
    full = Draft202012Validator(schema("lif")).is_valid(value)
    assert surely_keeps_to(schema("lif"), value) == full


FACILITY = {
    "name": "f",
    "clearance_m": 0.1,
    "vehicle_types": [],
    "fleet": [{"id": "v", "type_id": "t", "start_node_id": "n", "start_heading_rad": None}],
    "uses": [{"station_id": "s", "kind": "parking", "load_types": ["a", "b"], "width_m": 2}],
    "zones": [{"id": "z", "kind": "no_entry", "polygon": [[0, 0], [1, 0], [1, 1]]}],
    "walls": [{"id": "w", "points": [[0, 0], [1, 0]], "closed": False}],
}


@given(mutated(FACILITY))
def test_the_quick_look_at_a_facility_never_lets_a_breach_pass(value: Any) -> None:
    if surely_keeps_to(schema("facility"), value):
        assert Draft202012Validator(schema("facility")).is_valid(value)


@given(st.data())
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    max_examples=40,
)
def test_the_official_schema_takes_and_refuses_the_same(
    shared_layouts: Path, data: st.DataObject
) -> None:
    official = Draft7Validator(json.loads((shared_layouts / "lif/LIF.schema.json").read_text()))
    own = Draft202012Validator(schema("lif"))
    value = data.draw(mutated(YARD))
    assert official.is_valid(value) == own.is_valid(value)


def test_both_schemas_refuse_the_examples_of_the_standard_and_take_the_yard(
    shared_layouts: Path,
) -> None:
    official = Draft7Validator(json.loads((shared_layouts / "lif/LIF.schema.json").read_text()))
    own = Draft202012Validator(schema("lif"))
    examples = sorted((shared_layouts / "lif/examples").glob("*.json"))
    assert len(examples) == 20
    for path in examples:
        value = json.loads(path.read_text(encoding="utf-8"))
        assert not official.is_valid(value)
        ours = {(tuple(e.absolute_path), e.validator) for e in own.iter_errors(value)}
        theirs = {(tuple(e.absolute_path), e.validator) for e in official.iter_errors(value)}
        assert ours == theirs
    assert official.is_valid(YARD)
    assert own.is_valid(YARD)


def _names(kind: type[Any]) -> set[str]:
    return {one.name for one in fields(kind)}


@pytest.mark.parametrize(
    ("file", "definition", "kind"),
    [
        ("facility", "vehicle_type", VehicleType),
        ("facility", "battery", BatteryType),
        ("facility", "vehicle", FleetVehicle),
        ("facility", "use", StationUse),
        ("facility", "zone", Zone),
        ("facility", "wall", Wall),
        ("facility", "crossing", Crossing),
        ("scenario", "stream", OrderStream),
        ("scenario", "fault", Fault),
    ],
)
def test_keys_of_the_files_are_the_fields_of_the_model(
    file: Any, definition: str, kind: type[Any]
) -> None:
    rule = schema(file)["$defs"][definition]
    assert set(rule["properties"]) == _names(kind)
    assert all("description" in one or "$ref" in one for one in rule["properties"].values())


def test_the_outer_keys_are_the_fields_too() -> None:
    assert set(schema("scenario")["properties"]) - {"$schema"} == _names(Scenario)
    keys = set(schema("facility")["properties"]) - {"$schema", "layout_id"}
    assert keys == _names(Facility) - {"layout"}


@pytest.mark.parametrize("name", ["lif", "facility", "scenario"])
def test_the_schemas_are_schemas(name: Any) -> None:
    Draft202012Validator.check_schema(schema(name))
