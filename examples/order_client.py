"""A client of one's own: hands in a transport order, follows it, and says how it ended.

    fleet up --scenario none
    python examples/order_client.py block_a_7 dock_4

It knows the messages of fleet_interfaces only, as a plant's WMS would. What it submits has an id of
its own making and is asked for again until there is an answer: carried out once, whatever is lost.
Exit code 0: delivered; 1: not; 2: refused.
"""

from __future__ import annotations

import sys
from uuid import uuid4

import rclpy
from fleet_interfaces.msg import Outcome, Stop, Transition, TransportOrder
from fleet_interfaces.srv import GetOrder, SubmitOrder
from rclpy.node import Node

AUTHOR = "wms"
ASK_AGAIN_S = 2.0
ENDS = {TransportOrder.STATE_DONE: 0, TransportOrder.STATE_FAILED: 1}
ENDS[TransportOrder.STATE_CANCELLED] = 1


class OrderClient(Node):
    """One order, from its submission to its end."""

    def __init__(self, source: str, target: str) -> None:
        super().__init__("order_client")
        self.code: int | None = None
        pick = Stop(station_id=source, action=Stop.ACTION_PICK)
        drop = Stop(station_id=target, action=Stop.ACTION_DROP)
        self._order = TransportOrder(id=f"wms-{uuid4().hex[:8]}", stops=[pick, drop], origin="wms")
        self._accepted = False
        self._submit = self.create_client(SubmitOrder, "/fleet/submit_order")
        self._get = self.create_client(GetOrder, "/fleet/get_order")
        self.create_subscription(Transition, "/fleet/order_events", self._take_event, 500)
        # Events say what happens at once; asking now and then finds what no event told.
        self._timer = self.create_timer(ASK_AGAIN_S, self._ask)
        self._ask()

    def _ask(self) -> None:
        if self._accepted:
            question = GetOrder.Request(order_id=self._order.id)
            self._get.call_async(question).add_done_callback(self._take_state)
        elif self._submit.service_is_ready():
            request = SubmitOrder.Request(order=self._order, author=AUTHOR)
            request.request_id = self._order.id  # the same each time: it is carried out once
            self._submit.call_async(request).add_done_callback(self._take_answer)

    def _take_answer(self, future: rclpy.task.Future) -> None:
        answer = future.result()
        if answer.outcome.code == Outcome.BAD_INPUT:
            print(f"refused: {answer.outcome.reason.text}")
            self.code = 2
        elif answer.outcome.code == Outcome.DONE and not self._accepted:
            self._accepted = True
            print(f"{answer.order.id}: accepted")

    def _take_event(self, event: Transition) -> None:
        if event.order_id == self._order.id:
            cause = f" ({event.cause.text})" if event.cause.text else ""
            print(f"{event.order_id}: {event.to_state}{cause}")
            self.code = ENDS.get(event.to_state, self.code)

    def _take_state(self, future: rclpy.task.Future) -> None:
        self.code = ENDS.get(future.result().order.state, self.code)


def main() -> int:
    """Until the order has ended."""
    source, target = rclpy.utilities.remove_ros_args(sys.argv)[1:3]
    rclpy.init()
    client = OrderClient(source, target)
    while client.code is None:
        rclpy.spin_once(client)
    client.destroy_node()
    rclpy.shutdown()
    return client.code


if __name__ == "__main__":
    sys.exit(main())
