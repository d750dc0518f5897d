"""The rules of routes and releases, each tried by itself."""

from __future__ import annotations

import math
from dataclasses import replace

from fleet_nodes.conversions.routes import route_message
from fleet_nodes.driver_check.bench import QUIET_S, Bench, BrokenError


def follows_nobody_elses_route(bench: Bench) -> None:
    """A route for another vehicle, or one that holds a number that is none, is not followed."""
    other = bench.route(bench.other_end(1), send=False)
    before = bench.onboard.route_id
    bench.send(replace(other, vehicle_id=f"not {bench.vehicle_id}"[:60]), allow=False)
    bench.stays(lambda: bench.onboard.route_id == before, "it follows it")
    message = route_message(bench.route(bench.other_end(1), send=False), bench.now_s())
    message.legs[0].x_m[1] = math.nan
    bench.publish(message)
    bench.stays(lambda: bench.onboard.route_id == before, "it follows it")


def stops_at_its_release(bench: Bench) -> None:
    """It drives the released legs, stands at their end, and says so."""
    route = bench.route(bench.other_end(3), released=1)
    bench.drive_to(route)
    bench.stays(lambda: bench.has_done(route, 1) and bench.stands, "it does not stay there")
    if bench.onboard.legs_released != 1:
        raise BrokenError(f"it says that {bench.onboard.legs_released} legs are released; 1 is")
    route = bench.release(route, 3)
    bench.drive_to(route)


def grows_by_release(bench: Bench) -> None:
    """A message on ``release`` lets it go on."""
    route = bench.route(bench.other_end(2), released=1)
    bench.expect(lambda: bench.on(route), "taking the route")
    bench.drive_to(bench.release(route, 2))


def takes_nothing_back(bench: Bench) -> None:
    """An older message, or one that comes twice, changes nothing."""
    route = bench.route(bench.other_end(3), released=1)
    bench.expect(lambda: bench.on(route), "taking the route")
    grown = bench.release(route, 2)
    bench.drive_to(grown)
    for _ in range(3):
        bench.send(grown, allow=False)
        bench.send(route, allow=False)
        bench.release(grown, 1)
        bench.stays(
            lambda: bench.has_done(grown, 2) and bench.onboard.legs_released == 2,
            "an old message changes something",
            QUIET_S / 3.0,
        )
    bench.drive_to(bench.release(grown, 3))


def keeps_a_release_that_comes_first(bench: Bench) -> None:
    """A release may come before its route, as they are two topics."""
    route = bench.route(bench.other_end(2), released=0, send=False)
    grown = bench.release(route, 2)
    bench.stays(lambda: not bench.on(route), "it names a route that it cannot know", 0.3)
    bench.send(route, allow=False)
    bench.drive_to(grown)


def holds(bench: Bench) -> None:
    """``hold`` stops it at once, and it says ``paused``; taken back, it goes on."""
    route = bench.route(bench.other_end(3))
    bench.expect(lambda: bench.on(route) and not bench.stands, "driving")
    bench.release(route, 3, hold=True)
    bench.expect(lambda: bench.stands and bench.onboard.paused, "standing, and paused")
    where = bench.point
    bench.stays(lambda: abs(bench.point - where) < 0.1, "it goes on although held")
    if bench.has_done(route, 3):
        raise BrokenError("it has driven to the end of its release although held")
    bench.release(route, 3)
    bench.drive_to(route)
    bench.expect(lambda: not bench.onboard.paused, "saying that it is not paused any more")


def holds_by_route(bench: Bench) -> None:
    """``hold`` may come with the route as well."""
    route = bench.route(bench.other_end(3))
    bench.expect(lambda: bench.on(route) and not bench.stands, "driving")
    bench.send(replace(route, hold=True))
    bench.expect(lambda: bench.stands and bench.onboard.paused, "standing, and paused")
    bench.send(route)
    bench.drive_to(route)


def joins_where_the_release_ended(bench: Bench) -> None:
    """A new route begins where the released part of the one before ended; that is driven first."""
    first = bench.route(bench.other_end(3), released=2)
    bench.expect(lambda: bench.on(first) and not bench.stands, "driving")
    second = bench.route(bench.other_end(2))
    bench.expect(lambda: bench.on(second), "taking up the new route")
    bench.drive_to(second)


def takes_a_burst(bench: Bench) -> None:
    """Two routes that come in one burst are both driven; what a topic of depth 1 has swallowed is
    sent again, one at a time."""
    first = bench.route(bench.other_end(1))
    second = bench.route(bench.other_end(1))
    third = bench.route(bench.other_end(1))
    line = [first, second, third]
    bench.resend_until(line, lambda: bench.has_done(third, 1))


def waits_for_what_is_missing(bench: Bench) -> None:
    """A route that begins elsewhere is not driven before the growth between has come."""
    first = bench.route(bench.other_end(3), released=1)
    bench.drive_to(first)
    step = 1 if first.legs[0].reverse is False else -1
    second = bench.route(bench.at + 2 * step, begin=bench.at + step, send=False)
    bench.send(second, allow=False)
    bench.stays(lambda: bench.has_done(first, 1), "it takes up a route that does not fit", 2.5)
    grown = replace(first, released=2)
    bench.send(grown)
    bench.allow(second)
    bench.resend_until([grown, second], lambda: bench.has_done(second, 1))


def never_takes_up_the_past(bench: Bench) -> None:
    """A route that is behind it is not taken up again, even where it would fit."""
    there = bench.route(bench.other_end(1))
    bench.drive_to(there)
    back = bench.route(bench.at - 1 if not there.legs[0].reverse else bench.at + 1)
    bench.drive_to(back)
    for _ in range(3):
        bench.send(there, allow=False)
        bench.stays(lambda: bench.has_done(back, 1), "it drives an old route", QUIET_S / 2.0)


def survives_losses(bench: Bench) -> None:
    """Messages that are lost, late, repeated and in another order do no harm."""
    luck, sent, on_way = bench.luck, [], []
    for _ in range(4):
        legs = int(luck.integers(1, 3))
        route = bench.route(bench.other_end(legs), released=0, send=False)
        released = 0
        while released < legs:
            released = min(legs, released + int(luck.integers(1, 3)))
            route = replace(route, released=released)
            bench.allow(route)
            on_way += [route] * int(luck.integers(0, 3))
            for _ in range(int(luck.integers(0, 3))):
                if on_way:
                    bench.send(on_way.pop(int(luck.integers(len(on_way)))), allow=False)
                bench.client.spin(0.1)
        sent.append(route)
    for late in on_way:
        bench.send(late, allow=False)
        bench.client.spin(0.05)
    bench.resend_until(sent, lambda: bench.has_done(sent[-1], sent[-1].released))


def begins_anew_after_a_restart(bench: Bench) -> None:
    """Started anew in mid-route it names no route until it is told one that begins where it stands,
    or goes on where it was; ``legs_done`` never falls."""
    route = bench.route(bench.other_end(3))
    bench.expect(lambda: bench.on(route) and bench.onboard.legs_done >= 1, "one leg done")
    bench.client.spin(0.3 * bench.options.leg_m / bench.options.speed_mps)
    done = bench.onboard.legs_done
    bench.restart()
    if bench.on(route):
        if bench.onboard.legs_done < done:
            raise BrokenError(f"legs_done fell from {done} to {bench.onboard.legs_done}")
        bench.drive_to(route)
        return
    bench.expect(lambda: bench.stands, "standing")
    where = bench.point
    bench.span_at(where)
    bench.send(route, allow=False)
    bench.stays(
        lambda: not bench.on(route) and abs(bench.point - where) < 0.1,
        "it takes up a route that does not begin where it stands",
        2.5,
    )
    bench.begin_from(where)
    bench.drive_to(bench.route(bench.other_end(1)))


def names_no_route_at_first(bench: Bench) -> None:
    """At its start it names no route, or one that is driven to the end of its release."""
    state = bench.onboard
    if state.route_id and state.legs_done < state.legs_released:
        raise BrokenError(f"it has legs to drive that nobody gave it: {bench.said()}")
    bench.stays(lambda: bench.stands, "it drives without a route")
