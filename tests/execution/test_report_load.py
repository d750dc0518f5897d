"""A person says where a load is that is on board by the books, and in truth is not."""

from __future__ import annotations

import pytest

from fleet_core.model.errors import InputError
from fleet_core.model.order import OrderState, Stop, StopAction, TransportOrder
from fleet_core.model.request import CancelOrder, ReportLoad, SubmitOrder
from fleet_core.model.wording import sentence
from tests.execution.driven_world import DrivenVehicle, DrivenWorld
from tests.execution.two_ways import world


def on_board() -> tuple[DrivenWorld, DrivenVehicle]:
    """A vehicle on its way from place_p to place_q with the load of O1."""
    one = world()
    one.submit("O1", "place_p", "place_q", "cart_1")
    one.run_until(lambda: one.controller.order("O1").loaded, 60.0)
    one.run(8.0)
    return one, one.vehicles["cart_1"]


def vanished() -> tuple[DrivenWorld, DrivenVehicle]:
    """The same; its load is gone, which it says."""
    one, vehicle = on_board()
    vehicle.loads = []
    one.run(6.0)
    assert "not on board any more; say where it is" in " ".join(one.texts("vehicle_astray"))
    return one, vehicle


def say(one: DrivenWorld, station_id: str, order_id: str = "O1") -> None:
    one.controller.do(ReportLoad(order_id, station_id), "anna", one.now_s).checked()


def state(one: DrivenWorld, order_id: str = "O1") -> OrderState:
    return one.controller.order(order_id).state


def test_a_load_that_is_lost_ends_its_order_and_frees_its_vehicle() -> None:
    one, _ = vanished()
    say(one, "")
    ended = one.controller.order("O1")
    assert (ended.state, ended.loaded) == (OrderState.CANCELLED, False)
    assert ended.reason is not None
    assert sentence(ended.reason) == "Load load-O1 is lost, says anna."
    one.submit("O2", "place_p", "place_q", "cart_1")
    one.run_until(lambda: state(one, "O2") is OrderState.DONE, 240.0)


def test_a_load_that_is_found_is_fetched_there() -> None:
    one, _ = vanished()
    say(one, "place_u")
    found = one.controller.order("O1")
    assert (found.state, found.loaded, found.next_stop) == (OrderState.QUEUED, False, 0)
    assert [stop.station_id for stop in found.stops] == ["place_u", "place_q"]
    one.run_until(lambda: state(one) is OrderState.DONE, 300.0)


def test_the_order_is_still_the_one_that_was_submitted() -> None:
    one, _ = vanished()
    say(one, "place_u")
    stops = (Stop("place_p", StopAction.PICK), Stop("place_q", StopAction.DROP))
    asked = TransportOrder("O1", stops, "load-O1", intended_vehicle="cart_1")
    one.controller.do(SubmitOrder(asked), "anna", one.now_s).checked()


def test_a_load_that_stands_where_it_was_to_go_is_delivered() -> None:
    one, _ = vanished()
    say(one, "place_q")
    assert state(one) is OrderState.DONE


def test_a_load_that_is_gone_after_a_restart_is_missed_too() -> None:
    """Which vehicles can tell what they carry is remembered."""
    one, vehicle = on_board()
    vehicle.loads = []
    one.new_controller()
    one.run(8.0)
    reason = one.status("cart_1").reason
    assert reason is not None
    assert "not on board any more" in sentence(reason)
    say(one, "place_p")
    one.run_until(lambda: state(one) is OrderState.DONE, 300.0)


def test_it_can_be_said_while_the_vehicle_is_not_heard() -> None:
    one, vehicle = on_board()
    one.new_controller()
    vehicle.silent = True
    one.run(15.0)
    say(one, "")
    assert state(one) is OrderState.CANCELLED
    vehicle.silent, vehicle.loads = False, []
    one.run(8.0)
    assert one.controller.snapshot(one.now_s).orders[0].loaded is False


def test_a_recovery_order_whose_load_is_found_anywhere_is_over() -> None:
    one, vehicle = on_board()
    one.controller.do(CancelOrder("O1"), "anna", one.now_s).checked()
    one.run(1.0)
    vehicle.loads = []
    one.run(4.0)
    say(one, "place_u", "O1-recovery1")
    assert state(one, "O1-recovery1") is OrderState.CANCELLED


@pytest.mark.parametrize("station_id", ["", "place_u", "place_q"])
def test_what_a_vehicle_says_it_carries_is_neither_found_nor_lost(station_id: str) -> None:
    one, _ = on_board()
    before = one.controller.order("O1")
    with pytest.raises(InputError, match="cart_1 says that it carries load-O1"):
        say(one, station_id)
    assert one.controller.order("O1") == before


def test_a_load_is_found_only_where_there_is_a_station() -> None:
    one, _ = vanished()
    with pytest.raises(InputError, match="nowhere"):
        say(one, "nowhere")
    assert one.controller.order("O1").loaded


def test_an_order_that_has_no_load_on_board_is_refused() -> None:
    one = world()
    one.submit("O1", "place_p", "place_q", "cart_1")
    with pytest.raises(InputError, match="on board of no vehicle"):
        say(one, "place_u")
