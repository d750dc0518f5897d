"""An aisle between racks with one free slot, and a forklift that stands somewhere in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import pi

import numpy as np
import shapely

from fleet_core.layouts.generate.fleet_types import FORKLIFT
from fleet_core.model.geometry import Polygon, Pose
from fleet_core.model.vehicle_type import VehicleType
from planner.local.manoeuvres.scene import ManoeuvreScene, bodies_at, body_of, box, limits_of

OVERHANG_M = 0.45
"""Of the load behind the load axle."""
ALONG_M, HEADING_RAD = 4.0, 0.3
"""Starts are drawn so far to both sides of the slot, and so far from the aisle's direction."""
START_GAP_M = 0.05
"""Between the racks and a vehicle at the start, at least."""
CLEARANCE_M = 0.035
"""Planned to be free everywhere; the slot leaves 0.05 m to either side. Tracking takes a part."""
SPEED_MPS = 0.8
"""Of the driven wheel, in a manoeuvre."""


@dataclass(frozen=True, slots=True)
class RackAisle:
    """The aisle lies along x with its lower side at y = 0; the slot opens downwards at x = 0."""

    width_m: float = 4.0
    slot_width_m: float = 1.2
    slot_depth_m: float = 1.5
    rack_m: float = 12.0
    """How far the racks reach to both sides."""
    back_gap_m: float = 0.1
    """What the load keeps from the end of the slot."""


def long_forklift(length_m: float = 3.2) -> VehicleType:
    """The plants' forklift with its load, but longer, with its wheels apart accordingly."""
    stretch = length_m / 2.8
    front = length_m - OVERHANG_M
    footprint = box(-OVERHANG_M, -0.55, front, 0.55)
    return replace(
        FORKLIFT, id="long_forklift", footprint=footprint, loaded_footprint=footprint,
        wheelbase_m=round(stretch * FORKLIFT.wheelbase_m, 3),
    )  # fmt: skip


def racks(aisle: RackAisle) -> tuple[Polygon, ...]:
    """Left and right of the slot, behind it, and across the aisle."""
    depth, half, far = aisle.slot_depth_m, aisle.slot_width_m / 2.0, aisle.rack_m
    return (
        box(-far, -depth, -half, 0.0),
        box(half, -depth, far, 0.0),
        box(-far, -depth - 1.0, far, -depth),
        box(-far, aisle.width_m, far, aisle.width_m + 1.0),
    )


def docking(aisle: RackAisle, vehicle_type: VehicleType, start: Pose) -> ManoeuvreScene:
    """From ``start`` into the slot, forks first."""
    goal = Pose(0.0, OVERHANG_M + aisle.back_gap_m - aisle.slot_depth_m, pi / 2.0)
    return ManoeuvreScene(
        start, goal, racks(aisle), body_of(vehicle_type, loaded=True),
        limits_of(vehicle_type, SPEED_MPS, loaded=True), CLEARANCE_M,
    )  # fmt: skip


def random_dockings(
    aisle: RackAisle, vehicle_type: VehicleType, rng: np.random.Generator
) -> Iterator[ManoeuvreScene]:
    """Endless; starts that touch a rack are drawn anew. Half of them face either way."""
    obstacles = [shapely.Polygon(one) for one in racks(aisle)]
    while True:
        heading = rng.uniform(-HEADING_RAD, HEADING_RAD) + pi * rng.integers(2)
        x, y = rng.uniform(-ALONG_M, ALONG_M), rng.uniform(0.0, aisle.width_m)
        scene = docking(aisle, vehicle_type, Pose(float(x), float(y), float(heading)))
        body = bodies_at(scene, np.array([[x, y, heading]]))[0, 0]
        if min(body.distance(one) for one in obstacles) >= START_GAP_M:
            yield scene
