"""Tracks and warnings for views that show who is near."""

from __future__ import annotations

from dataclasses import replace
from math import pi

from fleet_core.model.proximity import (
    Advice,
    Bearing,
    Cause,
    ObjectClass,
    ProximityWarning,
    SourceHealth,
    SourceState,
    Track,
    WarningLevel,
)

FORKLIFT, PERSON, AGV = ObjectClass.FORKLIFT, ObjectClass.PERSON, ObjectClass.AGV
TAG = "tag_forklift_1"


def track(name: str, kind: ObjectClass, x_m: float, y_m: float, **changed) -> Track:
    """Seen now; a forklift points along y and drives."""
    up = kind is FORKLIFT
    usual = Track(
        name, kind, 100.0, x_m, y_m, 0.0, 1.5 if up else 0.0, pi / 2 if up else 0.0, 0.0,
        (0.02, 0.0, 0.02), 99.9, 0.0, TAG if name == "T1" else "",
    )  # fmt: skip
    return replace(usual, **changed)


def warning(party: str, other: str, level: WarningLevel, **changed) -> ProximityWarning:
    """T... are tracks: a forklift where the party is one; else an AGV."""
    kind = FORKLIFT if party.startswith("T") else AGV
    usual = ProximityWarning(
        1, True, level, Cause.CROSSING, Advice.STOP, party, kind, other, PERSON,
        Bearing.AHEAD, 0.0, 3.2, 0.0, 1.4, 2.0, 0.8, (10.0, 5.0), 98.0, 99.0,
    )  # fmt: skip
    return replace(usual, **changed)


def source(name: str, state: SourceState) -> SourceHealth:
    return SourceHealth(name, state, 95.0, 0.2, 1000, 3)
