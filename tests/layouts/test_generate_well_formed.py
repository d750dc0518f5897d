"""A guarantee of the product: on its own plants and grids nobody who rests is in anybody's way."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.layouts.generate.bottling_hall import bottling_hall
from fleet_core.layouts.generate.grid import grid
from fleet_core.layouts.generate.parts_warehouse import parts_warehouse
from fleet_core.layouts.generate.warehouse import warehouse
from fleet_core.layouts.well_formed import cut_off_stations, resting_conflicts
from fleet_core.model.facility import Facility, StationKind
from tests.layouts.floor_geometry import Resting, Swept, resting, ways

PLANTS = {
    "bottling_hall": bottling_hall,
    "parts_warehouse": parts_warehouse,
    "bottling_hall of 24": lambda: bottling_hall(24),
    "parts_warehouse of 24": lambda: parts_warehouse(24),
    "grid": grid,
    "warehouse": warehouse,
}


@cache
def facility_of(name: str) -> Facility:
    return PLANTS[name]()[0]


@cache
def ways_of(name: str) -> list[Swept]:
    return ways(facility_of(name))


def touching(rests: list[Resting], swept: list[Swept], clearance_m: float) -> list[str]:
    """Pairs of a resting body and a way that is not its own."""
    hulls = np.concatenate([one.hulls for one in swept])
    owner = np.repeat(np.arange(len(swept)), [len(one.hulls) for one in swept])
    tree = shapely.STRtree(hulls)
    found = set()
    bodies = [rest.body for rest in rests]
    for rest, hull in zip(*tree.query(bodies, "dwithin", clearance_m - 1e-6), strict=True):
        way = swept[owner[hull]]
        if rests[rest].node_id not in way.nodes:
            found.add(f"{rests[rest].type_id} at {rests[rest].station_id}: "
                      f"{way.type_id} on {way.place}")  # fmt: skip
    return sorted(found)


def cut_off(facility: Facility) -> list[str]:
    """Pairs of a type and a station that cannot be joined with the type's others without passing
    through a third station."""
    nodes = {n: s.id for s in facility.layout.stations.values() for n in s.interaction_node_ids}
    found = []
    for type_id in facility.vehicle_types:
        edges = [
            (edge.start_node_id, edge.end_node_id)
            for edge in facility.layout.edges.values()
            if edge.properties_for(type_id)
        ]
        used = sorted({node for edge in edges for node in edge if node in nodes})
        lanes = nx.DiGraph(edge for edge in edges if not set(edge) & nodes.keys())
        ring = max(nx.strongly_connected_components(lanes), key=len)
        for node in used:
            around = nx.DiGraph(edge for edge in edges if not set(edge) & (nodes.keys() - {node}))
            there = nx.ancestors(around, node) & ring
            back = nx.descendants(around, node) & ring
            if not there or not back:
                found.append(f"{type_id} at {nodes[node]}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTS)
def test_a_resting_vehicle_touches_no_way_but_its_own(name: str) -> None:
    facility = facility_of(name)
    assert touching(resting(facility), ways_of(name), facility.clearance_m) == []


@pytest.mark.parametrize("name", PLANTS)
def test_resting_vehicles_do_not_touch_each_other(name: str) -> None:
    rests = resting(facility_of(name))
    bodies = [rest.body for rest in rests]
    pairs = zip(*shapely.STRtree(bodies).query(bodies, "dwithin", 0.2 - 1e-6), strict=True)
    assert [
        (rests[one].station_id, rests[two].station_id)
        for one, two in pairs
        if rests[one].station_id != rests[two].station_id
    ] == []


@pytest.mark.parametrize("name", PLANTS)
def test_every_station_is_joined_with_all_others_without_passing_one(name: str) -> None:
    assert cut_off(facility_of(name)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANTS)
def test_nobody_drives_into_walls_racks_or_machines(name: str) -> None:
    solid = {
        wall.id: shapely.Polygon(wall.points) if wall.closed else shapely.LineString(wall.points)
        for wall in facility_of(name).walls
    }
    tree = shapely.STRtree(np.concatenate([one.hulls for one in ways_of(name)]))
    assert [one for one in solid if len(tree.query(solid[one], "dwithin", 0.05))] == []


@pytest.mark.parametrize("name", PLANTS)
def test_there_is_a_place_for_every_vehicle_and_one_to_spare(name: str) -> None:
    facility = facility_of(name)
    starts = [vehicle.start_node_id for vehicle in facility.fleet]
    assert len(set(starts)) == len(starts)
    for type_id in facility.vehicle_types:
        size = sum(vehicle.type_id == type_id for vehicle in facility.fleet)
        suits = {
            edge.end_node_id
            for edge in facility.layout.edges.values()
            if edge.properties_for(type_id)
        }
        parking = suits & set(facility.stations_of(StationKind.PARKING))
        chargers = suits & set(facility.stations_of(StationKind.CHARGER))
        assert len(parking) >= size + 1
        assert len(chargers) * 3 >= size
        own = {one.start_node_id for one in facility.fleet if one.type_id == type_id}
        assert own <= parking | chargers


@settings(max_examples=4, deadline=None)
@given(
    rows=st.integers(1, 2).map(lambda half: 2 * half),
    columns=st.integers(1, 2).map(lambda half: 2 * half),
    pitch_m=st.floats(12.0, 20.0),
    vehicles=st.integers(1, 4),
)
def test_grids_of_any_shape_are_well_formed(
    rows: int, columns: int, pitch_m: float, vehicles: int
) -> None:
    facility, _ = grid(rows, columns, pitch_m, vehicles)
    assert touching(resting(facility), ways(facility), facility.clearance_m) == []
    assert cut_off(facility) == []


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(aisles=st.integers(2, 5), bays=st.integers(2, 7), vehicles=st.integers(1, 12))
def test_warehouses_of_any_shape_are_well_formed(aisles: int, bays: int, vehicles: int) -> None:
    facility, _ = warehouse(aisles, bays, vehicles)
    assert touching(resting(facility), ways(facility), facility.clearance_m) == []
    assert cut_off(facility) == []


@pytest.mark.slow
def test_the_product_s_own_check_agrees() -> None:
    facility = facility_of("bottling_hall")
    assert resting_conflicts(facility) == []
    assert cut_off_stations(facility) == []


def test_the_product_s_own_check_finds_a_vehicle_that_rests_too_near_to_a_lane() -> None:
    facility, _ = grid(2, 2, 12.0, 1)
    wide = replace(facility, clearance_m=0.8)
    found = resting_conflicts(wide)
    assert found
    assert found[0].station_id in facility.layout.stations
    assert "is in the way of amr on" in found[0].text


def test_the_product_s_own_check_finds_a_station_behind_another() -> None:
    facility, _ = grid(2, 2, 12.0, 1)
    edges = dict(facility.layout.edges)
    behind = next(one for one in edges if one.startswith("parking_amr_1-"))
    edges[behind] = replace(edges[behind], end_node_id="pick_1")
    broken = replace(facility, layout=replace(facility.layout, edges=edges))
    (found,) = cut_off_stations(broken)
    assert found.text == (
        "amr cannot reach station parking_amr_1 and leave it again without passing through another "
        "station"
    )
