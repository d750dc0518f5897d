"""The floor that vehicles hold, and floor on which they may be though they do not hold it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, LegKind
from fleet_core.traffic.member import Member
from fleet_core.traffic.protocol import Floor, Held
from fleet_core.traffic.traffic_state import TrafficState
from planner.roadmap.footprints import body, placed, stand, sweep, turn_poses
from planner.roadmap.graph import Roadmap


def held(traffic: TrafficState, vehicle_id: str, route_id: str, legs_done: int) -> Held:
    """See `Traffic.held`."""
    member, table, legs = traffic.member(vehicle_id), traffic.table, traffic.roadmap.legs
    granted = table.granted_moves(vehicle_id)
    done = table.done(vehicle_id)
    says, excess, told = done, 0, False
    for issued, released in member.released(done + len(granted)):
        if issued.route_id == route_id:
            says, told = issued.first + min(legs_done, released), True
            excess = max(0, legs_done - released)
    begin = max(says, done) - done
    state = int(traffic.roadmap.move_to[granted[begin - 1]]) if begin else table.state(vehicle_id)
    before = granted[begin - 1] if begin else _move_of(member, done - 1)
    again = (_move_of(member, step) for step in range(says, done))
    return Held(
        tuple(legs[move] for move in granted[begin:]),
        Pose(*traffic.roadmap.state_pose[state].tolist()),
        legs[before] if before is not None else None,
        tuple(legs[move] for move in again if move is not None),
        excess,
        told,
    )


def _move_of(member: Member, step: int) -> int | None:
    """The move of a step, as far as the vehicle's routes still know it; what a newer route says of
    it counts."""
    for issued in reversed(member.routes):
        if issued.first <= step < issued.end:
            return issued.moves[step - issued.first]
    return None


def sticks_out_m(traffic: TrafficState, vehicle_id: str, pose: Pose) -> float:
    """See `Traffic.sticks_out_m`: of the parts of its floor, the one that covers it best."""
    roadmap, table = traffic.roadmap, traffic.table
    member = traffic.member(vehicle_id)
    corners = shapely.points(placed(_outline(roadmap, member.type_id), _row(pose)))
    place = int(roadmap.state_region[table.state(vehicle_id)])
    shapes = roadmap.shapes.geometries
    regions = {place, *table.held_regions(vehicle_id)}
    return min(float(shapely.distance(corners, shapes[region]).max()) for region in regions)


def regions_of(roadmap: Roadmap, floor: Floor) -> NDArray[np.bool_]:
    """Regions (n_r,) in which nobody else may be: half the clearance around the floor is kept, the
    other half is around each region itself."""
    margin_m = roadmap.facility.clearance_m / 2.0
    outline = _outline(roadmap, floor.type_id)
    touched = roadmap.touching(stand(outline, _row(floor.pose)).buffer(margin_m + floor.reach_m))
    for leg in floor.legs:
        touched |= roadmap.touching(_swept(outline, leg).buffer(margin_m))
    return touched


def bar(traffic: TrafficState, vehicle_id: str, floor: Floor | None) -> list[str]:
    """Takes the floor; returns all whose plans led there and were taken back."""
    if floor is None:
        traffic.floors.pop(vehicle_id, None)
    else:
        traffic.floors[vehicle_id] = floor
    regions = regions_of(traffic.roadmap, floor) if floor is not None else None
    traffic.table.bar(vehicle_id, regions)
    traffic.version += 1
    if regions is None:
        return []
    changed: list[str] = []
    for other in list(traffic.table):
        if other != vehicle_id and _leads_into(traffic, other, regions):
            changed += traffic.give_up_tail(other, "vehicle_set_down")
    return changed


def _leads_into(traffic: TrafficState, vehicle_id: str, regions: NDArray[np.bool_]) -> bool:
    tail = list(traffic.table.itinerary(vehicle_id).tail)
    return bool(regions[traffic.roadmap.move_region[tail]].any())


def in_the_way_of(traffic: TrafficState, vehicle_id: str) -> tuple[str, ...]:
    """See `Traffic.in_the_way_of`."""
    if not traffic.table.any_barred or vehicle_id not in traffic.members:
        return ()
    moves = traffic.table.granted_moves(vehicle_id)
    return tuple(traffic.table.barring(vehicle_id, traffic.roadmap.move_region[moves].tolist()))


def _outline(roadmap: Roadmap, type_id: str) -> NDArray[np.float64]:
    return body(roadmap.facility.vehicle_types[type_id])


def _row(pose: Pose) -> NDArray[np.float64]:
    return np.array([pose.x_m, pose.y_m, pose.heading_rad])


def _swept(outline: NDArray[np.float64], leg: Leg) -> BaseGeometry:
    start = leg.path[0]
    if leg.kind is LegKind.TURN:
        return sweep(outline, turn_poses(start.x_m, start.y_m, start.heading_rad, leg.turn_rad))
    return sweep(outline, _rows(leg.path))


def _rows(path: Sequence[Pose]) -> NDArray[np.float64]:
    return np.array([(pose.x_m, pose.y_m, pose.heading_rad) for pose in path])
