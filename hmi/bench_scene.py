"""A plant of any size with vehicles that move at random, for the benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, pi, sin, sqrt

import numpy as np

from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility, FleetVehicle, StationKind, StationUse
from fleet_core.model.geometry import Pose
from fleet_core.model.layout import Edge, EdgeProperties, Layout, Node, NodeProperties, Station
from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle import Activity, VehicleReport, VehicleStatus
from fleet_core.model.vehicle_type import BatteryType, Kinematics, VehicleType

PITCH_M = 3.0
_EDGES_A_NODE = 2
_STATION_EVERY = 25
_CLOSED_EVERY = 100


@dataclass(frozen=True, slots=True)
class BenchScene:
    """A grid of one-way lanes, some of them closed, and its fleet."""

    facility: Facility
    vehicles: int
    side_m: float
    closures: tuple[Closure, ...] = ()

    def snapshot(self, time_s: float, rng: np.random.Generator) -> FleetSnapshot:
        """Everybody somewhere new, in every activity, as busy as a bad day."""
        xs = rng.uniform(0.0, self.side_m, self.vehicles)
        ys = rng.uniform(0.0, self.side_m, self.vehicles)
        headings = rng.uniform(-pi, pi, self.vehicles)
        return self._snapshot(time_s, np.stack([xs, ys, headings], axis=1))

    def moved(self, before: FleetSnapshot, time_s: float) -> FleetSnapshot:
        """Everybody a step of 1 m/s further along its heading, turning a little."""
        step_s = time_s - before.time_s
        poses = [status.report.pose for status in before.vehicles]
        table = np.array([(p.x_m, p.y_m, p.heading_rad) for p in poses])
        table[:, 0] += step_s * np.cos(table[:, 2])
        table[:, 1] += step_s * np.sin(table[:, 2])
        table[:, :2] %= self.side_m
        table[:, 2] += 0.5 * step_s
        return self._snapshot(time_s, table)

    def _snapshot(self, time_s: float, poses: np.ndarray) -> FleetSnapshot:
        activities = tuple(Activity)
        rows = enumerate(poses.tolist())
        return FleetSnapshot(
            time_s,
            tuple(
                _status(row, pose, time_s, activities[row % len(activities)]) for row, pose in rows
            ),
            (),
            closures=self.closures,
        )


def bench_scene(vehicles: int, edges: int) -> BenchScene:
    """A square grid with about as many edges, and the vehicles on it."""
    side = max(2, ceil(sqrt(edges / _EDGES_A_NODE)))
    nodes = {
        f"N{x}_{y}": Node(f"N{x}_{y}", x * PITCH_M, y * PITCH_M, (NodeProperties("amr"),))
        for x in range(side)
        for y in range(side)
    }
    lanes = [lane for x in range(side) for y in range(side) for lane in _lanes(x, y, side)]
    entry = (EdgeProperties("amr"),)
    stations = {f"S{name}": Station(f"S{name}", (name,)) for name in list(nodes)[::_STATION_EVERY]}
    layout = Layout(
        "bench", nodes, {f"{a}-{b}": Edge(f"{a}-{b}", a, b, entry) for a, b in lanes}, stations
    )
    fleet = tuple(FleetVehicle(f"V{row:04d}", "amr", "N0_0") for row in range(vehicles))
    uses = {one: StationUse(one, StationKind.TRANSFER) for one in stations}
    facility = Facility("bench", layout, {"amr": _amr()}, fleet, uses)
    closed = tuple(
        Closure(f"closure-{number}", "bench", frozenset({edge_id}))
        for number, edge_id in enumerate(list(layout.edges)[::_CLOSED_EVERY], 1)
    )
    return BenchScene(facility, vehicles, (side - 1) * PITCH_M, closed)


def _lanes(x: int, y: int, side: int) -> list[tuple[str, str]]:
    """Rows and columns are one-way, every second one the other way."""
    here, lanes = f"N{x}_{y}", []
    if x + 1 < side:
        right = f"N{x + 1}_{y}"
        lanes.append((here, right) if y % 2 else (right, here))
    if y + 1 < side:
        up = f"N{x}_{y + 1}"
        lanes.append((here, up) if x % 2 else (up, here))
    return lanes


def _status(row: int, pose: list[float], time_s: float, activity: Activity) -> VehicleStatus:
    x_m, y_m, heading_rad = pose
    battery_soc = 0.2 + 0.75 * abs(sin(row + time_s / 100.0))
    return VehicleStatus(
        VehicleReport(
            vehicle_id=f"V{row:04d}",
            type_id="amr",
            stamp_s=time_s,
            pose=Pose(x_m, y_m, heading_rad),
            speed_mps=1.0,
            turn_rate_radps=0.5,
            battery_soc=battery_soc,
            load_unit_ids=("load",) if row % 3 == 0 else (),
        ),
        activity,
        order_id=f"T{row}",
        goal_station_id="SN0_0",
        eta_s=time_s + 60.0 + 50.0 * cos(row),
    )


def _amr() -> VehicleType:
    outline = ((-0.6, -0.4), (0.6, -0.4), (0.6, 0.4), (-0.6, 0.4))
    battery = BatteryType(2.0, 1e-5, 2e-5, 0.1, 2.0)
    return VehicleType(
        "amr", Kinematics.DIFFERENTIAL, outline, outline, 1.5, 1.2, 0.5, 0.8, 1.0, 1.0, 1.5, battery
    )
