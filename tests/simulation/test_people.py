"""People and manned forklifts of the embedded plant: where they go, who sees them, who is hit."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from fleet_core.layouts import load_facility
from fleet_core.model.facility import Facility
from fleet_core.model.proximity import ObjectClass
from fleet_core.simulation.people.bodies import Bodies, rectangle
from fleet_core.simulation.people.contacts import ContactMonitor
from fleet_core.simulation.people.crowd import Crowd
from fleet_core.simulation.people.mover import Mover
from fleet_core.simulation.people.sensors import PlantSensors, SensorSettings

NOBODY = Bodies(np.zeros((0, 8, 2)), np.zeros((0, 2)))


@pytest.fixture(scope="module")
def hall() -> Facility:
    return load_facility("bottling_hall").facility


def walked(facility: Facility, seed: int, seconds: float, vehicles: Bodies = NOBODY):
    crowd = Crowd(facility, 8, 3, np.random.default_rng(seed))
    places = []
    for _ in range(round(seconds / 0.1)):
        crowd.step(0.1, vehicles)
        places.append([each.place for each in crowd.movers])
    return crowd, np.array(places)


def test_people_and_forklifts_get_about_and_go_through_no_wall(hall: Facility) -> None:
    _crowd, places = walked(hall, 1, 120.0)
    driven_m = np.hypot(*np.diff(places, axis=0).transpose(2, 0, 1)).sum(axis=0)
    assert driven_m.min() > 10.0
    steps = np.hypot(*np.diff(places, axis=0).transpose(2, 0, 1))
    assert steps.max() < 0.3
    solid = shapely.union_all(
        [
            shapely.Polygon(each.points) if each.closed else shapely.LineString(each.points)
            for each in hall.walls
        ]
    )
    clear_m = shapely.distance(solid, shapely.points(places.reshape(-1, 2)))
    assert clear_m.min() > 0.2


def test_a_driver_who_finds_no_way_past_makes_room(hall: Facility) -> None:
    crowd = Crowd(hall, 0, 1, np.random.default_rng(1))
    (driver,) = crowd.movers
    while driver.speed_mps < 1.0:
        crowd.step(0.1, NOBODY)
    # A fence before it and on both sides that leaves no way but back, and no room to turn.
    c, s = np.cos(driver.heading_rad), np.sin(driver.heading_rad)
    boxes = [
        np.add(rectangle(0.5, 4.0), (5.0, 0.0)),
        *(np.add(rectangle(6.0, 0.2), (-1.0, side)) for side in (-1.7, 1.7)),
    ]
    outlines = np.array([each @ np.array([[c, s], [-s, c]]) + driver.place for each in boxes])
    fence = Bodies(outlines, np.zeros((3, 2)))
    backed_m = 0.0
    for _ in range(300):
        crowd.step(0.1, fence)
        backed_m += max(0.0, -0.1 * driver.speed_mps)
        body = shapely.Polygon(crowd.bodies().outline[0])
        assert min(body.distance(shapely.Polygon(each)) for each in fence.outline) > 0.2
        if backed_m > 2.0:
            break
    assert backed_m > 2.0


@pytest.mark.parametrize("beside", [(0.0, 0.4), (-0.2, -0.3), (-0.5, 0.0)])
def test_a_driver_does_not_go_round_a_point_beside_it_for_ever(
    beside: tuple[float, float],
) -> None:
    driver = Mover(
        "forklift_1", ObjectClass.FORKLIFT, 0.0, 0.0, 0.0, 2.0, np.random.default_rng(1),
        acceleration_mps2=0.8, turn_radps=1.0, axle_m=0.8,
    )  # fmt: skip
    driver.way = np.array([beside, (6.0, 3.0)])
    for _ in range(200):
        driver.move(driver.pace_mps, 0.1)
    assert driver.arrived
    assert np.hypot(driver.x_m - 6.0, driver.y_m - 3.0) < driver.axle_m


@pytest.mark.slow
def test_the_same_seed_is_the_same_crowd(hall: Facility) -> None:
    np.testing.assert_array_equal(walked(hall, 3, 30.0)[1], walked(hall, 3, 30.0)[1])
    assert not np.array_equal(walked(hall, 4, 1.0)[1], walked(hall, 3, 1.0)[1])


def test_sensors_are_late_noisy_and_lose_some(hall: Facility) -> None:
    crowd, _places = walked(hall, 1, 1.0)
    sensors = PlantSensors(crowd.movers, np.random.default_rng(2))
    errors, heard_s, seen = [], [], 0
    where = {f"tag_{each.id}": each.place for each in crowd.movers}
    for k in range(200):
        heard = sensors.listen(crowd.movers, 0.1 * k)
        for tags in heard.tags:
            errors += [np.subtract((t.x_m, t.y_m), where[t.tag_id]) for t in tags]
            heard_s += [0.1 * k - t.stamp_s for t in tags]
        seen += sum(len(each) for each in heard.detections)
    settings = SensorSettings()
    assert np.std(errors) == pytest.approx(settings.noise_m, rel=0.1)
    assert np.mean(heard_s) == pytest.approx(settings.latency_s)
    assert seen / (198 * len(crowd.movers)) == pytest.approx(1.0 - settings.loss, abs=0.02)


def box_at(x: float, y: float = 0.0) -> Bodies:
    return Bodies(np.add(rectangle(1.0, 0.5), (x, y))[None], np.zeros((1, 2)))


WHO = (("person_1", ObjectClass.PERSON),)


def test_a_contact_is_the_fault_of_a_vehicle_that_moves() -> None:
    person = Bodies(np.add(rectangle(0.3, 0.3), (2.0, 0.0))[None], np.zeros((1, 2)))
    moving, standing = ContactMonitor(["V0"]), ContactMonitor(["V0"])
    for k in range(30):
        moving.watch(0.1 * k, 0.1, box_at(0.05 * k), person, WHO)
        walker = Bodies(np.add(person.outline, (1.5 - 0.1 * k, 0.0)), np.zeros((1, 2)))
        standing.watch(0.1 * k, 0.1, box_at(0.0), walker, WHO)
    assert (moving.count, moving.at_fault, moving.min_distance_m) == (1, 1, 0.0)
    assert (standing.count, standing.at_fault) == (1, 0)
    assert moving.contacts[0].vehicle_mps == pytest.approx(0.5)
    assert (moving.driven_into, standing.driven_into) == (1, 0)


@pytest.mark.parametrize(("dx_m", "dy_m"), [(0.0, -0.12), (0.12, 0.0)])
def test_who_walks_into_a_side_or_a_rear_that_moves_was_not_driven_into(
    dx_m: float, dy_m: float
) -> None:
    monitor = ContactMonitor(["V0"])
    begin = np.array([0.0, 1.2]) if dy_m else np.array([-1.8, 0.0])
    for k in range(20):
        walker = np.add(rectangle(0.3, 0.3), begin + k * np.array([dx_m, dy_m]))
        vehicle = box_at(0.05 * k)
        monitor.watch(0.1 * k, 0.1, vehicle, Bodies(walker[None], np.zeros((1, 2))), WHO)
    assert (monitor.count, monitor.at_fault, monitor.driven_into) == (1, 1, 0)


def test_driving_off_while_somebody_touches_is_a_fault() -> None:
    person = Bodies(np.add(rectangle(0.3, 0.3), (1.2, 0.0))[None], np.zeros((1, 2)))
    monitor = ContactMonitor(["V0"])
    for k in range(10):
        monitor.watch(0.1 * k, 0.1, box_at(max(0.0, 0.02 * (k - 5))), person, WHO)
    assert (monitor.count, monitor.at_fault) == (1, 1)
