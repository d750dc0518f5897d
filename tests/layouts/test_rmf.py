"""Open-RMF building maps become plants."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot, pi
from pathlib import Path
from typing import Any

import pytest
import yaml

from fleet_core.layouts import FindingSeverity, LayoutPart, inspect_facility, load_facility
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility, StationKind
from fleet_core.model.layout import Node


@pytest.fixture
def lab(data: Path) -> Facility:
    return load_facility(data / "lab.building.yaml").facility


@pytest.fixture
def drawn(data: Path, tmp_path: Path) -> Callable[[Callable[[dict[str, Any]], None]], Path]:
    """The lab with a change, as a file."""

    def draw(change: Callable[[dict[str, Any]], None]) -> Path:
        value = yaml.safe_load((data / "lab.building.yaml").read_text(encoding="utf-8"))
        change(value)
        path = tmp_path / "case.building.yaml"
        path.write_text(yaml.safe_dump(value), encoding="utf-8")
        return path

    return draw


def _apart_m(first: Node, second: Node) -> float:
    return hypot(first.x_m - second.x_m, first.y_m - second.y_m)


def test_pixels_become_metres_by_the_mean_of_the_measurements_and_y_points_up(
    lab: Facility,
) -> None:
    # 100 pixels are measured as 4 m and as 6 m: 0.05 m a pixel.
    assert lab.layout.nodes["shelf"].point == pytest.approx((15.0, -10.0))
    assert lab.layout.nodes["corner"].point == pytest.approx((15.0, 6.0))


def test_vertices_without_a_name_are_numbered_and_those_of_other_uses_left_out(
    lab: Facility,
) -> None:
    assert set(lab.layout.nodes) == {"desk", "v3", "shelf", "home", "corner"}


def test_lanes_go_both_ways_where_they_say_so_and_face_as_they_say(lab: Facility) -> None:
    there = lab.layout.edges["desk-v3"].properties[0]
    back = lab.layout.edges["v3-desk"].properties[0]
    assert there.orientation_rad == 0.0
    assert back.orientation_rad == pytest.approx(pi)


def test_a_speed_limit_of_zero_is_none(lab: Facility) -> None:
    assert lab.layout.edges["desk-v3"].properties[0].max_speed_mps is None
    assert lab.layout.edges["v3-shelf"].properties[0].max_speed_mps == 0.25


def test_marks_of_vertices_tell_what_stations_are_for(lab: Facility) -> None:
    uses = lab.uses
    assert uses["desk"].can_pick and not uses["desk"].can_drop
    assert uses["shelf"].can_drop and not uses["shelf"].can_pick
    assert uses["home"].kind is StationKind.CHARGER
    assert uses["corner"].kind is StationKind.PARKING
    assert "v3" not in uses


def test_robots_that_the_map_places_are_the_fleet(lab: Facility) -> None:
    assert [(one.id, one.type_id, one.start_node_id) for one in lab.fleet] == [
        ("ada", "TinyRobot", "home")
    ]
    robot = lab.vehicle_types["TinyRobot"]
    assert all(hypot(*corner) >= 0.3 for corner in robot.footprint)
    assert robot.max_speed_mps == 0.5
    assert lab.clearance_m == 0.2


def test_walls_come_along_and_what_does_not_is_listed(data: Path, lab: Facility) -> None:
    assert [wall.points for wall in lab.walls] == [((0.0, 0.0), (5.0, 0.0))]
    findings = load_facility(data / "lab.building.yaml").findings
    gone = [one.element for one in findings if one.code == "not_carried_over"]
    assert gone == [
        "door front",
        "lift Hoist",
        "robot bob",
        "mutex group narrow",
        "the mark of 1 holding point",
        "floors (1)",
    ]


def test_level_and_graph_can_be_chosen(data: Path) -> None:
    loaded = load_facility(data / "lab.building.yaml", selection=LayoutPart("ground", 1))
    assert set(loaded.facility.layout.nodes) == {"away", "v8"}
    assert [one.id for one in loaded.facility.fleet] == ["bob"]


@pytest.mark.parametrize(
    ("selection", "line"),
    [
        (LayoutPart("roof"), "has no level roof; expected one of ground, upper"),
        (LayoutPart("upper"), "level upper has no lane"),
        (LayoutPart(None, 7), r"has no lane of graph 7; it has 0 \(5 lanes\), 1 \(1 lanes\)"),
        (LayoutPart("upper", 0), "level upper has no lane of graph 0; it has none"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    data: Path, selection: LayoutPart, line: str
) -> None:
    with pytest.raises(LayoutError, match=line):
        load_facility(data / "lab.building.yaml", selection=selection)


def _unmeasured(building: dict[str, Any]) -> None:
    building["levels"]["ground"]["measurements"] = []


def _measured_as_nothing(building: dict[str, Any]) -> None:
    building["levels"]["ground"]["measurements"][0][2]["distance"] = [3, 0]


def _mercator(building: dict[str, Any]) -> None:
    building["coordinate_system"] = "web_mercator"


def _unknown_plane(building: dict[str, Any]) -> None:
    building["coordinate_system"] = "wgs84"
    building["parameters"] = {"generate_crs": [1, "EPSG:999999"]}


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (_unmeasured, "has no measurement, so its scale is unknown"),
        (_measured_as_nothing, "has distance 0 over 100 pixels"),
        (_mercator, "has coordinate system web_mercator; expected reference_image"),
        (_unknown_plane, "cannot be projected from longitude .* to EPSG:999999"),
    ],
)
def test_without_a_scale_there_are_no_metres(
    drawn: Callable[..., Path], change: Callable[[dict[str, Any]], None], line: str
) -> None:
    with pytest.raises(LayoutError, match=line):
        load_facility(drawn(change))


def _lane_to_nowhere(building: dict[str, Any]) -> None:
    building["levels"]["ground"]["lanes"].append([2, 99, {}])


def _half_a_vertex(building: dict[str, Any]) -> None:
    building["levels"]["ground"]["vertices"].append(["a", 1, 0, ""])


def _half_a_lane(building: dict[str, Any]) -> None:
    building["levels"]["ground"]["lanes"].append([2, "3", {}])


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (_lane_to_nowhere, "lane 6 of level ground leads to unknown vertex 99; expected 0 to 9"),
        (_half_a_vertex, "vertex 10 of level ground is ['a', 1, 0, '']"),
        (_half_a_lane, "lane 6 of level ground is [2, '3', {}]"),
    ],
)
def test_what_cannot_be_read_is_an_error(
    drawn: Callable[..., Path], change: Callable[[dict[str, Any]], None], text: str
) -> None:
    seen = inspect_facility(drawn(change))
    assert seen.facility is None
    wrong = [one.text for one in seen.findings if one.severity is FindingSeverity.ERROR]
    assert any(text in one for one in wrong)


def test_metres_are_taken_as_they_are(drawn: Callable[..., Path]) -> None:
    def in_metres(building: dict[str, Any]) -> None:
        building["coordinate_system"] = "cartesian_meters"

    layout = load_facility(drawn(in_metres)).facility.layout
    assert layout.nodes["shelf"].point == (300.0, 200.0)


@pytest.mark.parametrize("plane", [None, "EPSG:32648"])
def test_longitude_and_latitude_become_metres(
    drawn: Callable[..., Path], plane: str | None
) -> None:
    def on_earth(building: dict[str, Any]) -> None:
        building["coordinate_system"] = "wgs84"
        if plane is not None:
            building["parameters"] = {"generate_crs": [1, plane]}
        for one in building["levels"]["ground"]["vertices"]:
            one[0], one[1] = 103.8 + one[0] * 1e-6, 1.3 + one[1] * 1e-6

    layout = load_facility(drawn(on_earth)).facility.layout
    # A degree of latitude near the equator is 110.57 km: 160 millionths are 17.69 m.
    assert _apart_m(layout.nodes["v3"], layout.nodes["shelf"]) == pytest.approx(17.69, abs=0.03)
    assert all(abs(node.x_m) < 100.0 and abs(node.y_m) < 100.0 for node in layout.nodes.values())
    assert layout.nodes["shelf"].y_m > layout.nodes["v3"].y_m


def test_a_given_offset_is_the_origin(drawn: Callable[..., Path]) -> None:
    def on_earth(building: dict[str, Any]) -> None:
        building["coordinate_system"] = "wgs84"
        building["parameters"] = {
            "generate_crs": [1, "+proj=tmerc +lat_0=0 +lon_0=0 +ellps=WGS84"],
            "suggested_offset_x": [3, -50.0],
            "suggested_offset_y": [3, 0.0],
        }
        for one in building["levels"]["ground"]["vertices"]:
            one[0], one[1] = one[0] * 1e-6, one[1] * 1e-6

    node = load_facility(drawn(on_earth)).facility.layout.nodes["v3"]
    assert node.x_m == pytest.approx(50.0 + 300e-6 * 111_279.0, abs=0.1)


def test_names_that_are_not_unique_give_way_to_numbers(drawn: Callable[..., Path]) -> None:
    def twice(building: dict[str, Any]) -> None:
        building["levels"]["ground"]["vertices"][4][3] = "desk"

    layout = load_facility(drawn(twice)).facility.layout
    assert {"v2", "v4"} <= set(layout.nodes)
    assert layout.nodes["v2"].name == layout.nodes["v4"].name == "desk"
