"""All that the dispatcher publishes."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from fleet_interfaces import msg
from nav_msgs.msg import Path
from rclpy.node import Node
from rclpy.publisher import Publisher

from fleet_core.model.order import Transition, TransportOrder
from fleet_core.model.route import Route
from fleet_core.model.status import FleetSnapshot
from fleet_nodes import names, qos
from fleet_nodes.conversions.fleet import fleet_message, orders_message, state_message
from fleet_nodes.conversions.orders import transition_message
from fleet_nodes.conversions.routes import release_message, route_message
from fleet_nodes.conversions.standard import path_message
from fleet_nodes.wiring import advertise

LIST_SHARE = 0.1
"""Of the time at most is spent on telling the list of orders, however often they change."""


class DispatcherGateway:
    """Publishes what has changed, and nothing twice."""

    def __init__(self, node: Node, layout_name: str, vehicles: Mapping[str, str]) -> None:
        self._node = node
        self._layout_name = layout_name
        self._state = advertise(node, msg.FleetState, names.STATE, qos.STATE)
        self._orders = advertise(node, msg.OrderList, names.ORDERS, qos.LATEST)
        self._events = advertise(node, msg.Transition, names.ORDER_EVENTS, qos.EVENTS)
        self._messages = advertise(node, msg.FleetMessage, names.MESSAGES, qos.MESSAGES)
        self._routes = {
            vehicle_id: _RoutePublishers(node, name) for vehicle_id, name in vehicles.items()
        }
        self._last_orders: tuple[TransportOrder, ...] | None = None
        self._orders_due_s = 0.0
        self._last_message_id = 0

    def close(self) -> None:
        """Nothing more is said, and what was said last is not repeated to who comes late."""
        for publisher in (self._state, self._orders, self._events, self._messages):
            self._node.destroy_publisher(publisher)
        for each in self._routes.values():
            each.close()

    def send_route(self, route: Route, now_s: float) -> None:
        """A new route whole, a grown one as its growth."""
        publishers = self._routes.get(route.vehicle_id)
        if publishers is not None:
            publishers.send(route, now_s)

    def publish_state(self, snapshot: FleetSnapshot, simulated: bool) -> None:
        self._state.publish(state_message(snapshot, self._layout_name, simulated))
        done = {
            each.report.vehicle_id: (each.report.route_id, each.report.legs_done)
            for each in snapshot.vehicles
        }
        for route in snapshot.routes:
            route_id, legs_done = done.get(route.vehicle_id, ("", 0))
            if route.vehicle_id in self._routes:
                passed = legs_done if route_id == route.route_id else 0
                self._routes[route.vehicle_id].show(route, passed, snapshot.time_s)

    def publish_changes(self, snapshot: FleetSnapshot) -> None:
        """Order list, messages: only when there is something new."""
        for message in snapshot.messages:
            if message.id > self._last_message_id:
                self._messages.publish(fleet_message(message))
                self._last_message_id = message.id
        begun_s = time.monotonic()
        if snapshot.orders != self._last_orders and begun_s >= self._orders_due_s:
            self._last_orders = snapshot.orders
            self._orders.publish(orders_message(snapshot))
            ended_s = time.monotonic()
            self._orders_due_s = ended_s + (ended_s - begun_s) / LIST_SHARE

    def publish_events(self, transitions: Sequence[Transition]) -> None:
        """What has happened to orders, once it is stored."""
        for transition in transitions:
            self._events.publish(transition_message(transition))


class _RoutePublishers:
    """The topics of one vehicle's route."""

    def __init__(self, node: Node, name: str) -> None:
        self._node = node
        self._route: Publisher[Any] = advertise(
            node, msg.Route, names.fleet_route(name), qos.LATEST
        )
        self._release = advertise(node, msg.Release, names.fleet_release(name), qos.LATEST)
        self._path = advertise(node, Path, names.planned_path(name), qos.LATEST)
        self._sent: Route | None = None
        self._shown: tuple[str, int] = ("", 0)

    def close(self) -> None:
        for publisher in (self._route, self._release, self._path):
            self._node.destroy_publisher(publisher)

    def send(self, route: Route, now_s: float) -> None:
        sent = self._sent
        self._sent = route
        same_way = sent is not None and (
            (sent.route_id, sent.legs, sent.action, sent.order_id)
            == (route.route_id, route.legs, route.action, route.order_id)
        )
        grown = sent is not None and (
            (sent.released, sent.hold, sent.more_at_s)
            != (route.released, route.hold, route.more_at_s)
        )
        if same_way and grown:
            self._release.publish(release_message(route, now_s))
        else:  # the same again means that the vehicle does not know it
            self._route.publish(route_message(route, now_s))

    def show(self, route: Route, legs_done: int, now_s: float) -> None:
        """The planned path, whenever another leg is done."""
        if self._shown != (route.route_id, legs_done):
            self._shown = (route.route_id, legs_done)
            self._path.publish(path_message(route, legs_done, now_s))
