"""A hall of 20 m by 12 m with three AMRs: small enough to start in a second."""

from __future__ import annotations

from fleet_core.model.facility import (
    Facility,
    FleetVehicle,
    StationKind,
    StationUse,
    Wall,
    Zone,
    ZoneKind,
)
from fleet_core.model.geometry import Pose
from fleet_core.model.layout import Edge, EdgeProperties, Layout, Node, NodeProperties, Station
from fleet_core.model.scenario import Scenario
from fleet_core.model.vehicle_type import BatteryType, Kinematics, VehicleType

NO_WORK = Scenario("none", ())
_COLUMNS, _ROWS, _PITCH_M = 6, 4, 4.0
_STATIONS = {
    "dock_1": ("N0_0", StationKind.TRANSFER),
    "dock_2": ("N5_0", StationKind.TRANSFER),
    "shelf_1": ("N0_3", StationKind.TRANSFER),
    "shelf_2": ("N5_3", StationKind.TRANSFER),
    "charger_1": ("N2_3", StationKind.CHARGER),
    "parking_1": ("N1_0", StationKind.PARKING),
    "parking_2": ("N2_0", StationKind.PARKING),
    "parking_3": ("N3_0", StationKind.PARKING),
}


def small_plant() -> Facility:
    """Two-way lanes on a grid; stations in the corners, rest places along the walls."""
    nodes = {
        f"N{x}_{y}": Node(f"N{x}_{y}", x * _PITCH_M, y * _PITCH_M, (NodeProperties("amr"),))
        for x in range(_COLUMNS)
        for y in range(_ROWS)
    }
    entry = (EdgeProperties("amr", max_speed_mps=1.2),)
    edges = {f"{a}-{b}": Edge(f"{a}-{b}", a, b, entry) for a, b in _lanes()}
    stations = {
        name: Station(name, (node,), name=name.replace("_", " ").capitalize())
        for name, (node, _) in _STATIONS.items()
    }
    uses = {name: StationUse(name, kind) for name, (_, kind) in _STATIONS.items()}
    fleet = tuple(FleetVehicle(f"amr_{n}", "amr", f"N{n}_0", 0.0) for n in (1, 2, 3))
    return Facility(
        "small_plant",
        Layout("small_plant", nodes, edges, stations),
        {"amr": _amr()},
        fleet,
        uses,
        zones=(
            Zone("slow", ZoneKind.SPEED_LIMIT, ((7, 3), (13, 3), (13, 9), (7, 9)), "Slow", 0.8),
            Zone(
                "rest", ZoneKind.INFORMATION, ((11, -1), (13, -1), (13, 1), (11, 1)), "Rest place"
            ),
        ),
        walls=(Wall("hall", ((-3, -3), (23, -3), (23, 15), (-3, 15)), closed=True),),
    )


def _lanes() -> list[tuple[str, str]]:
    lanes = []
    for x in range(_COLUMNS):
        for y in range(_ROWS):
            for a, b in ((x + 1, y), (x, y + 1)):
                if a < _COLUMNS and b < _ROWS:
                    lanes += [(f"N{x}_{y}", f"N{a}_{b}"), (f"N{a}_{b}", f"N{x}_{y}")]
    return lanes


def _amr() -> VehicleType:
    outline = ((-0.6, -0.4), (0.6, -0.4), (0.6, 0.4), (-0.6, 0.4))
    return VehicleType(
        id="amr",
        kinematics=Kinematics.DIFFERENTIAL,
        footprint=outline,
        loaded_footprint=outline,
        max_speed_mps=1.5,
        max_speed_loaded_mps=1.2,
        max_reverse_speed_mps=0.5,
        acceleration_mps2=0.8,
        braking_mps2=1.0,
        turn_speed_radps=1.0,
        turn_acceleration_radps2=1.5,
        battery=BatteryType(2.0, 1e-5, 2e-5, 0.05, 2.0),
        name="Pallet AMR",
        pick_s=4.0,
        drop_s=4.0,
    )


ORIGIN = Pose(0.0, 0.0, 0.0)
