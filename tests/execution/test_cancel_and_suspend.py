"""Orders that people end, hold up and let go on; the load is never left in limbo."""

from __future__ import annotations

import pytest

from fleet_core.model.errors import InputError
from fleet_core.model.facility import StationKind, StationUse
from fleet_core.model.order import OrderState, Origin, StopAction
from fleet_core.model.request import CancelOrder, ResumeOrder, SuspendOrder
from tests.execution.shift import ANNA, Shift
from tests.execution.teleport_plant import transport


def test_what_depends_on_a_cancelled_order_is_suspended_and_may_be_resumed() -> None:
    shift = Shift()
    shift.submit(transport("O1", release_time_s=1e6))
    shift.submit(transport("O2", depends_on=("O1",)))
    shift.controller.do(CancelOrder("O1", "no longer wanted"), ANNA, shift.now_s).checked()
    shift.run()
    assert shift.state("O2") is OrderState.SUSPENDED
    assert "O1" in str(shift.controller.order("O2").reason)
    shift.controller.do(ResumeOrder("O2"), ANNA, shift.now_s).checked()
    shift.run_until("O2", OrderState.DONE)


def test_cancelling_before_the_pick_frees_the_vehicle() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    vehicle = shift.controller.order("O1").vehicle_id
    shift.controller.do(CancelOrder("O1"), ANNA, shift.now_s).checked()
    assert shift.state("O1") is OrderState.CANCELLED
    assert shift.status(vehicle).order_id == ""
    shift.run(20)
    assert shift.world.done(StopAction.PICK) == []


def test_cancelling_while_loaded_brings_the_load_back_to_its_source() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    shift.controller.do(CancelOrder("O1", "wrong pallet"), ANNA, shift.now_s).checked()
    assert shift.state("O1") is OrderState.CANCELLED
    recovery = shift.controller.order("O1-recovery1")
    assert recovery.origin is Origin.RECOVERY
    assert recovery.state is OrderState.UNDER_WAY
    assert recovery.loaded
    shift.run_until("O1-recovery1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "A")]


def test_a_cancelled_load_goes_elsewhere_when_its_source_takes_nothing() -> None:
    shift = Shift(A=StationUse("A", StationKind.TRANSFER, can_drop=False))
    shift.submit(transport("O1", "A", "E"))
    shift.run_until_loaded("O1")
    shift.controller.do(CancelOrder("O1"), ANNA, shift.now_s).checked()
    shift.run_until("O1-recovery1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "B")]


def test_cancelling_during_the_pick_waits_for_its_end() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    for _ in range(20):
        shift.run()
        if shift.carrier("O1").running_steps:
            break
    shift.run()
    shift.controller.do(CancelOrder("O1"), ANNA, shift.now_s).checked()
    assert shift.state("O1") is OrderState.UNDER_WAY
    shift.run_until("O1", OrderState.CANCELLED)
    shift.run_until("O1-recovery1", OrderState.DONE)
    assert shift.world.done(StopAction.PICK) == [("load-O1", "A")]
    assert shift.world.done(StopAction.DROP) == [("load-O1", "A")]


def test_suspending_on_board_keeps_the_load_and_resuming_goes_on() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    carrier = shift.carrier("O1").id
    shift.controller.do(SuspendOrder("O1", "look first"), ANNA, shift.now_s).checked()
    shift.run(10)
    assert shift.state("O1") is OrderState.SUSPENDED
    assert shift.controller.order("O1").vehicle_id == carrier
    assert "look first" in str(shift.status(carrier).reason)
    shift.controller.do(ResumeOrder("O1"), ANNA, shift.now_s).checked()
    shift.run_until("O1", OrderState.DONE)
    assert shift.carrier("O1").id == carrier


def test_suspending_before_the_pick_frees_the_vehicle() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    shift.controller.do(SuspendOrder("O1"), ANNA, shift.now_s).checked()
    assert shift.controller.order("O1").vehicle_id == ""
    shift.run(10)
    assert shift.world.done(StopAction.PICK) == []
    shift.controller.do(ResumeOrder("O1"), ANNA, shift.now_s).checked()
    shift.run_until("O1", OrderState.DONE)


def test_a_cancellation_after_an_unseen_drop_does_not_drop_again() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    shift.run(2)
    for _ in range(10):  # nobody listens while the vehicle goes on and sets the load down
        shift.world.step(None)
    shift.new_controller()
    shift.controller.do(CancelOrder("O1"), ANNA, shift.now_s).checked()
    shift.run_until("O1", OrderState.DONE)
    shift.run(20)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "B")]
    with pytest.raises(InputError, match="not known"):
        shift.controller.order("O1-recovery1")


def test_a_cancelled_order_carries_nothing_its_recovery_order_does() -> None:
    shift = Shift(vehicles=1)
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    shift.controller.do(CancelOrder("O1"), ANNA, shift.now_s).checked()
    assert not shift.controller.order("O1").loaded
    assert shift.controller.order("O1-recovery1").loaded
    shift.run_until("O1-recovery1", OrderState.DONE)
    assert not shift.controller.order("O1").loaded
    assert not shift.controller.order("O1-recovery1").loaded
