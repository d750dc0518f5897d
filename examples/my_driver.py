"""A vehicle of one's own, driven by the fleet.

    fleet up --layout bottling_hall --external amr_1
    python examples/my_driver.py amr_1 amr 66.6 46.2 1.5708 --ros-args -p use_sim_time:=true

This vehicle is a simulated one. To drive a real one, put its localisation in ``state``, its motion
control in ``drive`` and its load handling in ``work``; all else is the library's work.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from math import hypot

from fleet_nodes.driver import (
    ActionResult,
    ActionStatus,
    Leg,
    Pose,
    StationAction,
    VehicleState,
    drive,
)

SPEED_MPS = 1.0
WORK_S = {"pick": 4.0, "drop": 4.0, "charge": float("inf")}


class MyVehicle:
    """Drives in straight lines from one pose of a path to the next, at an even speed."""

    def __init__(self, pose: Pose) -> None:
        self.pose = pose
        self.speed_mps = 0.0
        self.soc = 0.8
        self.leg: Leg | None = None  # that it is on
        self.next = 0  # pose of its path that it drives to
        self.worked_s: dict[str, float] = {}

    def state(self) -> VehicleState:
        """Here: from localisation and battery."""
        return VehicleState(self.pose, self.speed_mps, battery_soc=self.soc)

    def drive(self, legs: Sequence[Leg], dt_s: float) -> int:
        """Here: motion control. No legs: stand."""
        driven, left_m = 0, SPEED_MPS * dt_s
        self.speed_mps = (-SPEED_MPS if legs[0].reverse else SPEED_MPS) if legs else 0.0
        for leg in legs:
            if leg is not self.leg:
                self.leg, self.next = leg, 0
            left_m = self._along(leg, left_m)
            if self.next < len(leg.path):
                break
            driven += 1
        self.soc -= 1e-5 * dt_s
        return driven

    def _along(self, leg: Leg, left_m: float) -> float:
        """As far along one leg as ``left_m`` reaches; what is left of it."""
        while self.next < len(leg.path):
            goal = leg.path[self.next]
            way_m = hypot(goal.x_m - self.pose.x_m, goal.y_m - self.pose.y_m)
            if way_m > left_m:
                share = left_m / way_m
                x_m = self.pose.x_m + share * (goal.x_m - self.pose.x_m)
                y_m = self.pose.y_m + share * (goal.y_m - self.pose.y_m)
                self.pose = Pose(x_m, y_m, goal.heading_rad)
                return 0.0
            self.pose, self.next, left_m = goal, self.next + 1, left_m - way_m
        return left_m

    def work(self, action: StationAction, dt_s: float) -> ActionResult:
        """Here: load handling. The library says what is on board afterwards."""
        worked_s = self.worked_s.get(action.action_id, 0.0) + dt_s
        self.worked_s[action.action_id] = worked_s
        if action.kind == "charge":
            self.soc = min(1.0, self.soc + 0.001 * dt_s)
            return ActionResult(ActionStatus.FINISHED if self.soc >= 1.0 else ActionStatus.RUNNING)
        done = worked_s >= (action.duration_s or WORK_S.get(action.kind, 0.0))
        return ActionResult(ActionStatus.FINISHED if done else ActionStatus.RUNNING)

    def break_off(self, action: StationAction) -> None:
        """Here: let go of the charger."""


if __name__ == "__main__":
    vehicle_id, type_id, x_m, y_m, heading_rad = sys.argv[1:6]
    begin = Pose(float(x_m), float(y_m), float(heading_rad))
    drive(vehicle_id, type_id, lambda _node: MyVehicle(begin), sys.argv)
