"""Tracks as the local planner takes them: discs with speeds. A forklift is three in a row, or one
that holds it however it stands, where its heading is not known."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.proximity import ObjectClass, Track
from fleet_core.proximity.body_heading import KNOWN_RAD
from fleet_core.proximity.settings import RiskSettings

Floats = NDArray[np.float64]
AS_USUAL = RiskSettings()
_DISCS = 3
"""Of a forklift: each covers a third of its length, and its width."""
_USUAL_AGE_S = 0.4
_WIDENS_MPS = 0.5
"""After the age that latency and a lost measurement make usual; as `LocalSettings` has it."""


class Discs(NamedTuple):
    """What moves: (M,) names and classes, (M, 2) places and speeds, (M,) radii and ages."""

    ids: tuple[str, ...]
    kinds: tuple[ObjectClass, ...]
    position: Floats
    velocity: Floats
    radius_m: Floats


def discs_of(tracks: Sequence[Track], settings: RiskSettings = AS_USUAL) -> Discs:
    """Of people one each. Who has not been seen for a while is wider: it is somewhere there."""
    ids: list[str] = []
    kinds: list[ObjectClass] = []
    rows: list[tuple[float, float, float, float, float]] = []
    piece_m = settings.forklift_length_m / _DISCS
    radius_m = hypot(piece_m / 2.0, settings.forklift_width_m / 2.0)
    for each in tracks:
        late_s = max(0.0, each.stamp_s - each.seen_s - _USUAL_AGE_S)
        wider_m = _WIDENS_MPS * late_s
        motion = (each.vx_mps, each.vy_mps)
        if each.kind is ObjectClass.PERSON:
            ids.append(each.id)
            kinds.append(each.kind)
            rows.append((each.x_m, each.y_m, *motion, settings.person_radius_m + wider_m))
            continue
        if each.heading_sigma_rad > KNOWN_RAD:  # however it stands
            ids.append(each.id)
            kinds.append(each.kind)
            half_m = hypot(settings.forklift_length_m, settings.forklift_width_m) / 2.0
            rows.append((each.x_m, each.y_m, *motion, half_m + wider_m))
            continue
        c, s = cos(each.heading_rad), sin(each.heading_rad)
        for k in range(_DISCS):
            along = (k - (_DISCS - 1) / 2.0) * piece_m
            ids.append(f"{each.id}/{k + 1}")
            kinds.append(each.kind)
            rows.append((each.x_m + along * c, each.y_m + along * s, *motion, radius_m + wider_m))
    table = np.array(rows, np.float64).reshape(-1, 5)
    return Discs(tuple(ids), tuple(kinds), table[:, :2], table[:, 2:4], table[:, 4])
