"""The motion of one vehicle in plain Python: what ``motion_kernel`` must do, made to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf, sqrt

import numpy as np

from fleet_core.model.geometry import Pose, wrap_angle
from fleet_core.simulation.legs import DRIVE, MotionLeg, drives_on

ARRIVED = 1e-9
CREEP = 0.1


@dataclass(slots=True)
class ReferenceVehicle:
    """A vehicle on its legs; limits by the kind of leg: (drive, turn)."""

    pose: Pose
    acceleration: tuple[float, float]
    braking: tuple[float, float]
    joint_tolerance_rad: float
    legs: list[MotionLeg] = field(default_factory=list)  # the present one first
    way: float = 0.0
    speed: float = 0.0
    held: bool = False
    cap: float = inf
    glide_s: float = 0.0

    def step(self, tick_s: float) -> None:
        """One tick."""
        self.glide_s = max(0.0, self.glide_s - tick_s)
        if not self.legs:
            self.speed = 0.0
            return
        self.way += self._move(tick_s)
        last = self.legs[0]
        while self.legs and self.way >= self.legs[0].length - ARRIVED:
            last = self.legs.pop(0)
            self.way = max(0.0, self.way - last.length)
            if not self.legs or not drives_on(last, self.legs[0], self.joint_tolerance_rad):
                self.way = self.speed = 0.0
                self.pose = pose_at(last, last.length)
                return
        if self.way > 0.0:
            self.pose = pose_at(self.legs[0], self.way)
        elif last is not self.legs[0]:
            self.pose = pose_at(last, last.length)

    def _move(self, tick_s: float) -> float:
        """Sets the speed and returns the way of this tick."""
        speed, braking = self.speed, self.braking[self.legs[0].kind]
        if self.held:
            self.speed = max(0.0, speed - braking * tick_s)
            if self.speed == 0.0:
                return speed**2 / (2.0 * braking)
            return (speed + self.speed) / 2.0 * tick_s
        points = self._speed_points()
        end = points[-1][0]
        if end <= speed * tick_s / 2.0 or end <= ARRIVED:
            self.speed = 0.0
            return end
        allowed = [speed + self.acceleration[self.legs[0].kind] * tick_s, self.legs[0].limit]
        allowed += [highest_speed(speed, room, target, braking, tick_s) for room, target in points]
        self.speed = min(allowed)
        if self.legs[0].kind == DRIVE:
            self.speed = min(self.speed, max(self.cap, speed - braking * tick_s))
        if self.glide_s > 0.0 and self._release_ends():
            gentle = max(CREEP, gliding_speed(end, self.glide_s, braking))
            self.speed = min(self.speed, max(gentle, speed - braking * tick_s))
        return (speed + self.speed) / 2.0 * tick_s

    def _release_ends(self) -> bool:
        """Whether the next point where it must stand is the end of all it may drive."""
        pairs = zip(self.legs, self.legs[1:], strict=False)
        return all(drives_on(a, b, self.joint_tolerance_rad) for a, b in pairs)

    def _speed_points(self) -> list[tuple[float, float]]:
        """Points ahead (room, speed there) up to the next stop, which comes last."""
        points, room = [], -self.way
        for before, after in zip(self.legs, [*self.legs[1:], None], strict=True):
            room += before.length
            if after is None or not drives_on(before, after, self.joint_tolerance_rad):
                points.append((room, 0.0))
                break
            points.append((room, after.limit))
        return points


def highest_speed(speed: float, room: float, target: float, braking: float, tick_s: float) -> float:
    """Largest w with (v + w) dt / 2 + (w^2 - u^2) / (2 b) <= room; u itself when v <= u."""
    reach = room + target**2 / (2.0 * braking) - speed * tick_s / 2.0
    root = 0.0
    if reach > 0.0:
        root = braking * (sqrt(tick_s**2 / 4.0 + 2.0 * reach / braking) - tick_s / 2.0)
    return max(target, root) if speed <= target else root


def gliding_speed(room: float, glide_s: float, braking: float) -> float:
    """v with v glide_s + v^2 / (2 b) = room."""
    return braking * (sqrt(glide_s**2 + 2.0 * room / braking) - glide_s)


def pose_at(leg: MotionLeg, way: float) -> Pose:
    """Pose at ``way`` (m or rad) from the start of ``leg``, linear between the samples."""
    arc, x, y, heading = leg.samples
    return Pose(
        float(np.interp(way, arc, x)),
        float(np.interp(way, arc, y)),
        wrap_angle(float(np.interp(way, arc, heading))),
    )
