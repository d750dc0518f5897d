"""Where things are on the map: transforms, hits, labels, trails."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_plant import small_plant

from fleet_core.model.geometry import Pose
from fleet_core.model.layout import ControlPoint, Trajectory
from fleet_core.model.route import Leg, LegKind, Route
from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle import Activity, VehicleReport, VehicleStatus
from hmi.model.bodies import bodies_of, body_sizes
from hmi.model.fleet_arrays import between, fleet_arrays
from hmi.model.hit_test import ground_selection, hit_targets, inside
from hmi.model.label_placement import Box, LabelPlacement
from hmi.model.motion import PoseInterpolation
from hmi.model.place_labels import place_labels
from hmi.model.roadmap_lines import bounds, curve_points, roadmap_lines
from hmi.model.route_lines import ahead
from hmi.model.selection import Kind, Selection
from hmi.model.station_place import station_places
from hmi.model.trails import SAMPLE_EVERY_S, Trails
from hmi.model.view_transform import ViewTransform

places_m = st.floats(-500.0, 500.0)
pixels = st.floats(0.0, 900.0)


def fleet(*poses: Pose, time_s: float = 0.0) -> FleetSnapshot:
    statuses = tuple(
        VehicleStatus(VehicleReport(f"v{n}", "amr", time_s, pose, 0, 0, 0.9), Activity.IDLE)
        for n, pose in enumerate(poses)
    )
    return FleetSnapshot(time_s, statuses, ())


@given(places_m, places_m, pixels, pixels, st.floats(0.8, 1.25))
def test_zooming_keeps_the_place_under_the_pointer(
    x: float, y: float, px: float, py: float, factor: float
) -> None:
    view = ViewTransform((x, y), 20.0)
    assert view.zoomed(factor, (px, py)).to_floor((px, py)) == pytest.approx(
        view.to_floor((px, py)), abs=1e-6
    )


@given(places_m, places_m)
def test_there_and_back_is_the_same_place(x: float, y: float) -> None:
    view = ViewTransform((3.0, 4.0), 12.0)
    assert view.to_floor(view.point_to_screen((x, y))) == pytest.approx((x, y), abs=1e-6)


def test_a_fitted_plant_is_wholly_in_view() -> None:
    view = ViewTransform(width_px=1000, height_px=500).fitted((0, 0), (200, 30))
    for corner in ((0, 0), (200, 30)):
        x, y = view.point_to_screen(corner)
        assert 0 <= x <= 1000
        assert 0 <= y <= 500


boxes = st.tuples(pixels, pixels, st.floats(5, 120), st.floats(8, 20)).map(
    lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3])
)


@given(st.lists(boxes, max_size=60))
def test_placed_labels_never_overlap(wanted: list[Box]) -> None:
    placement = LabelPlacement()
    placed = [box for box in wanted if placement.try_place(box)]
    for number, one in enumerate(placed):
        for other in placed[number + 1 :]:
            apart = (
                one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            )
            assert apart


def test_ways_driven_both_ways_are_drawn_once() -> None:
    layout = small_plant().layout
    lines = roadmap_lines(layout)
    assert len(lines.pieces) == len(layout.edges) / 2
    assert not len(lines.arrows)


def test_a_quarter_circle_stays_on_its_circle() -> None:
    weight = 0.5**0.5
    curve = Trajectory(
        2,
        (0, 0, 0, 1, 1, 1),
        (ControlPoint(1, 0), ControlPoint(1, 1, weight), ControlPoint(0, 1)),
    )
    assert np.hypot(*curve_points(curve).T) == pytest.approx(1.0)


def test_what_is_under_the_pointer_is_found() -> None:
    facility = small_plant()
    targets = hit_targets(facility, station_places(facility))
    assert ground_selection(targets, (0.1, 0.1), 0.5) == Selection(Kind.STATION, "dock_1")
    assert ground_selection(targets, (2.0, 3.9), 0.5) == Selection(Kind.EDGE, "N0_1-N1_1")
    assert ground_selection(targets, (10.0, 6.0), 0.1) == Selection(Kind.ZONE, "slow")
    assert ground_selection(targets, (50.0, 50.0), 0.5) is None


def test_a_point_is_inside_or_outside_of_a_polygon() -> None:
    triangle = ((0.0, 0.0), (4.0, 0.0), (0.0, 4.0))
    assert inside(triangle, (1.0, 1.0))
    assert not inside(triangle, (3.0, 3.0))


def test_bodies_are_where_the_footprints_are() -> None:
    types = small_plant().vehicle_types
    snapshot = fleet(Pose(0, 0, 0), Pose(5, 0, pi / 2))
    arrays = fleet_arrays(snapshot, types)
    view = ViewTransform((0, 0), 10.0, 200, 200)
    bodies = bodies_of(arrays, arrays.pose, body_sizes(types.values()), view, 10.0)
    assert bodies.at((100.0, 100.0)) == "v0"
    assert bodies.at((150.0, 101.0)) == "v1"
    assert bodies.at((20.0, 20.0)) == ""
    assert bodies.below == pytest.approx([4.0, 6.0])


@given(st.floats(-pi, pi), st.floats(-pi, pi), st.floats(0, 1))
def test_headings_turn_the_short_way(a: float, b: float, share: float) -> None:
    types = small_plant().vehicle_types
    before, after = (fleet_arrays(fleet(Pose(0, 0, heading)), types) for heading in (a, b))
    turned = between(before, after, share)[0, 2] - a
    assert abs((turned + pi) % (2 * pi) - pi) <= pi + 1e-9


def test_motion_is_smooth_between_snapshots_and_never_ahead_of_them() -> None:
    types = small_plant().vehicle_types
    motion = PoseInterpolation()
    motion.take(fleet(Pose(0, 0, 0)), types, 10.0)
    motion.take(fleet(Pose(1, 0, 0)), types, 10.1)
    assert motion.poses(10.15)[0, 0] == pytest.approx(0.5)
    assert motion.poses(10.3)[0, 0] == 1.0
    assert not motion.moving(10.3)


def test_trails_end_at_the_vehicle() -> None:
    types, trails = small_plant().vehicle_types, Trails()
    for step in range(40):
        time_s = step * SAMPLE_EVERY_S
        trails.take(fleet_arrays(fleet(Pose(step, 0, 0)), types), time_s)
    poses = fleet_arrays(fleet(Pose(40.0, 0, 0)), types).pose
    segments = trails.segments(poses, np.array([0]))
    assert segments[-1, 0].tolist() == [39.0, 0.0, 40.0, 0.0]


def test_the_released_part_begins_at_the_vehicle() -> None:
    legs = tuple(
        Leg(LegKind.DRIVE, f"N{n}", f"N{n + 1}", (Pose(n, 0, 0), Pose(n + 1, 0, 0)), 1.0)
        for n in range(4)
    )
    route = Route("r", "v0", legs, released=2)
    report = VehicleReport(
        "v0", "amr", 0, Pose(0.4, 0, 0), 0, 0, 0.9, route_id="r", legs_released=2
    )
    released, planned = ahead(route, report)
    assert released[0, :2].tolist() == [0.4, 0.0]
    assert released[-1, 2:].tolist() == [2.0, 0.0]
    assert planned[-1, 2:].tolist() == [4.0, 0.0]


def test_every_station_and_zone_has_a_label_and_lies_within_the_bounds() -> None:
    facility = small_plant()
    texts = {label.text for label in place_labels(facility, station_places(facility))}
    assert {"Dock 1", "Charger 1", "Slow"} <= texts
    assert bounds(facility.layout) == ((0.0, 0.0), (20.0, 12.0))
