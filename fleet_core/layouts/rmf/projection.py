"""From the coordinates of a building map to metres, x right, y up."""

from __future__ import annotations

from collections.abc import Callable
from math import hypot

from fleet_core.layouts.rmf.building import Building, Level, Vertex
from fleet_core.model.errors import LayoutError
from fleet_core.model.geometry import Point

Projection = Callable[[Vertex], Point]


def projection_of(building: Building, level: Level, file: str) -> tuple[Projection, str]:
    """How a vertex is projected, and one sentence about it. Raises LayoutError."""
    match building.coordinate_system:
        case "reference_image":
            scale = metres_a_pixel(level, file)
            return (
                lambda vertex: (vertex.x * scale, -vertex.y * scale),
                f"drawn in pixels of {scale:.6f} m ({len(level.measurements)} measured)",
            )
        case "cartesian_meters":
            return lambda vertex: (vertex.x, vertex.y), "drawn in metres"
        case "wgs84":
            return _local(building, level, file)
        case other:
            raise LayoutError(
                f"layout {file}: has coordinate system {other[:40]}; "
                "expected reference_image, cartesian_meters or wgs84"
            )


def metres_a_pixel(level: Level, file: str) -> float:
    """Mean of the level's measurements, each weighing the same, as Open-RMF takes it."""
    scales = []
    for index, edge in enumerate(level.measurements):
        start, end = level.vertices[edge.start], level.vertices[edge.end]
        pixels = hypot(end.x - start.x, end.y - start.y)
        distance_m = edge.parameters.get("distance")
        if not isinstance(distance_m, (int, float)) or not 0.0 < distance_m < 1e6 or pixels <= 0.0:
            raise LayoutError(
                f"layout {file}: measurement {index} of level {level.name} has distance "
                f"{distance_m} over {pixels:g} pixels; expected more than 0 of both"
            )
        scales.append(distance_m / pixels)
    if not scales:
        raise LayoutError(
            f"layout {file}: level {level.name} has no measurement, so its scale is unknown; "
            "expected one at least"
        )
    return sum(scales) / len(scales)


def _local(building: Building, level: Level, file: str) -> tuple[Projection, str]:
    """Longitude and latitude on a plane: the map's own, or one that touches the earth here."""
    from pyproj import CRS, Transformer  # noqa: PLC0415  (slow to import, such maps are rare)
    from pyproj.exceptions import CRSError, ProjError  # noqa: PLC0415

    if not level.vertices:
        raise LayoutError(f"layout {file}: level {level.name} has no vertex")
    longitude = sum(one.x for one in level.vertices.values()) / len(level.vertices)
    latitude = sum(one.y for one in level.vertices.values()) / len(level.vertices)
    wanted = building.parameters.get("generate_crs")
    name = str(wanted or f"+proj=tmerc +lat_0={latitude:.7f} +lon_0={longitude:.7f} +ellps=WGS84")
    try:
        transform = Transformer.from_crs("EPSG:4326", CRS.from_user_input(name), always_xy=True)
        origin = transform.transform(longitude, latitude, errcheck=True)
    except (CRSError, ProjError) as cause:
        raise LayoutError(
            f"layout {file}: level {level.name} cannot be projected from longitude "
            f"{longitude:g}, latitude {latitude:g} to {name[:80]}"
        ) from cause
    east_m, north_m = _offset(building, origin)

    def project(vertex: Vertex) -> Point:
        x_m, y_m = transform.transform(vertex.x, vertex.y)
        return float(x_m) - east_m, float(y_m) - north_m

    return project, f"projected to {name}, origin moved by ({east_m:.1f}, {north_m:.1f}) m"


def _offset(building: Building, middle: Point) -> Point:
    """The map's own offset, or the middle of the level: plants are kept near their origin."""
    given = [building.parameters.get(f"suggested_offset_{axis}") for axis in "xy"]
    if all(isinstance(one, (int, float)) for one in given):
        return float(given[0] or 0.0), float(given[1] or 0.0)
    return round(middle[0]), round(middle[1])
