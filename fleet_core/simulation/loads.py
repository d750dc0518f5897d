"""Which load unit stands where: on a vehicle or at a station."""

from __future__ import annotations

from collections.abc import Mapping

from fleet_core.model.route import StationAction
from fleet_core.model.vehicle_type import VehicleType


class LoadUnits:
    """Every load unit of the plant that has been seen.

    A load unit that nobody has seen yet is found at the station where it is to be picked: it came
    with a truck, or from a line.
    """

    def __init__(self) -> None:
        self._station: dict[str, str] = {}  # load unit -> station
        self._vehicle: dict[str, str] = {}  # load unit -> vehicle
        self._aboard: dict[str, tuple[str, ...]] = {}  # vehicle -> load units

    def aboard(self, vehicle_id: str) -> tuple[str, ...]:
        """Load units on a vehicle, in the order in which they were picked."""
        return self._aboard.get(vehicle_id, ())

    def at_station(self, station_id: str) -> tuple[str, ...]:
        """Load units that stand at a station."""
        return tuple(unit for unit, place in self._station.items() if place == station_id)

    @property
    def stations(self) -> dict[str, str]:
        """The station of each load unit that stands at one."""
        return dict(self._station)

    def recall(self, stations: Mapping[str, str], aboard: Mapping[str, tuple[str, ...]]) -> None:
        """Be again as ``stations`` (by load unit) and ``aboard`` (by vehicle) say."""
        self._station = dict(stations)
        self._aboard = dict(aboard)
        self._vehicle = {unit: vehicle for vehicle, units in aboard.items() for unit in units}

    def put_at_station(self, load_unit_id: str, station_id: str) -> None:
        """A load unit appears at a station, from outside the plant."""
        self._station[load_unit_id] = station_id

    def pick_refused(
        self, vehicle_id: str, vehicle_type: VehicleType, action: StationAction
    ) -> str:
        """Why the pick is impossible, or nothing."""
        aboard = self.aboard(vehicle_id)
        unit = action.load_unit_id
        if len(aboard) >= vehicle_type.load_positions:
            return f"vehicle {vehicle_id} already carries {', '.join(aboard)}"
        if vehicle_type.load_types and action.load_type not in ("", *vehicle_type.load_types):
            allowed = ", ".join(sorted(vehicle_type.load_types))
            return f"vehicle {vehicle_id} cannot carry load type {action.load_type}, only {allowed}"
        if unit in self._vehicle:
            return f"load unit {unit} is on vehicle {self._vehicle[unit]}"
        if self._station.get(unit, action.station_id) != action.station_id:
            return f"load unit {unit} is at station {self._station[unit]}, not {action.station_id}"
        return ""

    def drop_refused(self, vehicle_id: str, action: StationAction) -> str:
        """Why the drop is impossible, or nothing."""
        aboard = self.aboard(vehicle_id)
        if not aboard:
            return f"vehicle {vehicle_id} carries nothing"
        if action.load_unit_id and action.load_unit_id not in aboard:
            return f"vehicle {vehicle_id} carries {', '.join(aboard)}, not {action.load_unit_id}"
        return ""

    def pick(self, vehicle_id: str, action: StationAction) -> None:
        """The load unit goes from the station onto the vehicle."""
        unit = action.load_unit_id or f"load-{action.action_id}"
        self._station.pop(unit, None)
        self._vehicle[unit] = vehicle_id
        self._aboard[vehicle_id] = (*self.aboard(vehicle_id), unit)

    def drop(self, vehicle_id: str, action: StationAction) -> None:
        """The load unit (the first one when none is named) goes from the vehicle to the station."""
        unit = action.load_unit_id or self.aboard(vehicle_id)[0]
        del self._vehicle[unit]
        self._aboard[vehicle_id] = tuple(one for one in self.aboard(vehicle_id) if one != unit)
        self._station[unit] = action.station_id
