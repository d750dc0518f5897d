"""Tracks as others see them, from the filter's arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fleet_core.model.proximity import ObjectClass, Track
from fleet_core.proximity.body_heading import SPEEDING_S
from fleet_core.proximity.imm_kernel import Floats


class Named(NamedTuple):
    """What a track is, beside its numbers."""

    id: str
    kind: ObjectClass
    seen_s: float
    tag_id: str


def as_tracks(
    names: Sequence[Named],
    now_s: float,
    mean: Floats,
    spread: Floats,
    standing: Floats,
    faces: Floats,
    speed_before: Floats,
) -> list[Track]:
    """Of N tracks at ``now_s``: ``mean`` (N, 5), ``spread`` (N, 5, 5), ``faces`` (N, 2) heading and
    its standard deviation, the others (N,)."""
    speeding = (np.hypot(mean[:, 2], mean[:, 3]) - speed_before) / SPEEDING_S
    turn = surely(mean[:, 4], spread[:, 4, 4])
    columns = (
        mean[:, :4], faces[:, :1], turn[:, None],
        spread[:, 0, :4], spread[:, 1, 1:4], spread[:, 2, 2:4], spread[:, 3, 3:4],
        standing[:, None], faces[:, 1:], speeding[:, None],
    )  # fmt: skip
    found = []
    numbers = np.concatenate(columns, axis=1).tolist()
    for each, (x, y, vx, vy, heading, w, *p, stands, sigma, rise) in zip(
        names, numbers, strict=True
    ):
        pxx, pxy, xvx, xvy, pyy, yvx, yvy, vxx, vxy, vyy = p
        found.append(
            Track(
                each.id, each.kind, now_s, x, y, vx, vy, heading, w, (pxx, pxy, pyy), each.seen_s,
                stands, each.tag_id, (vxx, vxy, vyy), (xvx, xvy, yvx, yvy), sigma, rise,
            )
        )  # fmt: skip
    return found


def surely(estimate: Floats, variance: Floats) -> Floats:
    """As much of an estimate as is more than chance (the positive part of James and Stein's): a
    turn that is noise would bend a way of ten metres by metres."""
    square = np.maximum(estimate * estimate, 1e-12)
    return np.asarray(estimate * np.maximum(0.0, 1.0 - variance / square))
