"""What comes to a station and leaves it, when a vehicle is sent there."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from fleet_core.layouts import load_facility
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import StationAction
from fleet_nodes.gazebo.gazebo_plant import GazeboLoad
from fleet_nodes.gazebo.ignition import IgnitionPublisher
from fleet_nodes.gazebo.messages import Placement
from fleet_nodes.gazebo.station_loads import SetDown, StationLoads, model_of
from fleet_nodes.gazebo.vehicle import GazeboVehicle

HALL = load_facility("bottling_hall").facility
UNIT = model_of("unit-1")


@dataclass
class Floor:
    """Loads that are where they were brought to, at once."""

    loads: dict[str, GazeboLoad] = field(default_factory=dict)
    stands: list[str] = field(default_factory=list)

    def load(self, name: str) -> GazeboLoad | None:
        return self.loads.get(name)

    def bring_load(self, name: str, load_type: str, at: Pose, height_m: float) -> None:
        self.loads[name] = GazeboLoad(name)
        self.loads[name].seen = Placement(at, height_m)

    def bring_stand(self, name: str, at: Pose) -> None:
        self.stands.append(name)

    def take_away(self, name: str) -> None:
        self.loads.pop(name, None)
        if name in self.stands:
            self.stands.remove(name)


def vehicle(name: str, kind: str, at: Pose) -> GazeboVehicle:
    made = GazeboVehicle(name, HALL.vehicle_types[kind], IgnitionPublisher("nowhere"), 0.5)
    made.see(0.0, Placement(at))
    return made


def pick(station: str, load_type: str = "finished_pallet") -> StationAction:
    return StationAction("a1", StopAction.PICK, station, "unit-1", load_type)


def drop(station: str) -> StationAction:
    return StationAction("a2", StopAction.DROP, station, "unit-1")


@pytest.fixture
def floor() -> Floor:
    return Floor()


FAR = Pose(0.0, 0.0, 0.0)


def test_a_load_stands_where_the_layout_has_its_station(floor: Floor) -> None:
    forklift = vehicle("forklift_1", "forklift", FAR)
    loads = StationLoads(HALL, floor, {forklift.name: forklift})
    assert not loads.prepare(forklift, pick("block_a_1"))  # it is brought now
    assert loads.prepare(forklift, pick("block_a_1"))
    seen = floor.loads[UNIT].seen
    station = HALL.layout.stations["block_a_1"].pose
    assert seen is not None and station is not None
    assert (seen.pose.x_m, seen.pose.y_m) == pytest.approx((station.x_m, station.y_m))
    assert floor.stands == []


def test_an_amr_finds_its_load_on_a_stand(floor: Floor) -> None:
    amr = vehicle("amr_1", "amr", FAR)
    loads = StationLoads(HALL, floor, {amr.name: amr})
    loads.prepare(amr, pick("caps_store_1", "caps"))
    assert len(floor.stands) == 1
    assert floor.loads[UNIT].seen is not None
    assert floor.loads[UNIT].seen.height_m > 0.4
    assert loads.prepare(amr, pick("caps_store_1", "caps"))


def test_nothing_comes_while_another_vehicle_is_there(floor: Floor) -> None:
    forklift = vehicle("forklift_1", "forklift", FAR)
    other = vehicle("forklift_2", "forklift", Pose(22.2, 11.6, -1.57))
    loads = StationLoads(HALL, floor, {each.name: each for each in (forklift, other)})
    assert not loads.prepare(forklift, pick("block_a_1"))
    assert floor.loads == {}
    other.see(1.0, Placement(Pose(40.0, 8.2, 0.0)))
    loads.prepare(forklift, pick("block_a_1"))
    assert UNIT in floor.loads


def test_a_station_is_cleared_for_the_next_drop(floor: Floor) -> None:
    forklift = vehicle("forklift_1", "forklift", FAR)
    loads = StationLoads(HALL, floor, {forklift.name: forklift})
    floor.bring_load("load_old", "finished_pallet", FAR, 0.0)
    loads.put_down("load_old", SetDown("old", "block_a_1", 0.0, 0.0))
    assert loads.count == 1
    assert loads.prepare(forklift, drop("block_a_1"))
    assert floor.loads == {}
    assert loads.count == 0


def test_a_station_that_the_type_does_not_come_to_is_never_ready(floor: Floor) -> None:
    amr = vehicle("amr_1", "amr", FAR)
    loads = StationLoads(HALL, floor, {amr.name: amr})
    assert not loads.prepare(amr, pick("block_a_1"))
    assert floor.loads == {}
