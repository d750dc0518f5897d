"""The action ExecuteTransport: an order, followed to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fleet_interfaces.action import ExecuteTransport
from rclpy.action import ActionServer, CancelResponse, GoalResponse
from rclpy.action.server import ServerGoalHandle
from rclpy.node import Node

from fleet_core.execution.controller import FleetController
from fleet_core.model.errors import FleetError, StoreError, WorkError
from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.request import CancelOrder, SubmitOrder
from fleet_core.model.status import FleetSnapshot
from fleet_nodes import names
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.fleet import outcome_message
from fleet_nodes.conversions.orders import order_message, request_of
from fleet_nodes.conversions.vehicles import status_message

_FEEDBACK_EVERY_S = 1.0


@dataclass
class _Followed:
    """A goal whose order has not ended."""

    handle: ServerGoalHandle[Any, Any, Any]
    order_id: str
    last: TransportOrder | None = None
    told_s: float = float("-inf")
    cancelling: bool = False


class TransportAction:
    """Goals are executed only when their order has ended: an execute callback that waits would
    keep rclpy's executor spinning at full load, and one that blocks would stop it."""

    def __init__(self, node: Node, controller: FleetController, now: Callable[[], float]) -> None:
        self._node = node
        self._controller = controller
        self._now = now
        self._followed: list[_Followed] = []
        self._server = ActionServer(
            node,
            ExecuteTransport,
            names.EXECUTE_TRANSPORT,
            execute_callback=self._never,
            goal_callback=lambda _goal: GoalResponse.ACCEPT,
            handle_accepted_callback=self._accepted,
            cancel_callback=lambda _handle: CancelResponse.ACCEPT,
        )

    def _never(self, _handle: ServerGoalHandle[Any, Any, Any]) -> Any:
        raise AssertionError("every goal brings its own callback")

    def _accepted(self, handle: ServerGoalHandle[Any, Any, Any]) -> None:
        """A goal with a bad order is accepted and aborted: only a result can carry the reason."""
        goal = handle.request
        try:
            request = SubmitOrder(request_of(goal.order), request_id=_goal_id(handle))
            answer = self._controller.do(request, _author(handle), self._now()).checked()
        except FleetError as error:
            self._finish(handle, None, error)
            return
        order = answer.order
        assert order is not None, "a submission that is done is answered with its order"
        self._followed.append(_Followed(handle, order.id))

    def step(self, snapshot: FleetSnapshot) -> None:
        """Feedback, cancellations and results."""
        orders = {order.id: order for order in snapshot.orders}
        for each in list(self._followed):
            order = orders.get(each.order_id) or self._stored(each.order_id)
            if order is None:
                continue
            if order.state.ended:
                self._followed.remove(each)
                self._finish(each.handle, order, _failure(order))
                continue
            if each.handle.is_cancel_requested and not each.cancelling:
                self._cancel(each)
            if order != each.last or snapshot.time_s - each.told_s >= _FEEDBACK_EVERY_S:
                each.last, each.told_s = order, snapshot.time_s
                each.handle.publish_feedback(_feedback(order, snapshot))

    def _stored(self, order_id: str) -> TransportOrder | None:
        """An order that ended some time ago; None while the store does not answer."""
        try:
            return self._controller.order(order_id)
        except StoreError:
            return None

    def _cancel(self, followed: _Followed) -> None:
        followed.cancelling = True
        request = CancelOrder(followed.order_id, "goal cancelled by its client")
        answer = self._controller.do(request, _author(followed.handle), self._now())
        if not answer.ok:
            self._node.get_logger().warning(str(answer.reason))

    def _finish(
        self,
        handle: ServerGoalHandle[Any, Any, Any],
        order: TransportOrder | None,
        error: FleetError | None,
    ) -> None:
        def result(of: ServerGoalHandle[Any, Any, Any]) -> Any:
            if of.is_cancel_requested and order is not None and _cancelled(order):
                of.canceled()
            elif error is None:
                of.succeed()
            else:
                of.abort()
            answer = ExecuteTransport.Result(outcome=outcome_message(error))
            if order is not None:
                answer.order = order_message(order)
            return answer

        handle.execute(result)

    def close(self) -> None:
        self._server.destroy()


def _goal_id(handle: ServerGoalHandle[Any, Any, Any]) -> str:
    """Unique for ever: a goal that is sent twice is one request."""
    return f"goal-{bytes(handle.goal_id.uuid).hex()}"


def _author(handle: ServerGoalHandle[Any, Any, Any]) -> str:
    return checks.identifier(handle.request.author, "author", empty=True)


def _cancelled(order: TransportOrder) -> bool:
    return order.state is OrderState.CANCELLED


def _failure(order: TransportOrder) -> FleetError | None:
    if order.state is OrderState.DONE:
        return None
    return WorkError(f"order {order.id} is {order.state}: {order.reason or 'no reason given'}")


def _feedback(order: TransportOrder, snapshot: FleetSnapshot) -> Any:
    feedback = ExecuteTransport.Feedback(order=order_message(order))
    for vehicle in snapshot.vehicles:
        if vehicle.report.vehicle_id == order.vehicle_id:
            feedback.vehicle = status_message(vehicle)
    return feedback
