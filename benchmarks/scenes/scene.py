"""A scene: a vehicle has 20 m of open floor to cross, and others go their own ways there.

The floor is 28 x 12 m. The others are discs that never make room. Each goes straight at its own
even speed from side to side, or along the floor, and turns round at its edge. Who is met by whom is
left to chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from math import hypot

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import BatteryType, Kinematics, VehicleType

Floats = NDArray[np.float64]

WAY_M = 20.0
"""From start to goal, along x from the origin."""
CORRIDOR_M = 4.0
"""Half its width."""
OTHERS = 22
LIMIT_S = 60.0
"""Who has not arrived by then has not finished."""
FLOOR_M = (-4.0, 24.0, -6.0, 6.0)
"""Lowest and highest x and y where others go."""
CLEAR_M = 2.0
"""Nobody is nearer to the start at the beginning, measured to the side of a disc."""
_BEYOND_S = 10.0  # the others' ways go on beyond the limit, for predictions


class Course(IntEnum):
    """Where somebody goes first."""

    CROSSING = 0
    FOLLOWING = 1
    ONCOMING = 2


COURSE_SHARES = (0.5, 0.25, 0.25)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where M others are at any time: straight and evenly from one turn to the next.

    ``turns`` (M, K, 3): time, x, y, rising in time. ``radius_m`` (M,).
    """

    turns: Floats
    radius_m: Floats

    def places(self, times_s: Floats) -> Floats:
        """(M, T, 2) x and y at each time (T,)."""
        found = np.empty((len(self.turns), len(times_s), 2))
        for m, turns in enumerate(self.turns):
            found[m, :, 0] = np.interp(times_s, turns[:, 0], turns[:, 1])
            found[m, :, 1] = np.interp(times_s, turns[:, 0], turns[:, 2])
        return found

    def velocities(self, time_s: float) -> Floats:
        """(M, 2) at a time."""
        found = np.empty((len(self.turns), 2))
        for m, turns in enumerate(self.turns):
            k = int(np.searchsorted(turns[:, 0], time_s, side="right")) - 1
            k = min(max(k, 0), len(turns) - 2)
            begin, end = turns[k], turns[k + 1]
            found[m] = (end[1:] - begin[1:]) / (end[0] - begin[0])
        return found


@dataclass(frozen=True, slots=True)
class Scene:
    """The vehicle starts at the origin, heading along x."""

    seed: int
    vehicle: VehicleType
    others: Ways

    @property
    def goal_m(self) -> Floats:
        """x, y."""
        return np.array([WAY_M, 0.0])


def draw_scene(seed: int, kinematics: Kinematics = Kinematics.DIFFERENTIAL) -> Scene:
    """The scene of a seed, the same everywhere."""
    chance = np.random.default_rng([seed, 2211])
    vehicle = floor_vehicle(kinematics, chance.uniform(0.8, 1.0), chance.uniform(1.0, 1.5))
    radius_m = chance.uniform(0.3, 0.5, OTHERS)
    ways = [_way(chance, radius) for radius in radius_m.tolist()]
    most = max(len(way) for way in ways)
    turns = np.stack([_padded(way, most) for way in ways])
    return Scene(seed, vehicle, Ways(turns, radius_m))


def floor_vehicle(kinematics: Kinematics, acceleration: float, braking: float) -> VehicleType:
    """0.9 x 0.7 m, 1.5 m/s; accelerations in m/s2."""
    is_tricycle = kinematics is Kinematics.TRICYCLE
    rear, front = (-0.2, 0.7) if is_tricycle else (-0.45, 0.45)
    outline = ((rear, -0.35), (front, -0.35), (front, 0.35), (rear, 0.35))
    return VehicleType(
        id="vehicle",
        kinematics=kinematics,
        footprint=outline,
        loaded_footprint=outline,
        max_speed_mps=1.5,
        max_speed_loaded_mps=1.5,
        max_reverse_speed_mps=0.5,
        acceleration_mps2=acceleration,
        braking_mps2=braking,
        turn_speed_radps=1.2,
        turn_acceleration_radps2=2.5,
        battery=BatteryType(1.0, 0.0, 0.0, 0.0, 1.0),
        wheelbase_m=0.6,
        max_steer_rad=1.1,
    )


def _way(chance: np.random.Generator, radius_m: float) -> list[tuple[float, float, float]]:
    low_x, high_x, low_y, high_y = FLOOR_M
    course = Course(int(chance.choice(len(Course), p=COURSE_SHARES)))
    speed = chance.uniform(0.3, 1.5)
    while True:
        x, y = chance.uniform(low_x, high_x), chance.uniform(low_y, high_y)
        if hypot(x, y) > CLEAR_M + radius_m:
            break
    forward = chance.random() < 0.5 if course is Course.CROSSING else course is Course.FOLLOWING
    way, time_s = [(0.0, x, y)], 0.0
    while time_s < LIMIT_S + _BEYOND_S:
        if course is Course.CROSSING:
            to_x = float(np.clip(x + chance.uniform(-5.0, 5.0), low_x, high_x))
            to_y = high_y if forward else low_y
        else:
            to_x = high_x if forward else low_x
            to_y = chance.uniform(low_y, high_y)
        forward = not forward
        length_m = hypot(to_x - x, to_y - y)
        if length_m < 0.5:
            continue
        time_s += length_m / speed
        x, y = to_x, to_y
        way.append((time_s, x, y))
    return way


def _padded(way: list[tuple[float, float, float]], count: int) -> Floats:
    """Turns after the last one, where it stands."""
    last = way[-1]
    more = [(last[0] + 1.0 + k, last[1], last[2]) for k in range(count - len(way))]
    return np.array(way + more)
