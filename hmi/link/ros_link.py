"""The window's place in the ROS graph: one node, one executor, one thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import Any

import rclpy
from fleet_interfaces import msg
from nav_msgs.msg import OccupancyGrid, Path
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.signals import SignalHandlerOptions
from rclpy.subscription import Subscription
from rclpy.task import Future

from fleet_core.model import reasons
from fleet_core.model.errors import FleetError
from fleet_core.model.request import Answer, Outcome, Request
from fleet_nodes import names, qos
from fleet_nodes.client import ASK_AGAIN_S
from fleet_nodes.conversions.commands import SERVICES, Call, answer_of, call_of
from hmi.link.fleet_link import Answered, plain
from hmi.link.ros_picture import RosPicture
from hmi.model.picture import Picture

ANSWER_WITHIN_S = 10.0
_SPIN_S = 0.03
"""Requests wait this long at most before they are sent."""

_WATCH_ON_S = 5.0
"""A vehicle that leaves the view may soon be back; a subscription takes time."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Watch:
    """The topics of a vehicle whose plan is shown."""

    subscriptions: tuple[Subscription[Any], ...]
    wanted_s: float = 0.0


@dataclass(slots=True)
class _Pending:
    """A call that waits for its answer: since when, and when it was sent last."""

    call: Call
    since_s: float
    sent_s: float


class RosLink:
    """Implements ``FleetLink``."""

    def __init__(self) -> None:
        self._requests: SimpleQueue[tuple[int, Request, str]] = SimpleQueue()
        self._end = Event()
        self._state = RosPicture()
        self._thread = Thread(target=self._run, name="ros-link", daemon=True)
        self._answered: Answered = lambda number, answer: None
        self._pending: dict[int, _Pending] = {}  # what is not answered yet, by number
        self._clients: dict[str, Any] = {}
        self._heard_vehicles: set[str] = set()
        self._watched: frozenset[str] = frozenset()
        self._watching: dict[str, _Watch] = {}  # by vehicle id

    def start(self, answered: Answered) -> None:
        self._answered = answered
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def latest(self) -> Picture:
        return self._state.picture

    def send(self, number: int, request: Request, author: str) -> None:
        self._requests.put((number, request, author))
        if self._state.picture.failure:
            self._refuse_requests()

    def watch(self, vehicle_ids: frozenset[str]) -> None:
        self._watched = vehicle_ids

    def _run(self) -> None:
        try:
            self._serve()
        except Exception as error:  # whatever it is: the window must not go on as if nothing were
            _log.exception("the connection to ROS has ended")
            why = reasons.refusals.ros_ended(plain(error))
            self._state.picture = replace(self._state.picture, failure=why)
            self._refuse_requests()

    def _refuse_requests(self) -> None:
        """Nobody is left to pass them on, and nobody shall wait for ever."""
        why = self._state.picture.failure
        for number in [*self._pending, *(number for number, _, _ in self._taken_requests())]:
            self._answered(number, Answer(Outcome.FAILED, why))
        self._pending.clear()

    def _taken_requests(self) -> Iterator[tuple[int, Request, str]]:
        with suppress(Empty):
            while True:
                yield self._requests.get_nowait()

    def _serve(self) -> None:
        context = Context()
        # The window decides when it ends; rclpy's handlers would end it under the window.
        rclpy.init(context=context, signal_handler_options=SignalHandlerOptions.NO)
        self._node = Node(
            "hmi", context=context, start_parameter_services=False, enable_rosout=False
        )
        executor = SingleThreadedExecutor(context=context)
        executor.add_node(self._node)
        self._subscribe()
        # Made at once: a client that was just made would need a moment to find its service.
        self._clients = {
            name: self._node.create_client(service.kind, name) for name, service in SERVICES.items()
        }
        while not self._end.is_set():
            executor.spin_once(timeout_sec=_SPIN_S)
            self._send_requests()
            self._follow_watched()
            self._ask_again_or_give_up()
        executor.shutdown(timeout_sec=0.0)
        self._node.destroy_node()
        rclpy.try_shutdown(context=context)

    def _subscribe(self) -> None:
        state = self._state
        self._hear(msg.Layout, names.LAYOUT, state.take_layout, qos.LATEST)
        self._hear(msg.OrderList, names.ORDERS, state.take_orders, qos.LATEST)
        self._hear(msg.FleetMessage, names.MESSAGES, state.take_message, qos.MESSAGES)
        self._hear(msg.FleetState, names.STATE, self._take_state, qos.STATE)
        self._hear(msg.LocalStates, names.LOCAL_STATES, state.planning.take_states, qos.STATE)
        self._hear(OccupancyGrid, names.NEAR_MISS_MAP, state.take_heat, qos.LATEST)
        self._hear(msg.Tracks, names.TRACKS, self._take_tracks, qos.STATE)
        self._hear(msg.ProximityWarnings, names.PROXIMITY_WARNINGS, self._take_warnings, qos.STATE)

    def _hear(
        self, kind: type[Any], topic: str, take: Callable[[Any], None], profile: QoSProfile
    ) -> Subscription[Any]:
        """A message that makes no sense is left out; the window shows what it had."""

        def guarded(message: Any) -> None:
            try:
                take(message)
            except (FleetError, ValueError) as error:
                _log.warning("%s: %s", topic, error)

        return self._node.create_subscription(kind, topic, guarded, profile)

    def _take_tracks(self, message: msg.Tracks) -> None:
        self._state.take_tracks(message, monotonic())

    def _take_warnings(self, message: msg.ProximityWarnings) -> None:
        self._state.take_warnings(message, monotonic())

    def _take_state(self, message: msg.FleetState) -> None:
        self._state.take_state(message, monotonic())
        for status in message.vehicles:
            if status.report.vehicle_id not in self._heard_vehicles:
                self._heard_vehicles.add(status.report.vehicle_id)
                self._hear_routes_of(status.report.vehicle_id)

    def _hear_routes_of(self, vehicle_id: str) -> None:
        name = names.vehicle_name(vehicle_id)
        self._hear(msg.Route, names.fleet_route(name), self._state.take_route, qos.LATEST)
        self._hear(msg.Release, names.fleet_release(name), self._state.take_release, qos.LATEST)

    def _follow_watched(self) -> None:
        """Plans come five times a second for each vehicle: heard only while they are shown."""
        now_s, wanted = monotonic(), self._watched & self._heard_vehicles
        for vehicle_id in wanted:
            if vehicle_id not in self._watching:
                self._watching[vehicle_id] = self._watch_one(vehicle_id)
            self._watching[vehicle_id].wanted_s = now_s
        for vehicle_id, watch in list(self._watching.items()):
            if now_s - watch.wanted_s > _WATCH_ON_S:
                for subscription in watch.subscriptions:
                    self._node.destroy_subscription(subscription)
                del self._watching[vehicle_id]
                self._state.planning.forget(vehicle_id)

    def _watch_one(self, vehicle_id: str) -> _Watch:
        name, planning = names.vehicle_name(vehicle_id), self._state.planning
        plan = self._hear(
            Path,
            names.local_plan(name),
            lambda message: planning.take_plan(vehicle_id, message),
            qos.DRIVER,
        )
        corridor = self._hear(
            msg.Corridor,
            names.corridor(name),
            lambda message: planning.take_corridor(vehicle_id, message),
            qos.LATEST,
        )
        return _Watch((plan, corridor))

    def _send_requests(self) -> None:
        for number, request, author in self._taken_requests():
            self._begin(number, call_of(request, author))

    def _begin(self, number: int, call: Call) -> None:
        if not self._clients[call.service].service_is_ready():
            self._answered(number, Answer(Outcome.FAILED, reasons.refusals.no_dispatcher()))
            return
        now_s = monotonic()
        self._pending[number] = _Pending(call, now_s, now_s)
        self._call(number, call)

    def _call(self, number: int, call: Call) -> None:
        future = self._clients[call.service].call_async(call.message())
        future.add_done_callback(lambda done: self._hand_over(number, done))

    def _hand_over(self, number: int, future: Future) -> None:
        if self._pending.pop(number, None) is None:
            return
        error = future.exception()
        if error is not None:
            why = reasons.refusals.dispatcher_failed(str(error))
            self._answered(number, Answer(Outcome.FAILED, why))
        else:
            self._answered(number, answer_of(future.result()))

    def _ask_again_or_give_up(self) -> None:
        """The answer to a client that was just discovered can be lost (docs/ros.md): the same
        request again gets the same answer. A dispatcher that has died will not answer any more."""
        now_s = monotonic()
        for number, pending in list(self._pending.items()):
            if now_s - pending.since_s > ANSWER_WITHIN_S:
                del self._pending[number]
                why = reasons.refusals.no_answer_within(ANSWER_WITHIN_S)
                self._answered(number, Answer(Outcome.FAILED, why))
            elif now_s - pending.sent_s > ASK_AGAIN_S:
                pending.sent_s = now_s
                self._call(number, pending.call)
