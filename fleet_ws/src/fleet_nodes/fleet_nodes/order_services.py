"""Services on orders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from fleet_interfaces import msg, srv
from rclpy.node import Node

from fleet_core.execution.controller import FleetController
from fleet_core.model.errors import CommandError, InputError
from fleet_core.model.order import OrderState, TransportOrder
from fleet_nodes import names
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.fleet import candidate_message
from fleet_nodes.conversions.instants import optional_seconds_of
from fleet_nodes.conversions.orders import (
    MOST_URGENT,
    order_message,
    request_of,
    transition_message,
)
from fleet_nodes.requests import serve


def author_of(name: str) -> str:
    """Who asks; an empty name is written down as unknown."""
    return checks.identifier(name, "author", empty=True) or "unknown"


def submitted(
    controller: FleetController, message: msg.TransportOrder, author: str, now_s: float
) -> TransportOrder:
    """Hand in an order from outside; one without an id gets a new one, one that is known already is
    answered as it is: who has heard no answer may ask again."""
    order = request_of(message)
    if not order.id:
        order = replace(order, id=f"order-{uuid4().hex[:12]}")
    known = _known(controller, order)
    return known or controller.submit(order, author_of(author), now_s)


def _known(controller: FleetController, order: TransportOrder) -> TransportOrder | None:
    """The order of this id, when it asks for the same."""
    try:
        known = controller.order(order.id)
    except CommandError:
        return None
    same_load = order.load_unit_id in ("", known.load_unit_id)
    return known if known.stops == order.stops and same_load else None


class OrderServices:
    """Each method is one service: request in, one call of the controller, response filled."""

    def __init__(self, node: Node, controller: FleetController, now: Callable[[], float]) -> None:
        self._controller = controller
        self._now = now
        for kind, name, answer in (
            (srv.SubmitOrder, names.SUBMIT_ORDER, self._submit),
            (srv.OrderCommand, names.CANCEL_ORDER, self._changes(controller.cancel)),
            (srv.OrderCommand, names.SUSPEND_ORDER, self._changes(controller.suspend)),
            (srv.OrderCommand, names.RESUME_ORDER, self._resume),
            (srv.ReprioritiseOrder, names.REPRIORITISE_ORDER, self._reprioritise),
            (srv.AssignOrder, names.ASSIGN_ORDER, self._assign),
            (srv.GetOrder, names.GET_ORDER, self._get),
            (srv.ListOrders, names.LIST_ORDERS, self._list),
            (srv.ListCandidates, names.LIST_CANDIDATES, self._candidates),
        ):
            serve(node, kind, name, answer)

    def _submit(self, request: Any, response: Any) -> None:
        order = submitted(self._controller, request.order, request.author, self._now())
        response.order = order_message(order)

    def _changes(self, change: Callable[..., Any]) -> Callable[[Any, Any], None]:
        def answer(request: Any, response: Any) -> None:
            order_id = checks.identifier(request.order_id, "order_id")
            cause = checks.text(request.cause, "cause")
            change(order_id, author_of(request.author), cause, self._now())
            response.order = order_message(self._controller.order(order_id))

        return answer

    def _resume(self, request: Any, response: Any) -> None:
        order_id = checks.identifier(request.order_id, "order_id")
        self._controller.resume_order(order_id, author_of(request.author), self._now())
        response.order = order_message(self._controller.order(order_id))

    def _reprioritise(self, request: Any, response: Any) -> None:
        order_id = checks.identifier(request.order_id, "order_id")
        if not (request.set_priority or request.set_deadline):
            raise InputError(f"order {order_id}: neither a priority nor a deadline is given")
        priority = deadline_s = None
        if request.set_priority:
            priority = int(checks.number(request.priority, "priority", -MOST_URGENT, MOST_URGENT))
        if request.set_deadline:
            deadline_s = optional_seconds_of(request.deadline, "deadline")
        self._controller.reprioritise(
            order_id, priority, deadline_s, author_of(request.author), self._now()
        )
        response.order = order_message(self._controller.order(order_id))

    def _assign(self, request: Any, response: Any) -> None:
        order_id = checks.identifier(request.order_id, "order_id")
        vehicle_id = checks.identifier(request.vehicle_id, "vehicle_id", empty=True)
        author = author_of(request.author)
        if vehicle_id:
            self._controller.assign(order_id, vehicle_id, author, self._now())
        else:
            self._controller.unassign(order_id, author, self._now())
        response.order = order_message(self._controller.order(order_id))

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

    def _candidates(self, request: Any, response: Any) -> None:
        order = request_of(request.order)
        order = replace(order, id=order.id or "candidate")
        response.candidates = [
            candidate_message(each) for each in self._controller.candidates(order, self._now())
        ]
