"""The dispatcher's services: message in, one call of the controller, response out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from fleet_interfaces import srv
from rclpy.node import Node

from fleet_core.execution.controller import FleetController
from fleet_core.model.order import OrderState
from fleet_nodes import names
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.closures import wait_reason_message
from fleet_nodes.conversions.commands import SERVICES, asked_of, fill
from fleet_nodes.conversions.orders import order_message, transition_message
from fleet_nodes.requests import serve

PAGE = 500
"""Orders in one answer: more would keep everybody else waiting while they are put into words."""


class CommandServices:
    """Every command of the fleet: those of `conversions.commands`."""

    def __init__(self, node: Node, controller: FleetController, now: Callable[[], float]) -> None:
        self._controller = controller
        self._now = now
        self._node = node
        self._services = [
            serve(node, service.kind, name, partial(self._answer, name))
            for name, service in SERVICES.items()
        ]

    def close(self) -> None:
        """Nobody is answered any more."""
        for service in self._services:
            self._node.destroy_service(service)

    def _answer(self, service: str, message: Any, response: Any) -> None:
        request = asked_of(service, message)
        author = checks.identifier(getattr(message, "author", ""), "author", empty=True)
        fill(response, self._controller.do(request, author, self._now()).checked())


class ReadingServices:
    """Those that change nothing: one order, a list of orders, why a vehicle waits. Each method is
    one service."""

    def __init__(self, node: Node, controller: FleetController, now: Callable[[], float]) -> None:
        self._controller = controller
        self._now = now
        self._node = node
        self._services = [
            serve(node, srv.GetOrder, names.GET_ORDER, self._get),
            serve(node, srv.ListOrders, names.LIST_ORDERS, self._list),
            serve(node, srv.ExplainWait, names.EXPLAIN_WAIT, self._explain),
        ]

    def close(self) -> None:
        """Nobody is answered any more."""
        for service in self._services:
            self._node.destroy_service(service)

    def _get(self, request: Any, response: Any) -> None:
        order_id = checks.identifier(request.order_id, "order_id")
        response.order = order_message(self._controller.order(order_id))
        response.transitions = [
            transition_message(each) for each in self._controller.transitions(order_id)
        ]

    def _list(self, request: Any, response: Any) -> None:
        states = {
            checks.word(each, OrderState, "states")
            for each in checks.items(request.states, "states", len(OrderState))
        }
        before = checks.identifier(request.before, "before", empty=True)
        orders = [each for each in self._controller.orders() if not states or each.state in states]
        response.total = len(orders)
        if before:
            end = self._controller.order(before)
            mark = (end.created_at_s, end.id)
            orders = [each for each in orders if (each.created_at_s, each.id) < mark]
        most = min(request.limit or PAGE, PAGE)
        response.orders = [order_message(each) for each in orders[-most:]]

    def _explain(self, request: Any, response: Any) -> None:
        vehicle_id = checks.identifier(request.vehicle_id, "vehicle_id")
        chain = self._controller.explain(vehicle_id, self._now())
        response.chain = [wait_reason_message(each) for each in chain]
