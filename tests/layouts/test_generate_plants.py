"""The project's own plants: the data that ships, their work, the command that makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import fleet_core.layouts
from fleet_core.layouts import inspect_facility, load_facility
from fleet_core.layouts.generate.bottling_hall import bottling_hall
from fleet_core.layouts.generate.command import app
from fleet_core.layouts.generate.expected_load import expected_load, named
from fleet_core.layouts.generate.grid import grid
from fleet_core.layouts.generate.parts_warehouse import parts_warehouse
from fleet_core.layouts.generate.warehouse import warehouse
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility, StationKind
from fleet_core.model.scenario import Scenario

DATA = Path(fleet_core.layouts.__file__).parent / "data"
OWN = {"bottling_hall": bottling_hall, "parts_warehouse": parts_warehouse}
Plant = Callable[[], tuple[Facility, Scenario]]


def generate(*arguments: str) -> None:
    """What ``fleet layout generate`` does, its errors raised."""
    result = CliRunner().invoke(app, arguments)
    if result.exception is not None:
        raise result.exception


@pytest.mark.parametrize("name", OWN)
def test_the_data_that_ships_is_what_the_command_makes_today(name: str, tmp_path: Path) -> None:
    generate(name, "--out", str(tmp_path / f"{name}.lif.json"))
    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    ships = {path.name: path.read_text("utf-8") for path in DATA.glob(f"{name}.*")}
    assert made.keys() == ships.keys()
    stale = [one for one in made if made[one] != ships[one]]
    assert stale == [], f"make them anew: fleet layout generate {name} --out {DATA}/..."


@pytest.mark.parametrize("name", OWN)
def test_a_plant_comes_back_from_its_files_as_it_was_drawn(name: str) -> None:
    facility, scenario = OWN[name]()
    loaded = load_facility(name)
    assert loaded.facility == facility
    assert loaded.scenario == scenario


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_the_layout_check_has_nothing_to_say_of_a_plant(name: str) -> None:
    assert inspect_facility(name).findings == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN)
def test_a_fleet_of_twelve_has_enough_to_do_and_not_too_much(name: str) -> None:
    facility, scenario = OWN[name]()
    assert len(facility.fleet) == 12
    loads = expected_load(facility, scenario)
    assert loads.keys() == facility.vehicle_types.keys()
    for load in loads.values():
        assert 0.5 <= load.utilisation <= 0.8
    assert 90.0 <= sum(stream.rate_per_h for stream in scenario.streams) <= 135.0


@pytest.mark.parametrize("plant", [*OWN.values(), grid, warehouse])
def test_every_order_stream_can_be_carried(plant: Plant) -> None:
    facility, scenario = plant()
    for stream in scenario.streams:
        sources, targets = named(facility, stream.source), named(facility, stream.target)
        assert sources, stream
        assert targets, stream
        uses = facility.uses
        assert all(uses[one].can_pick for one in sources), stream
        assert all(uses[one].can_drop for one in targets), stream
        for one in (*sources, *targets):
            assert not uses[one].load_types or stream.load_type in uses[one].load_types, stream
        assert any(
            _serves(facility, kind, stream.load_type, (*sources, *targets))
            for kind in facility.vehicle_types
        ), stream


def _serves(facility: Facility, kind: str, load: str, stations: tuple[str, ...]) -> bool:
    carried = facility.vehicle_types[kind].load_types
    ends = {e.end_node_id for e in facility.layout.edges.values() if e.properties_for(kind)}
    return (not carried or load in carried) and all(one in ends for one in stations)


def test_a_stream_that_two_kinds_may_carry_is_shared_between_them() -> None:
    facility, _ = bottling_hall()
    able = [
        kind
        for kind in facility.vehicle_types
        if _serves(facility, kind, "empty_pallets", ("line_1_empties", "empty_return_1"))
    ]
    assert sorted(able) == ["amr", "forklift"]


@pytest.mark.parametrize("name", OWN)
def test_stations_have_short_ids_and_the_names_of_the_floor(name: str) -> None:
    facility, _ = OWN[name]()
    for station in facility.layout.stations.values():
        assert station.id.isascii()
        assert station.id.replace("_", "").isalnum()
        assert len(station.id) <= 22
        assert station.name[0].isupper()
    names = [station.name for station in facility.layout.stations.values()]
    assert len(set(names)) == len(names)
    xs = [node.x_m for node in facility.layout.nodes.values()]
    ys = [node.y_m for node in facility.layout.nodes.values()]
    assert min(xs) > 0.0
    assert min(ys) > 0.0


@pytest.mark.parametrize("name", OWN)
def test_tuggers_are_never_asked_to_turn_or_to_go_backwards(name: str) -> None:
    facility, _ = OWN[name]()
    entries = [e.properties_for("tugger") for e in facility.layout.edges.values()]
    assert {one.orientation_rad for one in entries if one is not None} == {0.0}
    assert not facility.vehicle_types["tugger"].turns_on_spot


@pytest.mark.parametrize("vehicles", [3, 7, 12, 18, 24])
@pytest.mark.parametrize("name", OWN)
def test_the_fleet_and_its_work_scale(name: str, vehicles: int) -> None:
    facility, scenario = OWN[name](vehicles)
    _, usual = OWN[name]()
    assert len(facility.fleet) == vehicles
    assert {one.type_id for one in facility.fleet} == facility.vehicle_types.keys()
    rates = [sum(one.rate_per_h for one in each.streams) for each in (scenario, usual)]
    assert rates[0] == pytest.approx(rates[1] * vehicles / 12.0, rel=1e-3)


@pytest.mark.parametrize("vehicles", [100, 1000])
def test_grids_have_room_for_large_fleets(vehicles: int) -> None:
    streets, _ = grid(18, 18, 14.4, vehicles)
    racks, _ = warehouse(30, 30, vehicles)
    assert len(streets.fleet) == len(racks.fleet) == vehicles


def test_a_warehouse_without_a_fleet_named_gets_one_of_its_size(tmp_path: Path) -> None:
    out = tmp_path / "racks.lif.json"
    generate("grid", "--aisles", "4", "--bays", "9", "--out", str(out))
    facility = load_facility(out).facility
    assert len(facility.fleet) == 15  # five for every twelve places
    assert len(facility.stations_of(StationKind.PARKING)) >= 15


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bottling_hall", "--vehicles", "2"], "--vehicles 2 is too few"),
        (["bottling_hall", "--vehicles", "60"], "this plant has room for"),
        (["parts_warehouse", "--vehicles", "60"], "this plant has room for"),
        (["grid", "--rows", "3"], "--rows 3; expected an even number from 2 to 80"),
        (["grid", "--pitch", "5"], "--pitch 5; expected 12 m to 100 m"),
        (["grid", "--vehicles", "0"], "--vehicles 0; expected at least 1"),
        (["grid", "--vehicles", "900"], "has room for"),
        (["grid", "--aisles", "0"], "--aisles 0; expected 2 to 200"),
        (["grid", "--aisles", "4", "--rows", "4"], "expected one or the other"),
    ],
)
def test_bad_numbers_get_one_clear_line(arguments: list[str], said: str, tmp_path: Path) -> None:
    out = tmp_path / "plant.lif.json"
    with pytest.raises(LayoutError) as told:
        generate(*arguments, "--out", str(out))
    assert said in str(told.value)
    assert "\n" not in str(told.value)
    assert not out.exists()


@pytest.mark.parametrize(
    "shape", [["--rows", "2", "--columns", "4", "--pitch", "15"], ["--aisles", "3", "--bays", "5"]]
)
def test_generated_grids_can_be_loaded(shape: list[str], tmp_path: Path) -> None:
    out = tmp_path / "field.lif.json"
    generate("grid", *shape, "--vehicles", "5", "--out", str(out))
    loaded = load_facility(out)
    assert len(loaded.facility.fleet) == 5
    assert loaded.scenario is not None


def test_the_largest_fleet_that_is_told_does_fit() -> None:
    with pytest.raises(LayoutError, match="enough for") as told:
        grid(2, 2, 14.4, 500)
    most = int(str(told.value).split("enough for ")[1].split()[0])
    assert len(grid(2, 2, 14.4, most)[0].fleet) == most
    with pytest.raises(LayoutError):
        grid(2, 2, 14.4, most + 1)
