"""AGVs among people: they see them by noisy sensors, wait for them, and go on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fleet_core.app.local_motion import local_pilot, steered_motion
from fleet_core.app.shared_floor import TICK_S, SharedFloor
from fleet_core.app.shifts import peopled, shift_of
from fleet_core.app.simulation_run import SimulationRun
from fleet_core.model.geometry import Pose
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.simulation.motion import ProfileMotion
from tests.simulation.plants import CALM, drive, facility, route

LANE_M = 28.0


LANE = route("V0", [drive(Pose(0.0, 0.0, 0.0), LANE_M)])


def standing(local: str) -> tuple[Plant, SharedFloor]:
    """An AMR has nothing to do; one person is in the plant."""
    place = facility(1)
    pilot = local_pilot(place) if local == "nmpc" else None
    motion = steered_motion(place, pilot) if pilot is not None else ProfileMotion()
    plant = Plant(place, CALM, np.random.default_rng(1), motion=motion)
    return plant, SharedFloor(plant, 1, 0, np.random.default_rng(2), pilot)


def driving(local: str) -> tuple[Plant, SharedFloor]:
    """It is to drive 28 m along x."""
    plant, floor = standing(local)
    plant.apply(LANE)
    return plant, floor


def put(floor: SharedFloor, x_m: float, y_m: float) -> None:
    (person,) = floor.crowd.movers
    person.x_m, person.y_m, person.stays_s = x_m, y_m, 1e9


def run(floor: SharedFloor, seconds: float) -> None:
    for _ in range(round(seconds / TICK_S)):
        floor.step(TICK_S)


def x_of(plant: Plant) -> float:
    return float(plant.trail.poses[-1, 0, 0])


def test_an_agv_waits_for_somebody_in_its_lane_and_goes_on_afterwards() -> None:
    plant, floor = driving("nmpc")
    put(floor, 15.0, 0.0)
    run(floor, 25.0)
    waits_at = x_of(plant)
    assert 15.0 - 1.0 - 0.3 - 1.2 < waits_at < 15.0 - 1.0 - 0.3
    run(floor, 5.0)
    assert x_of(plant) == pytest.approx(waits_at, abs=0.02)
    put(floor, 15.0, 6.0)
    run(floor, 20.0)
    assert x_of(plant) == pytest.approx(LANE_M, abs=0.05)
    results = floor.results()
    assert (results["contacts"], results["contacts_at_fault"]) == (0, 0)
    assert 0.2 < results["min_person_distance_m"] < 1.3


def test_somebody_who_crosses_is_let_through() -> None:
    plant, floor = driving("nmpc")
    (person,) = floor.crowd.movers
    for k in range(250):
        put(floor, 15.0, 8.0 - 1.2 * max(0.0, TICK_S * k - 4.0))
        floor.step(TICK_S)
    assert person.y_m < -10.0
    assert floor.contacts.count == 0
    assert floor.contacts.min_distance_m > 0.3
    assert x_of(plant) > 20.0


@pytest.mark.parametrize("beside_m", [0.75, -0.6])
def test_who_waits_for_somebody_beside_its_lane_does_not_turn_off_its_way(beside_m: float) -> None:
    plant, floor = driving("nmpc")
    put(floor, 15.0, beside_m)
    most_rad = 0.0
    for _ in range(450):
        floor.step(TICK_S)
        most_rad = max(most_rad, abs(float(plant.trail.poses[-1, 0, 2])))
    assert most_rad < 0.25  # traffic takes 0.35 for astray
    assert floor.contacts.count == 0
    put(floor, 15.0, 8.0)
    run(floor, 25.0)
    assert x_of(plant) == pytest.approx(LANE_M, abs=0.05)


def test_with_speed_profiles_an_agv_stops_by_its_warnings() -> None:
    plant, floor = driving("profile")
    put(floor, 15.0, 0.0)
    run(floor, 12.0)
    assert x_of(plant) < 15.0 - 1.3
    assert floor.results()["contacts"] == 0


@pytest.mark.parametrize("beside_m", [0.0, 0.35, -0.6])
def test_with_speed_profiles_an_agv_waits_as_long_as_somebody_is_in_its_way(
    beside_m: float,
) -> None:
    plant, floor = driving("profile")
    put(floor, 15.0, beside_m)
    run(floor, 20.0)
    waits_at = x_of(plant)
    assert 10.0 < waits_at < 15.0 - 1.0 - 0.3
    run(floor, 40.0)  # many times as long as a warning lasts
    assert x_of(plant) == pytest.approx(waits_at, abs=0.1)
    assert floor.contacts.count == 0
    put(floor, 15.0, 6.0)
    run(floor, 20.0)
    assert x_of(plant) == pytest.approx(LANE_M, abs=0.05)


def test_with_speed_profiles_an_agv_does_not_start_into_somebody_before_it() -> None:
    plant, floor = standing("profile")
    put(floor, 1.0 + 0.3 + 0.15, 0.0)  # a decimetre and a half before its front
    run(floor, 3.0)
    plant.apply(LANE)
    run(floor, 30.0)
    assert x_of(plant) == 0.0
    assert floor.contacts.count == 0


def test_with_speed_profiles_an_agv_passes_who_stands_well_beside_its_lane() -> None:
    plant, floor = driving("profile")
    put(floor, 15.0, 1.3)
    run(floor, 70.0)  # slowly: he might set out
    assert x_of(plant) == pytest.approx(LANE_M, abs=0.05)
    assert floor.contacts.count == 0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_shift_among_people_touches_nobody_by_an_agvs_fault() -> None:
    shift = shift_of("bottling_hall", None, None, None, duration_s=240.0, seed=1)
    results = SimulationRun(peopled(replace(shift, local="nmpc"), 20, 2)).run(lambda _now_s: None)
    assert results["contacts_at_fault"] == 0
    assert results["collisions"] == results["deadlocks"] == 0
