"""A small plant without lanes: vehicles get from any node to any other at one metre a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import hypot, inf

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.facility import Facility, FleetVehicle, StationKind, StationUse
from fleet_core.model.layout import Layout, Node, NodeProperties, Station
from fleet_core.model.order import Stop, StopAction, TransportOrder
from fleet_core.model.vehicle_type import BatteryType, Kinematics, VehicleType

BOX = ((-0.5, -0.4), (0.5, -0.4), (0.5, 0.4), (-0.5, 0.4))
TRANSFERS = ("A", "B", "C", "D", "E")
CHARGERS = ("CH1", "CH2")
PARKINGS = ("P1", "P2", "P3", "P4")
CAPACITY_KWH = 2.0


def vehicle_type(type_id: str, **changes: object) -> VehicleType:
    fields: dict[str, object] = {
        "id": type_id,
        "kinematics": Kinematics.DIFFERENTIAL,
        "footprint": BOX,
        "loaded_footprint": BOX,
        "max_speed_mps": 100.0,  # whole legs between two reports
        "max_speed_loaded_mps": 1.0,
        "max_reverse_speed_mps": 0.5,
        "acceleration_mps2": 0.5,
        "braking_mps2": 0.5,
        "turn_speed_radps": 1.0,
        "turn_acceleration_radps2": 1.0,
        "battery": BatteryType(CAPACITY_KWH, 1e-3, 2e-3, 0.1, 2.0, 1e-3),
        "capabilities": frozenset({"lift"}) if type_id == "fork" else frozenset(),
        "pick_s": 5.0,
        "drop_s": 5.0,
    }
    return VehicleType(**{**fields, **changes})  # type: ignore[arg-type]


def plant(vehicles: int = 3, **uses: StationUse) -> Facility:
    """Vehicles v1, v2, ... of type ``cart``, the last one of type ``fork``. ``ISLAND`` is a
    station that nobody can reach. ``uses`` replaces what stations are for."""
    names = (*TRANSFERS, *CHARGERS, *PARKINGS)
    nodes = {
        f"n{name}": Node(
            f"n{name}",
            10.0 * (index % 4),
            10.0 * (index // 4),
            (NodeProperties("cart"), NodeProperties("fork")),
        )
        for index, name in enumerate(names)
    }
    nodes["nISLAND"] = Node("nISLAND", 500.0, 500.0, ())
    stations = {name: Station(name, (f"n{name}",)) for name in (*names, "ISLAND")}
    kinds = dict.fromkeys(CHARGERS, StationKind.CHARGER) | dict.fromkeys(
        PARKINGS, StationKind.PARKING
    )
    known = {
        name: StationUse(name, kinds.get(name, StationKind.TRANSFER), group=name[0])
        for name in stations
    }
    fleet = tuple(
        FleetVehicle(
            f"v{index + 1}",
            "fork" if index == vehicles - 1 else "cart",
            f"nP{index % len(PARKINGS) + 1}",
        )
        for index in range(vehicles)
    )
    return Facility(
        "teleport",
        Layout("teleport", nodes, {}, stations),
        {"cart": vehicle_type("cart"), "fork": vehicle_type("fork")},
        fleet,
        {**known, **uses},
    )


class TeleportTravel:
    """The TravelTimes protocol by straight lines."""

    def __init__(self, facility: Facility) -> None:
        self._nodes = facility.layout.nodes

    def distance_m(
        self, type_id: str, source: tuple[str, float], target_node_ids: Sequence[str]
    ) -> float:
        start = self._nodes[source[0]]
        reachable = [self._nodes[name] for name in target_node_ids if self.headings(type_id, name)]
        return min(
            (hypot(start.x_m - node.x_m, start.y_m - node.y_m) for node in reachable), default=inf
        )

    def travel_s(
        self, type_id: str, source: tuple[str, float], target_node_ids: Sequence[str]
    ) -> float:
        return self.distance_m(type_id, source, target_node_ids)

    def matrix_s(
        self,
        type_id: str,
        sources: Sequence[tuple[str, float]],
        targets: Sequence[Sequence[str]],
    ) -> NDArray[np.float64]:
        rows = [
            [self.travel_s(type_id, source, target) for target in targets] for source in sources
        ]
        return np.array(rows).reshape(len(sources), len(targets))

    def matrix_m(
        self,
        type_id: str,
        sources: Sequence[tuple[str, float]],
        targets: Sequence[Sequence[str]],
    ) -> NDArray[np.float64]:
        return self.matrix_s(type_id, sources, targets)

    def headings(self, type_id: str, node_id: str) -> Mapping[float, int]:
        known = {entry.vehicle_type_id for entry in self._nodes[node_id].properties}
        return {0.0: 0} if type_id in known else {}


def transport(
    order_id: str, source: str = "A", target: str = "B", **fields: object
) -> TransportOrder:
    """An order from one station to another."""
    stops = (Stop(source, StopAction.PICK), Stop(target, StopAction.DROP))
    return TransportOrder(order_id, stops, **fields)  # type: ignore[arg-type]
