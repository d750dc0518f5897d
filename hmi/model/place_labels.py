"""Names of stations, zones and crossings, and where on the floor they may be written."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Point, Polygon
from hmi.model.station_place import StationPlace

Spot = tuple[Point, int]
"""A place on the floor, and whether the name is written below (1), above (-1) or on it (0)."""

_STATIONS_FROM_SCALE = 7.0
_AREA_FROM_PX = 70.0
"""An area is named when it is at least this wide on the screen."""


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """A name that stands still, where it may be, and from which scale on it is shown."""

    text: str
    spots: tuple[Spot, ...]
    from_scale: float


def place_labels(facility: Facility, places: tuple[StationPlace, ...]) -> tuple[PlaceLabel, ...]:
    """Stations first; areas give way."""
    stations = [_station_label(place) for place in places]
    areas = [
        _area_label(area.name, area.polygon)
        for area in (*facility.crossings, *facility.zones)
        if area.name and area.polygon
    ]
    return (*stations, *areas)


def content_points(facility: Facility, places: tuple[StationPlace, ...]) -> tuple[Point, ...]:
    """Corners of all walls, zones and stations, for the fit to the window."""
    shapes = [wall.points for wall in facility.walls]
    shapes += [zone.polygon for zone in facility.zones]
    shapes += [place.polygon for place in places]
    return tuple(point for shape in shapes for point in shape)


def _station_label(place: StationPlace) -> PlaceLabel:
    x, _ = place.centre
    low, high = min(y for _, y in place.polygon), max(y for _, y in place.polygon)
    spots: tuple[Spot, ...] = (((x, low), 1), ((x, high), -1))
    return PlaceLabel(place.name, spots, _STATIONS_FROM_SCALE)


def _area_label(name: str, polygon: Polygon) -> PlaceLabel:
    xs, ys = [x for x, _ in polygon], [y for _, y in polygon]
    x = (max(xs) + min(xs)) / 2
    spots: tuple[Spot, ...] = (
        ((x, max(ys)), -1),
        ((x, min(ys)), 1),
        ((x, (max(ys) + min(ys)) / 2), 0),
    )
    return PlaceLabel(name, spots, _AREA_FROM_PX / max(max(xs) - min(xs), 0.1))
