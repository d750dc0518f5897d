"""What a plant still knows after a loss of power: vehicles stand where they were, loads as well.

A vehicle's controller keeps its route as far as it was released, the work that it was at and all
that it has done. Lost are its speed, and routes that did not fit yet: they are sent again. How late
legs come by chance (``Scenario.delay_share``) is drawn anew. Everything is a plain value that
can be written as JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fleet_core.model.geometry import Pose
from fleet_core.model.route import StationAction
from fleet_core.model.scenario import FaultKind
from fleet_core.model.vehicle import OperatingMode
from fleet_core.onboard.route_chain import ChainMemory
from fleet_core.onboard.station_work import ActionResult
from fleet_core.simulation.legs import MotionLeg


@dataclass(frozen=True, slots=True)
class LegMemory:
    """A ``MotionLeg`` in plain values."""

    kind: int
    sign: float
    length: float  # m or rad
    limit: float  # m/s or rad/s
    samples: list[list[float]]  # way (m or rad), x, y, heading
    start_heading_rad: float
    end_heading_rad: float
    edge_id: str = ""

    @staticmethod
    def of(leg: MotionLeg) -> LegMemory:
        return LegMemory(
            leg.kind,
            leg.sign,
            leg.length,
            leg.limit,
            leg.samples.tolist(),
            leg.start_heading_rad,
            leg.end_heading_rad,
            leg.edge_id,
        )

    def leg(self) -> MotionLeg:
        return MotionLeg(
            self.kind,
            self.sign,
            self.length,
            self.limit,
            np.array(self.samples, dtype=np.float64).reshape(4, -1),
            self.start_heading_rad,
            self.end_heading_rad,
            self.edge_id,
        )


@dataclass(frozen=True, slots=True)
class VehicleMemory:
    """One vehicle."""

    pose: Pose
    battery_soc: float
    mode: OperatingMode
    load_unit_ids: tuple[str, ...]  # on board, in the order in which they were picked
    chain: ChainMemory
    legs: tuple[LegMemory, ...]  # not driven to their end yet, the present one first
    way: float  # m or rad on the first of them
    running: StationAction | None
    remaining_s: float | None  # of the running action; None: until the battery is full
    ended: Mapping[str, ActionResult]  # by action id, the latest
    faults_until_s: Mapping[FaultKind, float]  # plant time


@dataclass(frozen=True, slots=True)
class PlantSnapshot:
    """All vehicles, and which load unit stands at which station."""

    now_s: float  # plant time
    vehicles: Mapping[str, VehicleMemory]
    stations: Mapping[str, str]  # station by load unit
