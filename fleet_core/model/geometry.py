"""Points and poses on the plant's floor."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

Point = tuple[float, float]
"""x and y in metres, frame ``map`` unless said otherwise."""

Polygon = tuple[Point, ...]
"""Counter-clockwise corners, not closed."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where something stands and which way it faces."""

    x_m: float
    y_m: float
    heading_rad: float


def wrap_angle(angle_rad: float) -> float:
    """The same direction within [-pi, pi)."""
    return (angle_rad + pi) % (2.0 * pi) - pi
