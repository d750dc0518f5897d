"""Vehicles that stand although they may drive: told in time, with numbers, and replaced."""

from __future__ import annotations

from fleet_core.model.order import OrderState
from fleet_core.model.proximity import RestrictionCause, SpeedRestriction
from fleet_core.model.vehicle import Activity, ErrorLevel, VehicleError
from tests.execution.driven_world import DrivenVehicle, DrivenWorld
from tests.execution.test_astray import world


def to_pick() -> tuple[DrivenWorld, DrivenVehicle]:
    one = world()
    one.submit("O1", "place_q", "place_u")
    one.run(12.0)
    return one, one.vehicles[one.controller.order("O1").vehicle_id]


def test_a_frozen_vehicle_says_so_after_ten_seconds_and_tells_after_twenty() -> None:
    one, vehicle = to_pick()
    vehicle.frozen = True
    one.run(9.0)
    assert one.status(vehicle.id).activity is Activity.TO_PICK
    one.run(3.0)
    status = one.status(vehicle.id)
    assert status.activity is Activity.WAITING
    assert status.eta_s is None
    assert "stands although it may drive: legs up to" in str(status.reason)
    assert "it last moved 1" in str(status.reason)
    assert not one.texts("vehicle_stuck")
    one.run(10.0)
    assert one.texts("vehicle_stuck")[0].startswith(f"{vehicle.id} stands although it may drive")
    assert one.controller.explain(vehicle.id, one.now_s)[0].reason == one.status(vehicle.id).reason


def test_its_order_goes_to_another_in_the_end_and_it_goes_on_when_it_can() -> None:
    one, vehicle = to_pick()
    vehicle.frozen = True
    one.run(60.0)
    assert one.controller.order("O1").vehicle_id not in ("", vehicle.id)
    vehicle.frozen = False
    one.run(200.0)
    assert one.controller.order("O1").state is OrderState.DONE
    assert one.status(vehicle.id).activity is Activity.IDLE
    assert not one.released_into


def test_a_loaded_vehicle_keeps_its_order() -> None:
    one, vehicle = to_pick()
    while not one.controller.order("O1").loaded:
        one.step()
    one.run(4.0)
    vehicle.frozen = True
    one.run(90.0)
    assert one.controller.order("O1").vehicle_id == vehicle.id
    vehicle.frozen = False
    one.run(120.0)
    assert one.controller.order("O1").state is OrderState.DONE


def test_who_does_not_hear_of_releases_is_told_by_what_it_knows() -> None:
    one = world()
    for vehicle in one.vehicles.values():
        vehicle.deaf = True
    one.submit("O1", "place_q", "place_u")
    one.run(14.0)
    name = one.controller.order("O1").vehicle_id
    assert "and it knows 0; it last moved" in str(one.status(name).reason)


def test_what_the_vehicle_says_of_it_is_part_of_the_reason() -> None:
    one, vehicle = to_pick()
    vehicle.errors = (VehicleError("obstacle", ErrorLevel.WARNING, "stands before an obstacle"),)
    one.run(14.0)
    assert str(one.status(vehicle.id).reason).endswith("it says: stands before an obstacle")


def stopped_for(track: str, seconds: float, one: DrivenWorld, vehicle: DrivenVehicle) -> None:
    """The proximity system makes it stand."""
    held = SpeedRestriction(vehicle.id, 0.0, RestrictionCause.WAY_OCCUPIED, track)
    ends_s = one.now_s + seconds
    vehicle.frozen = True
    while one.now_s < ends_s:
        one.controller.restrict([held], one.now_s)
        one.step()


def test_who_stands_for_a_person_says_for_whom() -> None:
    one, vehicle = to_pick()
    stopped_for("person_7", 14.0, one, vehicle)
    assert "it waits for person_7; it last moved 1" in str(one.status(vehicle.id).reason)
    one.controller.restrict([], one.now_s)
    vehicle.frozen = False
    one.run(4.0)
    assert one.status(vehicle.id).activity is Activity.TO_PICK


def edges_of_another(is_for_a_person: bool) -> set[str]:
    """Its way past one that has stood on the northern way, the shorter one, for twelve seconds."""
    one, vehicle = to_pick()
    while vehicle.report(one.now_s).pose.x_m < 8.0:
        one.step()
    for seconds in (12.0, 6.0):
        if is_for_a_person:
            stopped_for("person_7", seconds, one, vehicle)
        else:
            vehicle.frozen = True
            one.run(seconds)
        if one.controller.open_orders == 1:
            one.submit("O2", "place_u", "place_r")
    routes = one.controller.snapshot(one.now_s).routes
    return {leg.edge_id for route in routes if route.vehicle_id != vehicle.id for leg in route.legs}


def test_others_drive_around_who_stands_for_a_person_sooner_than_for_another_cause() -> None:
    assert "n1-n2" in edges_of_another(is_for_a_person=False)
    assert "s1-s2" in edges_of_another(is_for_a_person=True)
