"""What a person may do with an order. What cannot be raises CommandError with the reason."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.dispatch.ability import type_objection
from fleet_core.execution import order_moves
from fleet_core.execution.availability import out_of_service
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_fields import check_deadline, check_priority
from fleet_core.execution.order_intake import check_order, normalised
from fleet_core.execution.order_life_cycle import Actor, state_words
from fleet_core.execution.set_down import cancel_loaded
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError, OrderError, StoreError
from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.store.records import MissionKind


def submit(fleet: Fleet, order: TransportOrder, author: str, now_s: float) -> TransportOrder:
    """Take an order on. It is durable when this returns. Raises OrderError, StoreError."""
    check_order(order, fleet.plant, fleet.known_types)
    try:
        fleet.journal.flush_now(now_s)
    except StoreError as error:
        raise StoreError(f"order {order.id} is not accepted: {error}") from error
    if fleet.orders.knows(order.id):
        raise OrderError(f"order {order.id} exists already")
    _check_dependencies(fleet, order)
    accepted = fleet.orders.add(
        normalised(order, author, now_s), now_s, author, reasons.orders.submitted(author)
    )
    fleet.orders.release_due(now_s)
    try:
        fleet.journal.flush_now(now_s)
    except StoreError as error:
        fleet.orders.forget(order.id)
        raise StoreError(f"order {order.id} is not accepted: {error}") from error
    fleet.dispatch_due = True
    return fleet.orders.open.get(order.id, accepted)


def _check_dependencies(fleet: Fleet, order: TransportOrder) -> None:
    """What an order depends on must be there before it, so that there can be no cycle."""
    for dependency in order.depends_on:
        if dependency == order.id:
            raise OrderError(f"order {order.id}: it depends on itself")
        if not fleet.orders.knows(dependency):
            raise OrderError(
                f"order {order.id}: it depends on order {dependency}, which is not known"
            )
        state = fleet.orders.get(dependency).state
        if state in (OrderState.FAILED, OrderState.CANCELLED):
            raise OrderError(
                f"order {order.id}: it depends on order {dependency}, which is {state}"
            )


def cancel(fleet: Fleet, order_id: str, author: str, cause: str, now_s: float) -> None:
    """End an order. A load on board is set down by a recovery order, an action that runs is waited
    for."""
    order = _open_order(fleet, order_id)
    vehicle = _vehicle_on(fleet, order)
    why = _in_words(cause) or reasons.orders.cancelled(author)
    if vehicle is None:
        fleet.orders.move(order_id, OrderState.CANCELLED, Actor.PERSON, now_s, why, author)
    elif fleet.handling(vehicle):
        fleet.change_mission(vehicle, cancel_author=author, cancel_cause=why)
        fleet.orders.amend(order, now_s, reasons.orders.cancel_after_stop(why), author)
    elif order.loaded:
        cancel_loaded(fleet, vehicle, order, author, why, now_s)
    else:
        fleet.set_mission(vehicle, None)
        fleet.orders.move(order_id, OrderState.CANCELLED, Actor.PERSON, now_s, why, author)
    fleet.dispatch_due = True


def suspend(fleet: Fleet, order_id: str, author: str, cause: str, now_s: float) -> None:
    """Stop working on an order until somebody resumes it."""
    order = _open_order(fleet, order_id)
    vehicle = _vehicle_on(fleet, order)
    why = _in_words(cause) or reasons.orders.suspended(author)
    if vehicle is not None and fleet.handling(vehicle):
        raise CommandError(
            f"order {order_id}: {vehicle.id} is handling its load right now; "
            "it can be suspended when that is over"
        )
    on_board = vehicle is not None and order.loaded
    fleet.orders.move(
        order_id,
        OrderState.SUSPENDED,
        Actor.PERSON,
        now_s,
        why,
        author,
        vehicle_id=None if on_board else "",
    )
    if vehicle is not None and on_board:
        fleet.change_mission(vehicle, halted_by=author)
    elif vehicle is not None:
        fleet.set_mission(vehicle, None)
    fleet.dispatch_due = True


def resume(fleet: Fleet, order_id: str, author: str, now_s: float) -> None:
    """Take up a suspended order again: on its vehicle when loaded, else in the queue."""
    order = _open_order(fleet, order_id)
    vehicle = _vehicle_on(fleet, order)
    why = reasons.orders.resumed(author)
    if order.state is not OrderState.SUSPENDED:
        raise CommandError(f"order {order_id} is {state_words(order.state)} and not suspended")
    if vehicle is not None:
        _resume_on_board(fleet, order, vehicle, author, now_s, why)
    elif _waits(fleet, order, now_s):
        fleet.orders.move(order_id, OrderState.ACCEPTED, Actor.PERSON, now_s, why, author)
    else:
        fleet.orders.move(
            order_id, OrderState.QUEUED, Actor.PERSON, now_s, why, author, vehicle_id=""
        )
    fleet.dispatch_due = True


def _resume_on_board(
    fleet: Fleet, order: TransportOrder, vehicle: Vehicle, author: str, now_s: float, why: Reason
) -> None:
    if vehicle.condition is Condition.BROKEN:
        raise CommandError(f"order {order.id} cannot be resumed: {vehicle.id} has broken down")
    assert vehicle.mission is not None
    fleet.change_mission(vehicle, halted_by="", attempt=vehicle.mission.attempt + 1)
    fleet.orders.move(order.id, OrderState.UNDER_WAY, Actor.PERSON, now_s, why, author)


def _waits(fleet: Fleet, order: TransportOrder, now_s: float) -> bool:
    """Its time has not come, or what it depends on is still open."""
    return order.release_time_s > now_s or any(
        name in fleet.orders.open for name in order.depends_on
    )


def reprioritise(
    fleet: Fleet,
    order_id: str,
    priority: int | None,
    deadline_s: float | None,
    author: str,
    now_s: float,
) -> None:
    """Change priority, deadline or both at any time before the order ends; None leaves it."""
    order = _open_order(fleet, order_id)
    changed, changes = order, list[Reason]()
    if priority is not None:
        check_priority(order_id, priority)
        changed = replace(changed, priority=priority)
        changes.append(reasons.orders.priority_changed(order.priority, priority))
    if deadline_s is not None:
        check_deadline(order_id, deadline_s, order.release_time_s)
        changed = replace(changed, deadline_s=deadline_s)
        changes.append(_deadline(order.deadline_s, deadline_s))
    if changed != order:
        fleet.orders.amend(changed, now_s, reasons.general.several(tuple(changes)), author)
        fleet.dispatch_due = True


def assign(fleet: Fleet, order_id: str, vehicle_id: str, author: str, now_s: float) -> None:
    """A person decides the vehicle. One that is busy takes the order next."""
    order, vehicle = _open_order(fleet, order_id), fleet.vehicle(vehicle_id)
    _check_assignable(fleet, order, vehicle)
    carrier = _vehicle_on(fleet, order)
    if carrier is vehicle:
        return
    why = reasons.orders.given_to(vehicle_id, author)
    if carrier is not None:
        order_moves.give_back(fleet, carrier, now_s, why, author, Actor.PERSON)
    present = replace(fleet.orders.get(order_id), intended_vehicle=vehicle_id)
    fleet.orders.amend(present, now_s, why, author)
    busy = vehicle.mission is not None and vehicle.mission.kind is MissionKind.ORDER
    if present.state is OrderState.QUEUED and not busy:
        order_moves.assign(fleet, order_id, vehicle, Actor.PERSON, now_s, why, author)
    fleet.dispatch_due = True


def unassign(fleet: Fleet, order_id: str, author: str, now_s: float) -> None:
    """Take a person's choice of vehicle back: the fleet chooses, now and from now on."""
    order = _open_order(fleet, order_id)
    carrier = _vehicle_on(fleet, order)
    if not order.intended_vehicle:
        raise CommandError(f"order {order_id}: the fleet chooses its vehicle already")
    if order.loaded:
        raise CommandError(f"order {order_id}: its load is on board of {order.vehicle_id}")
    if carrier is not None and fleet.handling(carrier):
        raise CommandError(f"order {order_id}: {carrier.id} is handling its load right now")
    why = reasons.orders.left_to_fleet(author)
    if carrier is not None and order.state is not OrderState.SUSPENDED:
        order_moves.give_back(fleet, carrier, now_s, why, author, Actor.PERSON)
    present = replace(fleet.orders.get(order_id), intended_vehicle="")
    fleet.orders.amend(present, now_s, why, author)
    fleet.dispatch_due = True


def _check_assignable(fleet: Fleet, order: TransportOrder, vehicle: Vehicle) -> None:
    reason: Reason | str | None = out_of_service(fleet, vehicle) or type_objection(
        order, fleet.plant.type_of(vehicle.report.type_id), fleet.plant
    )
    if order.state is OrderState.SUSPENDED:
        reason = reason or "the order is suspended; resume it first"
    carrier = _vehicle_on(fleet, order)
    if carrier is not None and carrier is not vehicle:
        if order.loaded:
            reason = f"its load is on board of {carrier.id}"
        elif fleet.handling(carrier):
            reason = f"{carrier.id} is handling its load right now"
    if reason:
        raise CommandError(f"order {order.id} cannot be given to {vehicle.id}: {reason}")


def _open_order(fleet: Fleet, order_id: str) -> TransportOrder:
    order = fleet.orders.get(order_id)
    if order.state.ended:
        raise CommandError(f"order {order_id} is {order.state} and cannot change any more")
    return order


def _vehicle_on(fleet: Fleet, order: TransportOrder) -> Vehicle | None:
    """The vehicle whose mission this order is."""
    vehicle = fleet.vehicles.get(order.vehicle_id)
    if vehicle is None or vehicle.mission is None or vehicle.mission.order_id != order.id:
        return None
    return vehicle


def _in_words(cause: str) -> Reason | None:
    """What a person gave as the cause; None: nothing."""
    return reasons.general.said(cause) if cause else None


def _deadline(before_s: float | None, after_s: float) -> Reason:
    if before_s is None:
        return reasons.orders.deadline_set(after_s)
    return reasons.orders.deadline_changed(before_s, after_s)
