"""The plant's side of local planning over ROS: corridors out, commands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fleet_interfaces import msg
from geometry_msgs.msg import Twist
from rclpy.node import Node

from fleet_core.model.errors import InputError
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_nodes import names, qos
from fleet_nodes.conversions.corridors import (
    CorridorState,
    corridor_message,
    steering_of,
    twist_of,
)
from fleet_nodes.wiring import advertise, listen
from planner.local.sight import Commands, Sight, Task, no_commands
from planner.local.stretch import Stretch
from planner.local.supervisor import Verdict

REACHED_S = 0.1
"""What is commanded is reached evenly within this time."""
HINT_S = 0.5
"""A time at which more is expected is told again when it has moved by more than this."""


@dataclass(slots=True)
class _Command:
    """The last command of one vehicle, in its own words."""

    heard_s: float = float("-inf")
    forward_mps: float = 0.0
    steer: float = 0.0  # turn rate or steer angle
    turn_radps: float = 0.0


class _Wire:
    """One vehicle's topics."""

    def __init__(
        self, node: Node, name: str, kind: VehicleType, now_s: Callable[[], float]
    ) -> None:
        self.command = _Command()
        self.state = CorridorState(0, None, 0.0, hold=False, loaded=False, more_at_s=None)
        self._node, self._name, self._kind, self._now_s = node, name, kind, now_s
        self._corridor = advertise(node, msg.Corridor, names.corridor(name), qos.LATEST)
        if kind.kinematics is Kinematics.TRICYCLE:
            listen(
                node,
                msg.SteeringCommand,
                names.steering_command(name),
                self._on_steering,
                qos.COMMAND,
            )
        else:
            listen(node, Twist, names.velocity_command(name), self._on_twist, qos.COMMAND)

    def tell(self, state: CorridorState, stamp_s: float) -> None:
        self.state = state
        self._corridor.publish(corridor_message(state, stamp_s))

    def _on_twist(self, message: Twist) -> None:
        self._take(lambda: self._from_twist(message))

    def _on_steering(self, message: msg.SteeringCommand) -> None:
        self._take(lambda: self._from_steering(message))

    def _from_twist(self, message: Twist) -> _Command:
        forward, turn = twist_of(message)
        return _Command(self._now_s(), forward, turn, turn)

    def _from_steering(self, message: msg.SteeringCommand) -> _Command:
        return _Command(self._now_s(), *steering_of(message, self._kind.wheelbase_m))

    def _take(self, read: Callable[[], _Command]) -> None:
        try:
            self.command = read()
        except InputError as error:
            self._node.get_logger().warning(
                f"{self._name} does not do what it was told: {error}", throttle_duration_sec=10.0
            )


class HeardPilot:
    """Fulfils `Pilot`: a vehicle whose command is older than ``max_age_s`` of the plant's time
    brakes. ``plant_s`` tells that time, ``clock_s`` the same as a ROS time."""

    def __init__(
        self,
        node: Node,
        vehicles: Mapping[str, str],
        types: Sequence[VehicleType],
        plant_s: Callable[[], float],
        clock_s: Callable[[], float],
        max_age_s: float,
    ) -> None:
        self._plant_s, self._clock_s, self._max_age_s = plant_s, clock_s, max_age_s
        self._wires = [
            _Wire(node, name, kind, plant_s)
            for name, kind in zip(vehicles.values(), types, strict=True)
        ]
        self.period_s = 0.0  # commands come when they come
        self.unheard = 0  # vehicles that brake because they hear nothing

    def begin(self, v: int, task: Task, way_m: float = 0.0) -> None:
        """See `Pilot`. What was commanded before was for something else."""
        wire = self._wires[v]
        wire.command = _Command()
        state = replace(
            wire.state,
            number=(wire.state.number + 1) % 2**32,
            task=task,
            way_m=way_m,
            more_at_s=None,
        )
        wire.tell(state, self._clock_s())

    def extend(self, v: int, stretch: Stretch) -> None:
        """See `Pilot`."""
        wire = self._wires[v]
        wire.tell(replace(wire.state, task=stretch, more_at_s=None), self._clock_s())

    def load(self, v: int, loaded: bool) -> None:
        """See `Pilot`."""
        wire = self._wires[v]
        wire.tell(replace(wire.state, loaded=loaded), self._clock_s())

    def steer(self, sight: Sight, period_s: float) -> Commands:
        """See `Pilot`."""
        found = no_commands(len(self._wires))
        now_s, unheard = self._plant_s(), 0
        for v, wire in enumerate(self._wires):
            self._keep_told(wire, bool(sight.held[v]), float(sight.wait_s[v]))
            if wire.state.task is None:
                continue
            command = wire.command
            if now_s - command.heard_s > self._max_age_s:
                found.verdict[v] = Verdict.NO_PLAN
                found.steer[v] = sight.steer[v]
                unheard += 1
                continue
            left_s = command.heard_s + REACHED_S - now_s
            share = min(1.0, period_s / max(left_s, period_s))
            task = wire.state.task
            found.turn_radps[v] = _towards(sight.turn_radps[v], command.turn_radps, share)
            found.steer[v] = _towards(sight.steer[v], command.steer, share)
            if isinstance(task, Stretch):
                wanted = max(0.0, task.direction * command.forward_mps)
                found.speed_mps[v] = _towards(sight.speed_mps[v], wanted, share)
        self.unheard = unheard
        return found

    def _keep_told(self, wire: _Wire, hold: bool, wait_s: float) -> None:
        """Whether it must stand, and when more is expected: said again when it has changed."""
        state, now_s = wire.state, self._clock_s()
        more_at_s = now_s + wait_s if wait_s > 0.0 else None
        told_s = state.more_at_s
        if more_at_s is not None and told_s is not None and abs(more_at_s - told_s) < HINT_S:
            more_at_s = told_s
        if hold != state.hold or more_at_s != told_s:
            wire.tell(replace(state, hold=hold, more_at_s=more_at_s), now_s)

    def results(self) -> dict[str, Any]:
        """See `Pilot`."""
        return {"local": "heard"}


def _towards(now: float, wanted: float, share: float) -> float:
    return float(now + share * (wanted - now))
