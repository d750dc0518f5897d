"""What a layout does not say is assumed so that a fleet can work."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import shapely

from fleet_core.layouts import assume_fleet, assume_scenario, load_facility
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility, StationKind
from planner.roadmap.footprints import body, stand


def _standing(facility: Facility) -> list[shapely.Polygon]:
    shapes = []
    for one in facility.fleet:
        node = facility.layout.nodes[one.start_node_id]
        assert one.start_heading_rad is not None
        pose = np.array([node.x_m, node.y_m, one.start_heading_rad])
        shapes.append(stand(body(facility.vehicle_types[one.type_id]), pose))
    return shapes


@pytest.mark.parametrize("name", ["yard.lif.json", "lab.building.yaml", "mill.xml"])
def test_vehicles_begin_at_distinct_places_and_do_not_touch(data: Path, name: str) -> None:
    facility = load_facility(data / name).facility
    alone = assume_fleet(Facility(**{**_fields(facility), "fleet": ()}), 3)
    assert len({one.id for one in alone.fleet}) == 3
    assert len({one.start_node_id for one in alone.fleet}) == 3
    for first, second in combinations(_standing(alone), 2):
        assert shapely.distance(first, second) > facility.clearance_m


def _fields(facility: Facility) -> dict[str, object]:
    return {one: getattr(facility, one) for one in Facility.__dataclass_fields__}


def test_chargers_come_first_and_every_type_gets_a_vehicle(data: Path) -> None:
    fleet = load_facility(data / "yard.lif.json").facility.fleet
    assert fleet[0].start_node_id == "D"
    assert {one.type_id for one in fleet} == {"amr", "fork"}


def test_a_number_keeps_those_that_are_there_and_adds_others(data: Path) -> None:
    facility = load_facility(data / "lab.building.yaml").facility
    assert assume_fleet(facility).fleet == facility.fleet
    more = assume_fleet(facility, 3)
    assert more.fleet[0] == facility.fleet[0]
    assert len(more.fleet) == 3
    assert assume_fleet(more, 1).fleet == facility.fleet
    assert assume_fleet(facility, 0).fleet == ()


def test_more_vehicles_than_places_are_refused(data: Path) -> None:
    facility = load_facility(data / "lab.building.yaml").facility
    with pytest.raises(LayoutError, match=r"has places for 5 vehicles .* 50 were asked for"):
        assume_fleet(facility, 50)


def test_streams_lead_from_where_loads_are_to_where_they_may_go(data: Path) -> None:
    facility = load_facility(data / "lab.building.yaml").facility
    scenario = assume_scenario(facility)
    assert [(one.source, one.target) for one in scenario.streams] == [("desk", "shelf")]
    assert all(one.rate_per_h > 0.0 and one.due_s for one in scenario.streams)


def test_names_of_streams_can_begin_ids_of_orders(data: Path, tmp_path: Path) -> None:
    text = (data / "lab.building.yaml").read_text(encoding="utf-8")
    path = tmp_path / "named.building.yaml"
    path.write_text(text.replace("desk", "发 货").replace("shelf", "收 货"), encoding="utf-8")
    scenario = load_facility(path).scenario
    assert scenario is not None
    assert [one.name for one in scenario.streams] == ["_-_"]


def test_without_stations_named_nodes_or_dead_ends_become_some(data: Path, tmp_path: Path) -> None:
    text = (data / "lab.building.yaml").read_text(encoding="utf-8")
    for mark in ("pickup_dispenser: [1, tray]", "dropoff_ingestor: [1, bin]"):
        text = text.replace(mark, "note: [1, a]")
    path = tmp_path / "bare.building.yaml"
    path.write_text(text.replace("desk", '""').replace("shelf", '""'), encoding="utf-8")
    loaded = load_facility(path)
    assert set(loaded.facility.stations_of(StationKind.TRANSFER)) == {"v2", "v4"}
    assert "assumed" in [one.code for one in loaded.findings]
    assert loaded.scenario is not None and len(loaded.scenario.streams) == 2


def test_dead_ends_become_parking_where_there_is_none(data: Path) -> None:
    facility = load_facility(data / "lab.building.yaml").facility
    assert facility.stations_of(StationKind.PARKING) == ("corner",)


def test_a_battery_lasts_where_nothing_charges_it(data: Path, tmp_path: Path) -> None:
    charged = load_facility(data / "lab.building.yaml").facility
    text = (data / "lab.building.yaml").read_text(encoding="utf-8")
    path = tmp_path / "dry.building.yaml"
    path.write_text(text.replace("is_charger: [4, true]", "is_charger: [4, false]"))
    dry = load_facility(path).facility
    capacity = [one.vehicle_types["TinyRobot"].battery.capacity_kwh for one in (charged, dry)]
    assert capacity == [1.0, 100.0]
