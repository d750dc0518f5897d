"""Places where a vehicle may rest, off the lanes, so that a resting vehicle is in nobody's way.

A forklift passes its bay, stops and backs in along an arc, forks first; it leaves along the same
arc, forwards. An AMR turns on its lane, drives in and backs out. A tugger cannot go back: its berth
is a way through from one lane to another.
"""

from __future__ import annotations

from math import pi

from fleet_core.layouts.generate.aisles import Lane
from fleet_core.layouts.generate.curves import CurveSegment, joined, reversed_way
from fleet_core.layouts.generate.floor_plan import FloorPlan
from fleet_core.layouts.generate.places import NamedStation
from fleet_core.model.geometry import Pose
from fleet_core.model.layout import EdgeProperties

PITCH_M = 2.4
"""From bay to bay, and the radius of the arc into a bay: the place where a forklift stops before it
backs into one bay is then the foot of the next."""

DEEP_M = 3.4
"""From the lane's centre line to the origin of a resting forklift: 2.35 m of body before the
origin, 0.55 m half a body on the lane, 0.2 m clearance, and some to spare."""

FACING_M = 4.0
"""The same where bays lie on both sides of a lane: a forklift that backs in swings 1.4 m over the
middle of the lane towards the bay on the other side."""

SHALLOW_M = 2.0
"""The same for an AMR, whose body reaches 0.65 m before its origin; the rest lets it turn on the
lane without touching a neighbour."""

BAY_MPS = 0.5
"""Forks in or under a pallet with people near: 0.3 m/s to 0.6 m/s is usual (EN ISO 3691-4 asks for
0.3 m/s where protective fields are muted)."""

BERTH_MPS = 0.6
"""Walking pace, people load and unload trolleys. It also keeps berths from being short cuts."""

FORK_LOAD_M = 0.15
"""Middle of a 1.2 m pallet on the forks, ahead of the load axle."""


def add_bay(
    plan: FloorPlan,
    lane: Lane,
    along_m: float,
    place: NamedStation,
    types: tuple[str, ...],
    side: int = 1,
    deep_m: float = DEEP_M,
) -> None:
    """A bay at right angles to ``lane`` (``side`` 1: on its right, -1: on its left); ``deep_m`` is
    the depth of a bay for forklifts."""
    depth = deep_m if "forklift" in types else SHALLOW_M
    inwards = lane.heading_rad - side * pi / 2.0
    station_id = place.use.station_id
    node = plan.node(station_id, lane.point(along_m, side * depth))
    headings = {}
    if "forklift" in types:
        _forklift_ways(plan, lane, along_m, node, side)
        headings["forklift"] = inwards + pi
    if "amr" in types:
        _amr_ways(plan, lane, along_m, node)
        headings["amr"] = inwards
    load_at = depth - FORK_LOAD_M if "forklift" in types else depth
    x_m, y_m = lane.point(along_m, side * load_at)
    plan.station(place.use, place.name, node, headings, Pose(x_m, y_m, inwards))


def _forklift_ways(plan: FloorPlan, lane: Lane, along_m: float, node: str, side: int) -> None:
    beyond = lane.node(along_m + lane.sign * PITCH_M)
    into = joined(
        plan.point(beyond),
        CurveSegment(lane.point(along_m, side * PITCH_M), lane.point(along_m)),
        CurveSegment(plan.point(node)),
    )
    backwards = EdgeProperties("forklift", pi, max_speed_mps=BAY_MPS, trajectory=into)
    out_of = EdgeProperties("forklift", max_speed_mps=BAY_MPS, trajectory=reversed_way(into))
    plan.edge(beyond, node, [backwards])
    plan.edge(node, beyond, [out_of])


def _amr_ways(plan: FloorPlan, lane: Lane, along_m: float, node: str) -> None:
    foot = lane.node(along_m)
    plan.allow_turns(foot, "amr")
    plan.edge(foot, node, [EdgeProperties("amr", max_speed_mps=BAY_MPS)])
    plan.edge(node, foot, [EdgeProperties("amr", pi, max_speed_mps=BAY_MPS)])


def add_berth(
    plan: FloorPlan,
    lane_in: Lane,
    lane_out: Lane,
    along_m: float,
    rest_m: float,
    place: NamedStation,
) -> None:
    """A tugger's way through from ``lane_in`` to ``lane_out``, which run opposite ways on both
    sides of it; it rests at coordinate ``rest_m`` between them."""
    start = lane_in.node(along_m - lane_in.sign * PITCH_M)
    end = lane_out.node(along_m + lane_out.sign * PITCH_M)
    station_id = place.use.station_id
    mouth = plan.node(f"{station_id}_in", lane_in.point(along_m, PITCH_M))
    leave = plan.node(f"{station_id}_out", lane_out.point(along_m, PITCH_M))
    rest = (along_m, rest_m) if lane_in.aisle.axis == "x" else (rest_m, along_m)
    node = plan.node(station_id, rest)
    enter = joined(plan.point(start), CurveSegment(plan.point(mouth), lane_in.point(along_m)))
    depart = joined(plan.point(leave), CurveSegment(plan.point(end), lane_out.point(along_m)))
    plan.edge(start, mouth, [EdgeProperties("tugger", max_speed_mps=BERTH_MPS, trajectory=enter)])
    plan.edge(mouth, node, [EdgeProperties("tugger", max_speed_mps=BERTH_MPS)])
    plan.edge(node, leave, [EdgeProperties("tugger", max_speed_mps=BERTH_MPS)])
    plan.edge(leave, end, [EdgeProperties("tugger", max_speed_mps=BERTH_MPS, trajectory=depart)])
    heading = lane_in.heading_rad - pi / 2.0
    plan.station(place.use, place.name, node, {"tugger": heading}, Pose(*rest, heading))
