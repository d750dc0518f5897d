"""What stands at the stations of a plant in Gazebo, and who brings and takes it.

A world outside of the plant would be needed to feed it: trucks, lines, people. Here a load comes to
its station when a vehicle is sent for it, and a station is cleared when a vehicle is sent to put
something down there; neither happens while another vehicle is at the station. Between a drop and
the next one a load stands where it was put down.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import cos, hypot, sin
from typing import Protocol

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import StationAction
from fleet_core.model.vehicle_type import VehicleType
from fleet_core.worlds.carriers import Handling
from fleet_core.worlds.loads import STAND_TOP_M
from fleet_nodes.gazebo.gazebo_plant import GazeboLoad
from fleet_nodes.gazebo.vehicle import GazeboVehicle

_DROPPED_FROM_M = 0.003
"""A body that begins in another one is thrown out of it."""
_CLEAR_M = 1.0
"""From the middle of a load to any other vehicle before something is brought or taken."""


@dataclass(frozen=True, slots=True)
class SetDown:
    """How exactly a load was put down: its middle beside its place, and its direction."""

    load_unit_id: str
    station_id: str
    off_m: float
    off_rad: float


class LoadFloor(Protocol):
    """Where loads stand: a `GazeboPlant`, or a `GazeboLink` to one."""

    def load(self, name: str) -> GazeboLoad | None:
        """A load unit that was brought and not taken away."""
        ...

    def bring_load(self, name: str, load_type: str, at: Pose, height_m: float) -> None:
        """A load unit appears, its bottom ``height_m`` above the floor."""
        ...

    def bring_stand(self, name: str, at: Pose) -> None:
        """A stand for AMRs appears."""
        ...

    def take_away(self, name: str) -> None:
        """A load unit or a stand vanishes."""
        ...


@dataclass(slots=True)
class _Place:
    """What stands at a station."""

    load: str = ""
    stand: str = ""


def load_unit(action: StationAction) -> str:
    """The load unit that an action is about, also where the order names none."""
    return action.load_unit_id or f"load-{action.action_id}"


def model_of(unit: str) -> str:
    """Name of a load unit's model."""
    return "load_" + re.sub(r"[^A-Za-z0-9_-]+", "_", unit)


class StationLoads:
    """Of one plant; ``vehicles`` are all that drive in it."""

    def __init__(
        self, facility: Facility, floor: LoadFloor, vehicles: dict[str, GazeboVehicle]
    ) -> None:
        self.floor = floor
        self._facility, self._vehicles = facility, vehicles
        self.set_downs: list[SetDown] = []
        """All that vehicles have put down, in this run of Gazebo and those before."""
        self._places: dict[str, _Place] = {}
        self._count = 0  # of stands

    @property
    def count(self) -> int:
        """Loads that stand at stations."""
        return sum(1 for each in self._places.values() if each.load)

    def forget(self) -> None:
        """Gazebo was started again: nothing stands anywhere."""
        self._places.clear()

    def place(self, kind: VehicleType, at_m: float, station_id: str) -> Pose | None:
        """Where a load's middle is when a vehicle of this type, which carries it ``at_m`` along its
        own axis, stands at the station; None where it cannot."""
        layout = self._facility.layout
        station = layout.stations.get(station_id)
        for node_id in station.interaction_node_ids if station else ():
            node = layout.nodes[node_id]
            for entry in node.properties:
                if entry.vehicle_type_id == kind.id and entry.heading_rad is not None:
                    heading = entry.heading_rad
                    x = node.x_m + at_m * cos(heading)
                    return Pose(x, node.y_m + at_m * sin(heading), heading)
        return None

    def prepare(self, vehicle: GazeboVehicle, action: StationAction) -> bool:
        """Whether all is there for a vehicle that is sent to pick or drop; brings and clears what
        it can meanwhile."""
        carrier = vehicle.lift.carrier
        if action.kind not in (StopAction.PICK, StopAction.DROP):
            return True
        if carrier.handling is Handling.BED:
            return True
        at = self.place(vehicle.type, carrier.at_m, action.station_id)
        if at is None:
            return False
        if action.kind is StopAction.PICK:
            return self._prepare_pick(vehicle, action, at)
        return self._prepare_drop(vehicle, action, at)

    def lifted(self, action: StationAction) -> None:
        """The load of a pick no longer stands at its station."""
        place = self._places.get(action.station_id)
        if place is not None:
            place.load = ""

    def put_down(self, load: str, how: SetDown) -> None:
        """A load stands at a station."""
        self._places.setdefault(how.station_id, _Place()).load = load
        self.set_downs.append(how)

    def _prepare_pick(self, vehicle: GazeboVehicle, action: StationAction, at: Pose) -> bool:
        place = self._places.setdefault(action.station_id, _Place())
        name, on_stand = (
            model_of(load_unit(action)),
            vehicle.lift.carrier.handling is Handling.PLATE,
        )
        if place.load == name and bool(place.stand) is on_stand:
            load = self.floor.load(name)
            return load is not None and load.seen is not None
        if not self._clear(vehicle, at):
            return False
        self._empty(place)
        height_m = 0.0
        if on_stand:
            self._bring_stand(place, at)
            height_m = STAND_TOP_M
        self.floor.bring_load(name, action.load_type, at, height_m + _DROPPED_FROM_M)
        place.load = name
        return False

    def _prepare_drop(self, vehicle: GazeboVehicle, action: StationAction, at: Pose) -> bool:
        place = self._places.setdefault(action.station_id, _Place())
        on_stand = vehicle.lift.carrier.handling is Handling.PLATE
        if not place.load and bool(place.stand) is on_stand:
            return True
        if not self._clear(vehicle, at):
            return False
        self._empty(place)
        if on_stand:
            self._bring_stand(place, at)
        return True

    def _bring_stand(self, place: _Place, at: Pose) -> None:
        self._count += 1
        place.stand = f"stand_{self._count}"
        self.floor.bring_stand(place.stand, at)

    def _empty(self, place: _Place) -> None:
        for name in (place.load, place.stand):
            if name:
                self.floor.take_away(name)
        place.load = place.stand = ""

    def _clear(self, mine: GazeboVehicle, at: Pose) -> bool:
        return all(_gap_m(one, at) > _CLEAR_M for one in self._vehicles.values() if one is not mine)


def _gap_m(vehicle: GazeboVehicle, at: Pose) -> float:
    """From a point to a vehicle's footprint."""
    if vehicle.seen is None:
        return 0.0
    pose = vehicle.seen.pose
    dx, dy = at.x_m - pose.x_m, at.y_m - pose.y_m
    along = dx * cos(pose.heading_rad) + dy * sin(pose.heading_rad)
    aside = dy * cos(pose.heading_rad) - dx * sin(pose.heading_rad)
    xs, ys = zip(*vehicle.type.loaded_footprint, strict=True)
    return hypot(
        max(min(xs) - along, 0.0, along - max(xs)), max(min(ys) - aside, 0.0, aside - max(ys))
    )
