"""The window's link on a real ROS graph: ``fleet up`` in a domain of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fleet_core.model.order import OrderState, Stop, StopAction, TransportOrder
from fleet_core.model.request import Answer, CancelOrder, ListCandidates, Request, SubmitOrder
from hmi.link.ros_link import RosLink

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

FLEET = [sys.executable, "-c", "from fleet_core.app.cli import main; main()"]
WITHIN_S = 100.0


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nodes and plant, no orders of their own."""
    from fleet_nodes.commands.domain import free_domain  # noqa: PLC0415

    monkeypatch.setenv("ROS_DOMAIN_ID", str(free_domain(os.getpid() * 11 % 101 + 1)))
    command = [*FLEET, "up", "--data", str(tmp_path / "data"), "--real-time-factor", "5"]
    process = subprocess.Popen(
        [*command, "--scenario", "none"],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield
    process.send_signal(signal.SIGINT)
    process.wait(timeout=20)


class Listener:
    """Asks a link and waits for its answers."""

    def __init__(self) -> None:
        self.link = RosLink()
        self.answers: dict[int, Answer] = {}
        self.link.start(self.answers.__setitem__)

    def ask(self, request: Request) -> Answer:
        number = len(self.answers) + 1
        self.link.send(number, request, "anna")
        wait(lambda: number in self.answers, "an answer")
        return self.answers[number]

    def order(self, order_id: str) -> TransportOrder | None:
        snapshot = self.link.latest().snapshot
        orders = snapshot.orders if snapshot else ()
        return next((order for order in orders if order.id == order_id), None)


def test_the_window_sees_the_fleet_and_gives_it_an_order(graph: None) -> None:
    listener = Listener()
    try:
        wait(lambda: _in_contact(listener), "twelve vehicles in contact")
        picture = listener.link.latest()
        assert picture.facility is not None
        assert picture.facility.name == "bottling_hall"
        assert picture.pace.simulated
        source, target = list(picture.facility.layout.stations)[:2]
        target = next(one for one in picture.facility.layout.stations if "block" in one.lower())
        stops = (Stop(source, StopAction.PICK), Stop(target, StopAction.DROP))
        order = TransportOrder("T-hmi", stops)
        candidates = listener.ask(ListCandidates(order)).candidates
        assert any(one.possible and one.arrival_s for one in candidates)
        assert getattr(listener.ask(SubmitOrder(order)).order, "id", "") == "T-hmi"
        wait(lambda: listener.order("T-hmi") is not None, "the order in the list")
        assert listener.ask(CancelOrder("T-hmi", "a test")).ok
        wait(lambda: _cancelled(listener), "the order cancelled")
        refused = listener.ask(CancelOrder("T-none", "a test"))
        assert not refused.ok
        assert "T-none" in str(refused.reason)
    finally:
        listener.link.stop()


def test_without_a_dispatcher_a_request_is_refused_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from fleet_nodes.commands.domain import free_domain  # noqa: PLC0415

    monkeypatch.setenv("ROS_DOMAIN_ID", str(free_domain(os.getpid() * 13 % 101 + 1)))
    listener = Listener()
    try:
        answer = listener.ask(CancelOrder("T-1", "a test"))
        assert not answer.ok
        assert "dispatcher" in str(answer.reason)
        assert listener.link.latest().snapshot is None
    finally:
        listener.link.stop()


def wait(condition: Callable[[], bool], what: str) -> None:
    deadline_s = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < deadline_s, f"no {what} within {WITHIN_S:.0f} s"
        time.sleep(0.05)


def _in_contact(listener: Listener) -> bool:
    picture = listener.link.latest()
    statuses = picture.snapshot.vehicles if picture.snapshot else ()
    return (
        picture.facility is not None
        and len(statuses) == 12
        and all(status.activity != "lost" for status in statuses)
    )


def _cancelled(listener: Listener) -> bool:
    order = listener.order("T-hmi")
    return order is not None and order.state is OrderState.CANCELLED
