"""The one door: every request is carried out once, kept, and answered the same again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fleet_core.execution.answer_book import KEPT
from fleet_core.execution.command_intake import ACTS
from fleet_core.execution.controller import FleetController
from fleet_core.model.closure import Closure
from fleet_core.model.errors import InputError, StoreError, WorkError
from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.request import (
    REQUESTS,
    Answer,
    AssignOrder,
    CancelOrder,
    CloseWay,
    NewDeadline,
    OpenWay,
    Outcome,
    PauseFleet,
    PauseVehicle,
    ReprioritiseOrder,
    Request,
    ResumeFleet,
    ResumeOrder,
    SubmitOrder,
)
from fleet_core.store.memory_store import MemoryStore
from fleet_core.store.protocol import Changes
from tests.execution.shift import ANNA, Shift, states_of
from tests.execution.teleport_plant import TeleportTravel, plant, transport
from tests.execution.teleport_traffic import TeleportTraffic


def do(shift: Shift, request: Request, author: str = ANNA) -> Answer:
    return shift.controller.do(request, author, shift.now_s)


def test_the_core_can_do_every_request() -> None:
    assert set(ACTS) == set(REQUESTS)


def test_the_same_request_again_gets_the_same_answer_and_is_done_once() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    cancel = CancelOrder("O1", "no longer wanted")
    answers = [do(shift, cancel) for _ in range(3)]
    assert [each.ok for each in answers] == [True] * 3
    assert [each.order.state for each in answers] == [OrderState.CANCELLED] * 3
    assert len([each for each in shift.controller.transitions("O1") if each.author == ANNA]) == 2
    again = do(shift, CancelOrder("O1"))
    assert (again.outcome, again.order) == (Outcome.REFUSED, None)
    assert "cannot change any more" in str(again.reason)


def test_a_refusal_stays_one_when_the_same_request_comes_again() -> None:
    """Who has heard the refusal must not find it done by a copy that came late."""
    shift = Shift()
    shift.submit(transport("O1"))
    resume = ResumeOrder("O1")
    assert not do(shift, resume).ok
    do(shift, replace(resume, request_id="other"))
    shift.controller.do(PauseFleet(), ANNA, shift.now_s).checked()
    assert do(shift, resume) == do(shift, resume)
    assert not do(shift, resume).ok


def test_an_id_of_another_request_is_refused() -> None:
    shift = Shift()
    do(shift, PauseVehicle("v1", request_id="R1")).checked()
    answer = do(shift, PauseVehicle("v2", request_id="R1"))
    assert answer.outcome is Outcome.REFUSED
    assert "R1" in str(answer.reason)
    assert shift.status("v2").activity != "paused"


def test_an_answer_is_known_after_a_restart() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    cancel = CancelOrder("O1")
    first = do(shift, cancel)
    close = CloseWay(Closure("", "spill", frozenset({"e1"})))
    closed = do(shift, close)
    shift.new_controller()
    assert do(shift, cancel) == first
    assert do(shift, close) == closed


def test_no_more_answers_are_kept_than_anybody_could_ask_for_again() -> None:
    shift = Shift()
    first = PauseFleet()
    do(shift, first).checked()
    for _ in range(KEPT // 2):
        do(shift, ResumeFleet()).checked()
        do(shift, PauseFleet()).checked()
    assert len(shift.controller._fleet.journal.store.load().settings["answers"]) == KEPT
    assert do(shift, first).outcome is Outcome.REFUSED


def test_the_same_order_again_is_answered_as_it_is_now() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.DONE)
    answer = do(shift, SubmitOrder(transport("O1")))
    assert answer.ok
    assert answer.order == shift.controller.order("O1")
    assert states_of(shift, "O1").count(OrderState.ACCEPTED) == 1


CHANGED = {
    "stops": transport("O1", "A", "C"),
    "load_unit_id": transport("O1", load_unit_id="L9"),
    "priority": transport("O1", priority=3),
    "deadline_s": transport("O1", deadline_s=5000.0),
    "release_time_s": transport("O1", release_time_s=5.0),
    "intended_vehicle": transport("O1", intended_vehicle="v2"),
    "required_vehicle_type": transport("O1", required_vehicle_type="cart"),
}


@pytest.mark.parametrize("field", CHANGED)
def test_the_same_id_with_other_content_is_refused_and_the_difference_named(field: str) -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    answer = do(shift, SubmitOrder(CHANGED[field]))
    assert answer.outcome is Outcome.REFUSED
    assert f"order O1 is known already with other content: {field} is " in str(answer.reason)


def test_what_commands_have_changed_since_is_no_other_content() -> None:
    shift = Shift()
    asked = transport("O1", priority=1)
    shift.submit(asked)
    do(shift, ReprioritiseOrder("O1", 50, NewDeadline(9000.0))).checked()
    do(shift, AssignOrder("O1", "v2")).checked()
    shift.new_controller()
    answer = do(shift, SubmitOrder(asked)).checked()
    assert answer.order is not None
    assert (answer.order.priority, answer.order.deadline_s) == (50, 9000.0)
    changed = replace(asked, priority=50, deadline_s=9000.0, intended_vehicle="v2")
    assert "priority is 1, not 50" in str(do(shift, SubmitOrder(changed)).reason)


def test_an_order_without_an_id_gets_the_same_one_when_it_is_asked_for_again() -> None:
    shift = Shift()
    request = SubmitOrder(transport(""))
    first = do(shift, request).checked().order
    shift.new_controller()
    assert do(shift, request).checked().order.id == first.id
    assert do(shift, SubmitOrder(transport(""))).checked().order.id != first.id


def test_a_deadline_is_left_set_and_taken_away() -> None:
    shift = Shift()
    shift.submit(transport("O1", deadline_s=7000.0))
    for request, expected in (
        (ReprioritiseOrder("O1", 5), (5, 7000.0)),
        (ReprioritiseOrder("O1", deadline=NewDeadline(8000.0)), (5, 8000.0)),
        (ReprioritiseOrder("O1", 6, NewDeadline(None)), (6, None)),
    ):
        order = do(shift, request).checked().order
        assert order is not None
        assert (order.priority, order.deadline_s) == expected
    causes = [each.cause for each in shift.controller.transitions("O1")]
    assert "priority 5 to 6; deadline 02:13:20 removed" in [str(cause) for cause in causes]
    assert "neither" in str(do(shift, ReprioritiseOrder("O1")).reason)


@pytest.mark.parametrize("name", ["", " ", "fleet", " Fleet ", "x" * 129, "a\nb"])
def test_nobody_gives_commands_without_a_name_or_as_the_fleet(name: str) -> None:
    shift = Shift()
    answer = do(shift, PauseFleet(), name)
    assert answer.outcome is Outcome.REFUSED
    assert not shift.controller.snapshot(shift.now_s).fleet_paused


def test_the_author_is_who_gives_the_command_whatever_the_order_says() -> None:
    shift = Shift()
    order = do(shift, SubmitOrder(transport("O1", author="somebody else"))).checked().order
    assert order is not None
    assert order.author == ANNA
    do(shift, ReprioritiseOrder("O1", 5), "bert").checked()
    assert [each.author for each in shift.controller.transitions("O1")][-1] == "bert"


def test_a_way_is_closed_for_a_while_from_when_the_fleet_hears_it() -> None:
    shift = Shift()
    closed = do(shift, CloseWay(Closure("", "spill", frozenset({"e1"})), 60.0)).checked().closure
    assert closed is not None
    assert (closed.until_s, closed.author) == (shift.now_s + 60.0, ANNA)
    assert do(shift, OpenWay(closed.id)).ok


class ForgetfulWire(MemoryStore):
    """A database that has written when the connection to it breaks."""

    breaks = False

    def commit(self, changes: Changes) -> None:
        super().commit(changes)
        if self.breaks:
            raise StoreError("database fleet: the connection was lost")


def test_an_order_that_was_stored_though_it_seemed_to_fail_is_worked_on_when_sent_again() -> None:
    facility, store = plant(2), ForgetfulWire(keeps_traffic=True)
    controller = FleetController(
        facility, TeleportTraffic(facility), TeleportTravel(facility), store
    )
    controller.step(0.0)
    order = transport("O1")
    store.breaks = True
    failed = controller.do(SubmitOrder(order), ANNA, 0.0)
    assert failed.outcome is Outcome.FAILED
    with pytest.raises(WorkError, match="not possible now"):
        failed.checked()
    store.breaks = False
    controller.do(SubmitOrder(order), ANNA, 2.0).checked()
    assert [each.id for each in controller.snapshot(2.0).orders] == ["O1"]
    again = controller.do(SubmitOrder(replace(order, priority=4)), ANNA, 3.0)
    with pytest.raises(InputError, match="priority is 0, not 4"):
        again.checked()


def test_an_order_that_was_stored_though_it_seemed_to_fail_is_not_forgotten_when_nobody_asks() -> (
    None
):
    facility, store = plant(2), ForgetfulWire(keeps_traffic=True)
    controller = FleetController(
        facility, TeleportTraffic(facility), TeleportTravel(facility), store
    )
    controller.step(0.0)
    store.breaks = True
    assert controller.do(SubmitOrder(transport("O1")), ANNA, 0.0).outcome is Outcome.FAILED
    store.breaks = False
    for now_s in (2.0, 3.0):
        controller.step(now_s)
    shown = controller.snapshot(3.0)
    assert [each.id for each in shown.orders] == ["O1"]
    told = [each.reason.code for each in shown.messages]
    assert told.count("kept_after_all") == 1


def test_a_request_is_what_it_asks_for_and_not_its_id() -> None:
    assert PauseFleet() == PauseFleet()
    assert PauseFleet().request_id != PauseFleet().request_id
    assert SubmitOrder(TransportOrder("O1", ())) != SubmitOrder(TransportOrder("O2", ()))
