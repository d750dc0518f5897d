"""Services that change nothing: one order, a list of orders, why a vehicle waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fleet_interfaces import srv
from rclpy.node import Node

from fleet_core.execution.controller import FleetController
from fleet_core.model.order import OrderState
from fleet_nodes import names
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.closures import wait_reason_message
from fleet_nodes.conversions.orders import order_message, transition_message
from fleet_nodes.requests import serve


class ReadingServices:
    """Each method is one service."""

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
        orders = [
            order
            for order in self._controller.snapshot(self._now()).orders
            if not states or order.state in states
        ]
        orders.sort(key=lambda order: (order.created_at_s, order.id))
        response.orders = [order_message(each) for each in orders[-request.limit :]]

    def _explain(self, request: Any, response: Any) -> None:
        vehicle_id = checks.identifier(request.vehicle_id, "vehicle_id")
        chain = self._controller.explain(vehicle_id, self._now())
        response.chain = [wait_reason_message(each) for each in chain]
