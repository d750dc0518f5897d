"""Blind corners: found where somebody could step out, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.app.commands.layout import corners
from fleet_core.layouts import load_facility
from fleet_core.model.facility import Facility, Sensor, Wall, ZoneKind
from fleet_core.model.layout import Edge, EdgeProperties, Layout, Node, NodeProperties
from fleet_core.proximity.blind_corners import (
    AS_USUAL,
    PREFIX,
    blind_corners,
    stops_before,
    zones_of,
)
from tests.simulation.plants import AMR

HALF_M = max(abs(y) for _x, y in AMR.loaded_footprint)


def aisle(*walls: Wall) -> Facility:
    """A lane of 30 m along x, there and back."""
    places = {"a": (0.0, 0.0), "b": (30.0, 0.0)}
    nodes = {name: Node(name, *at, (NodeProperties("amr"),)) for name, at in places.items()}
    edges = {
        "ab": Edge("ab", "a", "b", (EdgeProperties("amr"),)),
        "ba": Edge("ba", "b", "a", (EdgeProperties("amr"),)),
    }
    return Facility("aisle", Layout("aisle", nodes, edges, {}), {"amr": AMR}, walls=walls)


def rack(y_m: float, until_m: float = 15.0) -> Wall:
    """Beside the lane from x = 5 to an aisle."""
    points = ((5.0, y_m), (until_m, y_m), (until_m, y_m + 4.0), (5.0, y_m + 4.0))
    return Wall("rack", points, closed=True, kind="rack")


def test_a_rack_that_ends_beside_a_lane_limits_it() -> None:
    found = blind_corners(aisle(rack(1.0)))
    ahead = next(each for each in found if each.corner == (15.0, 1.0))
    gap_m = 1.0 + AS_USUAL.behind_m - HALF_M - AS_USUAL.person_radius_m
    assert ahead.gap_m == pytest.approx(gap_m)
    assert ahead.max_speed_mps == pytest.approx(stops_before(gap_m, AMR.braking_mps2))
    assert ahead.max_speed_mps < AMR.max_speed_mps
    xs = sorted(x for x, _y in ahead.stretch)
    stops_m = AMR.max_speed_mps * 0.4 + AMR.max_speed_mps**2 / (2.0 * AMR.braking_mps2)
    assert xs[0] <= 15.0 - stops_m
    assert xs[1] > 15.0
    # from the other side it is the other end behind which somebody may stand
    assert any(each.corner == (5.0, 1.0) for each in found)


def test_further_from_the_lane_one_may_drive_faster_and_far_away_as_one_likes() -> None:
    limits = [
        min(each.max_speed_mps for each in blind_corners(aisle(rack(y_m))))
        for y_m in (1.0, 1.6, 2.2)
    ]
    assert limits == sorted(limits)
    assert limits[0] < limits[-1]
    assert blind_corners(aisle(rack(8.0))) == []


def test_a_wall_without_an_end_is_no_corner_nor_is_one_that_keeps_people_back() -> None:
    assert blind_corners(aisle(Wall("w", ((-9.0, 1.0), (40.0, 1.0))))) == []
    fence = Wall("fence", ((-9.0, 0.9), (40.0, 0.9)))
    assert not [each for each in blind_corners(aisle(rack(1.2), fence)) if each.corner[1] == 1.2]


def test_where_a_sensor_watches_behind_the_corner_nothing_is_limited() -> None:
    corner = Sensor("camera", ((14.0, 0.5), (20.0, 0.5), (20.0, 6.0), (14.0, 6.0)))
    found = blind_corners(replace(aisle(rack(1.0)), sensors=(corner,)))
    assert all(each.corner != (15.0, 1.0) for each in found)


@given(st.floats(0.0, 20.0), st.floats(0.3, 3.0))
def test_who_keeps_the_limit_stands_before_somebody_is_in_the_way(gap_m, braking) -> None:
    speed = stops_before(gap_m, braking)
    if speed > AS_USUAL.creep_mps:
        assert AS_USUAL.reaction_s + speed / braking <= gap_m / AS_USUAL.walk_mps + 1e-9
    else:
        assert speed == AS_USUAL.creep_mps


def test_corners_become_speed_zones() -> None:
    found = blind_corners(aisle(rack(1.0)))
    zones = zones_of(found)
    assert len({each.id for each in zones}) == len(zones) == len(found)
    for zone, corner in zip(zones, found, strict=True):
        assert zone.kind is ZoneKind.SPEED_LIMIT
        assert zone.max_speed_mps is not None
        assert AS_USUAL.creep_mps <= zone.max_speed_mps <= corner.max_speed_mps + 1e-9


def test_a_whole_plant_has_some_and_the_same_again() -> None:
    facility = load_facility("bottling_hall").facility
    found = blind_corners(facility)
    assert found
    assert found == blind_corners(facility)
    assert all(each.max_speed_mps >= AS_USUAL.creep_mps for each in found)


def test_the_command_writes_a_plant_with_their_zones_and_does_so_once(tmp_path, capsys) -> None:
    out, again = tmp_path / "hall.lif.json", tmp_path / "again.lif.json"
    corners("bottling_hall", out)
    assert "blind corners" in capsys.readouterr().out
    written = load_facility(str(out)).facility
    made = [each for each in written.zones if each.id.startswith(PREFIX)]
    assert len(made) == len(blind_corners(written))
    corners(str(out), again)
    assert load_facility(str(again)).facility.zones == written.zones
    corners("bottling_hall", as_json=True)
    capsys.readouterr()
