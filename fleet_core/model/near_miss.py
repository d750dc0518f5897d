"""Encounters as they are kept, to learn from: places, times and motion, and no names."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.geometry import Point
from fleet_core.model.proximity import Cause, ObjectClass, WarningLevel


@dataclass(frozen=True, slots=True)
class Moment:
    """Both parties of an encounter at one time; frame map."""

    time_s: float
    party: Point
    party_heading_rad: float
    party_mps: float
    other: Point
    other_velocity_mps: Point
    gap_m: float  # between the two bodies


@dataclass(frozen=True, slots=True)
class NearMiss:
    """One encounter from its first word to its end. People have no names: neither tag nor track."""

    began_s: float
    ended_s: float
    level: WarningLevel  # the highest
    cause: Cause  # of that
    party_id: str  # the AGV; of manned forklifts empty: it would name the driver
    party_kind: ObjectClass
    party_type: str  # vehicle type, where it is known
    other_kind: ObjectClass
    closest_m: float  # smallest gap that was measured
    at: Point  # of the other, when it was smallest
    moments: tuple[Moment, ...]
