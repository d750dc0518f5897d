"""The window's link closes and opens a way of a running fleet, and everybody sees it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from fleet_interfaces import msg

from fleet_core.model.closure import Closure
from fleet_core.model.request import Answer, CloseWay, OpenWay, Request
from fleet_core.model.status import FleetSnapshot
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from hmi.link.ros_link import RosLink
from tests.ros.running_fleet import RunningFleet

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

WITHIN_S = 60.0


class Window:
    """What the window does with its link: asks, waits for the answer, looks at the picture."""

    def __init__(self) -> None:
        self.link = RosLink()
        self._answers: dict[int, Answer] = {}
        self.link.start(self._answers.__setitem__)

    def ask(self, request: Request) -> Answer:
        number = len(self._answers) + 1
        self.link.send(number, request, "anna")
        wait(lambda: number in self._answers, "answer")
        return self._answers[number]

    def closures(self) -> dict[str, Closure]:
        snapshot: FleetSnapshot | None = self.link.latest().snapshot
        return {closure.id: closure for closure in snapshot.closures} if snapshot else {}


def wait(condition: Callable[[], bool], what: str) -> None:
    deadline_s = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < deadline_s, f"no {what} within {WITHIN_S:.0f} s"
        time.sleep(0.05)


@pytest.fixture
def window(fleet: RunningFleet, monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setenv("ROS_DOMAIN_ID", str(fleet.domain))
    window = Window()
    try:
        wait(lambda: window.link.latest().snapshot is not None, "picture of the fleet")
        wait(lambda: window.link.latest().facility is not None, "layout")
        # A client needs a moment to find its service.
        wait(lambda: "is not known" in str(window.ask(OpenWay("closure-x")).reason), "dispatcher")
        yield window
    finally:
        window.link.stop()


def test_a_closure_from_the_window_is_seen_by_the_fleet_and_in_the_window(
    window: Window, outside: FleetClient
) -> None:
    edges = outside.latest(msg.Layout, names.LAYOUT).edges
    wanted = Closure("", "oil on the floor", frozenset({edges[0].id, edges[1].id}))
    closed = window.ask(CloseWay(wanted, 3600.0)).closure
    assert closed is not None
    assert closed.edge_ids == wanted.edge_ids
    assert closed.author == "anna"
    assert closed.until_s is not None
    outside.wait(
        lambda: [one.id for one in _closures(outside)] == [closed.id] or None,
        WITHIN_S,
        "the fleet does not show it",
    )
    (told,) = _closures(outside)
    assert (told.reason, set(told.edge_ids)) == ("oil on the floor", closed.edge_ids)
    wait(lambda: window.closures() == {closed.id: closed}, "closure in the window")
    assert window.ask(OpenWay(closed.id)).ok
    outside.wait(lambda: not _closures(outside) or None, WITHIN_S, "the closure stays")
    wait(lambda: not window.closures(), "end of the closure in the window")


def test_a_zone_is_closed_for_a_type_as_it_was_before(window: Window) -> None:
    facility = window.link.latest().facility
    assert facility is not None
    zone, type_id = facility.zones[0], next(iter(facility.vehicle_types))
    first = window.ask(
        CloseWay(Closure("", "spill", zone_id=zone.id, type_ids=frozenset({type_id})))
    )
    assert first.closure is not None
    assert (first.closure.zone_id, first.closure.type_ids) == (zone.id, {type_id})
    assert first.closure.until_s is None
    assert window.ask(OpenWay(first.closure.id)).ok
    again = window.ask(CloseWay(first.closure))  # as the window's undo does
    assert again.closure is not None
    assert again.closure.id == first.closure.id
    assert window.ask(OpenWay(first.closure.id)).ok


def test_what_cannot_be_closed_is_refused_with_its_reason(window: Window) -> None:
    answer = window.ask(CloseWay(Closure("", "x", frozenset({"nowhere"}))))
    assert not answer.ok
    assert answer.closure is None
    assert "nowhere" in str(answer.reason)


def _closures(outside: FleetClient) -> list[msg.Closure]:
    return list(outside.latest(msg.FleetState, names.STATE).closures)
