"""Steps in an order's life that concern the vehicle it is on."""

from __future__ import annotations

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_book import AUTHOR
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.vehicle import Vehicle
from fleet_core.model import reasons
from fleet_core.model.mission import MissionKind
from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.status import Severity


def assign(
    fleet: Fleet,
    order_id: str,
    vehicle: Vehicle,
    actor: Actor,
    now_s: float,
    cause: Reason,
    author: str = AUTHOR,
) -> None:
    """The vehicle shall do the order; whatever else it was doing is over."""
    fleet.orders.move(
        order_id, OrderState.ASSIGNED, actor, now_s, cause, author, vehicle_id=vehicle.id
    )
    fleet.begin(vehicle, MissionKind.ORDER, now_s, order_id=order_id, author=author)


def give_back(
    fleet: Fleet,
    vehicle: Vehicle,
    now_s: float,
    cause: Reason,
    author: str = AUTHOR,
    actor: Actor = Actor.EXECUTION,
) -> None:
    """The vehicle's order, not loaded, goes back into the queue for somebody else."""
    order = fleet.order_of(vehicle)
    fleet.set_mission(vehicle, None)
    if order is not None:
        fleet.orders.move(order.id, OrderState.QUEUED, actor, now_s, cause, author, vehicle_id="")


def mark_under_way(fleet: Fleet, vehicle: Vehicle, now_s: float, cause: Reason) -> None:
    """At the first command to the vehicle, or when a vehicle that failed goes on."""
    order = fleet.order_of(vehicle)
    if order is not None and order.state in (OrderState.ASSIGNED, OrderState.SUSPENDED):
        fleet.orders.move(order.id, OrderState.UNDER_WAY, Actor.EXECUTION, now_s, cause)


def suspend_order(
    fleet: Fleet, vehicle: Vehicle, order: TransportOrder, now_s: float, cause: Reason
) -> None:
    """Execution cannot go on; a person must look at it. A load on board keeps its vehicle."""
    on_board = None if order.loaded else ""
    fleet.orders.move(
        order.id, OrderState.SUSPENDED, Actor.EXECUTION, now_s, cause, vehicle_id=on_board
    )
    fleet.journal.message(
        now_s,
        Severity.ERROR,
        reasons.orders.order_suspended(order.id, cause),
        vehicle_id=vehicle.id,
        order_id=order.id,
    )


def give_up_mission(fleet: Fleet, vehicle: Vehicle, now_s: float, cause: Reason) -> None:
    """Traffic knows no way at all: a person must look at the order, loaded or not."""
    order = fleet.order_of(vehicle)
    if order is None:
        fleet.set_mission(vehicle, None)
        fleet.explain_idle(vehicle, cause)
        return
    if order.loaded:
        fleet.change_mission(vehicle, halted_by=AUTHOR)
    else:
        fleet.set_mission(vehicle, None)
    if order.state is not OrderState.SUSPENDED:
        suspend_order(fleet, vehicle, order, now_s, cause)
