"""Lanes that are too near to each other or to something solid are told of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fleet_core.layouts.assumed.vehicle_types import assumed_type
from fleet_core.layouts.checks.lanes import lane_findings, wall_findings
from fleet_core.model.facility import Facility, Wall
from fleet_core.model.layout import Edge, EdgeProperties, Layout, Node, NodeProperties

WIDTH_M = 0.6  # of the made-up vehicle


def two_lanes(apart_m: float, slope: float = 0.0, both_ways: bool = True) -> Facility:
    """Lanes of 20 m side by side, with what joins them far away."""
    places = {
        "A": (0.0, 0.0), "B": (20.0, 0.0),
        "C": (0.0, apart_m), "D": (20.0, apart_m + slope * 20.0),
    }  # fmt: skip
    nodes = {n: Node(n, x, y, (NodeProperties("amr"),)) for n, (x, y) in places.items()}
    ways = [("A", "B"), ("D", "C")]
    if both_ways:
        ways += [(end, start) for start, end in ways]
    edges = {f"{s}{e}": Edge(f"{s}{e}", s, e, (EdgeProperties("amr"),)) for s, e in ways}
    layout = Layout("l", nodes, edges, {}, vehicle_type_ids=frozenset({"amr"}))
    return Facility("f", layout, {"amr": assumed_type("amr", False)}, clearance_m=0.2)


@pytest.mark.parametrize("both_ways", [True, False])
def test_parallel_lanes_nearer_than_two_bodies_and_the_clearance_are_told_once(
    both_ways: bool,
) -> None:
    found = list(lane_findings(two_lanes(WIDTH_M + 0.19, both_ways=both_ways), "f"))
    assert [(one.code, one.element) for one in found] == [("lanes_too_near", "edge AB")]
    assert "0.19 m apart" in found[0].reason


def test_lanes_with_room_for_both_are_fine() -> None:
    assert not list(lane_findings(two_lanes(WIDTH_M + 0.21), "f"))


def test_there_and_back_between_the_same_nodes_is_one_lane() -> None:
    facility = two_lanes(5.0)
    assert not list(lane_findings(facility, "f"))


def test_crossing_lanes_are_no_parallel_lanes() -> None:
    facility = two_lanes(-8.0, slope=0.8)
    assert not list(lane_findings(facility, "f"))


def test_a_body_that_would_touch_a_wall_is_told_for_each_edge() -> None:
    facility = two_lanes(5.0)
    rack = Wall("rack_1", ((8.0, 0.2), (9.0, 0.2), (9.0, 2.0), (8.0, 2.0)), closed=True)
    far = Wall("far", ((0.0, -3.0), (20.0, -3.0)))
    found = list(wall_findings(replace(facility, walls=(far, rack)), "f"))
    assert {one.element for one in found} == {"edge AB", "edge BA"}
    assert all("brings the body of amr into rack_1" in one.reason for one in found)
    assert not list(wall_findings(replace(facility, walls=(far,)), "f"))
