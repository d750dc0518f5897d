"""The rules of work at stations, each tried by itself."""

from __future__ import annotations

from collections.abc import Callable

from sensor_msgs.msg import BatteryState

from fleet_core.model.route import Route
from fleet_nodes.driver_check.bench import Bench, BrokenError

LONG_S = 600.0
"""Of a wait that is always ended by what comes after."""


def works_at_the_end(bench: Bench) -> None:
    """An action begins when all legs are done, not before, and ends as finished."""
    action = bench.action("wait", 1.0)
    route = bench.route(bench.other_end(2), released=1, action=action)
    bench.drive_to(route)
    bench.stays(lambda: _status(bench, route) == "none", "work begins before its place")
    route = bench.release(route, 2)
    seen: set[str] = set()

    def watch() -> bool:
        seen.add(_status(bench, route))
        return "finished" in seen

    bench.expect(watch, "the action, finished")
    if "running" not in seen:
        raise BrokenError("the action was never said to be running, though it takes 1 s")


def works_once(bench: Bench) -> None:
    """An action_id that has ended is not done again, however often and with what route it comes."""
    action = bench.action("wait", 1.0)
    route = bench.route(bench.other_end(1), action=action)
    bench.expect(lambda: _status(bench, route) == "finished", "the action, finished")
    for _ in range(3):
        bench.send(route)
        bench.stays(lambda: _status(bench, route) == "finished", "the action begins again", 0.5)
    again = bench.route(bench.other_end(1), action=action)
    bench.drive_to(again)
    bench.stays(lambda: _status(bench, again) in ("none", "finished"), "it is done once more")
    bench.expect(lambda: _status(bench, again) == "finished", "saying that it is finished")


def leaves_out_what_was_cancelled(bench: Bench) -> None:
    """The action of a route that another one follows before it has begun is left out."""
    action = bench.action("wait", 1.0)
    first = bench.route(bench.other_end(2), action=action)
    bench.expect(lambda: bench.on(first) and not bench.stands, "driving")
    second = bench.route(bench.other_end(2))
    begun: list[str] = []

    def watch() -> bool:
        if bench.onboard.action_id == action.action_id and bench.onboard.action_status != "none":
            begun.append(bench.onboard.action_status)
        return bench.has_done(second, 2)

    bench.expect(watch, "the new route, driven")
    if begun:
        raise BrokenError(f"the cancelled action is {begun[0]}")


def ends_a_wait(bench: Bench) -> None:
    """A wait is ended by a new route."""
    _leave_work(bench, "wait")


def ends_a_charge(bench: Bench) -> None:
    """A charge shows in ``battery_state``, and is ended by a new route."""
    charging = BatteryState.POWER_SUPPLY_STATUS_CHARGING

    def charges() -> bool:
        battery = bench.heard.battery
        return battery is not None and battery.power_supply_status == charging

    _leave_work(bench, "charge", lambda: bench.expect(charges, "battery_state says charging", 12.0))
    bench.expect(lambda: not charges(), "battery_state says charging no more", 12.0)


def _leave_work(bench: Bench, kind: str, meanwhile: Callable[[], None] = lambda: None) -> None:
    duration_s = LONG_S if kind == "wait" else 0.0
    route = bench.route(bench.other_end(1), action=bench.action(kind, duration_s))
    bench.expect(lambda: _status(bench, route) == "running", f"the {kind}, running")
    meanwhile()
    bench.drive_to(bench.route(bench.other_end(1)))


def finishes_a_pick(bench: Bench) -> None:
    """A pick that runs is finished before a new route is followed; the load is then on board."""
    unit = f"CHECK-{bench.at}-{bench.steady_s():.0f}"
    action = bench.action("pick", 2.0, unit)
    route = bench.route(bench.other_end(1), action=action)
    bench.expect(lambda: _status(bench, route) in ("running", "finished"), "the pick, running")
    following = bench.route(bench.other_end(1), action=bench.action("wait", 1.0))
    bench.drive_to(following)
    if unit not in bench.onboard.load_unit_ids:
        raise BrokenError(
            f"load_unit_ids is {list(bench.onboard.load_unit_ids)} after the pick of {unit}"
        )
    _drop(bench, unit)


def says_what_is_on_board(bench: Bench) -> None:
    """``load_unit_ids`` names a load when its pick is finished, and not when its drop is."""
    unit = f"CHECK-{bench.steady_s():.0f}-{bench.at}"
    route = bench.route(bench.other_end(1), action=bench.action("pick", 1.0, unit))
    bench.expect(lambda: _status(bench, route) == "finished", "the pick, finished")
    if unit not in bench.onboard.load_unit_ids:
        raise BrokenError(
            f"load_unit_ids is {list(bench.onboard.load_unit_ids)} after the pick of {unit}"
        )
    _drop(bench, unit)


def _drop(bench: Bench, unit: str) -> None:
    route = bench.route(bench.other_end(1), action=bench.action("drop", 1.0, unit))
    bench.expect(lambda: _status(bench, route) == "finished", "the drop, finished")
    if unit in bench.onboard.load_unit_ids:
        raise BrokenError(
            f"load_unit_ids is {list(bench.onboard.load_unit_ids)} after the drop of {unit}"
        )


def _status(bench: Bench, route: Route) -> str:
    """Of the route's action; empty while it is not on the route, or says another action."""
    state = bench.onboard
    assert route.action is not None
    if not bench.on(route):
        return ""
    return str(state.action_status) if state.action_id == route.action.action_id else "none"
