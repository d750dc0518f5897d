"""Compiles the kernels once, so that the first warning does not wait for it."""

from __future__ import annotations

import numpy as np

from fleet_core.model.proximity import Detection, ObjectClass
from fleet_core.proximity.parties import forklift_party
from fleet_core.proximity.risk import risks_of, wall_lines
from fleet_core.proximity.settings import RiskSettings
from fleet_core.proximity.tracker import Tracker


def warm_up() -> None:
    """Two who meet, seen three times."""
    tracker = Tracker()
    for k in range(3):
        at_s = 0.1 * k
        seen = [
            Detection(at_s, ObjectClass.FORKLIFT, at_s, 0.0, (0.01, 0.0, 0.01)),
            Detection(at_s, ObjectClass.PERSON, 4.0, 0.0, (0.01, 0.0, 0.01)),
        ]
        tracker.take_detections(seen)
    tracker.tidy(0.2)
    tracks = tracker.tracks(0.3)
    settings = RiskSettings()
    party = forklift_party(tracks[0], settings)
    risks_of([party], tracks, wall_lines(()), settings)
    assert np.isfinite(party.path).all()
