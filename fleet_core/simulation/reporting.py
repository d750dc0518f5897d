"""What the vehicles of the plant say of themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import cos, pi, sin

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.geometry import Pose
from fleet_core.model.scenario import FaultKind
from fleet_core.model.vehicle import VehicleReport
from fleet_core.onboard.rules import progress
from fleet_core.simulation.legs import DRIVE
from fleet_core.simulation.loads import LoadUnits
from fleet_core.simulation.motion_arrays import MotionState, TrackArrays
from fleet_core.simulation.plant_vehicle import PlantVehicle

NEAREST_JUMP_M = 0.5
FARTHEST_JUMP_M = 30.0


@dataclass(frozen=True, slots=True)
class Measured:
    """Measured values of all vehicles, as lists: one by one they are read faster from those."""

    poses: list[list[float]]
    speed_mps: list[float]
    turn_rate_radps: list[float]
    soc: list[float]

    @staticmethod
    def of(tracks: TrackArrays, state: MotionState, soc: NDArray[np.float64]) -> Measured:
        """Read the arrays."""
        return Measured(
            state.pose.tolist(),
            signed_speed_mps(tracks, state).tolist(),
            state.turn_rate_radps.tolist(),
            soc.tolist(),
        )


def signed_speed_mps(tracks: TrackArrays, state: MotionState) -> NDArray[np.float64]:
    """Speeds (V,) along the headings; 0 while turning on the spot."""
    rows = np.arange(len(state.leg))
    legs = np.minimum(state.leg, tracks.kind.shape[1] - 1)
    driving = tracks.kind[rows, legs] == DRIVE
    return np.where(driving, state.speed * tracks.sign[rows, legs], 0.0)


def vehicle_reports(
    vehicles: Iterable[PlantVehicle], measured: Measured, loads: LoadUnits, now_s: float
) -> list[VehicleReport]:
    """One report for each vehicle that is not silent."""
    return [
        _report(vehicle, measured, loads, now_s)
        for vehicle in vehicles
        if not vehicle.troubles.has(FaultKind.SILENCE)
    ]


def _report(
    vehicle: PlantVehicle, measured: Measured, loads: LoadUnits, now_s: float
) -> VehicleReport:
    index, chain, work = vehicle.index, vehicle.chain, vehicle.work
    said = progress(chain, work)
    soc = measured.soc[index]
    return VehicleReport(
        vehicle_id=vehicle.id,
        type_id=vehicle.type.id,
        stamp_s=now_s,
        pose=_believed(vehicle, Pose(*measured.poses[index])),
        speed_mps=measured.speed_mps[index],
        turn_rate_radps=measured.turn_rate_radps[index],
        battery_soc=soc,
        charging=work.charging,
        load_unit_ids=loads.aboard(vehicle.id),
        mode=vehicle.mode,
        errors=vehicle.errors(soc),
        paused=said.paused,
        route_id=said.route_id,
        legs_done=0 if vehicle.troubles.has(FaultKind.LIE) else said.legs_done,
        legs_released=said.legs_released,
        action_id=said.action_id,
        action_status=said.action_status,
        action_text=said.action_text,
    )


def _believed(vehicle: PlantVehicle, pose: Pose) -> Pose:
    """Where it believes to be. How far a jump leads, and whereto, follows from when it ends: chance
    enough, and the same in every report."""
    until_s = vehicle.troubles.until_s.get(FaultKind.JUMP)
    if until_s is None:
        return pose
    way_m = NEAREST_JUMP_M + (until_s * 78.233) % (FARTHEST_JUMP_M - NEAREST_JUMP_M)
    angle_rad = (until_s * 12.9898) % (2.0 * pi)
    return replace(
        pose, x_m=pose.x_m + way_m * cos(angle_rad), y_m=pose.y_m + way_m * sin(angle_rad)
    )
