"""Vehicles in automatic mode that are not where they belong, or say so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model.geometry import Pose
from fleet_core.model.order import OrderState
from fleet_core.model.request import ResumeVehicle, SendVehicle
from fleet_core.model.vehicle import Activity, OperatingMode
from tests.execution.driven_world import DrivenVehicle, DrivenWorld, distance_m
from tests.execution.two_ways import world


def on_the_way(place: str = "place_q") -> tuple[DrivenWorld, DrivenVehicle]:
    """A vehicle in the middle of its way to a station."""
    one = world()
    one.controller.do(SendVehicle("cart_1", place), "anna", one.now_s).checked()
    one.run(18.0)
    vehicle = one.vehicles["cart_1"]
    assert vehicle.done < vehicle.routes[0].released
    return one, vehicle


def told(one: DrivenWorld) -> str:
    return " ".join(one.texts("vehicle_astray"))


def test_an_idle_vehicle_that_jumps_is_held_and_nobody_is_released_into_it() -> None:
    one = world()
    one.vehicles["cart_3"].offset = (0.0, -3.0, 0.0)  # onto the northern way
    one.run(2.0)
    assert one.status("cart_3").activity is Activity.BROKEN
    assert "it has moved by 3.00 m in 0.5 s, type cart can drive 1.10 m" in told(one)
    one.controller.do(SendVehicle("cart_1", "place_q"), "anna", one.now_s).checked()
    one.run(80.0)
    assert distance_m(one.vehicles["cart_1"].pose, Pose(24.0, 12.0, 0.0)) < 0.01
    assert not one.released_into


def test_it_comes_back_by_itself_when_its_reports_fit_again() -> None:
    one = world()
    one.vehicles["cart_3"].offset = (0.0, -3.0, 0.0)
    one.run(5.0)
    one.vehicles["cart_3"].offset = (0.0, 0.0, 0.0)
    one.run(6.0)
    assert one.status("cart_3").activity is Activity.IDLE
    one.submit("O1", "place_x", "place_u", "cart_3")
    one.run(100.0)
    assert one.controller.order("O1").state is OrderState.DONE


def test_a_vehicle_with_a_release_through_the_place_of_a_jump_is_held() -> None:
    one, vehicle = on_the_way()
    ahead = vehicle.routes[-1].legs[vehicle.routes[-1].released - 1].path[-1]
    other = one.vehicles["cart_3"]
    other.offset = (ahead.x_m - other.pose.x_m, ahead.y_m - other.pose.y_m, 0.0)
    one.run(1.0)
    stood = vehicle.pose
    assert vehicle.routes[-1].hold
    assert str(one.status("cart_1").reason).startswith("is held: cart_3 is not where it belongs")
    assert one.status("cart_1").blocked_by == ("cart_3",)
    one.run(10.0)
    assert vehicle.pose == stood
    other.offset = (0.0, 0.0, 0.0)
    one.run(60.0)
    assert distance_m(vehicle.pose, Pose(24.0, 12.0, 0.0)) < 0.01


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (lambda v: setattr(v, "offset", (0.0, 14.0, 0.0)), "it has moved by 1"),
        (lambda v: setattr(v, "offset", (0.3, -0.3, 0.0)), "m beside its way; 0.30 m is allowed"),
        (lambda v: setattr(v, "offset", (0.0, 0.0, 0.6)), "it is turned by 0.60 rad"),
        (lambda v: setattr(v, "done_error", 9), "m beside its way"),
        (lambda v: setattr(v, "done_error", -2), "legs of route"),
    ],
)
def test_what_does_not_fit_holds_the_vehicle_with_the_numbers(
    fault: Callable[[DrivenVehicle], None], says: str
) -> None:
    one, vehicle = on_the_way()
    while vehicle.done < 2:
        one.step()
    fault(vehicle)
    one.run(1.0)
    assert says in told(one), told(one)
    assert vehicle.routes[-1].hold
    stood = vehicle.pose
    one.run(10.0)
    assert vehicle.pose == stood
    vehicle.offset, vehicle.done_error = (0.0, 0.0, 0.0), 0
    one.run(80.0)
    assert distance_m(vehicle.pose, Pose(24.0, 12.0, 0.0)) < 0.01
    assert not one.released_into


def test_what_a_vehicle_may_be_beside_its_lane_is_no_fault_but_its_body_is_kept_free() -> None:
    one, vehicle = on_the_way()
    vehicle.offset = (0.1, -0.1, 0.05)
    one.run(60.0)
    assert not told(one)
    assert one.controller._fleet.vehicles["cart_1"].place.floor is not None
    assert distance_m(vehicle.pose, Pose(24.0, 12.0, 0.0)) < 0.01


def test_a_driver_that_begins_its_route_anew_finds_its_old_floor_kept_free() -> None:
    one, vehicle = on_the_way()
    while vehicle.done < 3:
        one.step()
    known = vehicle.done
    vehicle.done_error = -known
    one.run(1.0)
    assert f"it says that 0 legs of route {vehicle.routes[0].route_id} are done" in told(one)
    floor = one.controller._fleet.vehicles["cart_1"].place.floor
    assert floor is not None
    assert len(floor.legs) == known


def test_a_driver_that_has_forgotten_its_route_is_taken_up_where_it_stands() -> None:
    one = world()
    one.submit("O1", "place_q", "place_u", "cart_1")
    one.run(20.0)
    one.vehicles["cart_1"].forget()
    one.run(2.0)
    assert "cart_1 is taken up anew where it stands." in one.texts("vehicle_moved")
    one.run(150.0)
    assert one.controller.order("O1").state is OrderState.DONE
    assert not one.released_into


def test_a_person_may_say_that_a_vehicle_is_where_it_says() -> None:
    one = world()
    vehicle = one.vehicles["cart_3"]
    vehicle.pose = Pose(24.0, -12.0, 1.5707963)
    one.run(40.0)
    assert one.status("cart_3").activity is Activity.BROKEN
    one.controller.do(ResumeVehicle("cart_3"), "anna", one.now_s).checked()
    one.run(3.0)
    assert one.status("cart_3").activity is Activity.IDLE
    one.submit("O1", "place_r", "place_q", "cart_3")
    one.run(200.0)
    assert one.controller.order("O1").state is OrderState.DONE


def test_a_vehicle_with_legs_to_drive_is_not_let_go_from_elsewhere() -> None:
    one, vehicle = on_the_way()
    vehicle.offset = (0.0, -3.0, 0.0)
    one.run(3.0)
    with pytest.raises(Exception, match="take it over by hand first, or bring it back"):
        one.controller.do(ResumeVehicle("cart_1"), "anna", one.now_s).checked()
    vehicle.mode = OperatingMode.MANUAL
    one.run(2.0)
    vehicle.forget()
    vehicle.offset, vehicle.pose = (0.0, 0.0, 0.0), Pose(24.0, -12.0, 1.5707963)
    one.run(2.0)
    vehicle.mode = OperatingMode.AUTOMATIC
    one.run(3.0)
    assert one.status("cart_1").activity is not Activity.BROKEN


def test_a_load_that_vanishes_on_the_way_holds_its_vehicle() -> None:
    one = world()
    one.submit("O1", "place_x", "place_u", "cart_3")
    vehicle = one.vehicles["cart_3"]
    while not (vehicle.loads and one.controller.order("O1").loaded):
        one.step()
    one.run(6.0)
    loads, vehicle.loads = vehicle.loads, []
    one.run(4.0)
    assert "its load load-O1 is not on board any more" in told(one)
    vehicle.loads = loads
    one.run(120.0)
    assert one.controller.order("O1").state is OrderState.DONE


def test_a_load_of_nobody_that_appears_on_the_way_holds_its_vehicle() -> None:
    one = world()
    one.submit("O1", "place_u", "place_x", "cart_3")
    one.run(6.0)
    one.vehicles["cart_3"].loads = ["stone"]
    one.run(4.0)
    assert "it carries load stone, which belongs to no order" in told(one)


def test_who_is_astray_stays_so_through_a_restart() -> None:
    one = world()
    one.vehicles["cart_3"].offset = (0.0, -3.0, 0.0)
    one.run(3.0)
    one.new_controller()
    one.run(4.0)
    one.controller.do(SendVehicle("cart_1", "place_q"), "anna", one.now_s).checked()
    one.run(80.0)
    assert one.status("cart_3").activity is Activity.BROKEN
    assert not one.released_into


def test_a_vehicle_driven_by_hand_is_kept_clear_of_wherever_it_is() -> None:
    one, _ = on_the_way()
    other = one.vehicles["cart_3"]
    other.mode = OperatingMode.MANUAL
    one.run(1.0)
    other.pose = Pose(15.0, 6.5, 0.3)
    one.run(60.0)
    assert not one.released_into
    assert not one.bodies_overlap()


FAULTS = st.tuples(
    st.sampled_from(["cart_1", "cart_2", "cart_3"]),
    st.sampled_from(["jump", "lie", "progress", "forget", "silence", "manual", "freeze", "clock"]),
    st.tuples(st.floats(-14.0, 14.0), st.floats(-14.0, 14.0), st.floats(-3.0, 3.0)),
    st.integers(-5, 5),
    st.integers(1, 40),
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(FAULTS, max_size=8), st.randoms(use_true_random=False))
def test_nobody_is_ever_released_into_a_footprint_that_was_reported(faults, luck) -> None:  # type: ignore[no-untyped-def]
    one = world()
    names = ["place_p", "place_q", "place_r", "place_u", "place_x"]
    for number in range(4):
        pick, drop = luck.sample(names, 2)
        one.submit(f"O{number}", pick, drop)
    for vehicle_id, kind, offset, legs, steps in faults:
        vehicle = one.vehicles[vehicle_id]
        begin(vehicle, kind, offset, legs)
        one.run(0.5 * steps)
        end(vehicle, kind)
    one.run(30.0)
    assert not one.released_into


def begin(vehicle: DrivenVehicle, kind: str, offset: tuple[float, float, float], legs: int) -> None:
    if kind == "jump":
        pose = vehicle.pose
        vehicle.pose = Pose(pose.x_m + offset[0], pose.y_m + offset[1], pose.heading_rad)
    elif kind == "lie":
        vehicle.offset = offset
    elif kind == "progress":
        vehicle.done_error = legs
    elif kind == "forget":
        vehicle.forget()
    elif kind == "silence":
        vehicle.silent = True
    elif kind == "manual":
        vehicle.mode = OperatingMode.MANUAL
        vehicle.forget()
    elif kind == "freeze":
        vehicle.frozen = True
    elif kind == "clock":
        vehicle.clock_error_s = legs * 10.0


def end(vehicle: DrivenVehicle, kind: str) -> None:
    if kind == "manual":
        vehicle.mode = OperatingMode.AUTOMATIC
    if kind != "jump":
        vehicle.offset, vehicle.done_error = (0.0, 0.0, 0.0), 0
    vehicle.silent = vehicle.frozen = False
    vehicle.clock_error_s = 0.0
