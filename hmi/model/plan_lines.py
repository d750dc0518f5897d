"""Whose plans are shown, and plans and corridors as lines in metres."""

from __future__ import annotations

import numpy as np

from hmi.model.fleet_arrays import FleetArrays, Floats, Ints
from hmi.model.layers import Layer
from hmi.model.local_picture import PLAN_STEP_S, CorridorShape
from hmi.model.view_transform import ViewTransform

MOST_SHOWN = 120
"""With more vehicles in view their plans would be a carpet; then only the selection's is shown."""

_MARGIN_M = 8.0
"""A plan may reach so far into the view from a vehicle outside."""

_STANDS_M = 0.1
_TICK_EVERY = round(1.0 / PLAN_STEP_S)


def watched(
    layers: frozenset[Layer], arrays: FleetArrays, poses: Floats, view: ViewTransform, chosen: str
) -> frozenset[str]:
    """The vehicles whose plans and corridors are to be seen: the selection (``chosen``; may be
    empty), and with the layer EVERYBODY all that are in view."""
    if not layers & {Layer.PLANS, Layer.CORRIDORS}:
        return frozenset()
    one = {chosen} & arrays.row_of.keys()
    if Layer.EVERYBODY not in layers or not len(poses):
        return frozenset(one)
    screen, margin = view.to_screen(poses), _MARGIN_M * view.scale
    inside = (np.abs(screen[:, 0] - view.width_px / 2) < view.width_px / 2 + margin) & (
        np.abs(screen[:, 1] - view.height_px / 2) < view.height_px / 2 + margin
    )
    rows = np.flatnonzero(inside)
    if len(rows) > MOST_SHOWN:
        return frozenset(one)
    return frozenset(one | {arrays.ids[row] for row in rows})


def moving(plans: Floats) -> Ints:
    """Rows of the plans (n, samples, 3) that lead anywhere."""
    step = plans[:, -1, :2] - plans[:, 0, :2]
    return np.flatnonzero(np.hypot(step[:, 0], step[:, 1]) > _STANDS_M)


def tracks(plans: Floats) -> Floats:
    """Line pieces (samples - 1, n, 4) from now on."""
    points = plans[:, :, :2].transpose(1, 0, 2)
    return np.concatenate([points[:-1], points[1:]], axis=2)


def at_seconds(plans: Floats) -> Floats:
    """Poses (seconds, n, 3) after 1, 2, 3 s."""
    return plans[:, _TICK_EVERY::_TICK_EVERY].transpose(1, 0, 2)


def ticks(poses: Floats, half_m: float) -> Floats:
    """Bars (n, 4) across the headings of some poses (n, 3)."""
    across = half_m * np.stack([-np.sin(poses[:, 2]), np.cos(poses[:, 2])], axis=1)
    return np.concatenate([poses[:, :2] - across, poses[:, :2] + across], axis=1)


def outlines(poses: Floats, outline: Floats) -> Floats:
    """Line pieces (n * corners, 4): ``outline`` (corners, 2) at each of the poses (n, 3)."""
    c, s = np.cos(poses[:, 2])[:, None], np.sin(poses[:, 2])[:, None]
    x = poses[:, :1] + c * outline[:, 0] - s * outline[:, 1]
    y = poses[:, 1:2] + s * outline[:, 0] + c * outline[:, 1]
    corners = np.stack([x, y], axis=2)
    return np.concatenate([corners, np.roll(corners, -1, axis=1)], axis=2).reshape(-1, 4)


def corridor_ahead(shape: CorridorShape, here: Floats, half_width_m: float) -> tuple[Floats, ...]:
    """The left and the right side (n, 2) of the band that is before a vehicle at ``here`` (2,)."""
    begin, share = _foot(shape.middle, here)
    ends = [shape.middle[begin : begin + 2], shape.across[begin : begin + 2]]
    first = [each[:1] + share * (each[-1:] - each[:1]) for each in ends]
    middle = np.concatenate([first[0], shape.middle[begin + 1 :]])
    across = half_width_m * np.concatenate([first[1], shape.across[begin + 1 :]])
    return middle + across, middle - across


def _foot(line: Floats, here: Floats) -> tuple[int, float]:
    """The piece of a line (n, 2) that is nearest to ``here``, and the share of it behind."""
    step = line[1:] - line[:-1]
    length = np.maximum((step**2).sum(axis=1), 1e-12)
    share = np.clip(((here - line[:-1]) * step).sum(axis=1) / length, 0.0, 1.0)
    away = ((line[:-1] + share[:, None] * step - here) ** 2).sum(axis=1)
    piece = int(np.argmin(away))
    return piece, float(share[piece])
