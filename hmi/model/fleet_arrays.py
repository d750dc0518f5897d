"""The fleet as flat arrays: what the map draws, thirty times a second and more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.status import FleetSnapshot
from fleet_core.model.vehicle_type import VehicleType
from hmi.model.tone import Group, group_of, tone_of

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class FleetArrays:
    """One row a vehicle. ``sprite`` numbers the pictures of vehicles: type, loaded or not, tone."""

    ids: tuple[str, ...]
    pose: Floats  # (n, 3): x_m, y_m, heading_rad
    sprite: Ints
    tone: Ints
    group: Ints  # place in GROUPS
    row_of: Mapping[str, int]


GROUPS = tuple(Group)
_GROUP_ROWS = {group: row for row, group in enumerate(GROUPS)}
TONES = 5
SPRITES_A_TYPE = 2 * TONES


def fleet_arrays(snapshot: FleetSnapshot, types: Mapping[str, VehicleType]) -> FleetArrays:
    """Flatten a snapshot; vehicles of an unknown type are left out, nobody knows their shape."""
    index = {type_id: position for position, type_id in enumerate(types)}
    rows = []
    ids = []
    for status in snapshot.vehicles:
        report = status.report
        position = index.get(report.type_id)
        if position is None:
            continue
        tone = int(tone_of(status))
        sprite = position * SPRITES_A_TYPE + bool(report.load_unit_ids) * TONES + tone
        pose = report.pose
        group = _GROUP_ROWS[group_of(status.activity)]
        rows.append((pose.x_m, pose.y_m, pose.heading_rad, sprite, tone, group))
        ids.append(report.vehicle_id)
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 6)
    sprites, tones, groups = table[:, 3:].astype(np.intp).T
    row_of = {vehicle_id: row for row, vehicle_id in enumerate(ids)}
    return FleetArrays(tuple(ids), table[:, :3].copy(), sprites, tones, groups, row_of)


def between(before: FleetArrays, after: FleetArrays, share: float) -> Floats:
    """Poses a share of the way from one snapshot to the next, headings the short way round.

    Only what was reported is shown: the map runs one snapshot late instead of guessing ahead, so
    a vehicle is never drawn past its release.
    """
    if before.ids != after.ids or share >= 1.0:
        return after.pose
    step = after.pose - before.pose
    step[:, 2] = (step[:, 2] + np.pi) % (2.0 * np.pi) - np.pi
    moved: Floats = before.pose + max(0.0, share) * step
    return moved
