"""What a person may do with an order. What cannot be raises CommandError with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from fleet_core.dispatch.ability import type_objection
from fleet_core.execution import order_moves
from fleet_core.execution.act import Act, Storing
from fleet_core.execution.availability import in_maintenance, out_of_service
from fleet_core.execution.candidates import candidates_for
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_intake import (
    check_deadline,
    check_order,
    check_priority,
    check_same,
    normalised,
)
from fleet_core.execution.order_life_cycle import Actor
from fleet_core.execution.request_limits import check_room
from fleet_core.execution.set_down import cancel_loaded
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_watch import condition_of
from fleet_core.model import reasons
from fleet_core.model.errors import CommandError, OrderError
from fleet_core.model.mission import MissionKind
from fleet_core.model.order import AsSubmitted, OrderState, TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.reasons.refusals import of_order
from fleet_core.model.request import (
    Answer,
    AssignOrder,
    CancelOrder,
    ListCandidates,
    ReprioritiseOrder,
    Request,
    ResumeOrder,
    SubmitOrder,
    SuspendOrder,
    UnassignOrder,
)


def submit(fleet: Fleet, request: SubmitOrder, author: str, now_s: float) -> Answer:
    """Take an order on, once: one that is known already is answered as it is now."""
    order = _with_id(request)
    known = fleet.orders.find(order.id)
    if known is not None:
        check_same(known, order)
        if not known.state.ended and known.id not in fleet.orders.open:
            fleet.orders.take_up(known)
        return Answer(order=known)
    check_order(order, fleet.plant, fleet.known_types)
    _check_dependencies(fleet, order)
    check_room(fleet, author)
    taken = normalised(order, author, now_s)
    if taken.intended_vehicle:
        taken = replace(taken, pinned=fleet.orders.next_pin())
    accepted = fleet.orders.add(taken, now_s, author, reasons.orders.submitted(author))
    fleet.orders.release_due(now_s)
    return Answer(order=fleet.orders.open.get(order.id, accepted))


def _not_submitted(fleet: Fleet, request: SubmitOrder) -> None:
    fleet.orders.forget(_with_id(request).id)


def _with_id(request: SubmitOrder) -> TransportOrder:
    """An order without an id gets one that is the same however often it is asked for."""
    if request.order.id:
        return request.order
    digest = sha256(request.request_id.encode()).hexdigest()
    return replace(request.order, id=f"order-{digest[:12]}")


def list_candidates(fleet: Fleet, request: ListCandidates, _author: str, now_s: float) -> Answer:
    """Every vehicle for an order before it is sent."""
    asked = request.order
    created_at_s = asked.created_at_s or now_s  # zero: none, it is not submitted yet
    order = replace(asked, id=asked.id or "candidate", created_at_s=created_at_s)
    check_order(order, fleet.plant, fleet.known_types)
    if order.stop is None:
        raise OrderError(of_order(order.id, reasons.refusals.all_stops_behind()))
    return Answer(candidates=tuple(candidates_for(fleet, order, now_s)))


def _check_dependencies(fleet: Fleet, order: TransportOrder) -> None:
    """What an order depends on must be there before it, so that there can be no cycle."""
    for dependency in order.depends_on:
        if dependency == order.id:
            raise OrderError(of_order(order.id, reasons.refusals.depends_on_itself()))
        if not fleet.orders.knows(dependency):
            raise OrderError(of_order(order.id, reasons.refusals.depends_on_unknown(dependency)))
        state = fleet.orders.get(dependency).state
        if state in (OrderState.FAILED, OrderState.CANCELLED):
            raise OrderError(
                of_order(order.id, reasons.refusals.depends_on_ended(dependency, state))
            )


def cancel(fleet: Fleet, request: CancelOrder, author: str, now_s: float) -> None:
    """End an order. A load on board is set down by a recovery order, an action that runs is waited
    for."""
    order = _open_order(fleet, request.order_id)
    vehicle = _vehicle_on(fleet, order)
    why = _in_words(request.cause) or reasons.orders.cancelled(author)
    if vehicle is None:
        fleet.orders.move(order.id, OrderState.CANCELLED, Actor.PERSON, now_s, why, author)
    elif fleet.handling(vehicle):
        fleet.change_mission(vehicle, cancel_author=author, cancel_cause=why)
        fleet.orders.amend(order, now_s, reasons.orders.cancel_after_stop(why), author)
    elif order.loaded:
        cancel_loaded(fleet, vehicle, order, author, why, now_s)
    else:
        fleet.set_mission(vehicle, None)
        fleet.orders.move(order.id, OrderState.CANCELLED, Actor.PERSON, now_s, why, author)


def suspend(fleet: Fleet, request: SuspendOrder, author: str, now_s: float) -> None:
    """Stop working on an order until somebody resumes it."""
    order = _open_order(fleet, request.order_id)
    vehicle = _vehicle_on(fleet, order)
    why = _in_words(request.cause) or reasons.orders.suspended(author)
    if vehicle is not None and fleet.handling(vehicle):
        raise CommandError(of_order(order.id, reasons.refusals.suspend_later(vehicle.id)))
    on_board = vehicle is not None and order.loaded
    fleet.orders.move(
        order.id,
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


def resume(fleet: Fleet, request: ResumeOrder, author: str, now_s: float) -> None:
    """Take up a suspended order again: on its vehicle when loaded, else in the queue."""
    order = _open_order(fleet, request.order_id)
    vehicle = _vehicle_on(fleet, order)
    why = reasons.orders.resumed(author)
    if order.state is not OrderState.SUSPENDED:
        raise CommandError(reasons.refusals.not_suspended(order.id, order.state))
    if vehicle is not None:
        _resume_on_board(fleet, order, vehicle, author, now_s, why)
    elif _waits(fleet, order, now_s):
        fleet.orders.move(order.id, OrderState.ACCEPTED, Actor.PERSON, now_s, why, author)
    else:
        fleet.orders.move(
            order.id, OrderState.QUEUED, Actor.PERSON, now_s, why, author, vehicle_id=""
        )


def _resume_on_board(
    fleet: Fleet, order: TransportOrder, vehicle: Vehicle, author: str, now_s: float, why: Reason
) -> None:
    if vehicle.condition is Condition.BROKEN:
        raise CommandError(reasons.refusals.not_resumed(order.id, condition_of(vehicle)))
    assert vehicle.mission is not None
    fleet.change_mission(vehicle, halted_by="", attempt=vehicle.mission.attempt + 1)
    fleet.orders.move(order.id, OrderState.UNDER_WAY, Actor.PERSON, now_s, why, author)


def _waits(fleet: Fleet, order: TransportOrder, now_s: float) -> bool:
    """Its time has not come, or what it depends on is still open."""
    return order.release_time_s > now_s or any(
        name in fleet.orders.open for name in order.depends_on
    )


def reprioritise(fleet: Fleet, request: ReprioritiseOrder, author: str, now_s: float) -> None:
    """Change priority, deadline or both at any time before the order ends."""
    if request.priority is None and request.deadline is None:
        raise OrderError(of_order(request.order_id, reasons.refusals.nothing_to_change()))
    order = _open_order(fleet, request.order_id)
    changed, changes = order, list[Reason]()
    if request.priority is not None:
        check_priority(order.id, request.priority)
        changed = _changed(changed, priority=request.priority)
        changes.append(reasons.orders.priority_changed(order.priority, request.priority))
    if request.deadline is not None:
        at_s = request.deadline.at_s
        check_deadline(order.id, at_s, order.release_time_s)
        changed = _changed(changed, deadline_s=at_s)
        changes += _deadline(order.deadline_s, at_s)
    if (changed.priority, changed.deadline_s) != (order.priority, order.deadline_s):
        fleet.orders.amend(changed, now_s, reasons.general.several(tuple(changes)), author)


def _changed(order: TransportOrder, **fields: Any) -> TransportOrder:
    """The order with other values of what may change; those of `AsSubmitted` are remembered."""
    return replace(order, as_submitted=order.as_submitted or AsSubmitted.of(order), **fields)


def assign(fleet: Fleet, request: AssignOrder, author: str, now_s: float) -> None:
    """A person decides the vehicle. One that is busy takes the order next."""
    order, vehicle = _open_order(fleet, request.order_id), fleet.vehicle(request.vehicle_id)
    _check_assignable(fleet, order, vehicle)
    carrier = _vehicle_on(fleet, order)
    if carrier is vehicle:
        return
    why = reasons.orders.given_to(vehicle.id, author)
    if carrier is not None:
        order_moves.give_back(fleet, carrier, now_s, why, author, Actor.PERSON)
    pinned = fleet.orders.next_pin()
    present = _changed(fleet.orders.get(order.id), intended_vehicle=vehicle.id, pinned=pinned)
    fleet.orders.amend(present, now_s, why, author)
    busy = vehicle.mission is not None and vehicle.mission.kind is MissionKind.ORDER
    if present.state is OrderState.QUEUED and not busy:
        order_moves.assign(fleet, order.id, vehicle, Actor.PERSON, now_s, why, author)


def unassign(fleet: Fleet, request: UnassignOrder, author: str, now_s: float) -> None:
    """Take a person's choice of vehicle back: the fleet chooses, now and from now on."""
    order = _open_order(fleet, request.order_id)
    carrier = _vehicle_on(fleet, order)
    if not order.intended_vehicle:
        raise CommandError(of_order(order.id, reasons.refusals.fleet_chooses()))
    if order.loaded:
        raise CommandError(of_order(order.id, reasons.refusals.on_board_of(order.vehicle_id)))
    if carrier is not None and fleet.handling(carrier):
        raise CommandError(of_order(order.id, reasons.refusals.handling_now(carrier.id)))
    why = reasons.orders.left_to_fleet(author)
    if carrier is not None and order.state is not OrderState.SUSPENDED:
        order_moves.give_back(fleet, carrier, now_s, why, author, Actor.PERSON)
    present = _changed(fleet.orders.get(order.id), intended_vehicle="", pinned=0)
    fleet.orders.amend(present, now_s, why, author)


def _check_assignable(fleet: Fleet, order: TransportOrder, vehicle: Vehicle) -> None:
    why = (
        out_of_service(fleet, vehicle)
        or in_maintenance(vehicle)
        or type_objection(order, fleet.plant.type_of(vehicle.report.type_id), fleet.plant)
    )
    if order.state is OrderState.SUSPENDED:
        why = why or reasons.refusals.resume_first()
    carrier = _vehicle_on(fleet, order)
    if carrier is not None and carrier is not vehicle:
        if order.loaded:
            why = reasons.refusals.on_board_of(carrier.id)
        elif fleet.handling(carrier):
            why = reasons.refusals.handling_now(carrier.id)
    if why is not None:
        raise CommandError(reasons.refusals.not_given(order.id, vehicle.id, why))


def _open_order(fleet: Fleet, order_id: str) -> TransportOrder:
    order = fleet.orders.get(order_id)
    if order.state.ended:
        raise CommandError(reasons.refusals.order_ended(order_id, order.state))
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


def _deadline(before_s: float | None, after_s: float | None) -> list[Reason]:
    """What to say of a deadline that was set, changed or removed; empty: it is as it was."""
    if before_s == after_s:
        return []
    if before_s is None:
        return [reasons.orders.deadline_set(after_s)] if after_s is not None else []
    if after_s is None:
        return [reasons.orders.deadline_removed(before_s)]
    return [reasons.orders.deadline_changed(before_s, after_s)]


ACTS: Mapping[type[Request], Act] = {
    SubmitOrder: Act(submit, take_back=_not_submitted),
    CancelOrder: Act(cancel),
    SuspendOrder: Act(suspend),
    ResumeOrder: Act(resume),
    ReprioritiseOrder: Act(reprioritise),
    AssignOrder: Act(assign),
    UnassignOrder: Act(unassign),
    ListCandidates: Act(list_candidates, Storing.NEVER),
}
