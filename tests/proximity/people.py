"""People, vehicles and what sensors say of them, for the tests of proximity."""

from __future__ import annotations

import numpy as np

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.layout import Layout
from fleet_core.model.proximity import Detection, ObjectClass, TagReport, Track
from fleet_core.model.vehicle import VehicleReport
from tests.simulation.plants import AMR

COV = (0.0225, 0.0, 0.0225)


def person(
    stamp_s: float, x_m: float, y_m: float, kind: ObjectClass = ObjectClass.PERSON, **other
) -> Detection:
    return Detection(stamp_s, kind, x_m, y_m, other.pop("covariance", COV), **other)


def tag(
    stamp_s: float, x_m: float, y_m: float, tag_id: str = "t1",
    kind: ObjectClass = ObjectClass.PERSON,
) -> TagReport:  # fmt: skip
    return TagReport(stamp_s, tag_id, kind, x_m, y_m, COV)


def track(
    x_m: float, y_m: float, vx: float = 0.0, vy: float = 0.0, name: str = "person_1",
    kind: ObjectClass = ObjectClass.PERSON,
) -> Track:  # fmt: skip
    heading = float(np.arctan2(vy, vx))
    return Track(name, kind, 0.0, x_m, y_m, vx, vy, heading, 0.0, COV, 0.0, 0.0)


def report(stamp_s: float, x_m: float = 0.0, speed_mps: float = 1.5) -> VehicleReport:
    """An AMR that drives along x."""
    return VehicleReport("V0", "amr", stamp_s, Pose(x_m, 0.0, 0.0), speed_mps, 0.0, 1.0)


FLOOR = Facility("floor", Layout("floor", {}, {}, {}), {"amr": AMR})
