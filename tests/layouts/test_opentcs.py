"""openTCS plant models become plants."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot, pi
from pathlib import Path

import numpy as np
import pytest

from fleet_core.layouts import FindingSeverity, inspect_facility, load_facility
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility, StationKind
from planner.roadmap.curves import sample_trajectory


@pytest.fixture
def mill(data: Path) -> Facility:
    return load_facility(data / "mill.xml").facility


@pytest.fixture
def changed(data: Path, tmp_path: Path) -> Callable[[str, str], Path]:
    """The mill with one text in place of another, as a file."""

    def change(old: str, new: str) -> Path:
        text = (data / "mill.xml").read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "case.xml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return change


def test_millimetres_become_metres_and_degrees_radians(mill: Facility) -> None:
    node = mill.layout.nodes["P2"]
    assert node.point == (10.0, 0.0)
    assert node.properties[0].heading_rad == pytest.approx(pi / 2)
    assert mill.layout.nodes["P1"].properties[0].heading_rad is None  # NaN: any


def test_paths_are_driven_in_the_directions_that_have_a_speed(mill: Facility) -> None:
    edges = mill.layout.edges
    assert set(edges) == {
        "P1-P2", "P1-P2 (reverse)", "P2-P3", "P2-P3 (reverse)", "P2-P4", "P4-P1",
    }  # fmt: skip
    there, back = edges["P1-P2"], edges["P1-P2 (reverse)"]
    assert there.properties[0].max_speed_mps == 0.8
    assert (back.start_node_id, back.end_node_id) == ("P2", "P1")
    assert back.properties[0].max_speed_mps == 0.3
    assert back.properties[0].orientation_rad == pytest.approx(pi)


@pytest.mark.parametrize("edge_id", ["P2-P3", "P2-P3 (reverse)", "P2-P4", "P4-P1"])
def test_curves_meet_their_points(mill: Facility, edge_id: str) -> None:
    edge = mill.layout.edges[edge_id]
    curve = edge.properties[0].trajectory
    assert curve is not None
    samples = sample_trajectory(curve, 0.05)
    start, end = mill.layout.nodes[edge.start_node_id], mill.layout.nodes[edge.end_node_id]
    assert tuple(samples[0, :2]) == pytest.approx(start.point, abs=1e-9)
    assert tuple(samples[-1, :2]) == pytest.approx(end.point, abs=1e-9)


def test_control_points_are_scaled_and_y_is_turned_up(mill: Facility) -> None:
    curve = mill.layout.edges["P2-P3"].properties[0].trajectory
    assert curve is not None
    assert [(p.x_m, p.y_m) for p in curve.control_points[1:3]] == [(13.0, 0.0), (13.0, 0.0)]
    samples = sample_trajectory(curve, 0.1)
    assert samples[0, 2] == pytest.approx(0.0)
    assert samples[-1, 2] == pytest.approx(pi / 2)


def test_a_double_curve_goes_through_its_middle_control_point(mill: Facility) -> None:
    curve = mill.layout.edges["P2-P4"].properties[0].trajectory
    assert curve is not None
    samples = sample_trajectory(curve, 0.01)
    assert min(hypot(x - 6.0, y - 6.0) for x, y, _ in samples) < 0.01


def test_locations_become_stations_by_their_operations(mill: Facility) -> None:
    uses = mill.uses
    assert uses["Plug"].kind is StationKind.CHARGER
    assert uses["In"].can_pick and not uses["In"].can_drop  # its link allows loading alone
    assert uses["Out"].can_pick and uses["Out"].can_drop
    assert uses["Saw"].kind is StationKind.TRANSFER
    assert "Shut" not in uses and "Door" not in uses
    actions = {one.action_type for one in mill.layout.nodes["P4"].properties[0].actions}
    assert actions == {"Cut"}


def test_parking_positions_come_by_their_priority(mill: Facility) -> None:
    assert mill.stations_of(StationKind.PARKING) == ("P3", "P1")


def test_vehicles_of_equal_size_are_a_type_about_their_reference_point(mill: Facility) -> None:
    small, large = mill.vehicle_types["tcs_vehicle_1"], mill.vehicle_types["tcs_vehicle_2"]
    # Reference 0.3 m before and 0.1 m left of the middle of 1.2 m by 0.8 m.
    wanted = [(-0.9, -0.5), (0.3, -0.5), (0.3, 0.3), (-0.9, 0.3)]
    assert np.allclose(small.footprint, wanted)
    assert large.max_reverse_speed_mps == 0.4
    assert {one.id for one in mill.fleet} == {"V1", "V2"}
    assert len({one.start_node_id for one in mill.fleet}) == 2


def test_a_point_is_closed_to_vehicles_larger_than_its_box(mill: Facility) -> None:
    types = {one.vehicle_type_id for one in mill.layout.nodes["P3"].properties}
    assert types == {"tcs_vehicle_1"}
    assert mill.layout.edges["P2-P3"].properties_for("tcs_vehicle_2") is None


def test_what_is_not_carried_over_is_listed(data: Path) -> None:
    findings = load_facility(data / "mill.xml").findings
    gone = {one.element for one in findings if one.code == "not_carried_over"}
    assert gone == {
        "location Door",
        "block B1",
        "the size of 1 envelope",
        "the order of 1 peripheral operation",
        "the set of energy levels",
    }
    assert {one.element for one in findings if one.code in ("locked", "undrivable")} == {
        "path closed",
        "path dead",
        "location Shut",
    }


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('positionX="10000"', 'positionX="ten"', "point P2 has positionX 'ten'"),
        ('positionX="10000"', "", "point P2 lacks positionX"),
        ('positionX="10000"', 'positionX="1e999"', "point P2 has positionX '1e999'"),
        ('maxVelocity="800"', 'maxVelocity="-8"', "has maxVelocity '-8'; expected a number of at"),
        ('sourcePoint="P4"', 'sourcePoint="P9"', "path P4-P1 begins at unknown point P9"),
        ('<link point="P3"/>', '<link point="P9"/>', "location Out is linked to unknown point P9"),
        ('type="Work"', 'type="Play"', "location Saw is of unknown location type Play"),
        ('<point name="P2"', '<point name="P1"', "point P1 is given twice"),
        ('<point name="P2"', "<point", "point 1 has no name"),
        ('<controlPoint x="260" y="0"/>', "", "path P2-P3 is BEZIER with 1 control points"),
        ('scaleX="50.0"', 'scaleX="0"', "visualLayout tells no scale above 0"),
        ('maxVelocity="1000"', 'maxVelocity="0"', "vehicle V1 has maxVelocity 0"),
        ('<boundingBox length="1200"', '<box length="1200"', "vehicle V1 lacks boundingBox"),
    ],
)
def test_what_cannot_be_read_is_an_error(
    changed: Callable[[str, str], Path], old: str, new: str, text: str
) -> None:
    if "boundingBox" in old:
        path = changed('<boundingBox length="1200" width="800" height="1000" '
                       'referenceOffsetX="300" referenceOffsetY="100"/>', "")  # fmt: skip
    else:
        path = changed(old, new)
    seen = inspect_facility(path)
    wrong = [one.text for one in seen.findings if one.severity is FindingSeverity.ERROR]
    assert any(text in one for one in wrong), wrong
    with pytest.raises(LayoutError):
        load_facility(path)


def test_another_version_is_read_with_a_warning(changed: Callable[[str, str], Path]) -> None:
    loaded = load_facility(changed('version="7.0.0"', 'version="6.0.0"'))
    assert "version" in [one.code for one in loaded.findings]


def test_a_plant_without_a_vehicle_gets_some(data: Path, tmp_path: Path) -> None:
    text = (data / "mill.xml").read_text(encoding="utf-8")
    start, end = text.index("    <vehicle "), text.index("    <locationType")
    path = tmp_path / "empty.xml"
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    facility = load_facility(path).facility
    assert set(facility.vehicle_types) == {"tcs_vehicle"}
    assert facility.fleet
