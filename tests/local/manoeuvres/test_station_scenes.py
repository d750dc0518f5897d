"""Scenes of a plant's stations: the floor that traffic reserves, what is solid, and the proof."""

from __future__ import annotations

from dataclasses import replace
from math import pi

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fleet_core.model.facility import Wall
from planner.local.manoeuvres.check import ViolationKind, clearance_m, violations
from planner.local.manoeuvres.convex import convex_parts
from planner.local.manoeuvres.floor import walled_in
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre
from planner.local.manoeuvres.scene import bodies_at, is_convex
from planner.local.manoeuvres.station_scenes import (
    SolidFloor,
    out_of_frame,
    station_scene,
    tracked_width_m,
)
from planner.local.manoeuvres.station_ways import StationWay, station_ways
from planner.roadmap.footprints import body, sweep
from tests.local.manoeuvres.bays import BAYS, small_plant

PLANT = small_plant()


def way_of(edge_id: str, plant=PLANT) -> StationWay:
    return next(way for way in station_ways(plant) if way.edge_id == edge_id)


@given(
    outline=st.lists(st.tuples(st.floats(-5.0, 5.0), st.floats(-5.0, 5.0)), min_size=3, max_size=9)
)
@example(outline=[(0.5, 0.0), (0.0, 1.0), (0.0, -1.1754943508222875e-38), (-2.0, 0.0)])
@settings(max_examples=60, deadline=None)
def test_any_area_is_the_sum_of_its_convex_parts(outline) -> None:
    area = shapely.make_valid(shapely.Polygon(outline)).buffer(0.1, quad_segs=2)
    hole = area.difference(area.centroid.buffer(0.05, quad_segs=2))
    parts = convex_parts(hole)
    assert all(is_convex(part) for part in parts)
    together = shapely.union_all([shapely.Polygon(part) for part in parts])
    assert together.symmetric_difference(hole).area < 1e-3
    assert sum(shapely.Polygon(part).area for part in parts) == pytest.approx(hole.area, abs=1e-3)


def test_each_station_has_a_way_in_and_out_for_each_type_that_may_use_it() -> None:
    found = [(way.station_id, way.vehicle_type.id, way.inward) for way in station_ways(PLANT)]
    both = [(True, False)[k] for k in range(2)]
    assert found == [
        *((name, "forklift", inward) for name in BAYS for inward in both),
        *(("place", "amr", inward) for inward in both),
    ]


def test_a_way_begins_where_the_vehicle_stands_and_ends_at_the_station() -> None:
    way = way_of("past_bay_1-bay_1")
    assert way.path.reverse
    assert (way.start.x_m, way.start.y_m) == pytest.approx((2.4, 0.0))
    assert way.start.heading_rad == pytest.approx(0.0, abs=0.01)
    assert (way.goal.x_m, way.goal.y_m) == pytest.approx((0.0, -3.4))
    assert way.goal.heading_rad == pytest.approx(pi / 2.0, abs=0.01)


def test_bays_of_the_same_make_share_their_scene() -> None:
    solids = SolidFloor.of(PLANT)
    first, second = (station_scene(way_of(f"past_{name}-{name}"), solids) for name in BAYS)
    assert first.scene == second.scene
    assert second.frame.x_m - first.frame.x_m == pytest.approx(6.0)


def test_solid_things_near_the_floor_are_obstacles_and_leave_less_clearance_where_they_must() -> (
    None
):
    beside = Wall("post", ((-0.62, -3.0), (-0.62, -4.0)))  # a line, beside the bay's end
    corner = ((0.7, -2.0), (3.0, -2.0), (3.0, -5.0), (1.5, -5.0), (1.5, -3.0), (0.7, -3.0))
    plant = small_plant((beside, Wall("machine", corner, closed=True)))
    scene = station_scene(way_of("past_bay_1-bay_1", plant), SolidFloor.of(plant)).scene
    assert scene.obstacles
    assert all(is_convex(each) for each in scene.obstacles)
    widths = [np.ptp(np.array(each), axis=0).min() for each in scene.obstacles]
    assert min(widths) == pytest.approx(0.02, abs=1e-3)  # a line has a thickness
    stand = bodies_at(scene, np.array([[0.0, 0.0, 0.0]]))[0, 0]
    free_m = min(stand.distance(shapely.Polygon(each)) for each in scene.obstacles)
    assert scene.clearance_m <= free_m
    found = plan_manoeuvre(scene)
    assert isinstance(found, Planned)
    assert clearance_m(scene, found.drive) >= scene.clearance_m - 1e-3


@pytest.mark.parametrize(
    "edge_id", ["past_bay_1-bay_1", "bay_1-past_bay_1", "lane_0-place", "place-lane_0"]
)
def test_a_manoeuvre_stays_on_the_floor_that_traffic_reserves_for_the_drawn_line(edge_id) -> None:
    way = way_of(edge_id)
    at = station_scene(way, SolidFloor.of(PLANT))
    found = plan_manoeuvre(at.scene)
    assert isinstance(found, Planned)
    outline = body(way.vehicle_type)
    allowed_m = PLANT.clearance_m / 2.0 - tracked_width_m(PLANT.clearance_m)
    reserved = sweep(outline, way.poses).buffer(allowed_m + 1e-3)
    poses = out_of_frame(found.trajectory.poses, at.frame)
    assert reserved.covers(sweep(outline, poses))
    ends = np.array([poses[0], poses[-1]])
    assert ends[:, :2] == pytest.approx(way.poses[[0, -1], :2], abs=2e-3)


def test_a_drive_that_leaves_the_floor_is_refused() -> None:
    scene = station_scene(way_of("past_bay_1-bay_1"), SolidFloor.of(PLANT)).scene
    found = plan_manoeuvre(scene)
    assert isinstance(found, Planned)
    smaller = shapely.Polygon(scene.floor).buffer(-0.06)
    ring = shapely.orient_polygons(smaller).exterior.coords[:-1]
    wrong = violations(replace(scene, floor=tuple(ring)), found.drive)
    assert [each.kind for each in wrong] == [ViolationKind.FLOOR]


def test_who_keeps_clear_of_what_stands_for_the_outside_stays_on_the_floor() -> None:
    scene = station_scene(way_of("past_bay_1-bay_1"), SolidFloor.of(PLANT)).scene
    outside = shapely.union_all([shapely.Polygon(one) for one in walled_in(scene).obstacles])
    floor = shapely.Polygon(scene.floor)
    kept = shapely.box(*floor.buffer(0.5).bounds).difference(
        outside.buffer(scene.clearance_m, join_style="mitre")
    )
    inner = max(shapely.get_parts(kept), key=lambda part: part.area)
    assert floor.buffer(0.01).covers(inner)
