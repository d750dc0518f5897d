"""Routes and releases, put together at the receiving end."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, LegKind, Route
from fleet_nodes.conversions.routes import release_message, route_message
from fleet_nodes.route_inbox import RouteInbox

LEG = Leg(LegKind.DRIVE, "a", "b", (Pose(0.0, 0.0, 0.0), Pose(1.0, 0.0, 0.0)), 1.0, 0.0, 1.0)
ROUTE = Route("r1", "v1", (LEG,) * 5, released=2)


def test_a_release_lets_the_route_grow() -> None:
    inbox = RouteInbox("v1")
    assert inbox.take_route(route_message(ROUTE, 1.0)) == ROUTE
    grown = inbox.take_release(release_message(replace(ROUTE, released=4), 2.0))
    assert grown == replace(ROUTE, released=4)


def test_a_release_that_comes_before_its_route_is_kept() -> None:
    inbox = RouteInbox("v1")
    assert inbox.take_release(release_message(replace(ROUTE, released=4), 2.0)) is None
    route = inbox.take_route(route_message(ROUTE, 1.0))
    assert route is not None
    assert route.released == 4


def test_an_older_message_never_takes_a_release_back() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(route_message(replace(ROUTE, released=5), 1.0))
    assert inbox.take_release(release_message(ROUTE, 2.0)) is None
    again = inbox.take_route(route_message(ROUTE, 3.0))
    assert again is not None
    assert again.released == 5


def test_no_release_reaches_beyond_the_legs() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(route_message(ROUTE, 1.0))
    message = release_message(ROUTE, 2.0)
    message.released = 99
    grown = inbox.take_release(message)
    assert grown is not None
    assert grown.released == len(ROUTE.legs)


def test_hold_is_passed_on_and_taken_back() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(route_message(ROUTE, 1.0))
    held = inbox.take_release(release_message(replace(ROUTE, hold=True), 2.0))
    assert held is not None
    assert held.hold
    free = inbox.take_release(release_message(ROUTE, 3.0))
    assert free is not None
    assert not free.hold


def test_a_hint_is_passed_on_and_taken_back() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(route_message(ROUTE, 1.0))
    hinted = inbox.take_release(release_message(replace(ROUTE, more_at_s=9.0), 2.0))
    assert hinted == replace(ROUTE, more_at_s=9.0)
    assert inbox.take_release(release_message(ROUTE, 3.0)) == ROUTE


def test_what_is_meant_for_another_vehicle_is_ignored() -> None:
    inbox = RouteInbox("v2")
    assert inbox.take_route(route_message(ROUTE, 1.0)) is None
    assert inbox.take_release(release_message(ROUTE, 1.0)) is None
    assert inbox.route is None


def test_the_release_of_the_route_before_does_not_grow_the_next() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(route_message(ROUTE, 1.0))
    inbox.take_release(release_message(replace(ROUTE, released=5), 2.0))
    following = replace(ROUTE, route_id="r2", released=1)
    taken = inbox.take_route(route_message(following, 3.0))
    assert taken == following
