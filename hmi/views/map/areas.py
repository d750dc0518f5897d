"""Names of zones and crossings, and how far the plant reaches."""

from __future__ import annotations

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Point, Polygon
from hmi.model.station_place import StationPlace
from hmi.views.map.label_layer import PlaceLabel

_NAME_FROM_SHARE_PX = 60.0
"""An area is named when it is at least this wide on the screen."""


def area_labels(facility: Facility) -> list[PlaceLabel]:
    """One label in the middle of each named zone and crossing."""
    return [
        _label(area.name, area.polygon)
        for area in (*facility.zones, *facility.crossings)
        if area.name and area.polygon
    ]


def content_points(facility: Facility, places: tuple[StationPlace, ...]) -> tuple[Point, ...]:
    """Corners of all walls, zones and stations, for the fit to the window."""
    shapes = [wall.points for wall in facility.walls]
    shapes += [zone.polygon for zone in facility.zones]
    shapes += [place.polygon for place in places]
    return tuple(point for shape in shapes for point in shape)


def _label(name: str, polygon: Polygon) -> PlaceLabel:
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    width_m = max(max(xs) - min(xs), 0.1)
    return PlaceLabel(
        name,
        (max(xs) + min(xs)) / 2,
        (max(ys) + min(ys)) / 2,
        0.0,
        _NAME_FROM_SHARE_PX / width_m,
    )
