"""What a vehicle does next by its routes and its work, and what it says of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fleet_core.model.route import StationAction
from fleet_core.model.vehicle import ActionStatus, ErrorLevel, VehicleError
from fleet_core.onboard.route_chain import RouteChain
from fleet_core.onboard.station_work import StationWork

ROUTE_WAITS = "route_waits"


@dataclass(frozen=True, slots=True)
class Progress:
    """The part of a report that follows from the routes; fields as in VehicleReport."""

    paused: bool
    route_id: str
    legs_done: int
    legs_released: int
    action_id: str
    action_status: ActionStatus
    action_text: str


def move_on(chain: RouteChain, work: StationWork, break_off: Callable[[], None]) -> None:
    """Take up the next route when the present one is driven as far as it was released. Work that a
    new route does not interrupt is finished first; other work is ended by ``break_off``."""
    while chain.superseded and not work.busy:
        if work.running is not None:
            break_off()
        chain.move_on()


def due_action(chain: RouteChain, work: StationWork) -> StationAction | None:
    """The action that is to begin now: all is driven, nothing follows, it was never done before."""
    part = chain.current
    if work.running is not None or not chain.at_end or chain.hold or part is None:
        return None
    if part.action is None or part.action.action_id in work.ended:
        return None
    return part.action


def progress(chain: RouteChain, work: StationWork) -> Progress:
    """What to report."""
    part = chain.current
    action = part.action if part else None
    outcome = work.outcome(action)
    return Progress(
        paused=chain.hold,
        route_id=part.route_id if part else "",
        legs_done=chain.legs_done,
        legs_released=part.accepted if part else 0,
        action_id=action.action_id if action else "",
        action_status=outcome.status,
        action_text=outcome.text,
    )


def waiting_routes(chain: RouteChain) -> tuple[VehicleError, ...]:
    """A warning for each route that cannot be joined on yet."""
    return tuple(
        VehicleError(
            ROUTE_WAITS,
            ErrorLevel.WARNING,
            f"route {route_id} does not begin where the released way ends; a message is missing",
        )
        for route_id in chain.early
    )
