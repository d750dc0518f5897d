"""Small plants and hand-written routes for the tests of the embedded plant."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, pi, sin

import numpy as np

from fleet_core.model.facility import Facility, FleetVehicle, StationKind, StationUse
from fleet_core.model.geometry import Pose
from fleet_core.model.layout import Edge, EdgeProperties, Layout, Node, Station
from fleet_core.model.order import StopAction
from fleet_core.model.route import Leg, LegKind, Route, StationAction
from fleet_core.model.scenario import Scenario
from fleet_core.model.vehicle_type import BatteryType, Kinematics, VehicleType
from fleet_core.simulation.embedded_plant import Plant

BOX = ((-0.5, -0.4), (1.0, -0.4), (1.0, 0.4), (-0.5, 0.4))
LONG_BOX = ((-0.9, -0.5), (1.0, -0.5), (1.0, 0.5), (-0.9, 0.5))

AMR = VehicleType(
    id="amr",
    kinematics=Kinematics.DIFFERENTIAL,
    footprint=BOX,
    loaded_footprint=LONG_BOX,
    max_speed_mps=1.5,
    max_speed_loaded_mps=1.0,
    max_reverse_speed_mps=0.5,
    acceleration_mps2=0.6,
    braking_mps2=0.8,
    turn_speed_radps=0.8,
    turn_acceleration_radps2=1.0,
    battery=BatteryType(2.0, 0.0005, 0.0008, 0.1, 2.0, 0.002),
    pick_s=12.0,
    drop_s=9.0,
    load_types=frozenset({"pallet"}),
)


def facility(vehicles: int = 1, soc: float = 1.0, vehicle_type: VehicleType = AMR) -> Facility:
    """A straight lane of nodes every 10 m for each vehicle, 5 m apart, with stations at nodes 1
    (``A<row>``), 2 (``B<row>``, charger) of each row. Node ids are ``n<row>_<column>``."""
    nodes, edges, stations, uses = {}, {}, {}, {}
    for row in range(vehicles):
        for column in range(4):
            node_id = f"n{row}_{column}"
            nodes[node_id] = Node(node_id, 10.0 * column, 5.0 * row, ())
            if column:
                edge_id = f"e{row}_{column}"
                edges[edge_id] = Edge(
                    edge_id, f"n{row}_{column - 1}", node_id, (EdgeProperties("amr"),)
                )
        for column, name in ((1, "A"), (2, "B")):
            station_id = f"{name}{row}"
            stations[station_id] = Station(station_id, (f"n{row}_{column}",))
            kind = StationKind.TRANSFER if name == "A" else StationKind.CHARGER
            uses[station_id] = StationUse(station_id, kind, group=name)
    return Facility(
        name="lanes",
        layout=Layout("lanes", nodes, edges, stations),
        vehicle_types={"amr": vehicle_type},
        fleet=tuple(
            FleetVehicle(f"V{row}", "amr", f"n{row}_0", battery_soc=soc) for row in range(vehicles)
        ),
        uses=uses,
    )


CALM = Scenario("calm", ())


def plant(vehicles: int = 1, scenario: Scenario = CALM, soc: float = 1.0, seed: int = 1) -> Plant:
    """A plant of ``vehicles`` AMRs, each at the start of its own lane."""
    return Plant(facility(vehicles, soc), scenario, np.random.default_rng(seed))


def drive(
    begin: Pose, length_m: float, speed_mps: float = 5.0, reverse: bool = False, bend_rad: float = 0
) -> Leg:
    """A leg along the heading (against it: ``reverse``), bent evenly by ``bend_rad``."""
    count = 2 if bend_rad == 0 else 12
    poses, step_m = [begin], length_m / (count - 1)
    for _ in range(count - 1):
        last = poses[-1]
        heading = last.heading_rad + bend_rad / (count - 1)
        way = heading + (pi if reverse else 0.0)
        poses.append(Pose(last.x_m + step_m * cos(way), last.y_m + step_m * sin(way), heading))
    return Leg(
        LegKind.DRIVE, "", "", tuple(poses), length_m, max_speed_mps=speed_mps, reverse=reverse
    )


def turn(begin: Pose, angle_rad: float) -> Leg:
    """A turn on the spot."""
    end = Pose(begin.x_m, begin.y_m, begin.heading_rad + angle_rad)
    return Leg(LegKind.TURN, "", "", (begin, end), turn_rad=angle_rad)


def lane(row: int, columns: int = 3, begin: int = 0) -> tuple[Leg, ...]:
    """Legs of 5 m along the lane of ``row``, from column ``begin`` on, two a column."""
    y_m = 5.0 * row
    starts = [10.0 * begin + 5.0 * half for half in range(2 * columns)]
    return tuple(drive(Pose(x_m, y_m, 0.0), 5.0) for x_m in starts)


def route(
    route_id: str,
    legs: Sequence[Leg],
    released: int | None = None,
    action: StationAction | None = None,
    vehicle_id: str = "V0",
    hold: bool = False,
    order_id: str = "O1",
) -> Route:
    """A route, released whole unless told otherwise."""
    allowed = len(legs) if released is None else released
    return Route(route_id, vehicle_id, tuple(legs), allowed, action, order_id, hold)


def action(
    action_id: str, kind: StopAction, station_id: str = "A0", unit: str = "", seconds: float = 0.0
) -> StationAction:
    """A station action."""
    return StationAction(action_id, kind, station_id, unit, "pallet" if unit else "", seconds)


def run(plant: Plant, seconds: float, step_s: float = 0.5) -> None:
    """Let time pass."""
    for _ in range(round(seconds / step_s)):
        plant.step(step_s)


def way_between(first: Pose, second: Pose) -> float:
    """Metres between two poses."""
    return hypot(first.x_m - second.x_m, first.y_m - second.y_m)
