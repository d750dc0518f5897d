"""The life of a transport order as an explicit state machine: pure functions and one table.

    ACCEPTED -> QUEUED -> ASSIGNED -> UNDER_WAY -> DONE

A step that is not in the table does not exist; one that is, exists only for the actors it names.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.order import OrderState, Transition, TransportOrder
from fleet_core.model.reason import Reason


class Actor(StrEnum):
    """Who takes a step, as far as permission goes; the transition's author says it by name."""

    INTAKE = "intake"
    ALLOCATION = "allocation"
    EXECUTION = "execution"
    PERSON = "person"  # a dispatcher, or a system that commands as one


S = OrderState
A = Actor

ALLOWED: dict[tuple[OrderState, OrderState], frozenset[Actor]] = {
    (S.ACCEPTED, S.QUEUED): frozenset({A.INTAKE}),
    (S.ACCEPTED, S.ASSIGNED): frozenset({A.EXECUTION}),  # recovery: its carrier is known
    (S.ACCEPTED, S.SUSPENDED): frozenset({A.PERSON, A.EXECUTION}),
    (S.ACCEPTED, S.CANCELLED): frozenset({A.PERSON}),
    (S.QUEUED, S.ASSIGNED): frozenset({A.ALLOCATION, A.PERSON, A.EXECUTION}),
    (S.QUEUED, S.SUSPENDED): frozenset({A.PERSON, A.EXECUTION}),
    (S.QUEUED, S.CANCELLED): frozenset({A.PERSON}),
    (S.ASSIGNED, S.UNDER_WAY): frozenset({A.EXECUTION}),
    (S.ASSIGNED, S.QUEUED): frozenset({A.PERSON, A.EXECUTION}),
    (S.ASSIGNED, S.SUSPENDED): frozenset({A.PERSON, A.EXECUTION}),
    (S.ASSIGNED, S.CANCELLED): frozenset({A.PERSON}),
    (S.UNDER_WAY, S.DONE): frozenset({A.EXECUTION}),
    (S.UNDER_WAY, S.QUEUED): frozenset({A.PERSON, A.EXECUTION}),
    (S.UNDER_WAY, S.SUSPENDED): frozenset({A.PERSON, A.EXECUTION}),
    (S.UNDER_WAY, S.FAILED): frozenset({A.EXECUTION}),
    (S.UNDER_WAY, S.CANCELLED): frozenset({A.PERSON}),
    (S.SUSPENDED, S.ACCEPTED): frozenset({A.PERSON}),
    (S.SUSPENDED, S.QUEUED): frozenset({A.PERSON, A.EXECUTION}),
    (S.SUSPENDED, S.UNDER_WAY): frozenset({A.PERSON, A.EXECUTION}),
    (S.SUSPENDED, S.CANCELLED): frozenset({A.PERSON}),
}

WITH_VEHICLE = frozenset({S.ASSIGNED, S.UNDER_WAY})


def accept(
    order: TransportOrder, now_s: float, author: str, cause: Reason
) -> tuple[TransportOrder, Transition]:
    """The first entry in an order's life."""
    accepted = replace(order, state=S.ACCEPTED)
    return accepted, Transition(order.id, 0, None, S.ACCEPTED, now_s, cause, author)


def move(
    order: TransportOrder,
    to_state: OrderState,
    actor: Actor,
    now_s: float,
    cause: Reason,
    author: str,
    sequence: int,
    vehicle_id: str | None = None,
) -> tuple[TransportOrder, Transition]:
    """One step. ``vehicle_id`` None keeps the vehicle. Raises CommandError when not allowed."""
    objection = _objection(order, to_state, actor, vehicle_id)
    if objection is not None:
        raise CommandError(
            reasons.refusals.no_such_step(order.id, order.state, to_state, objection)
        )
    moved = replace(
        order,
        state=to_state,
        vehicle_id=order.vehicle_id if vehicle_id is None else vehicle_id,
        # What has ended carries nothing: a load on board is a recovery order's from then on.
        loaded=order.loaded and not to_state.ended,
        ended_at_s=now_s if to_state.ended else None,
        reason=cause if to_state in (S.SUSPENDED, S.FAILED, S.CANCELLED) else None,
    )
    return moved, Transition(order.id, sequence, order.state, to_state, now_s, cause, author)


def amend(
    order: TransportOrder, now_s: float, cause: Reason, author: str, sequence: int
) -> Transition:
    """A change that is no step (priority, deadline, a stop that was done), for the record."""
    if order.state.ended:
        raise CommandError(reasons.refusals.order_ended(order.id, order.state))
    return Transition(order.id, sequence, order.state, order.state, now_s, cause, author)


def allowed_from(state: OrderState, actor: Actor) -> frozenset[OrderState]:
    """Where ``actor`` may take an order in this state."""
    return frozenset(
        after for (before, after), actors in ALLOWED.items() if before is state and actor in actors
    )


def _objection(
    order: TransportOrder, to_state: OrderState, actor: Actor, vehicle_id: str | None
) -> Reason | None:
    actors = ALLOWED.get((order.state, to_state))
    if actors is None:
        ways = tuple(sorted(allowed_from(order.state, actor)))
        return reasons.refusals.steps_possible(ways) if ways else reasons.refusals.has_ended()
    if actor not in actors:
        return reasons.refusals.only_actors(tuple(sorted(actors)))
    vehicle = order.vehicle_id if vehicle_id is None else vehicle_id
    if to_state in WITH_VEHICLE and not vehicle:
        return reasons.refusals.no_vehicle_named()
    if to_state is S.QUEUED and order.loaded:
        return reasons.refusals.on_board_of(order.vehicle_id)
    if to_state is S.DONE and (order.stop is not None or order.loaded):
        return reasons.refusals.stop_not_done(order.next_stop + 1, len(order.stops))
    return None
