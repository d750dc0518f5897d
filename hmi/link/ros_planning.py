"""What the topics of local planning have said so far."""

from __future__ import annotations

from fleet_interfaces import msg
from nav_msgs.msg import Path

from fleet_core.model.local_state import LocalState
from fleet_nodes.conversions.corridors import corridor_of, plan_of
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.local_states import local_states_of
from hmi.model.local_picture import (
    CorridorShape,
    LocalPicture,
    MotionPlan,
    corridor_shape,
    motion_plan,
)
from planner.local.stretch import Stretch

_LIMIT_S = 2.0
"""What is older is treated as absent: its planner has gone."""


class RosPlanning:
    """Belongs to the link's thread."""

    def __init__(self) -> None:
        self._plans: dict[str, MotionPlan] = {}
        self._corridors: dict[str, CorridorShape] = {}
        self._states: dict[str, LocalState] = {}
        self._told_s: dict[str, float] = {}

    def take_states(self, message: msg.LocalStates) -> None:
        stamp_s = seconds_of(message.header.stamp)
        told = {state.vehicle_id: state for state in local_states_of(message)}
        self._told_s |= dict.fromkeys(told, stamp_s)
        # A new one each time: pictures of before hold the old one.
        self._states = self._states | told

    def take_plan(self, vehicle_id: str, message: Path) -> None:
        self._plans[vehicle_id] = motion_plan(*plan_of(message))

    def take_corridor(self, vehicle_id: str, message: msg.Corridor) -> None:
        """Latched: it holds until another comes."""
        self._corridors.pop(vehicle_id, None)
        task = corridor_of(message).task
        if isinstance(task, Stretch):
            line = task.line
            shape = corridor_shape(line.poses, line.half_width_m, line.direction)
            if shape is not None:
                self._corridors[vehicle_id] = shape

    def forget(self, vehicle_id: str) -> None:
        """Nobody listens to its plans any more."""
        self._plans.pop(vehicle_id, None)
        self._corridors.pop(vehicle_id, None)

    def picture(self, now_s: float) -> LocalPicture:
        """What is known at a time of the fleet's clock."""
        fresh = {
            vehicle_id: plan
            for vehicle_id, plan in self._plans.items()
            if abs(now_s - plan.begin_s) <= _LIMIT_S
        }
        gone = {each for each, told_s in self._told_s.items() if abs(now_s - told_s) > _LIMIT_S}
        if gone:
            self._states = {each: s for each, s in self._states.items() if each not in gone}
            self._told_s = {each: s for each, s in self._told_s.items() if each not in gone}
        return LocalPicture(fresh, dict(self._corridors), self._states)
