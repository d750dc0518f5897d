"""How a vehicle of each type is built: body, wheels, masses, drives. Origin and axes are those of
`VehicleType`; z is up from the floor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.worlds.carriers import BodyBox, Carrier, Handling, body_boxes, carrier_of

_MASSES_KG = {"amr": 450.0, "forklift": 1500.0, "tugger": 1300.0}
"""By kind, without a load: between MiR1350 (250 kg) and OTTO 1500 (630 kg); Linde L-MATIC and
Jungheinrich EKS 215a (1.3 to 1.9 t); Jungheinrich EZS 350a (1.0 t) with its trolley."""
_KG_PER_M2 = 400.0  # of the footprint, for kinds that are not known
_HEIGHTS_M = {"amr": 0.35, "forklift": 2.1, "tugger": 1.5}
_HEIGHT_M = 1.0
_GROUND_CLEARANCE_M = 0.04
_TORQUE_RESERVE = 2.5  # of a drive, over what its braking limit takes
_CASTER_RADIUS_M = 0.06
ROTOR_KGM2 = 0.5
"""A motor's inertia felt at its wheel: 1e-3 kg m2 through a gear of 22."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel that turns about its own axle."""

    name: str
    x_m: float
    y_m: float
    radius_m: float
    width_m: float
    mass_kg: float
    driven: bool = False
    steered: bool = False

    @property
    def joint(self) -> str:
        """The joint that turns it."""
        return f"{self.name}_joint"

    @property
    def steer_joint(self) -> str:
        """The joint that steers it."""
        return f"{self.name}_steer_joint"


@dataclass(frozen=True, slots=True)
class Caster:
    """Rolls and swivels without resistance: a ball that slides."""

    name: str
    x_m: float
    y_m: float
    radius_m: float = _CASTER_RADIUS_M


@dataclass(frozen=True, slots=True)
class VehicleBuild:
    """One body on wheels, and what carries its load."""

    rear_m: float
    front_m: float
    right_m: float
    left_m: float
    height_m: float  # above the floor
    boxes: tuple[BodyBox, ...]  # of the body
    carrier: Carrier
    mass_kg: float  # of the body
    mass_at_m: tuple[float, float, float]  # its centre of mass
    wheels: tuple[Wheel, ...]
    casters: tuple[Caster, ...]
    drive_torque_nm: float  # limit of each driven wheel
    steer_torque_nm: float

    @property
    def driven(self) -> tuple[Wheel, ...]:
        return tuple(one for one in self.wheels if one.driven)


@cache
def build_of(vehicle_type: VehicleType) -> VehicleBuild:
    """The build of a type: its body keeps within its footprint."""
    xs, ys = zip(*vehicle_type.footprint, strict=True)
    rear, front, right, left = min(xs), max(xs), min(ys), max(ys)
    mass = _MASSES_KG.get(vehicle_type.kind, _KG_PER_M2 * (front - rear) * (left - right))
    height = _HEIGHTS_M.get(vehicle_type.kind, _HEIGHT_M)
    is_tricycle = vehicle_type.kinematics is Kinematics.TRICYCLE
    carrier = carrier_of(vehicle_type, height)
    if is_tricycle:
        # Under a stacker's legs, beside the pallet; else under the body.
        inset = 0.045 if carrier.handling is Handling.FORKS else 0.1
        wheels = _tricycle(vehicle_type, right + inset, left - inset)
    else:
        wheels = _driven_pair(right, left)
    casters = () if is_tricycle else _casters(rear, front)
    driven = [one for one in wheels if one.driven]
    hardest = max(vehicle_type.braking_mps2, vehicle_type.acceleration_mps2)
    torque = _TORQUE_RESERVE * mass * hardest * driven[0].radius_m / len(driven)
    return VehicleBuild(
        rear,
        front,
        right,
        left,
        height,
        body_boxes(vehicle_type, _GROUND_CLEARANCE_M, height),
        carrier,
        mass,
        # Half of a tricycle's weight rests on its driven wheel.
        (vehicle_type.wheelbase_m / 2.0 if is_tricycle else 0.0, 0.0, min(0.5, 0.4 * height)),
        wheels,
        casters,
        torque,
        steer_torque_nm=400.0 if is_tricycle else 0.0,
    )


def _driven_pair(right_m: float, left_m: float) -> tuple[Wheel, ...]:
    inset = 0.08
    return tuple(
        Wheel(name, 0.0, y, 0.1, 0.05, 12.0, driven=True)
        for name, y in (("left_wheel", left_m - inset), ("right_wheel", right_m + inset))
    )


def _casters(rear_m: float, front_m: float) -> tuple[Caster, ...]:
    inset = 0.15
    return (
        Caster("front_caster", front_m - inset, 0.0),
        Caster("rear_caster", rear_m + inset, 0.0),
    )


def _tricycle(kind: VehicleType, right_m: float, left_m: float) -> tuple[Wheel, ...]:
    return (
        Wheel("drive_wheel", kind.wheelbase_m, 0.0, 0.125, 0.08, 25.0, driven=True, steered=True),
        Wheel("left_wheel", 0.0, left_m, 0.1, 0.08, 15.0),
        Wheel("right_wheel", 0.0, right_m, 0.1, 0.08, 15.0),
    )
