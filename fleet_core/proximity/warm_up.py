"""Compiles the kernels once, so that the first warning does not wait for it."""

from __future__ import annotations

import numpy as np

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.layout import Layout
from fleet_core.model.proximity import Detection, ObjectClass
from fleet_core.model.vehicle import VehicleReport
from fleet_core.proximity.parties import Plan
from fleet_core.proximity.settings import TrackSettings
from fleet_core.proximity.watch import ProximityWatch
from planner.warm_up_cart import CART

_COVARIANCE = (0.01, 0.0, 0.01)


def warm_up() -> None:
    """A cart drives past a person towards another, and a manned forklift comes: all that a step may
    need, seen until everybody is confirmed."""
    watch = ProximityWatch(Facility("floor", Layout("floor", {}, {}, {}), {"cart": CART}))
    times_s = np.arange(0.0, 4.1, 0.1)
    ahead = Plan(times_s, np.column_stack([times_s, 0.0 * times_s, 0.0 * times_s]))
    periods = round((2.0 * TrackSettings().confirm_for_s + 0.5) / 0.1)
    for now_s in (0.1 * np.arange(periods)).tolist():
        seen = [
            Detection(now_s, ObjectClass.FORKLIFT, now_s, 4.0, _COVARIANCE, 1.0, 0.0, 0.2),
            Detection(now_s, ObjectClass.PERSON, 3.0, 0.0, _COVARIANCE),
            Detection(now_s, ObjectClass.PERSON, 1.0, 1.5, _COVARIANCE),
        ]
        watch.hear_detections("cameras", seen, now_s)
        watch.hear_vehicle(VehicleReport("C", "cart", now_s, Pose(0.0, 0.0, 0.0), 1.0, 0.0, 1.0))
        watch.hear_plan("C", Plan(now_s + ahead.times_s, ahead.poses))
        found = watch.step(now_s)
    assert len(found.tracks) == len(seen) and found.restrictions
