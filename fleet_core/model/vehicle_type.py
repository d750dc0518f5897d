"""What a kind of vehicle is and can do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fleet_core.model.geometry import Polygon


class Kinematics(StrEnum):
    """How the wheels let it move. Both kinds can turn about their own origin on the spot: a
    differential drive by its wheels, a tricycle with its steered wheel at 90 degrees about the
    middle of its fixed axle."""

    DIFFERENTIAL = "differential"
    TRICYCLE = "tricycle"


@dataclass(frozen=True, slots=True)
class BatteryType:
    """A linear consumption model; good enough to decide when to charge."""

    capacity_kwh: float
    drive_kwh_per_m: float
    drive_loaded_kwh_per_m: float
    idle_kw: float
    charge_kw: float
    handling_kwh: float = 0.0  # one pick or drop


@dataclass(frozen=True, slots=True)
class VehicleType:
    """Limits and dimensions shared by all vehicles of one kind.

    The vehicle's own frame: x forward, y left, origin in the middle of the axle that does not
    steer. Footprints are convex.
    """

    id: str
    kinematics: Kinematics
    footprint: Polygon
    loaded_footprint: Polygon
    max_speed_mps: float
    max_speed_loaded_mps: float
    max_reverse_speed_mps: float
    acceleration_mps2: float
    braking_mps2: float
    turn_speed_radps: float
    turn_acceleration_radps2: float
    battery: BatteryType
    name: str = ""
    turns_on_spot: bool = True
    load_positions: int = 1
    load_types: frozenset[str] = frozenset()  # empty: any
    capabilities: frozenset[str] = frozenset()
    pick_s: float = 15.0
    drop_s: float = 15.0
    manned: bool = False  # driven by a person; seen, never commanded
    forks_at_rear: bool = False  # picks and drops driving backwards
    kind: str = field(default="amr")  # forklift, tugger, amr: for symbols and words only
    # TRICYCLE only: where the steered wheel is, and what it can do.
    wheelbase_m: float = 1.4  # from the origin to the steered wheel, along x
    max_steer_rad: float = 1.3  # to either side while driving
    steer_rate_radps: float = 1.2
