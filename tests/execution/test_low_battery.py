"""A battery that falls below the reserve although the fleet has planned otherwise."""

from __future__ import annotations

from fleet_core.model.order import OrderState, StopAction
from tests.execution.shift import Shift
from tests.execution.teleport_plant import transport


def test_an_order_that_is_not_picked_goes_to_another_and_a_message_says_why() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until("O1", OrderState.UNDER_WAY)
    first = shift.carrier("O1")
    first.soc = 0.08
    shift.run(2)
    message = shift.controller.snapshot(shift.now_s).messages[-1]
    assert shift.codes().count("battery_low") == 1
    assert str(message.reason) == f"the battery of {first.id} is at 8%, below its reserve of 10%"
    shift.run_until("O1", OrderState.DONE)
    assert shift.controller.order("O1").vehicle_id != first.id
    shift.run(40)
    assert first.soc > 0.5  # it went to charge
    assert shift.codes().count("battery_low") == 1


def test_a_load_on_board_is_delivered_and_the_message_is_said_once() -> None:
    shift = Shift()
    shift.submit(transport("O1"))
    shift.run_until_loaded("O1")
    first = shift.carrier("O1")
    first.soc = 0.08
    shift.run_until("O1", OrderState.DONE)
    assert shift.world.done(StopAction.DROP) == [("load-O1", "B")]
    assert shift.controller.order("O1").vehicle_id == first.id
    assert shift.codes().count("battery_low") == 1
