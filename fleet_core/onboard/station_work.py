"""What a vehicle does at the end of a route, once for each action id."""

from __future__ import annotations

from dataclasses import dataclass, field

from fleet_core.model.order import StopAction
from fleet_core.model.route import StationAction
from fleet_core.model.vehicle import ActionStatus
from fleet_core.model.vehicle_type import VehicleType

INTERRUPTIBLE = (StopAction.CHARGE, StopAction.WAIT)
"""Ended by a new route; picking, dropping and custom actions are finished first."""


ENDED_KEPT = 100
"""Actions of one vehicle; it does some twenty an hour."""


@dataclass(frozen=True, slots=True)
class ActionResult:
    """How an action ended."""

    status: ActionStatus
    text: str = ""


@dataclass(slots=True)
class StationWork:
    """The action that one vehicle is at, and all that it has ended.

    A finished action is never done again and a failed one is not tried again under the same id,
    however often it is sent: the latest ``ENDED_KEPT`` are known, and nothing older is sent again.
    """

    running: StationAction | None = None
    remaining_s: float = 0.0
    ended: dict[str, ActionResult] = field(default_factory=dict)

    def begin(self, action: StationAction, duration_s: float) -> None:
        """Begin an action that has not ended before."""
        self.running, self.remaining_s = action, duration_s

    def end(self, status: ActionStatus, text: str = "") -> None:
        """End the running action."""
        if self.running is not None:
            self._note(self.running, ActionResult(status, text))
        self.running = None

    def refuse(self, action: StationAction, text: str) -> None:
        """End an action that cannot even begin."""
        self._note(action, ActionResult(ActionStatus.FAILED, text))

    def _note(self, action: StationAction, outcome: ActionResult) -> None:
        self.ended.pop(action.action_id, None)
        self.ended[action.action_id] = outcome
        while len(self.ended) > ENDED_KEPT:
            del self.ended[next(iter(self.ended))]

    @property
    def busy(self) -> bool:
        """At an action that a new route does not interrupt."""
        return self.running is not None and self.running.kind not in INTERRUPTIBLE

    @property
    def charging(self) -> bool:
        return self.running is not None and self.running.kind is StopAction.CHARGE

    def outcome(self, action: StationAction | None) -> ActionResult:
        """What to report of an action."""
        if action is None:
            return ActionResult(ActionStatus.NONE)
        if self.running is not None and self.running.action_id == action.action_id:
            return ActionResult(ActionStatus.RUNNING)
        return self.ended.get(action.action_id, ActionResult(ActionStatus.NONE))


def duration_s(action: StationAction, vehicle_type: VehicleType) -> float:
    """How long an action takes; infinite for charging until the battery is full."""
    if action.duration_s > 0.0:
        return action.duration_s
    if action.kind is StopAction.PICK:
        return vehicle_type.pick_s
    if action.kind is StopAction.DROP:
        return vehicle_type.drop_s
    return float("inf") if action.kind is StopAction.CHARGE else 0.0
