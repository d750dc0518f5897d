"""The dispatcher's place: sends routes and releases, and watches what the driver makes of them."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from sensor_msgs.msg import BatteryState

from fleet_core.model.errors import CommandError, WorkError
from fleet_core.model.order import StopAction
from fleet_core.model.route import Route, StationAction
from fleet_nodes import names, qos
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.routes import release_message, route_message
from fleet_nodes.driver_check.heard import MOVES_MPS, Heard
from fleet_nodes.driver_check.track import LEGS, StraightTrack
from fleet_nodes.wiring import advertise

NEAR_M = 0.15
"""So exactly a vehicle comes to the end of a leg."""
BESIDE_M = 0.3
"""So far beside its legs a vehicle may be (PlaceTolerance.beside_m)."""
QUIET_S = 1.5
"""Nothing has happened in so long: nothing will."""
RESEND_S = 2.0
"""FleetSettings.resend_after_s."""


class BrokenError(Exception):
    """A rule does not hold; says how it showed."""


class NotTriedError(Exception):
    """The vehicle is not where a rule could be tried."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """``patience_s``: what should happen happens within it. ``restart``: a shell command that
    starts the driver anew; empty: that is not tried."""

    leg_m: float = 1.0
    speed_mps: float = 0.5
    patience_s: float = 20.0
    station_id: str = "check"
    loads: bool = True
    restart: str = ""
    seed: int = 1  # of losses and orders of messages
    rules: tuple[str, ...] = ()  # only these are tried; empty: all


class Bench:
    """One vehicle under check. ``at``: the point of the track where all that was released ends."""

    def __init__(self, client: FleetClient, name: str, options: CheckOptions) -> None:
        self.client, self.name, self.options = client, name, options
        self.heard = Heard()
        self.at = 0
        self.broken: dict[str, str] = {}  # of what must always hold: the first time, by rule
        self._span = (0.0, 0.0)  # of the track, on which it may be
        self._furthest: tuple[str, int] = ("", 0)
        self._count = 0
        self._sent: dict[str, Route] = {}
        node = client.node
        self._run = f"check-{node.get_clock().now().nanoseconds // 1_000_000}"
        if node.count_publishers(names.vehicle_route(name)):
            raise CommandError(
                f"{names.vehicle_route(name)} has a publisher already: a fleet commands this "
                "vehicle; take it out of the fleet, or check it in another ROS domain"
            )
        self._route = advertise(node, msg.Route, names.vehicle_route(name), qos.LATEST)
        self._release = advertise(node, msg.Release, names.vehicle_release(name), qos.LATEST)
        client.subscribe(Odometry, names.odometry(name), self._on_odometry)
        client.subscribe(BatteryState, names.battery(name), self._on_battery)
        client.subscribe(msg.OnboardState, names.onboard_state(name), self._on_onboard)
        self.track: StraightTrack | None = None
        self.luck = np.random.default_rng(options.seed)

    # What it is told

    def route(
        self,
        end: int,
        released: int | None = None,
        action: StationAction | None = None,
        begin: int | None = None,
        send: bool = True,
    ) -> Route:
        """A new route to point ``end``, from where the released way ends; released whole unless
        told otherwise."""
        assert self.track is not None
        self._count += 1
        start = self.at if begin is None else begin
        legs = self.track.legs(start, end)
        allowed = len(legs) if released is None else released
        route = Route(f"{self._run}/{self._count}", self.vehicle_id, legs, allowed, action)
        if send:
            self.send(route)
        return route

    def send(self, route: Route, allow: bool = True) -> None:
        """``allow``: the vehicle may drive what it releases."""
        if allow:
            self.allow(route)
        self.publish(route_message(route, self.now_s()))

    def publish(self, message: msg.Route) -> None:
        """As it stands."""
        self._route.publish(message)

    def release(self, route: Route, released: int, hold: bool = False) -> Route:
        """More of ``route``, by the small message."""
        grown = replace(route, released=max(released, route.released), hold=hold)
        self.allow(grown)
        self._release.publish(release_message(replace(grown, released=released), self.now_s()))
        return grown

    def action(self, kind: str, duration_s: float = 0.0, unit: str = "") -> StationAction:
        """A new station action."""
        self._count += 1
        name = f"{self._run}/{self._count}/{kind}"
        load_type = "pallet" if unit else ""
        return StationAction(
            name, StopAction(kind), self.options.station_id, unit, load_type, duration_s
        )

    def other_end(self, legs: int) -> int:
        """A point ``legs`` away, on whichever side there is room."""
        return self.at + legs if self.at + legs <= LEGS else self.at - legs

    def allow(self, route: Route) -> None:
        """From now on it may be anywhere between where it was allowed to be and there."""
        assert self.track is not None
        self._sent[route.route_id] = route
        if not route.released:
            return
        point, _ = self.track.place(route.legs[route.released - 1].path[-1])
        low, high = self._span
        self._span = (min(low, point), max(high, point))
        self.at = round(point)

    def resend_until(self, line: list[Route], condition: Callable[[], bool]) -> None:
        """As the dispatcher does: while the vehicle stands and does not know it all, the first
        route of ``line`` that is missing is sent again."""
        until_s = time.monotonic() + len(line) * self.options.patience_s
        again_s = time.monotonic() + RESEND_S
        while not condition():
            if time.monotonic() > until_s:
                raise BrokenError(f"the routes sent are not driven to their end; {self.said()}")
            if time.monotonic() > again_s and self.stands:
                again_s = time.monotonic() + RESEND_S
                self.send(self._missing(line), allow=False)
            self.client.spin(0.05)

    def _missing(self, line: list[Route]) -> Route:
        ids = [route.route_id for route in line]
        state = self.onboard
        if state.route_id not in ids:
            return line[0]
        index = ids.index(state.route_id)
        if state.legs_released < line[index].released:
            return line[index]
        return line[min(index + 1, len(line) - 1)]

    def restart(self) -> None:
        """Have the driver started anew, by the command of the options, until it speaks again. That
        it is silent meanwhile does not count."""
        pauses_s = dict(self.heard.pause_s)
        subprocess.run(self.options.restart, shell=True, check=False, timeout=60.0)
        begun_s = time.monotonic()
        self.expect(
            lambda: min(self.heard.at_s.values()) > begun_s + 0.5, "reporting again on all topics"
        )
        self.heard.pause_s = pauses_s

    def give_up(self) -> None:
        """A rule is broken: the next one begins where the vehicle is, if it is at a point."""
        self.client.spin(1.0)
        nearest = round(self.point)
        if self.stands and 0 <= nearest <= LEGS:
            self.at = nearest

    def span_at(self, point: float) -> None:
        """It may be at ``point`` and nowhere else."""
        self._span = (point, point)

    def begin_from(self, point: float) -> None:
        """The track begins anew where the vehicle stands between two points of it."""
        assert self.track is not None
        self.at = min(LEGS, max(0, round(point)))
        begin = self.track.pose(point - self.at)
        self.track = replace(self.track, begin=begin)
        self.span_at(float(self.at))

    # What it says

    @property
    def vehicle_id(self) -> str:
        return str(self.onboard.vehicle_id)

    @property
    def onboard(self) -> msg.OnboardState:
        assert self.heard.onboard is not None
        return self.heard.onboard

    @property
    def point(self) -> float:
        """Where it is on the track."""
        assert self.track is not None and self.heard.pose is not None
        return self.track.place(self.heard.pose)[0]

    @property
    def stands(self) -> bool:
        return abs(self.heard.speed_mps) < MOVES_MPS

    def on(self, route: Route) -> bool:
        return bool(self.onboard.route_id == route.route_id)

    def has_done(self, route: Route, legs: int) -> bool:
        return self.on(route) and self.onboard.legs_done == legs

    def steady_s(self) -> float:
        return time.monotonic()

    def now_s(self) -> float:
        return self.client.node.get_clock().now().nanoseconds * 1e-9

    # What should happen

    def expect(self, condition: Callable[[], bool], what: str, within_s: float = 0.0) -> None:
        """Wait for it. BrokenError says what did not happen, and what the driver says instead."""
        limit_s = within_s or self.options.patience_s
        try:
            self.client.wait(lambda: condition() or None, limit_s, what)
        except WorkError as error:
            raise BrokenError(
                f"{what} did not happen within {limit_s:.0f} s; {self.said()}"
            ) from error

    def stays(self, condition: Callable[[], bool], what: str, for_s: float = QUIET_S) -> None:
        """For a while it must be so."""
        until_s = time.monotonic() + for_s
        while time.monotonic() < until_s:
            self.client.spin(0.05)
            if not condition():
                raise BrokenError(f"{what}; {self.said()}")

    def drive_to(self, route: Route) -> None:
        """To the end of what is released of it."""
        self.expect(
            lambda: self.has_done(route, route.released) and self.stands,
            f"{route.released} legs done",
        )

    def begin(self) -> None:
        """Before a rule: it stands where the last one left it. Raises NotTriedError."""
        try:
            self.expect(self._rests, "standing at the end of what was released", 5.0)
        except BrokenError as error:
            raise NotTriedError(str(error)) from error
        self._span = (self.point, self.point)

    def _rests(self) -> bool:
        assert self.track is not None
        away_m = abs(self.point - self.at) * self.track.leg_m
        return self.stands and away_m <= BESIDE_M and not self.onboard.paused

    def said(self) -> str:
        """For evidence."""
        state = self.onboard
        doing = f", action {state.action_status}" if state.action_id else ""
        return (
            f"it is at point {self.point:.2f}, on route {state.route_id or 'none'}, "
            f"{state.legs_done} legs done of {state.legs_released} released"
            f"{doing}{', paused' if state.paused else ''}"
        )

    # Always

    def _on_odometry(self, message: Odometry) -> None:
        self.heard.take_odometry(message, time.monotonic(), self.now_s())
        if self.track is None or self.heard.pose is None:
            return
        point, beside_m = self.track.place(self.heard.pose)
        low, high = self._span
        slack = NEAR_M / self.track.leg_m
        if not low - slack <= point <= high + slack:
            self._break(
                "never_past_release",
                f"it is at point {point:.2f}; it may be between {low:.2f} and {high:.2f}",
            )
        if beside_m > BESIDE_M:
            self._break("never_beside_legs", f"it is {beside_m:.2f} m beside its legs")

    def _on_battery(self, message: BatteryState) -> None:
        self.heard.take_battery(message, time.monotonic(), self.now_s())

    def _on_onboard(self, message: msg.OnboardState) -> None:
        self.heard.take_onboard(message, time.monotonic(), self.now_s())
        name, furthest = self._furthest
        if message.route_id == name and message.legs_done < furthest:
            self._break(
                "legs_done_never_falls",
                f"legs_done is {message.legs_done} after {furthest} on route {name}",
            )
        self._furthest = (message.route_id, message.legs_done)
        route = self._sent.get(message.route_id)
        if route is not None:
            self._judge_progress(route, message)

    def _judge_progress(self, route: Route, message: msg.OnboardState) -> None:
        """Legs are done when they are behind it: while it is still on one, it is not."""
        if message.legs_released > route.released:
            self._break(
                "release_is_what_was_sent",
                f"legs_released is {message.legs_released}; {route.released} were released",
            )
        if (
            self.track is None
            or self.heard.pose is None
            or not 0 < message.legs_done <= len(route.legs)
        ):
            return
        leg = route.legs[message.legs_done - 1]
        end, _ = self.track.place(leg.path[-1])
        start, _ = self.track.place(leg.path[0])
        left_m = (end - self.point) * (1.0 if end > start else -1.0) * self.track.leg_m
        pose_age_m = abs(self.heard.speed_mps) * 0.3  # its pose may be a word older
        if left_m > NEAR_M + pose_age_m:
            self._break(
                "leg_done_when_behind",
                f"leg {message.legs_done} is said to be done {left_m:.2f} m before its end",
            )

    def _break(self, rule: str, text: str) -> None:
        self.broken.setdefault(rule, text)
