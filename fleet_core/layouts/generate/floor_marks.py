"""Shapes on the floor that plants share."""

from __future__ import annotations

from math import cos, sin

from fleet_core.layouts.generate.floor_plan import FloorPlan
from fleet_core.model.facility import StationKind, Wall
from fleet_core.model.geometry import Point, Polygon


def box(left_m: float, bottom_m: float, right_m: float, top_m: float) -> Polygon:
    """A rectangle along the axes."""
    corners = ((left_m, bottom_m), (right_m, bottom_m), (right_m, top_m), (left_m, top_m))
    return tuple((round(x_m, 3), round(y_m, 3)) for x_m, y_m in corners)


def machine(identity: str, name: str, area: Polygon) -> Wall:
    """A machine's outline."""
    return Wall(identity, area, True, "machine", name)


def rack(identity: str, area: Polygon, name: str = "") -> Wall:
    """A rack's outline, or that of goods on the floor."""
    return Wall(identity, area, True, "rack", name)


def room(identity: str, name: str, area: Polygon) -> Wall:
    """An office, a workshop: closed walls."""
    return Wall(identity, area, True, "wall", name)


def charger_boxes(plan: FloorPlan) -> tuple[Wall, ...]:
    """A cabinet at each charger: behind the vehicle in a bay, beside it in a tugger's berth."""
    return tuple(
        machine(f"{use.station_id}_box", "", _cabinet(plan, use.station_id))
        for use in plan.uses.values()
        if use.kind is StationKind.CHARGER
    )


def _cabinet(plan: FloorPlan, station_id: str) -> Polygon:
    pose = plan.pose(station_id)
    forward, side = (1.2, 0.0) if "amr" in station_id else (1.05, 0.0)
    if "tugger" in station_id:
        forward, side = 1.0, 1.2
    c, s = cos(pose.heading_rad), sin(pose.heading_rad)
    centre: Point = (
        pose.x_m + forward * c - side * s,
        pose.y_m + forward * s + side * c,
    )
    return box(centre[0] - 0.22, centre[1] - 0.22, centre[0] + 0.22, centre[1] + 0.22)
