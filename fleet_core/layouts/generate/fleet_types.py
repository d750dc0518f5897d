"""The three kinds of vehicles of the project's own plants.

Dimensions and limits are those of a class of machines, not of one product; each figure lies inside
the range of the data sheets named with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from math import radians

from fleet_core.model.geometry import Polygon
from fleet_core.model.vehicle_type import BatteryType, Kinematics, VehicleType


def _box(rear_m: float, front_m: float, width_m: float) -> Polygon:
    half = width_m / 2.0
    return ((rear_m, -half), (front_m, -half), (front_m, half), (rear_m, half))


FORKLIFT = VehicleType(
    # Automated pallet stacker with support legs, 1.0 to 1.6 t (class of Linde L-MATIC, Jungheinrich
    # EKS 215a, Rocla AWT): 2.4 to 2.7 m long, 0.9 to 1.2 m wide, 1.7 to 2.0 m/s, 24 V 375 Ah. The
    # origin is the load axle under the forks; a 1.2 m pallet reaches 0.2 m beyond the fork tips.
    id="forklift",
    name="Forklift AGV",
    kind="forklift",
    kinematics=Kinematics.TRICYCLE,
    footprint=_box(-0.25, 2.35, 1.1),
    loaded_footprint=_box(-0.45, 2.35, 1.1),
    max_speed_mps=1.8,
    max_speed_loaded_mps=1.6,
    max_reverse_speed_mps=0.8,
    acceleration_mps2=0.5,
    braking_mps2=0.7,
    turn_speed_radps=0.5,
    turn_acceleration_radps2=0.5,
    battery=BatteryType(
        capacity_kwh=9.0,
        drive_kwh_per_m=0.00030,  # about 1.5 kW at 1.4 m/s (VDI 2198 cycle: 1.1 to 1.6 kWh/h)
        drive_loaded_kwh_per_m=0.00042,
        idle_kw=0.12,
        charge_kw=7.0,  # lithium-ion with a fast charger: 0.8 C, full in about 80 minutes
        handling_kwh=0.012,  # lifts 1 t by 1.5 m at 35 % efficiency
    ),
    capabilities=frozenset({"floor_pick", "lift"}),
    pick_s=36.0,  # find the pallet with the camera, creep under it, lift, check the load
    drop_s=30.0,
    forks_at_rear=True,
    wheelbase_m=1.4,  # to the drive wheel under the mast's end
    max_steer_rad=1.3,
    steer_rate_radps=1.2,
)

AMR = VehicleType(
    # Pallet-carrying AMR with a lift top (class of MiR1350, OTTO 1500, Omron HD-1500): 1.35 to
    # 1.8 m by 0.85 to 1.2 m, 1.2 to 2.0 m/s, 1.6 kWh. The origin is the middle between the driven
    # wheels.
    id="amr",
    name="Pallet AMR",
    kind="amr",
    kinematics=Kinematics.DIFFERENTIAL,
    footprint=_box(-0.65, 0.65, 0.85),
    loaded_footprint=_box(-0.65, 0.65, 0.85),
    max_speed_mps=1.5,
    max_speed_loaded_mps=1.2,
    max_reverse_speed_mps=0.5,
    acceleration_mps2=0.5,
    braking_mps2=0.8,
    turn_speed_radps=radians(50.0),
    turn_acceleration_radps2=1.0,
    battery=BatteryType(
        capacity_kwh=1.6,
        drive_kwh_per_m=0.000060,  # 1.6 kWh last 8 h of mixed work
        drive_loaded_kwh_per_m=0.000085,
        idle_kw=0.06,
        charge_kw=1.4,
        handling_kwh=0.002,
    ),
    capabilities=frozenset({"lift_top"}),
    pick_s=30.0,  # dock to a marker, lift, weigh
    drop_s=25.0,
)

TUGGER = VehicleType(
    # Tow tractor with one trolley, steered as one rigid body (class of Jungheinrich EZS 350a,
    # Linde P-MATIC, Toyota TAE500): tractor 1.6 to 1.8 m, up to 2 m/s, 24 V 465 Ah.
    # The origin is the axle that does not steer.
    id="tugger",
    name="Tugger",
    kind="tugger",
    kinematics=Kinematics.TRICYCLE,
    footprint=_box(-0.9, 1.9, 0.95),
    loaded_footprint=_box(-0.9, 1.9, 0.95),
    max_speed_mps=1.6,
    max_speed_loaded_mps=1.4,
    max_reverse_speed_mps=0.3,  # never used: no lane asks it to go backwards
    acceleration_mps2=0.4,
    braking_mps2=0.6,
    turn_speed_radps=0.4,
    turn_acceleration_radps2=0.4,
    battery=BatteryType(
        capacity_kwh=11.0,
        drive_kwh_per_m=0.00028,
        drive_loaded_kwh_per_m=0.00040,
        idle_kw=0.1,
        charge_kw=5.0,
    ),
    turns_on_spot=False,
    capabilities=frozenset({"tow"}),
    pick_s=90.0,  # a person exchanges the trolley's boxes, about a dozen
    drop_s=75.0,
    wheelbase_m=1.2,
    max_steer_rad=1.3,
    steer_rate_radps=1.2,
)

_KINDS = {kind.id: kind for kind in (FORKLIFT, AMR, TUGGER)}


def vehicle_types(loads: Mapping[str, Iterable[str]]) -> dict[str, VehicleType]:
    """The kinds named in ``loads``, each with the load types that it carries in this plant."""
    return {
        kind: replace(_KINDS[kind], load_types=frozenset(carried))
        for kind, carried in loads.items()
    }
