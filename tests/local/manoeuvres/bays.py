"""A small plant: a lane, two bays of forklifts that back in, and a place of AMRs beside it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import pi

from fleet_core.layouts.generate.curves import CurveSegment, joined, reversed_way
from fleet_core.layouts.generate.fleet_types import AMR, FORKLIFT
from fleet_core.model.facility import Facility, FleetVehicle, StationKind, StationUse, Wall
from fleet_core.model.geometry import Pose
from fleet_core.model.layout import (
    Edge,
    EdgeProperties,
    Layout,
    Node,
    NodeProperties,
    Station,
    Trajectory,
)

BAYS = {"bay_1": 0.0, "bay_2": 6.0}
"""Where each is along the lane."""
BOTH = (EdgeProperties("forklift"), EdgeProperties("amr"))
BEYOND_M, DEEP_M, PLACE_M = 2.4, 3.4, 2.0


def small_plant(walls: tuple[Wall, ...] = ()) -> Facility:
    """Forklifts drive past a bay and back into it round a curve; AMRs turn and drive in."""
    nodes, edges, stations = {}, {}, {}
    lane = [("lane_0", -4.0), *((f"past_{name}", x + BEYOND_M) for name, x in BAYS.items())]
    for name, x in lane:
        nodes[name] = Node(name, x, 0.0, ())
    for (start, _), (end, _) in pairwise(lane):
        edges[f"{start}-{end}"] = Edge(f"{start}-{end}", start, end, BOTH)
    for name, x in BAYS.items():
        nodes[name] = Node(name, x, -DEEP_M, (NodeProperties("forklift", pi / 2.0),))
        stations[name] = Station(name, (name,), pose=Pose(x, -DEEP_M - 0.15, -pi / 2.0))
        edges |= _bay(name, x)
    nodes["place"] = Node("place", -4.0, PLACE_M, ())
    stations["place"] = Station("place", ("place",), pose=Pose(-4.0, PLACE_M, pi / 2.0))
    entry = EdgeProperties("amr", max_speed_mps=0.5)
    back = replace(entry, orientation_rad=pi)
    edges["lane_0-place"] = Edge("lane_0-place", "lane_0", "place", (entry,))
    edges["place-lane_0"] = Edge("place-lane_0", "place", "lane_0", (back,))
    uses = {name: StationUse(name, StationKind.TRANSFER) for name in BAYS}
    uses["place"] = StationUse("place", StationKind.CHARGER)
    return Facility(
        "small",
        Layout("small", nodes, edges, stations),
        {"forklift": FORKLIFT, "amr": AMR},
        (
            FleetVehicle("forklift_1", "forklift", "past_bay_1", 0.0),
            FleetVehicle("amr_1", "amr", "lane_0", pi / 2.0),
        ),
        uses,
        walls=walls,
    )


def _bay(name: str, x_m: float) -> dict[str, Edge]:
    """Backwards round a quarter circle and straight to the end of the bay; and out again."""
    inward = joined(
        (x_m + BEYOND_M, 0.0),
        CurveSegment((x_m, -BEYOND_M), (x_m, 0.0)),
        CurveSegment((x_m, -DEEP_M)),
    )
    past = f"past_{name}"
    return {
        f"{past}-{name}": _edge(past, name, inward, pi),
        f"{name}-{past}": _edge(name, past, reversed_way(inward), 0.0),
    }


def _edge(start: str, end: str, trajectory: Trajectory, orientation_rad: float) -> Edge:
    entry = EdgeProperties(
        "forklift", orientation_rad=orientation_rad, max_speed_mps=0.5, trajectory=trajectory
    )
    return Edge(f"{start}-{end}", start, end, (entry,))
