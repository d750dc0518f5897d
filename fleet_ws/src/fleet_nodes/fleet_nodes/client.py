"""The fleet from outside: everything here knows the interfaces only."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, TypeVar

import rclpy
from fleet_interfaces import msg, srv
from rclpy.context import Context
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from rclpy.subscription import Subscription

from fleet_core.model.errors import WorkError
from fleet_core.model.request import Answer, Request
from fleet_nodes import names, qos
from fleet_nodes.conversions.commands import answer_of, call_of
from fleet_nodes.conversions.fleet import raise_for
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.wiring import listen

Found = TypeVar("Found")
ASK_AGAIN_S = 2.0
"""Seconds without an answer after which the same is asked again."""
_LATCHED = {
    names.ORDERS: qos.LATEST,
    names.NEAR_MISS_MAP: qos.LATEST,
    names.LAYOUT: qos.LATEST,
    names.LAYOUT_MARKERS: qos.LATEST,
    names.MESSAGES: qos.MESSAGES,
}


class FleetClient:
    """Sends a request, spins until the answer is there, checks it. One thread, a context."""

    def __init__(
        self, name: str = "fleet_client", timeout_s: float = 10.0, domain: int | None = None
    ) -> None:
        """``domain`` None: what ROS_DOMAIN_ID says."""
        self._context = Context()
        self._timeout_s = timeout_s
        rclpy.init(
            context=self._context,
            domain_id=domain,
            signal_handler_options=SignalHandlerOptions.NO,
        )
        self.node = Node(
            name, context=self._context, start_parameter_services=False, enable_rosout=False
        )
        self._executor = SingleThreadedExecutor(context=self._context)
        self._executor.add_node(self.node)
        self._clients: dict[str, Any] = {}

    def __enter__(self) -> FleetClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave the graph."""
        self._executor.shutdown(timeout_sec=0.0)
        self.node.destroy_node()
        rclpy.try_shutdown(context=self._context)

    def spin(self, duration_s: float) -> None:
        """Let messages come in for a while."""
        deadline_s = time.monotonic() + duration_s
        while (left_s := deadline_s - time.monotonic()) > 0.0:
            self._executor.spin_once(timeout_sec=left_s)

    def wait(self, condition: Callable[[], Found | None], timeout_s: float, what: str) -> Found:
        """Spin until ``condition`` gives something. WorkError says ``what`` if it never does."""
        deadline_s = time.monotonic() + timeout_s
        while True:
            found = condition()
            if found:
                return found
            left_s = deadline_s - time.monotonic()
            if left_s <= 0.0:
                raise WorkError(f"{what} within {timeout_s:.0f} s")
            self._executor.spin_once(timeout_sec=min(0.05, left_s))

    def subscribe(
        self, kind: type[Any], topic: str, callback: Callable[[Any], None]
    ) -> Subscription[Any]:
        """Hear a topic. Those that are latched give their last word at once."""
        return listen(self.node, kind, topic, callback, _LATCHED.get(topic, qos.STATE))

    def ask(self, kind: type[Any], service: str, /, **request: Any) -> Any:
        """Call a service. WorkError when nobody answers; what the other side refuses is raised as
        the error that it was there."""
        client = self._clients.get(service)
        if client is None:
            client = self._clients[service] = self.node.create_client(kind, service)
        self.wait(
            lambda: client.service_is_ready() or None,
            self._timeout_s,
            f"no dispatcher answers: {service} is not offered",
        )
        answer = self._answer(client, kind.Request(**request), service)
        raise_for(answer.outcome)
        return answer

    def _answer(self, client: Any, request: Any, service: str) -> Any:
        """The first answer. A server that has not discovered this client yet drops its answer, and
        nobody can see that (docs/ros.md): what changes nothing and what has an id is asked again.
        """
        again = service in names.READS or bool(getattr(request, "request_id", ""))
        futures = [client.call_async(request)]
        again_s = time.monotonic() + ASK_AGAIN_S

        def answered() -> Any:
            nonlocal again_s
            if again and time.monotonic() >= again_s:
                again_s += ASK_AGAIN_S
                futures.append(client.call_async(request))
            return next((future for future in futures if future.done()), None)

        return self.wait(answered, self._timeout_s, f"{service} does not answer").result()

    def do(self, request: Request, author: str) -> Answer:
        """Have a request carried out. InputError or WorkError with the reason when it is not."""
        call = call_of(request, author)
        return answer_of(self.ask(call.kind, call.service, **call.fields)).checked()

    def latest(self, kind: type[Found], topic: str) -> Found:
        """The next (of latched topics: the last) message of a topic."""
        heard: list[Found] = []
        subscription = self.subscribe(kind, topic, heard.append)
        try:
            return self.wait(
                lambda: heard[-1] if heard else None,
                self._timeout_s,
                f"nothing is heard on {topic}",
            )
        finally:
            self.node.destroy_subscription(subscription)

    def time_s(self) -> float:
        """The fleet's clock."""
        return seconds_of(self.latest(msg.FleetState, names.STATE).header.stamp)

    def orders(self, states: Sequence[str] = (), limit: int = 0, before: str = "") -> list[Any]:
        """The newest orders in these states (none: in all), as many as ``limit`` (0: all), created
        before the order ``before``; by time of creation. They are fetched in pages."""
        found: list[Any] = []
        while not limit or len(found) < limit:
            page = self.ask(
                srv.ListOrders,
                names.LIST_ORDERS,
                states=list(states),
                limit=limit and limit - len(found),
                before=before,
            ).orders
            if not page:
                break
            found = [*page, *found]
            before = page[0].id
        return found

    def order(self, order_id: str) -> Any:
        """One order with its transitions."""
        return self.ask(srv.GetOrder, names.GET_ORDER, order_id=order_id)
