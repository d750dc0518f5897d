from dataclasses import replace
from itertools import pairwise
from math import pi

import numpy as np
import pytest
import shapely

from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility, Zone, ZoneKind
from fleet_core.model.layout import RotationAllowed
from fleet_core.model.route import LegKind
from planner.roadmap.build import build_roadmap
from planner.roadmap.footprints import body, stand, sweep, turn_poses
from planner.roadmap.graph import Roadmap
from planner.roadmap.travel_times import RoadmapTravelTimes
from tests.roadmap.small_plants import CART, both, corridor, edge, plant, ring

LINE = {"a": (0.0, 0.0), "b": (10.0, 0.0), "c": (10.0, 5.0)}


def line(**properties: object) -> Facility:
    return plant(LINE, [edge("a", "b", **properties), edge("b", "c", **properties)], {"end": "c"})


def test_a_long_edge_is_cut_into_equal_legs_that_join_end_to_end() -> None:
    roadmap = build_roadmap(line())
    legs = [leg for leg in roadmap.legs if leg.edge_id == "a-b"]
    assert [leg.length_m for leg in legs] == pytest.approx([2.5] * 4)
    for first, second in pairwise(legs):
        assert first.path[-1] == second.path[0]
        assert first.end_node_id == second.start_node_id


def test_a_corner_is_turned_on_the_spot_the_short_way() -> None:
    roadmap = build_roadmap(line())
    turns = [leg for leg in roadmap.legs if leg.kind is LegKind.TURN]
    from_the_lane = [leg.turn_rad for leg in turns if leg.path[0].heading_rad == 0.0]
    assert from_the_lane == pytest.approx([pi / 2.0])


def test_where_only_clockwise_turns_are_allowed_a_left_corner_goes_the_long_way_round() -> None:
    roadmap = build_roadmap(line(rotation_at_start=RotationAllowed.CW))
    turns = [leg for leg in roadmap.legs if leg.kind is LegKind.TURN]
    from_the_lane = [leg.turn_rad for leg in turns if leg.path[0].heading_rad == 0.0]
    assert from_the_lane == pytest.approx([-1.5 * pi])


def test_where_no_turn_is_allowed_nothing_behind_the_corner_can_be_reached() -> None:
    roadmap = build_roadmap(line(rotation_at_end=RotationAllowed.NONE))
    travel = RoadmapTravelTimes(roadmap)
    assert travel.travel_s("cart", ("a", 0.0), ["b"]) < np.inf
    assert travel.travel_s("cart", ("a", 0.0), ["c"]) == np.inf


def test_a_backward_edge_is_driven_against_the_heading_at_reverse_speed() -> None:
    roadmap = build_roadmap(plant(LINE, [edge("a", "b", backwards=True)], {}))
    assert all(leg.reverse for leg in roadmap.legs)
    assert {leg.max_speed_mps for leg in roadmap.legs} == {CART.max_reverse_speed_mps}
    assert abs(roadmap.legs[0].path[0].heading_rad) == pytest.approx(pi)


def test_a_type_that_cannot_reverse_has_no_backward_edges() -> None:
    facility = plant(LINE, [edge("a", "b", backwards=True), edge("b", "c")], {})
    forward_only = replace(CART, max_reverse_speed_mps=0.0)
    roadmap = build_roadmap(replace(facility, vehicle_types={"cart": forward_only}))
    assert {leg.edge_id for leg in roadmap.legs} == {"b-c"}


def test_a_speed_zone_limits_the_legs_that_touch_it_and_no_others() -> None:
    facility = line()
    zone = Zone("slow", ZoneKind.SPEED_LIMIT, ((-1, -1), (2, -1), (2, 1), (-1, 1)), "", 0.3)
    roadmap = build_roadmap(
        Facility("small", facility.layout, facility.vehicle_types, zones=(zone,))
    )
    speeds = [leg.max_speed_mps for leg in roadmap.legs if leg.edge_id == "a-b"]
    assert speeds == pytest.approx([0.3, 1.0, 1.0, 1.0])


def test_a_no_entry_zone_closes_its_lanes() -> None:
    facility = line()
    zone = Zone("shut", ZoneKind.NO_ENTRY, ((4, -1), (5, -1), (5, 1), (4, 1)))
    roadmap = build_roadmap(
        Facility("small", facility.layout, facility.vehicle_types, zones=(zone,))
    )
    assert {leg.edge_id for leg in roadmap.legs} == {"b-c"}


def test_a_layout_that_nobody_may_drive_is_refused_with_the_reason() -> None:
    with pytest.raises(LayoutError, match="no vehicle type may drive"):
        build_roadmap(plant(LINE, [], {}))


def sweeps(roadmap: Roadmap) -> list[shapely.Polygon]:
    """The floor that each move touches, sampled every 2 cm or half a degree, true footprints."""
    outline = body(CART)
    result = []
    for leg in roadmap.legs:
        poses = np.array([(p.x_m, p.y_m, p.heading_rad) for p in leg.path])
        if leg.kind is LegKind.TURN:
            poses = turn_poses(*poses[0], leg.turn_rad)
        steps = np.linspace(0.0, 1.0, 60)
        fine = np.array([[np.interp(s, [0, 1], poses[[0, -1], k]) for k in (0, 1)] for s in steps])
        headings = np.interp(steps, np.linspace(0, 1, len(poses)), np.unwrap(poses[:, 2]))
        result.append(
            shapely.union_all(
                [stand(outline, np.array([*p, h])) for p, h in zip(fine, headings, strict=True)]
            )
        )
    return result


@pytest.mark.slow
@pytest.mark.parametrize("facility", [ring(6, 0), corridor()], ids=["ring", "corridor"])
def test_moves_whose_bodies_come_nearer_than_the_clearance_exclude_each_other(
    facility: Facility,
) -> None:
    roadmap = build_roadmap(facility)
    floors = sweeps(roadmap)
    for first, floor in enumerate(floors):
        for second, other in enumerate(floors):
            near = floor.distance(other) < facility.clearance_m - 0.01
            regions = (int(roadmap.move_region[first]), int(roadmap.move_region[second]))
            if near:
                assert roadmap.conflicts.between(*regions), (first, second)


def test_what_excludes_a_place_excludes_every_move_that_begins_or_ends_there() -> None:
    roadmap = build_roadmap(ring(6, 0))
    for move in range(len(roadmap.legs)):
        swept = roadmap.conflicts.excluded[int(roadmap.move_region[move])]
        for state in (roadmap.move_from[move], roadmap.move_to[move]):
            assert roadmap.conflicts.excluded[int(roadmap.state_region[state])] <= swept


def test_conflicts_are_mutual() -> None:
    roadmap = build_roadmap(corridor())
    for region, excluded in enumerate(roadmap.conflicts.excluded):
        assert region in excluded
        assert all(region in roadmap.conflicts.excluded[other] for other in excluded)


def test_a_sweep_holds_the_bodies_along_its_way() -> None:
    outline = body(CART)
    poses = turn_poses(1.0, 2.0, 0.3, 2.0)
    swept = sweep(outline, poses).buffer(0.01)
    assert all(swept.contains(stand(outline, pose)) for pose in poses)


def test_travel_times_count_turning_and_both_ways_differ_where_lanes_are_one_way() -> None:
    roadmap = build_roadmap(ring(6, 0))
    travel = RoadmapTravelTimes(roadmap)
    there = travel.travel_s("cart", ("p0", pi / 2.0), ["p1"])
    back = travel.travel_s("cart", ("p1", pi / 2.0), ["p0"])
    assert there < back
    assert travel.distance_m("cart", ("p0", pi / 2.0), ["p1"]) == pytest.approx(12.0, abs=0.01)
    assert there > 12.0 / CART.max_speed_mps
    matrix = travel.matrix_s("cart", [("p0", pi / 2.0), ("p1", pi / 2.0)], [["p0"], ["p1"], ["?"]])
    assert matrix[0, 1] == there
    assert matrix[1, 0] == back
    assert np.isinf(matrix[:, 2]).all()


def test_of_two_parallel_moves_the_faster_one_counts() -> None:
    slow = edge("a", "b", max_speed_mps=0.1)
    fast = both("a", "b")[0]
    facility = plant(LINE, [replace(slow, id="slow"), fast], {})
    travel = RoadmapTravelTimes(build_roadmap(facility))
    assert travel.travel_s("cart", ("a", 0.0), ["b"]) == pytest.approx(10.0)
