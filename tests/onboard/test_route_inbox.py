"""Routes and releases, put together at the receiving end."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, LegKind, Release, Route
from fleet_core.onboard.route_inbox import RouteInbox

LEG = Leg(LegKind.DRIVE, "a", "b", (Pose(0.0, 0.0, 0.0), Pose(1.0, 0.0, 0.0)), 1.0, 0.0, 1.0)
ROUTE = Route("r1", "v1", (LEG,) * 5, released=2)


def growth(route: Route) -> Release:
    return Release(route.route_id, route.vehicle_id, route.released, route.hold, route.more_at_s)


def test_a_release_lets_the_route_grow() -> None:
    inbox = RouteInbox("v1")
    assert inbox.take_route(ROUTE) == ROUTE
    grown = inbox.take_release(growth(replace(ROUTE, released=4)))
    assert grown == replace(ROUTE, released=4)


def test_a_release_that_comes_before_its_route_is_kept() -> None:
    inbox = RouteInbox("v1")
    assert inbox.take_release(growth(replace(ROUTE, released=4))) is None
    route = inbox.take_route(ROUTE)
    assert route is not None
    assert route.released == 4


def test_an_older_message_never_takes_a_release_back() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(replace(ROUTE, released=5))
    assert inbox.take_release(growth(ROUTE)) is None
    again = inbox.take_route(ROUTE)
    assert again is not None
    assert again.released == 5


def test_no_release_reaches_beyond_the_legs() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(ROUTE)
    grown = inbox.take_release(replace(growth(ROUTE), released=99))
    assert grown is not None
    assert grown.released == len(ROUTE.legs)


def test_hold_is_passed_on_and_taken_back() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(ROUTE)
    held = inbox.take_release(growth(replace(ROUTE, hold=True)))
    assert held is not None
    assert held.hold
    free = inbox.take_release(growth(ROUTE))
    assert free is not None
    assert not free.hold


def test_a_hint_is_passed_on_and_taken_back() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(ROUTE)
    hinted = inbox.take_release(growth(replace(ROUTE, more_at_s=9.0)))
    assert hinted == replace(ROUTE, more_at_s=9.0)
    assert inbox.take_release(growth(ROUTE)) == ROUTE


def test_what_is_meant_for_another_vehicle_is_ignored() -> None:
    inbox = RouteInbox("v2")
    assert inbox.take_route(ROUTE) is None
    assert inbox.take_release(growth(ROUTE)) is None
    assert inbox.route is None


def test_the_release_of_the_route_before_does_not_grow_the_next() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(ROUTE)
    inbox.take_release(growth(replace(ROUTE, released=5)))
    following = replace(ROUTE, route_id="r2", released=1)
    taken = inbox.take_route(following)
    assert taken == following


def test_a_route_grows_after_the_next_one_was_heard() -> None:
    inbox = RouteInbox("v1")
    inbox.take_route(ROUTE)
    inbox.take_route(replace(ROUTE, route_id="r2"))
    assert inbox.take_release(growth(replace(ROUTE, released=4))) == replace(ROUTE, released=4)


def test_nothing_is_remembered_for_ever() -> None:
    inbox = RouteInbox("v1")
    for number in range(100):
        inbox.take_route(replace(ROUTE, route_id=f"r{number}"))
        inbox.take_release(growth(replace(ROUTE, route_id=f"other {number}")))
    assert inbox.take_release(growth(replace(ROUTE, released=4))) is None
