"""The state machine of an order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.execution.order_life_cycle import ALLOWED, Actor, accept, allowed_from, amend, move
from fleet_core.model.errors import CommandError
from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.reasons.general import said
from tests.execution.teleport_plant import transport

ENDED = [state for state in OrderState if state.ended]

CAUSE = said("cause")


def order_in(state: OrderState, **fields: object) -> TransportOrder:
    return transport("O1", state=state, **fields)


@pytest.mark.parametrize("state", ENDED)
def test_nothing_leads_out_of_an_end(state: OrderState) -> None:
    for actor in Actor:
        assert allowed_from(state, actor) == frozenset()
    with pytest.raises(CommandError, match="has ended"):
        move(order_in(state), OrderState.QUEUED, Actor.PERSON, 1.0, "c", "a", 3)
    with pytest.raises(CommandError, match="cannot change"):
        amend(order_in(state), 1.0, "c", "a", 3)


def test_every_state_leads_to_an_end() -> None:
    reach = {state: {after for before, after in ALLOWED if before is state} for state in OrderState}
    for state in OrderState:
        seen, todo = set(), [state]
        while todo:
            here = todo.pop()
            if here not in seen:
                seen.add(here)
                todo.extend(reach[here])
        assert seen & set(ENDED)


@given(
    st.sampled_from(OrderState),
    st.sampled_from(OrderState),
    st.sampled_from(Actor),
    st.booleans(),
    st.sampled_from(["", "v1"]),
    st.integers(0, 2),
)
def test_a_step_is_possible_exactly_when_the_table_and_the_load_allow_it(
    before: OrderState, after: OrderState, actor: Actor, loaded: bool, vehicle: str, stop: int
) -> None:
    order = order_in(before, loaded=loaded, vehicle_id=vehicle, next_stop=stop)
    possible = (
        actor in ALLOWED.get((before, after), ())
        and not (after is OrderState.QUEUED and loaded)
        and not (after in (OrderState.ASSIGNED, OrderState.UNDER_WAY) and not vehicle)
        and not (after is OrderState.DONE and (stop < 2 or loaded))
    )
    if not possible:
        with pytest.raises(CommandError, match="O1"):
            move(order, after, actor, 5.0, CAUSE, "anna", 7)
        return
    moved, step = move(order, after, actor, 5.0, CAUSE, "anna", 7)
    assert moved.state is after
    assert moved.ended_at_s == (5.0 if after.ended else None)
    assert (step.from_state, step.to_state, step.time_s) == (before, after, 5.0)
    assert (step.cause, step.author, step.sequence) == (CAUSE, "anna", 7)


def test_acceptance_is_the_first_entry() -> None:
    order, step = accept(transport("O1"), 2.0, "anna", "by hand")
    assert order.state is OrderState.ACCEPTED
    assert (step.sequence, step.from_state, step.to_state) == (0, None, OrderState.ACCEPTED)


def test_a_person_cannot_do_what_is_execution_s_own() -> None:
    order = order_in(OrderState.UNDER_WAY, vehicle_id="v1", next_stop=2)
    with pytest.raises(CommandError, match="only execution may"):
        move(order, OrderState.DONE, Actor.PERSON, 1.0, "c", "a", 1)
