"""A vehicle's drive controllers in Gazebo: from what it is told to what its joints shall do.

A command is reached evenly within `REACHED_S`, as in the embedded plant; a vehicle whose command is
too old brakes. What the joints then do is physics: torque, inertia, friction.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, inf

from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_core.worlds.builds import ROTOR_KGM2, VehicleBuild, Wheel, build_of
from fleet_nodes.gazebo import messages
from fleet_nodes.gazebo.messages import Gains

REACHED_S = 0.1
_WHEEL_P = 300.0  # N m s/rad; times a step of 1 ms below the rotor's inertia, or it would ring
_STEER = Gains(p=4000.0, i=0.0, d=0.0, limit=400.0)  # the joint has its own damping


@dataclass(frozen=True, slots=True)
class DriveState:
    """Of a differential drive: forward speed and turn rate of the body. Of a tricycle: speed of the
    steered wheel along its own direction, and its angle."""

    speed_mps: float = 0.0
    steer: float = 0.0


@dataclass(frozen=True, slots=True)
class DriveCommand:
    """What was told, and when (simulated time)."""

    wanted: DriveState = DriveState()
    heard_s: float = -inf


@dataclass(frozen=True, slots=True)
class DriveController:
    """The controllers of one vehicle: ``name`` is its model's."""

    name: str
    type: VehicleType
    max_age_s: float = 0.5

    def advanced(
        self, now: DriveState, command: DriveCommand, now_s: float, step_s: float
    ) -> DriveState:
        """What the joints shall do at ``now_s``, ``step_s`` after ``now``."""
        if now_s - command.heard_s > self.max_age_s:
            slower = max(0.0, abs(now.speed_mps) - self.type.braking_mps2 * step_s)
            return self._braked(now, slower)
        left_s = command.heard_s + REACHED_S - (now_s - step_s)
        share = min(1.0, step_s / left_s) if left_s > 0.0 else 1.0
        turned = share * (command.wanted.steer - now.steer)
        speed_mps = command.wanted.speed_mps
        if self.type.kinematics is Kinematics.TRICYCLE:
            most = self.type.steer_rate_radps * step_s
            turned = max(-most, min(most, turned))
            # A wheel that still points elsewhere is not driven hard.
            speed_mps *= max(0.0, cos(command.wanted.steer - now.steer - turned))
        return DriveState(now.speed_mps + share * (speed_mps - now.speed_mps), now.steer + turned)

    def limited(self, now: DriveState, most_mps: float) -> DriveState:
        """No faster, as a body, than ``most_mps``, on the way that it is on."""
        is_tricycle = self.type.kinematics is Kinematics.TRICYCLE
        share = abs(cos(now.steer)) if is_tricycle else 1.0
        if abs(now.speed_mps) * share <= most_mps:
            return now
        return self._braked(now, most_mps / share)

    def _braked(self, now: DriveState, slower_mps: float) -> DriveState:
        """On the way that it is on."""
        kept = slower_mps / abs(now.speed_mps) if now.speed_mps else 0.0
        is_tricycle = self.type.kinematics is Kinematics.TRICYCLE
        return DriveState(kept * now.speed_mps, now.steer if is_tricycle else kept * now.steer)

    def joint_commands(
        self, before: DriveState, now: DriveState, step_s: float, load_kg: float = 0.0
    ) -> list[bytes]:
        """A JointCmd for each joint that is driven or steered, ``step_s`` after ``before``."""
        build = build_of(self.type)
        gains, inertia = wheel_gains(build, load_kg), _inertia(build, load_kg)
        found = []
        for wheel in build.driven:
            speed_radps, was_radps = (_turns(each, wheel) for each in (now, before))
            torque = inertia * (speed_radps - was_radps) / step_s
            torque = max(-gains.limit, min(gains.limit, torque))
            joint = f"{self.name}::{wheel.joint}"
            found.append(messages.wheel_command(joint, speed_radps, torque, gains))
            if wheel.steered:
                joint = f"{self.name}::{wheel.steer_joint}"
                found.append(messages.steer_command(joint, now.steer, _STEER))
        return found


def _turns(state: DriveState, wheel: Wheel) -> float:
    """How fast a wheel turns (rad/s)."""
    speed_mps = state.speed_mps if wheel.steered else state.speed_mps - state.steer * wheel.y_m
    return speed_mps / wheel.radius_m


def wheel_gains(build: VehicleBuild, load_kg: float = 0.0) -> Gains:
    """Critically damped with the wheel's share of the mass of vehicle and load."""
    integral = _WHEEL_P**2 / (4.0 * _inertia(build, load_kg))
    return Gains(_WHEEL_P, integral, 0.0, build.drive_torque_nm)


def _inertia(build: VehicleBuild, load_kg: float) -> float:
    """That a driven wheel feels: the mass of vehicle and load, shared, and its motor (kg m2)."""
    wheel = build.driven[0]
    mass_kg = build.mass_kg + load_kg
    return mass_kg / len(build.driven) * wheel.radius_m**2 + ROTOR_KGM2
