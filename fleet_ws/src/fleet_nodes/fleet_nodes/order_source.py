"""What a WMS would do: hands in the orders of a scenario when they are due."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Any

from fleet_interfaces import msg, srv
from numpy.random import Generator
from rclpy.client import Client
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rclpy.task import Future

from fleet_core.model.facility import Facility
from fleet_core.model.order import TransportOrder
from fleet_core.model.scenario import Scenario
from fleet_core.simulation.order_streams import OrderStreams
from fleet_nodes import names
from fleet_nodes.conversions.orders import order_message

_ANSWER_WITHIN_S = 5.0  # then the dispatcher has died in between, and the order is sent again


@dataclass(frozen=True)
class OrderSchedule:
    """When the orders come, and which of them have been handed in already."""

    begun_s: float  # on the clock; names the orders
    start_s: float  # of plant time, on the clock
    backlog_s: float  # orders of this long before the beginning wait at the start
    taken: int = 0  # acknowledged before this process was started


class OrderSource:
    """Orders wait here while no dispatcher answers. Each is sent until it is acknowledged; the
    same id twice is one order, so none is lost and none comes twice."""

    def __init__(
        self,
        node: Node,
        facility: Facility,
        scenario: Scenario,
        rng: Generator,
        schedule: OrderSchedule,
    ) -> None:
        self._node = node
        self._schedule = schedule
        prefix = f"{int(schedule.begun_s):x}-"
        self._streams = OrderStreams(facility, scenario, rng, prefix=prefix)
        self.taken = self._known = schedule.taken
        """Orders, from the first one on, that the dispatcher has acknowledged."""
        self._waiting: deque[TransportOrder] = deque()
        self._client: Client[Any, Any] = node.create_client(srv.SubmitOrder, names.SUBMIT_ORDER)
        self._steady = Clock(clock_type=ClockType.STEADY_TIME)
        self._future: Future[Any] | None = None
        self._asked_s = 0.0

    @property
    def waiting(self) -> int:
        """Orders that are due and not acknowledged yet."""
        return len(self._waiting)

    def step(self, plant_s: float) -> None:
        """``plant_s``: seconds since the plant began."""
        schedule = self._schedule
        for order in self._streams.due(plant_s + schedule.backlog_s):
            if self._known:
                self._known -= 1  # the streams bring them again
            else:
                self._waiting.append(_shifted(order, schedule.start_s - schedule.backlog_s))
        self._send()

    def _send(self) -> None:
        """One order at a time: the next one when this one is acknowledged."""
        now_s = self._steady.now().nanoseconds * 1e-9
        if self._future is not None and now_s - self._asked_s > _ANSWER_WITHIN_S:
            self._client.remove_pending_request(self._future)
            self._future = None
        if self._future is None and self._waiting and self._client.service_is_ready():
            request = srv.SubmitOrder.Request(
                order=order_message(self._waiting[0]), author=self._waiting[0].author
            )
            self._asked_s = now_s
            self._future = self._client.call_async(request)
            self._future.add_done_callback(self._answered)

    def _answered(self, future: Future[Any]) -> None:
        if future is not self._future:
            return
        self._future = None
        response = future.result()
        if response is None:
            return  # cancelled: the same order again
        outcome = response.outcome
        if outcome.code == msg.Outcome.WORK_FAILED:
            return  # the store may come back: the same order again
        if outcome.code == msg.Outcome.BAD_INPUT:
            self._node.get_logger().error(f"order refused: {outcome.reason.text}")
        self._waiting.popleft()
        self.taken += 1
        self._send()


def _shifted(order: TransportOrder, shift_s: float) -> TransportOrder:
    deadline_s = order.deadline_s
    return replace(
        order,
        release_time_s=order.release_time_s + shift_s,
        deadline_s=None if deadline_s is None else deadline_s + shift_s,
        created_at_s=order.created_at_s + shift_s,
    )
