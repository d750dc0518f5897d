"""What lies under the pointer; small and moving things before large and fixed ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Point, Polygon
from hmi.model.closed_places import for_all
from hmi.model.fleet_arrays import Floats
from hmi.model.roadmap_lines import edge_points
from hmi.model.selection import Kind, Selection
from hmi.model.station_place import StationPlace


@dataclass(frozen=True, slots=True)
class HitTargets:
    """The fixed things of a plant, ready to be asked."""

    facility: Facility
    places: tuple[StationPlace, ...]
    edge_ids: tuple[str, ...]
    edge_pieces: Floats  # (n, 4)
    edge_of_piece: np.ndarray


def hit_targets(facility: Facility, places: tuple[StationPlace, ...]) -> HitTargets:
    pieces: list[tuple[float, ...]] = []
    owners: list[int] = []
    edges = tuple(facility.layout.edges.values())
    for position, edge in enumerate(edges):
        points = edge_points(facility.layout, edge)
        for start, end in itertools.pairwise(points):
            pieces.append((*start, *end))
            owners.append(position)
    return HitTargets(
        facility,
        places,
        tuple(edge.id for edge in edges),
        np.array(pieces, dtype=np.float64).reshape(-1, 4),
        np.array(owners, dtype=np.intp),
    )


def station_at(targets: HitTargets, point: Point, reach_m: float) -> str:
    """The nearest station whose rectangle holds the point or whose middle is within reach."""
    best, best_distance = "", np.inf
    for place in targets.places:
        distance = float(np.hypot(place.centre[0] - point[0], place.centre[1] - point[1]))
        if distance < best_distance and (distance <= reach_m or inside(place.polygon, point)):
            best, best_distance = place.id, distance
    return best


def edge_at(targets: HitTargets, point: Point, reach_m: float) -> str:
    """The nearest edge within reach; of two directions the one whose right side is nearer."""
    return _nearest_edge(targets, _distance_to_pieces(targets.edge_pieces, point), reach_m)


def closure_at(
    targets: HitTargets, closures: Iterable[Closure], point: Point, reach_m: float
) -> str:
    """The closure of the edge within reach, where no open one is much nearer; else of the zone
    around the point, where no edge is within reach. Those for everybody come first."""
    ordered = sorted(closures, key=lambda closure: not for_all(closure))
    distance = _distance_to_pieces(targets.edge_pieces, point)
    barred = {edge_id for closure in ordered for edge_id in closure.edge_ids}
    closed = np.array([edge_id in barred for edge_id in targets.edge_ids], dtype=np.bool_)
    closed_only = np.where(closed[targets.edge_of_piece], distance, np.inf)
    in_favour_m = min(reach_m, float(distance.min(initial=np.inf)) + 0.5 * reach_m)
    if edge_id := _nearest_edge(targets, closed_only, in_favour_m):
        return next(closure.id for closure in ordered if edge_id in closure.edge_ids)
    if _nearest_edge(targets, distance, reach_m):
        return ""
    zones = {zone.id: zone.polygon for zone in targets.facility.zones}
    inside_of = (
        closure.id
        for closure in ordered
        if closure.zone_id in zones and inside(zones[closure.zone_id], point)
    )
    return next(inside_of, "")


def distance_to_way(points: Floats, place: Point) -> float:
    """From a place to a polyline (n, 2), metres."""
    pieces = np.concatenate([points[:-1], points[1:]], axis=1)
    return float(_distance_to_pieces(pieces, place).min())


def _nearest_edge(targets: HitTargets, distance: Floats, reach_m: float) -> str:
    if not len(distance):
        return ""
    nearest = int(np.argmin(distance))
    return targets.edge_ids[targets.edge_of_piece[nearest]] if distance[nearest] <= reach_m else ""


def zone_at(facility: Facility, point: Point) -> str:
    for area in (*facility.crossings, *facility.zones):
        if inside(area.polygon, point):
            return area.id
    return ""


def ground_selection(
    targets: HitTargets, point: Point, reach_m: float, closures: Iterable[Closure] = ()
) -> Selection | None:
    """Station, else what closes an edge or a zone there, else edge, else zone."""
    if station_id := station_at(targets, point, reach_m):
        return Selection(Kind.STATION, station_id)
    if closure_id := closure_at(targets, tuple(closures), point, reach_m):
        return Selection(Kind.CLOSURE, closure_id)
    if edge_id := edge_at(targets, point, reach_m):
        return Selection(Kind.EDGE, edge_id)
    if zone_id := zone_at(targets.facility, point):
        return Selection(Kind.ZONE, zone_id)
    return None


def inside(polygon: Polygon, point: Point) -> bool:
    """Even-odd rule."""
    x, y = point
    result = False
    for (x0, y0), (x1, y1) in zip(polygon, polygon[1:] + polygon[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            result = not result
    return result


def _distance_to_pieces(pieces: Floats, point: Point) -> Floats:
    start, along = pieces[:, :2], pieces[:, 2:] - pieces[:, :2]
    offset = np.asarray(point) - start
    length2 = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip((offset * along).sum(axis=1) / length2, 0.0, 1.0)
    distance: Floats = np.hypot(*(offset - share[:, None] * along).T)
    # Two directions of one way lie on each other: the driver's right-hand side decides.
    left = along[:, 0] * offset[:, 1] - along[:, 1] * offset[:, 0] > 0.0
    return distance + 1e-6 * left
