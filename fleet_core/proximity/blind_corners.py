"""Where somebody could step out from behind a wall nearer than a vehicle can stop.

Found from the layout alone: ends and corners of walls and racks beside lanes, floor behind them
that one can walk on and that a vehicle which comes does not see. What is found is a speed limit for
a stretch of lane, as a zone: planner, local planner and map know zones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, hypot

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet_core.model.facility import Facility, Zone, ZoneKind
from fleet_core.model.geometry import Point
from fleet_core.proximity.risk import wall_lines

Floats = NDArray[np.float64]
PREFIX = "blind_"
"""Ids of zones that were made here begin so."""


@dataclass(frozen=True, slots=True)
class BlindSettings:
    """K, T and C have the meaning that ISO 13855 gives them, S = K T + C; the figures are this
    project's parameters: none is quoted from a standard."""

    walk_mps: float = 1.6  # K: how fast a body approaches (issue 19)
    reaction_s: float = 0.4  # T: of the vehicle's own sensors and drives
    person_radius_m: float = 0.3
    behind_m: float = 0.5  # somebody stands so far round the corner
    creep_mps: float = 0.3  # no limit is lower: such a vehicle stops within 0.2 m
    looks_m: tuple[float, ...] = (1.0, 2.0, 4.0, 6.0)  # before the corner; hidden from one: hidden
    least_gain_mps: float = 0.1  # a limit must be so much below what is driven there


AS_USUAL = BlindSettings()


@dataclass(frozen=True, slots=True)
class BlindCorner:
    """One corner beside one lane."""

    edge_id: str
    corner: Point
    hidden: Point  # where somebody could stand unseen
    gap_m: float  # it has to go to be in the way of a vehicle's body
    max_speed_mps: float
    stretch: tuple[Point, Point]  # of the lane
    half_width_m: float


@dataclass(frozen=True, slots=True)
class _Body:
    """What is common to all vehicles that may come: the widest, the fastest, the worst brakes."""

    half_width_m: float
    length_m: float
    speed_mps: float
    braking_mps2: float


def stops_before(gap_m: float, braking_mps2: float, settings: BlindSettings = AS_USUAL) -> float:
    """The speed (m/s) from which a vehicle stands before somebody who steps out of ``gap_m`` beside
    it can be in its way: T + v / a = gap / K. Not below `BlindSettings.creep_mps`."""
    spare_s = gap_m / settings.walk_mps - settings.reaction_s
    return max(settings.creep_mps, braking_mps2 * spare_s)


def blind_corners(facility: Facility, settings: BlindSettings = AS_USUAL) -> list[BlindCorner]:
    """All that limit a lane, each once a lane; two lanes there and back count as one."""
    lines = wall_lines(facility.walls)
    body = _body(facility)
    if body is None or not len(lines):
        return []
    solid = shapely.union_all(
        [shapely.Polygon(each.points) for each in facility.walls if each.closed]
    )
    seen = shapely.union_all([shapely.Polygon(each.polygon) for each in facility.sensors])
    shapely.prepare([solid, seen])
    corners = np.unique(np.round(lines.reshape(-1, 2), 3), axis=0)
    found: dict[tuple[Point, frozenset[str]], BlindCorner] = {}
    for edge_id, nodes, start, end in _lanes(facility):
        for corner, hidden, gap_m in _beside(start, end, corners, lines, body, settings):
            spot = shapely.Point(hidden)
            if solid.intersects(spot) or seen.intersects(spot):
                continue
            limit_mps = stops_before(gap_m, body.braking_mps2, settings)
            if limit_mps > body.speed_mps - settings.least_gain_mps:
                continue
            known = found.get((corner, nodes))
            if known is None or limit_mps < known.max_speed_mps:
                stretch = _stretch(start, end, corner, body, settings)
                found[corner, nodes] = BlindCorner(
                    edge_id, corner, hidden, gap_m, limit_mps, stretch, body.half_width_m
                )
    return sorted(found.values(), key=lambda each: (each.edge_id, each.corner))


def zones_of(corners: Sequence[BlindCorner]) -> tuple[Zone, ...]:
    """Speed zones over the stretches, limits rounded down to 0.05 m/s; of overlapping ones the
    planner takes the lowest."""
    zones = []
    for number, each in enumerate(corners, start=1):
        (ax, ay), (bx, by) = each.stretch
        length = max(1e-6, hypot(bx - ax, by - ay))
        nx, ny = -(by - ay) / length * each.half_width_m, (bx - ax) / length * each.half_width_m
        polygon = ((ax + nx, ay + ny), (ax - nx, ay - ny), (bx - nx, by - ny), (bx + nx, by + ny))
        limit_mps = max(AS_USUAL.creep_mps, int(each.max_speed_mps / 0.05 + 1e-9) * 0.05)
        zones.append(
            Zone(
                f"{PREFIX}{number}", ZoneKind.SPEED_LIMIT,
                tuple((round(x, 2), round(y, 2)) for x, y in polygon),
                "Blind corner", round(limit_mps, 2),
            )
        )  # fmt: skip
    return tuple(zones)


def _body(facility: Facility) -> _Body | None:
    kinds = [each for each in facility.vehicle_types.values() if not each.manned]
    if not kinds:
        return None
    outlines = [np.array(each.loaded_footprint) for each in kinds]
    return _Body(
        max(float(np.abs(each[:, 1]).max()) for each in outlines),
        max(float(np.ptp(each[:, 0])) for each in outlines),
        max(each.max_speed_mps for each in kinds),
        min(each.braking_mps2 for each in kinds),
    )


def _lanes(facility: Facility) -> Iterator[tuple[str, frozenset[str], Floats, Floats]]:
    nodes = facility.layout.nodes
    for edge in facility.layout.edges.values():
        start, end = nodes[edge.start_node_id], nodes[edge.end_node_id]
        both = frozenset((start.id, end.id))
        yield edge.id, both, np.array(start.point), np.array(end.point)


def _beside(
    start: Floats, end: Floats, corners: Floats, lines: Floats, body: _Body, settings: BlindSettings
) -> Iterator[tuple[Point, Point, float]]:
    """Corners beside a lane from ``start`` to ``end``, where somebody could stand behind each, and
    how far that one has to go."""
    length = float(np.hypot(*(end - start)))
    if length < 0.5:
        return
    along = (end - start) / length
    across = np.array([-along[1], along[0]])
    least = body.speed_mps / body.braking_mps2 + settings.reaction_s
    reach_m = body.half_width_m + settings.walk_mps * least
    relative = corners - start
    x, y = relative @ along, relative @ across
    near = (x > 0.0) & (x < length) & (np.abs(y) > body.half_width_m) & (np.abs(y) < reach_m)
    for n in np.flatnonzero(near).tolist():
        side = 1.0 if y[n] > 0.0 else -1.0
        hidden = corners[n] + settings.behind_m * (along + side * across)
        way = start + (x[n] + settings.behind_m) * along + side * body.half_width_m * across
        if _crossed(hidden, way, lines):
            continue  # a wall keeps it back
        eyes = [start + (x[n] - look) * along for look in settings.looks_m]
        if not any(_crossed(eye, hidden, lines) for eye in eyes):
            continue  # it is seen from afar
        gap_m = abs(float(y[n])) + settings.behind_m
        gap_m -= body.half_width_m + settings.person_radius_m
        corner: Point = (float(corners[n, 0]), float(corners[n, 1]))
        yield corner, (float(hidden[0]), float(hidden[1])), max(0.0, gap_m)


def _crossed(a: Floats, b: Floats, lines: Floats) -> bool:
    """Whether a wall lies between two points."""
    look = b - a
    side = lines[:, 2:] - lines[:, :2]
    det = look[0] * side[:, 1] - look[1] * side[:, 0]
    det = np.where(np.abs(det) < 1e-12, np.nan, det)
    cx, cy = lines[:, 0] - a[0], lines[:, 1] - a[1]
    along = (cx * side[:, 1] - cy * side[:, 0]) / det
    share = (cx * look[1] - cy * look[0]) / det
    return bool(np.any((along > 1e-6) & (along < 1.0) & (share >= 0.0) & (share <= 1.0)))


def _stretch(
    start: Floats, end: Floats, corner: Point, body: _Body, settings: BlindSettings
) -> tuple[Point, Point]:
    """From where a vehicle at full speed could not stop before the corner any more, until it has
    passed; whole half metres."""
    length = float(np.hypot(*(end - start)))
    along = (end - start) / length
    at = float((np.array(corner) - start) @ along)
    stops_m = body.speed_mps * settings.reaction_s + body.speed_mps**2 / (2.0 * body.braking_mps2)
    before = max(0.0, at - ceil(2.0 * (stops_m + body.length_m / 2.0)) / 2.0)
    after = min(length, at + ceil(2.0 * (settings.behind_m + body.length_m / 2.0)) / 2.0)
    first, last = start + before * along, start + after * along
    return (float(first[0]), float(first[1])), (float(last[0]), float(last[1]))
