"""Where vehicles are and how fast, from the poses that Gazebo tells."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin

from fleet_core.model.geometry import Pose, wrap_angle


@dataclass(frozen=True, slots=True)
class Sighting:
    """A vehicle's true pose, and its speeds on average since the sighting before."""

    time_s: float
    pose: Pose
    forward_mps: float = 0.0
    turn_radps: float = 0.0


def next_sighting(before: Sighting | None, time_s: float, pose: Pose) -> Sighting:
    """A first one, and one after time went back (a reset), stands."""
    if before is None or time_s <= before.time_s:
        return Sighting(time_s, pose)
    elapsed_s = time_s - before.time_s
    turned = wrap_angle(pose.heading_rad - before.pose.heading_rad)
    middle = before.pose.heading_rad + turned / 2.0
    dx, dy = pose.x_m - before.pose.x_m, pose.y_m - before.pose.y_m
    forward = (dx * cos(middle) + dy * sin(middle)) / elapsed_s
    return Sighting(time_s, pose, forward, turned / elapsed_s)
