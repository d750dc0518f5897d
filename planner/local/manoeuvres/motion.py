"""How a vehicle moves while its inputs are constant, to the fourth order, and what it may touch.

State: x, y, heading, speed, steering. Tricycle: the speed of the steered wheel and its angle.
Differential: the speed of the origin and the turn rate. Inputs: the rates of the last two.

    x' = v cos(theta)    y' = v sin(theta)    theta' = omega
    tricycle:  v = u cos(delta)    omega = u sin(delta) / L

Speed and steering are straight lines in time, so the heading is an integral of a known function and
the place an integral of a known function of the heading: Simpson's rule for both, with the heading
in the middle by the quadrature of Lobatto IIIA (E. Hairer, G. Wanner, "Solving Ordinary
Differential Equations II", section IV.5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics

Number = Any
"""A float, an array, or a casadi.SX: the formulas are the same for all."""

Rates = Callable[[Number, Number], tuple[Number, Number]]
"""Speed of the origin and turn rate, of speed and steering."""


def rates_of(
    kinematics: Kinematics, wheelbase_m: Number, sin: Callable[..., Any], cos: Callable[..., Any]
) -> Rates:
    """The formulas above, with the sine and cosine that fit the numbers."""
    if kinematics is Kinematics.TRICYCLE:
        return lambda speed, steer: (speed * cos(steer), speed * sin(steer) / wheelbase_m)
    return lambda speed, turn_rate: (speed, turn_rate)


def advance(
    rates: Rates, state: list[Number], inputs: tuple[Number, Number], step_s: Number,
    sin: Callable[..., Any], cos: Callable[..., Any],
) -> list[Number]:  # fmt: skip
    """The state after ``step_s`` of constant ``inputs``."""
    x, y, heading, speed, steering = state
    end_speed, end_steering = speed + inputs[0] * step_s, steering + inputs[1] * step_s
    v0, w0 = rates(speed, steering)
    vm, wm = rates((speed + end_speed) / 2.0, (steering + end_steering) / 2.0)
    v1, w1 = rates(end_speed, end_steering)
    middle = heading + step_s * (5.0 * w0 + 8.0 * wm - w1) / 24.0
    end = heading + step_s * (w0 + 4.0 * wm + w1) / 6.0
    return [
        x + step_s * (v0 * cos(heading) + 4.0 * vm * cos(middle) + v1 * cos(end)) / 6.0,
        y + step_s * (v0 * sin(heading) + 4.0 * vm * sin(middle) + v1 * sin(end)) / 6.0,
        end,
        end_speed,
        end_steering,
    ]


@dataclass(frozen=True, slots=True)
class Drive:
    """What a vehicle is told: from the state ``start`` (5,), ``inputs`` (n, 2), each for one of
    ``steps_s`` (n,)."""

    start: NDArray[np.float64]
    inputs: NDArray[np.float64]
    steps_s: NDArray[np.float64]

    def cut(self, parts: NDArray[np.int64]) -> Drive:
        """The same in finer steps, ``parts`` (n,) for each."""
        return Drive(
            self.start,
            np.repeat(self.inputs, parts, axis=0),
            np.repeat(self.steps_s / parts, parts),
        )

    def states(self, rates: Rates) -> NDArray[np.float64]:
        """States (n + 1, 5) at the ends of the steps. Speed and steering are sums of the inputs,
        the heading one of turns, the place one of ways; so all is done on whole arrays."""
        speed, steering = self.speeds().T
        still, given = np.zeros(len(self.steps_s)), (self.inputs[:, 0], self.inputs[:, 1])
        begin = [still, still, still, speed[:-1], steering[:-1]]
        turned = advance(rates, begin, given, self.steps_s, np.sin, np.cos)[2]
        heading = self.start[2] + np.concatenate([[0.0], np.cumsum(turned)])
        begin[2] = heading[:-1]
        moved = advance(rates, begin, given, self.steps_s, np.sin, np.cos)[:2]
        place = [
            at + np.concatenate([[0.0], np.cumsum(way)])
            for at, way in zip(self.start[:2], moved, strict=True)
        ]
        return np.column_stack([*place, heading, speed, steering])

    def speeds(self) -> NDArray[np.float64]:
        """Speed and steering (n + 1, 2) at the ends of the steps."""
        changes = np.cumsum(self.inputs * self.steps_s[:, None], axis=0)
        return np.vstack([self.start[3:], self.start[3:] + changes])


def bulge_m(
    kinematics: Kinematics, way_m: Number, turn_rad: Number, steered_rad: Number, share: Number,
    wheelbase_m: Number, reach_m: Number, amount: Callable[..., Any] = np.abs,
) -> Number:  # fmt: skip
    """How far a corner of the body leaves the straight line between its places at both ends of a
    short drive, at most.

    A curve p over [0, 1] leaves its chord by max |p''| / 8; for a corner at distance r that is

        (|ds dtheta| + r dtheta^2 + |ddelta| dsigma sqrt(1 + (r / L)^2)) / 8

    with the driven wheel's way dsigma (``way_m``, never negative), the turn dtheta, the change of
    steering ddelta and the origin's way ds = dsigma cos(delta), where ``share`` is that cosine in
    the middle. A differential drive has no ddelta, and ds = dsigma. ``amount`` gives the absolute
    value, or something smooth that is never below it.
    """
    if kinematics is Kinematics.TRICYCLE:
        lever = (1.0 + (reach_m / wheelbase_m) ** 2) ** 0.5
        shift = amount(way_m * share * turn_rad)
        return (shift + reach_m * turn_rad**2 + amount(steered_rad) * way_m * lever) / 8.0
    return (amount(way_m * turn_rad) + reach_m * turn_rad**2) / 8.0
