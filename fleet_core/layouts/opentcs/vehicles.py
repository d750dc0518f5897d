"""Vehicles of a plant model, and the types that those of equal size and speed make up."""

from __future__ import annotations

from collections.abc import Mapping

from fleet_core.layouts.assumed.vehicle_types import assumed_battery, rectangle
from fleet_core.layouts.opentcs.model import BoundingBox, PlantModel, TcsPoint, TcsVehicle
from fleet_core.model.vehicle_type import Kinematics, VehicleType

MM = 1000.0

NO_VEHICLE = TcsVehicle("tcs_vehicle", BoundingBox(1000.0, 1000.0, 0.0, 0.0), 1000.0, 1000.0)
"""The editor's own defaults, for a plant without a vehicle."""


def vehicle_groups(model: PlantModel) -> dict[str, tuple[TcsVehicle, ...]]:
    """Vehicles of equal size and speed, by the id of their type."""
    groups: dict[tuple[BoundingBox, float, float], list[TcsVehicle]] = {}
    for one in model.vehicles.values():
        groups.setdefault((one.box, one.max_mmps, one.max_reverse_mmps), []).append(one)
    if not groups:
        return {"tcs_vehicle": (NO_VEHICLE,)}
    if len(groups) == 1:
        return {"tcs_vehicle": tuple(*groups.values())}
    return {f"tcs_vehicle_{i}": tuple(one) for i, one in enumerate(groups.values(), start=1)}


def vehicle_type(type_id: str, example: TcsVehicle, chargers: bool) -> VehicleType:
    """A type. What openTCS does not know (acceleration, turning, battery) is assumed.

    The box's reference point is the vehicle's; the middle lies the offset behind and right of it.
    """
    box = example.box
    body = rectangle(
        box.length_mm / MM, box.width_mm / MM, -box.offset_x_mm / MM, -box.offset_y_mm / MM
    )
    return VehicleType(
        id=type_id,
        name=type_id,
        kinematics=Kinematics.DIFFERENTIAL,
        footprint=body,
        loaded_footprint=body,
        max_speed_mps=example.max_mmps / MM,
        max_speed_loaded_mps=example.max_mmps / MM,
        max_reverse_speed_mps=example.max_reverse_mmps / MM,
        acceleration_mps2=0.5,
        braking_mps2=0.7,
        turn_speed_radps=0.6,
        turn_acceleration_radps2=1.0,
        battery=assumed_battery(chargers),
    )


def fitting(point: TcsPoint, groups: Mapping[str, tuple[TcsVehicle, ...]]) -> tuple[str, ...]:
    """Types whose box is within the point's maxVehicleBoundingBox."""
    largest = point.largest
    return tuple(
        type_id
        for type_id, (example, *_) in groups.items()
        if largest is None
        or (example.box.length_mm <= largest.length_mm and example.box.width_mm <= largest.width_mm)
    )
