"""The on-board computer of a vehicle in Gazebo: what the driver library asks of one's own vehicle.

It drives by a local planner that is heard, works with its lift, and has a battery that is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from fleet_core.model.order import StopAction
from fleet_core.model.route import Leg, StationAction
from fleet_core.model.vehicle import ActionStatus, ErrorLevel, VehicleError
from fleet_core.onboard.station_work import ActionResult, duration_s
from fleet_core.onboard.vehicle import VehicleState
from fleet_core.simulation.battery import Batteries
from fleet_core.simulation.leg_follower import LegFollower, MeasuredMotion
from fleet_nodes.gazebo.handling import LoadHandling
from fleet_nodes.gazebo.station_loads import StationLoads
from fleet_nodes.gazebo.vehicle import FreeWay, GazeboVehicle
from planner.local.stretch import Stretch

FULL_SOC = 0.999
LOAD_LOST, LIDAR_BLIND, OBSTACLE = "load_lost", "lidar_blind", "obstacle"
_LEAST_M, _LEAST_MPS = 1e-4, 1e-3
"""Of what is reported: wheels that stand still tremble by less."""
_RUNNING, _FINISHED = ActionResult(ActionStatus.RUNNING), ActionResult(ActionStatus.FINISHED)


class OnboardComputer:
    """Fulfils `OwnVehicle`. Begins when its vehicle has been seen."""

    def __init__(
        self,
        vehicle: GazeboVehicle,
        half_width_m: float,
        battery_soc: float,
        loads: StationLoads,
        now_s: Callable[[], float],
    ) -> None:
        self.vehicle = vehicle
        self.follower = LegFollower(vehicle.type, half_width_m)
        self.handling = LoadHandling(vehicle, loads, now_s)
        self._loads = loads
        self._battery = Batteries([vehicle.type.battery], [battery_soc])
        self._worked_s: dict[str, float] = {}
        self._charging = False
        self._lost = False
        self._now_s = now_s
        self._blind = ""  # why its scanner cannot see
        self._blocked_m: float | None = None  # how far before it something stands in its way

    @property
    def battery_soc(self) -> float:
        return float(self._battery.soc[0])

    def expect(self, action: StationAction | None) -> None:
        """What it will do where it is sent: its station is made ready meanwhile."""
        if action is not None:
            self._loads.prepare(self.vehicle, action)

    def state(self) -> VehicleState:
        """See `OwnVehicle`."""
        motion = self._motion()
        errors = []
        if self._lost:
            text = "its load has slipped, tipped or fallen"
            errors.append(VehicleError(LOAD_LOST, ErrorLevel.FATAL, text))
        if self._blind:
            errors.append(VehicleError(LIDAR_BLIND, ErrorLevel.FATAL, self._blind))
        if self._blocked_m is not None:
            text = f"something stands {self._blocked_m:.1f} m before it"
            errors.append(VehicleError(OBSTACLE, ErrorLevel.WARNING, text))
        return VehicleState(
            motion.pose,
            motion.speed_mps,
            motion.turn_radps,
            self.battery_soc,
            charging=self._charging,
            load_unit_ids=() if self._lost else None,
            errors=tuple(errors),
        )

    def drive(self, legs: Sequence[Leg], dt_s: float) -> int:
        """See `OwnVehicle`. A vehicle that has lost its load stands, and one that cannot see."""
        motion, loaded = self._motion(), self.handling.loaded
        self._lost, self._blind = self.handling.lost, self.vehicle.blindness(self._now_s())
        driven_m = np.array([abs(motion.speed_mps) * dt_s])
        charging = np.array([self._charging])
        self._battery.pass_time(driven_m, np.array([loaded]), charging, dt_s)
        self._blocked_m = self._blocked()
        stuck = (
            self._lost
            or bool(self._blind)
            or self._blocked_m is not None
            or self.battery_soc <= 0.0
        )
        number = self.follower.number
        passed = self.follower.follow(() if stuck else legs, motion, loaded, dt_s)
        if self.follower.number != number:
            self.vehicle.forget_command()
        is_stretch = isinstance(self.follower.task, Stretch)
        self.vehicle.free_way = FreeWay(self.follower.left_m, motion.pose) if is_stretch else None
        return passed

    def work(self, action: StationAction, dt_s: float) -> ActionResult:
        """See `OwnVehicle`."""
        if action.kind in (StopAction.PICK, StopAction.DROP):
            outcome = self.handling.work(action, dt_s)
            if outcome.status is ActionStatus.FINISHED:
                self._battery.handle(0)
            return outcome
        if action.kind is StopAction.CHARGE:
            self._charging = self.battery_soc < FULL_SOC
            return _RUNNING if self._charging else _FINISHED
        worked_s = self._worked_s.get(action.action_id, 0.0) + dt_s
        self._worked_s = {action.action_id: worked_s}
        return _FINISHED if worked_s >= duration_s(action, self.vehicle.type) else _RUNNING

    def break_off(self, action: StationAction) -> None:
        """See `OwnVehicle`."""
        self._charging = False
        self._worked_s.pop(action.action_id, None)

    def _blocked(self) -> float | None:
        """Scanners look ahead: who drives backwards or turns does so without."""
        task = self.follower.task
        if not isinstance(task, Stretch) or task.direction < 0:
            return None
        return self.vehicle.blocked_m(self.follower.left_m)

    def _motion(self) -> MeasuredMotion:
        seen = self.vehicle.seen
        assert seen is not None, "made before its vehicle was seen"
        pose = seen.pose
        rounded = type(pose)(
            _rounded(pose.x_m, _LEAST_M), _rounded(pose.y_m, _LEAST_M),
            _rounded(pose.heading_rad, _LEAST_M),
        )  # fmt: skip
        return MeasuredMotion(
            rounded, _rounded(seen.forward_mps, _LEAST_MPS), _rounded(seen.turn_radps, _LEAST_MPS)
        )


def _rounded(value: float, least: float) -> float:
    return round(value / least) * least
