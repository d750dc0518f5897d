"""Safety laser scanners: which vehicles carry one, where, and what it sees."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from xml.etree.ElementTree import Element

from fleet_core.model.vehicle_type import VehicleType
from fleet_core.worlds import sdf
from fleet_core.worlds.sdf import put

LIDAR = "lidar"
"""Name of the sensor, on the vehicle's body."""
_WITH_LIDAR = frozenset({"amr", "forklift"})
_AHEAD_M = 0.01  # of the body, so that it does not see itself


@dataclass(frozen=True, slots=True)
class Lidar:
    """In the middle of the front, level. Between SICK microScan3 and nanoScan3: 275 degrees at a
    corner are 180 in the middle of a straight front."""

    x_m: float
    height_m: float = 0.2  # EN ISO 3691-4 asks for legs at 200 mm
    field_rad: float = pi
    beams: int = 181
    nearest_m: float = 0.05
    furthest_m: float = 20.0
    rate_hz: float = 10.0


def lidar_of(kind: VehicleType) -> Lidar | None:
    """None: it carries none."""
    if kind.kind not in _WITH_LIDAR:
        return None
    return Lidar(max(x for x, _y in kind.footprint) + _AHEAD_M)


def put_lidar(link: Element, lidar: Lidar, sensor_type: str, topic: str = "") -> None:
    """``sensor_type``: ray is computed by the physics engine, gpu_lidar by rendering. It measures
    only while somebody listens."""
    sensor = put(link, "sensor", name=LIDAR, type=sensor_type)
    sdf.pose(sensor, lidar.x_m, 0.0, lidar.height_m, 0.0, 0.0, 0.0)
    put(sensor, "update_rate", lidar.rate_hz)
    if topic:
        put(sensor, "topic", topic)
    rays = put(sensor, "ray" if sensor_type == "ray" else "lidar")
    across = put(put(rays, "scan"), "horizontal")
    put(across, "samples", str(lidar.beams))
    put(across, "resolution", 1.0)
    put(across, "min_angle", -lidar.field_rad / 2.0)
    put(across, "max_angle", lidar.field_rad / 2.0)
    reach = put(rays, "range")
    put(reach, "min", lidar.nearest_m)
    put(reach, "max", lidar.furthest_m)
    put(reach, "resolution", 0.01)
