"""Compiles the kernels once, so that the first warning does not wait for it."""

from __future__ import annotations

import numpy as np

from fleet_core.model.proximity import Detection, ObjectClass
from fleet_core.proximity.parties import forklift_party
from fleet_core.proximity.risk import risks_of, wall_lines
from fleet_core.proximity.settings import RiskSettings, TrackSettings
from fleet_core.proximity.tracker import Tracker


def warm_up() -> None:
    """Two who meet, seen until both are confirmed."""
    settings, tracker = RiskSettings(), Tracker()
    last_s = 2.0 * TrackSettings().confirm_for_s + 0.5
    for k in range(round(last_s / 0.1)):
        at_s = 0.1 * k
        seen = [
            Detection(at_s, ObjectClass.FORKLIFT, at_s, 0.0, (0.01, 0.0, 0.01)),
            Detection(at_s, ObjectClass.PERSON, 6.0, 0.0, (0.01, 0.0, 0.01)),
        ]
        tracker.take_detections(seen)
    tracker.tidy(last_s)
    tracks = tracker.tracks(last_s)
    party = forklift_party(tracks[0], settings)
    risks_of([party], tracks, wall_lines(()), settings)
    assert np.isfinite(party.path).all()
