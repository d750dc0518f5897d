"""A vehicle's driver without its wires: routes in, a report out, between them the rules."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import Leg, Release, Route, StationAction
from fleet_core.model.vehicle import ActionStatus, OperatingMode, VehicleReport
from fleet_core.onboard.fit import Fit
from fleet_core.onboard.route_chain import RouteChain
from fleet_core.onboard.route_inbox import RouteInbox
from fleet_core.onboard.rules import due_action, move_on, progress, waiting_routes
from fleet_core.onboard.station_work import StationWork
from fleet_core.onboard.vehicle import OwnVehicle, VehicleState

AtStation = Callable[[str, Pose], bool | None]
"""Whether a pose is at a station; None: the station is not known."""


def no_stations(_station_id: str, _pose: Pose) -> bool | None:
    """Of a driver that knows no layout."""
    return None


class OnboardDriver:
    """Owns the rules of docs/ros.md; the vehicle drives, works and says where it is.

    It begins without a route, and takes up none that was sent before it began: what an earlier
    driver of this vehicle was told does not begin where the vehicle now stands.
    """

    def __init__(
        self,
        vehicle_id: str,
        type_id: str,
        vehicle: OwnVehicle,
        at_station: AtStation = no_stations,
        fit: Fit | None = None,
    ) -> None:
        self.vehicle_id = vehicle_id
        self._type_id = type_id
        self._vehicle = vehicle
        self._at_station = at_station
        self._inbox = RouteInbox(vehicle_id)
        self._legs: deque[Leg] = deque()  # that it may drive, the present one first
        self._work = StationWork()
        self._aboard: tuple[str, ...] = ()
        self._state = vehicle.state()
        self._chain = RouteChain(self._state.pose, self._near, fit or Fit())
        self._since_s: float | None = None  # when it began to take routes

    @property
    def next_action(self) -> StationAction | None:
        """What it will do, by the newest route that it knows, and has not ended."""
        action = self._chain.parts[-1].action if self._chain.parts else None
        return None if action is None or action.action_id in self._work.ended else action

    def hear_route(self, route: Route, sent_s: float) -> None:
        """A route, new or once more; ``sent_s``: its stamp."""
        if self._listens(sent_s):
            self._follow(self._inbox.take_route(route))

    def hear_release(self, release: Release, sent_s: float) -> None:
        """The growth of a route."""
        if self._listens(sent_s):
            self._follow(self._inbox.take_release(release))

    def step(self, now_s: float, dt_s: float) -> VehicleReport:
        """Let the vehicle go on for ``dt_s``; what to report at ``now_s`` (the fleet's clock)."""
        self._state = self._vehicle.state()
        if self._state.mode is not OperatingMode.AUTOMATIC:
            self._step_aside()
        else:
            if self._since_s is None:
                self._since_s = now_s
                self._chain.forget(self._state.pose)
            self._go_on(dt_s)
        return self._report(now_s)

    def _listens(self, sent_s: float) -> bool:
        return self._since_s is not None and sent_s >= self._since_s

    def _follow(self, route: Route | None) -> None:
        if route is not None:
            self._legs += self._chain.hear(route)

    def _near(self, station_id: str, pose: Pose) -> bool:
        """Who does not know the station takes the fleet's word, but only where the vehicle stands
        at the end of all that it knows."""
        known = self._at_station(station_id, pose)
        return not self._legs if known is None else known

    def _step_aside(self) -> None:
        """A person drives: all routes are forgotten, and what was begun is not finished."""
        if self._since_s is not None:
            self._work.end(ActionStatus.FAILED, "the vehicle was taken over by a person")
            self._inbox.forget()
            self._legs.clear()
            self._since_s = None
        self._chain.forget(self._state.pose)

    def _go_on(self, dt_s: float) -> None:
        move_on(self._chain, self._work, self._break_off)
        standing = self._chain.hold or self._work.busy
        self._drive(() if standing else tuple(self._legs), dt_s)
        move_on(self._chain, self._work, self._break_off)
        action = due_action(self._chain, self._work)
        if action is not None and not self._legs:
            self._work.begin(action, 0.0)
        if self._work.running is not None:
            self._go_on_working(self._work.running, dt_s)

    def _drive(self, legs: tuple[Leg, ...], dt_s: float) -> None:
        driven = self._vehicle.drive(legs, dt_s)
        if not 0 <= driven <= len(legs):
            raise ValueError(f"drive() says that {driven} of {len(legs)} legs are driven")
        for _ in range(driven):
            self._legs.popleft()
        self._chain.passed += driven
        self._state = self._vehicle.state()

    def _break_off(self) -> None:
        if self._work.running is not None:
            self._vehicle.break_off(self._work.running)
            self._work.end(ActionStatus.FINISHED)

    def _go_on_working(self, action: StationAction, dt_s: float) -> None:
        outcome = self._vehicle.work(action, dt_s)
        if outcome.status not in (ActionStatus.FINISHED, ActionStatus.FAILED):
            return
        self._work.end(outcome.status, outcome.text)
        if outcome.status is ActionStatus.FINISHED:
            self._move_load(action)

    def _move_load(self, action: StationAction) -> None:
        unit = action.load_unit_id
        if action.kind is StopAction.PICK:
            self._aboard = (*self._aboard, unit or f"load-{action.action_id}")
        elif action.kind is StopAction.DROP and self._aboard:
            gone = unit or self._aboard[0]
            self._aboard = tuple(one for one in self._aboard if one != gone)

    def _report(self, now_s: float) -> VehicleReport:
        state, said = self._state, progress(self._chain, self._work)
        return VehicleReport(
            vehicle_id=self.vehicle_id,
            type_id=self._type_id,
            stamp_s=now_s,
            pose=state.pose,
            speed_mps=state.speed_mps,
            turn_rate_radps=state.turn_rate_radps,
            battery_soc=state.battery_soc,
            charging=self._charging(state),
            load_unit_ids=self._aboard if state.load_unit_ids is None else state.load_unit_ids,
            mode=state.mode,
            errors=(*state.errors, *waiting_routes(self._chain)),
            paused=said.paused,
            route_id=said.route_id,
            legs_done=said.legs_done,
            legs_released=said.legs_released,
            action_id=said.action_id,
            action_status=said.action_status,
            action_text=said.action_text,
        )

    def _charging(self, state: VehicleState) -> bool:
        return self._work.charging if state.charging is None else state.charging
