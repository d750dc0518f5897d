"""The facility as dispatch looks at it: where stations are and what may be done there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fleet_core.dispatch.distances import Distances, Place, StationWays
from fleet_core.model.facility import Facility, StationKind, StationUse
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.model.reason import Reason
from fleet_core.model.travel_times import TravelTimes
from fleet_core.model.vehicle_type import VehicleType

if TYPE_CHECKING:
    from fleet_core.dispatch.ability import OrderEnergy


@dataclass(frozen=True, slots=True)
class DispatchPlant:
    """A facility, its travel times, and look-ups that both need.

    ``travel`` knows what is closed at the moment; ``distances``, ``objections`` and ``energies``
    are of the layout as drawn, since an order is not refused for a closure that will end.
    """

    facility: Facility
    travel: TravelTimes
    open_travel: TravelTimes
    distances: Distances
    chargers: dict[str, Place]
    parkings: dict[str, Place]
    transfer_nodes: frozenset[str]
    charger_nodes: frozenset[str]
    parking_nodes: frozenset[str]
    homes: dict[str, str]  # where each vehicle's day begins: node by vehicle id
    objections: dict[tuple[object, ...], Reason | None] = field(
        default_factory=dict
    )  # see ability.py
    energies: dict[tuple[str, tuple[Stop, ...]], OrderEnergy] = field(default_factory=dict)
    ways: dict[str, StationWays] = field(default_factory=dict)  # by type

    def station_ways(self, type_id: str) -> StationWays:
        """Ways from station to station, of the layout as drawn."""
        if type_id not in self.ways:
            self.ways[type_id] = StationWays(self.open_travel, type_id)
        return self.ways[type_id]

    @classmethod
    def of(
        cls, facility: Facility, travel: TravelTimes, open_travel: TravelTimes | None = None
    ) -> DispatchPlant:
        """``open_travel``: travel times that no closure changes, where ``travel`` knows any."""

        def places(kind: StationKind) -> dict[str, Place]:
            return {
                station_id: facility.layout.stations[station_id].interaction_node_ids
                for station_id in facility.stations_of(kind)
                if station_id in facility.layout.stations
            }

        chargers, parkings = places(StationKind.CHARGER), places(StationKind.PARKING)
        return cls(
            facility,
            travel,
            open_travel or travel,
            Distances(open_travel or travel),
            chargers,
            parkings,
            _nodes(places(StationKind.TRANSFER)),
            _nodes(chargers),
            _nodes(parkings),
            {entry.id: entry.start_node_id for entry in facility.fleet},
        )

    def home_of(self, vehicle_id: str) -> str:
        """The node where the vehicle's day begins; empty when the facility does not know it."""
        return self.homes.get(vehicle_id, "")

    def knows(self, station_id: str) -> bool:
        return station_id in self.facility.layout.stations

    def place(self, station_id: str) -> Place:
        """Nodes of the station; none for one that the layout does not have any more."""
        station = self.facility.layout.stations.get(station_id)
        return station.interaction_node_ids if station is not None else ()

    def use(self, station_id: str) -> StationUse:
        """What the station is for; a station the facility says nothing of takes any transfer."""
        use = self.facility.uses.get(station_id)
        return use if use is not None else StationUse(station_id, StationKind.TRANSFER)

    def can_charge(self, type_id: str) -> bool:
        """Whether the plant has a charger for vehicles of this type."""
        return any(self.distances.can_stand(type_id, place) for place in self.chargers.values())

    def type_of(self, type_id: str) -> VehicleType:
        return self.facility.vehicle_types[type_id]

    def stops_left(self, order: TransportOrder) -> tuple[Stop, ...]:
        return order.stops[order.next_stop :]

    def places_left(self, order: TransportOrder) -> list[Place]:
        return [self.place(stop.station_id) for stop in self.stops_left(order)]

    def handling_s(self, vehicle_type: VehicleType, stop: Stop) -> float:
        """How long the action at a stop takes."""
        if stop.action is StopAction.PICK:
            return vehicle_type.pick_s
        if stop.action is StopAction.DROP:
            return vehicle_type.drop_s
        return stop.duration_s


def _nodes(places: dict[str, Place]) -> frozenset[str]:
    return frozenset(node_id for place in places.values() for node_id in place)
