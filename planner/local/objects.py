"""What moves on the floor, as it is predicted, and which of it matters to a vehicle."""

from __future__ import annotations

from math import cos, hypot, inf, sin
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from planner.local.body import Body
from planner.local.settings import LocalSettings
from planner.local.state import DISCS, STAGES, STEP_S

Floats = NDArray[np.float64]
CORNERS = 8
"""Corners of an outline, at most."""

OUT_OF_REACH_M = 30.0

WALKS_MPS = 0.2
"""Who is slower stands; he would have to set out first."""


class Objects(NamedTuple):
    """M bodies with predicted poses. ``slim``: its way is known, and kept apart from ours by
    traffic, so that half its width is kept clear of and not the discs that cover it."""

    poses: Floats  # (M, STAGES + 1, 3) x, y, heading at the stages from now on
    discs: Floats  # (M, DISCS, 3) x, y, radius in its own frame; radius 0: no more
    outlines: Floats  # (M, CORNERS, 2) in its own frame, counter-clockwise
    corners: NDArray[np.int64]  # (M,)
    wished_m: Floats  # (M, STAGES + 1) distance to be kept when there is room
    needed_m: Floats  # (M, STAGES + 1) distance below which one brakes
    slim: NDArray[np.bool_]  # (M,)
    late_s: Floats  # (M,) from when it turns until a vehicle brakes for that; 0: it will not


def no_objects() -> Objects:
    """Nothing moves."""
    return _empty(0)


def moving_discs(
    position: Floats,
    velocity: Floats,
    radius_m: Floats,
    age_s: Floats,
    settings: LocalSettings,
    deviation_m: Floats | float = 0.0,
) -> Objects:
    """People and others of whom nothing but place and speed is known.

    ``position`` and ``velocity`` (M, 2), ``radius_m`` and ``age_s`` (M,): how old what is known is.
    They go on as they went when they were seen; what is kept from them grows with time, and with
    the standard deviation ``deviation_m`` (M,) of their place.
    """
    found = _empty(len(position))
    t = age_s[:, None] + np.arange(STAGES + 1) * STEP_S
    found.poses[:, :, :2] = position[:, None, :] + velocity[:, None, :] * t[:, :, None]
    found.discs[:, 0, 2] = radius_m
    found.corners[:] = 1
    grown = np.minimum(settings.widening_mps * t, settings.widening_most_m)
    grown += settings.widening_late_mps * age_s[:, None]
    grown += settings.deviations * np.broadcast_to(deviation_m, len(position))[:, None]
    found.needed_m[:] = radius_m[:, None] * 1.15 + grown
    found.wished_m[:] = grown + settings.person_margin_m
    found.late_s[:] = age_s + settings.notice_s
    return found


def planned_discs(places: Floats, radius_m: Floats, settings: LocalSettings) -> Objects:
    """Others who have said where they will be: ``places`` (M, STAGES + 1, 2), ``radius_m`` (M,)."""
    found = _empty(len(places))
    found.poses[:, :, :2] = places
    found.discs[:, 0, 2] = radius_m
    found.corners[:] = 1
    found.needed_m[:] = radius_m[:, None] + settings.shared_margin_m
    found.wished_m[:] = settings.shared_wish_m
    return found


def planned_bodies(
    bodies: list[Body], poses: Floats, age_s: Floats, settings: LocalSettings
) -> Objects:
    """Vehicles that have published their plans: ``poses`` (M, STAGES + 1, 3) from now on, made from
    plans that are ``age_s`` (M,) old."""
    found = _empty(len(bodies))
    found.poses[:] = poses
    for m, body in enumerate(bodies):
        found.discs[m, : len(body.discs)] = body.discs
        if settings.lanes:
            found.discs[m, : len(body.discs), 2] = body.half_width_m
        corners = min(len(body.outline), CORNERS)
        found.outlines[m, :corners] = body.outline[:corners]
        found.outlines[m, corners:] = body.outline[corners - 1]
        found.corners[m] = corners
    late = np.maximum(0.0, age_s[:, None] - 3.0 * settings.period_s)
    found.needed_m[:] = settings.widening_late_mps * late
    found.wished_m[:] = settings.widening_late_mps * late
    found.slim[:] = settings.lanes
    if not settings.lanes:
        found.needed_m[:] += settings.shared_margin_m
        found.wished_m[:] += settings.shared_wish_m
    return found


def half_as_far(objects: Objects) -> Objects:
    """The same, of whom half as far is to be kept."""
    radius_m = np.where(objects.corners == 1, objects.discs[:, 0, 2], 0.0)[:, None]
    return objects._replace(needed_m=radius_m + 0.5 * (objects.needed_m - radius_m))


def joined(first: Objects, second: Objects) -> Objects:
    """Both."""
    return Objects(*(np.concatenate(pair) for pair in zip(first, second, strict=True)))


@njit(cache=True, nogil=True)
def speed_mps(objects, m):  # type: ignore[no-untyped-def]
    """How fast one of them goes now."""
    now, then = objects.poses[m, 0], objects.poses[m, 1]
    return hypot(then[0] - now[0], then[1] - now[1]) / STEP_S


@njit(cache=True, nogil=True)
def rows_of(objects, rows):  # type: ignore[no-untyped-def]
    """Some of them."""
    return Objects(
        objects.poses[rows],
        objects.discs[rows],
        objects.outlines[rows],
        objects.corners[rows],
        objects.wished_m[rows],
        objects.needed_m[rows],
        objects.slim[rows],
        objects.late_s[rows],
    )


def _empty(count: int) -> Objects:
    return Objects(
        np.zeros((count, STAGES + 1, 3)),
        np.zeros((count, DISCS, 3)),
        np.zeros((count, CORNERS, 2)),
        np.zeros(count, np.int64),
        np.zeros((count, STAGES + 1)),
        np.zeros((count, STAGES + 1)),
        np.zeros(count, np.bool_),
        np.zeros(count),
    )


@njit(cache=True, nogil=True)
def near_rows(poses, objects, leave_out, reach_m):  # type: ignore[no-untyped-def]
    """Rows of the objects whose origins may come within ``reach_m`` of a vehicle that drives
    ``poses`` (STAGES + 1, 3), whenever; ``leave_out`` is its own row."""
    last = len(poses) - 1
    driven = hypot(poses[last, 0] - poses[0, 0], poses[last, 1] - poses[0, 1])
    found = np.empty(len(objects.poses), np.int64)
    count = 0
    for m in range(len(objects.poses)):
        other = objects.poses[m]
        moved = abs(other[last, 0] - other[0, 0]) + abs(other[last, 1] - other[0, 1])
        reach = reach_m + driven + moved + objects.needed_m[m, last]
        dx, dy = other[0, 0] - poses[0, 0], other[0, 1] - poses[0, 1]
        if m != leave_out and dx * dx + dy * dy < reach * reach:
            found[count] = m
            count += 1
    return found[:count]


@njit(cache=True, nogil=True)
def choose_objects(poses, discs, overhang_m, objects, near, reach_m, out):  # type: ignore[no-untyped-def]
    """Fill ``out`` (OBJECTS, STAGES + 1, 3) with the objects that come nearest to a vehicle.

    ``poses`` (STAGES + 1, 3) is where it is thought to drive, ``discs`` cover it, ``overhang_m`` is
    how far they reach beyond its sides. An object of several discs counts at each stage by the one
    that is nearest. ``near`` are the rows to look at. Those that stay ``reach_m`` apart are left
    out. Returns how many there are.
    """
    count = len(near)
    nearest = np.full(count, inf)
    place = np.empty((count, STAGES + 1, 3))
    mine = _placed_discs(poses, discs)
    for row in range(count):
        m = near[row]
        if _stays_far(poses, objects.poses[m], reach_m + 4.0):
            continue
        for k in range(STAGES + 1):
            at = place[row, k]
            apart = _nearest_disc(mine[k], objects.poses[m, k], objects.discs[m], at)
            at[2] += objects.wished_m[m, k]
            if objects.slim[m]:
                at[2] = max(1e-3, at[2] - overhang_m)
            nearest[row] = min(nearest[row], apart - objects.wished_m[m, k])
    chosen = 0
    while chosen < len(out):
        best = -1
        for row in range(count):
            if nearest[row] < reach_m and (best < 0 or nearest[row] < nearest[best]):
                best = row
        if best < 0:
            break
        out[chosen] = place[best]
        nearest[best] = inf
        chosen += 1
    out[chosen:] = 0.0
    return chosen


@njit(cache=True, nogil=True)
def leave_out_after(stage, chosen):  # type: ignore[no-untyped-def]
    """Put objects out of reach at all stages after one: who has arrived may be walked up to."""
    for m in range(len(chosen)):
        for k in range(stage + 1, STAGES + 1):
            if chosen[m, k, 2] > 0.0:
                chosen[m, k, 0] += OUT_OF_REACH_M


@njit(cache=True, nogil=True)
def _stays_far(poses, others, reach_m):  # type: ignore[no-untyped-def]
    for k in range(len(poses)):
        dx, dy = poses[k, 0] - others[k, 0], poses[k, 1] - others[k, 1]
        if dx * dx + dy * dy < reach_m * reach_m:
            return False
    return True


@njit(cache=True, nogil=True)
def _placed_discs(poses, discs):  # type: ignore[no-untyped-def]
    """(len(poses), n, 3): the discs in use, x, y, radius, on the floor at each pose."""
    count = 0
    while count < len(discs) and discs[count, 2] > 0.0:
        count += 1
    placed = np.empty((len(poses), count, 3))
    for k in range(len(poses)):
        c, s = cos(poses[k, 2]), sin(poses[k, 2])
        for d in range(count):
            placed[k, d, 0] = poses[k, 0] + c * discs[d, 0] - s * discs[d, 1]
            placed[k, d, 1] = poses[k, 1] + s * discs[d, 0] + c * discs[d, 1]
            placed[k, d, 2] = discs[d, 2]
    return placed


@njit(cache=True, nogil=True)
def _nearest_disc(mine, other, other_discs, out):  # type: ignore[no-untyped-def]
    """Put the other's disc that is nearest to any of mine, which are on the floor, into ``out``;
    returns the gap."""
    oc, os = 1.0, 0.0
    if other_discs[0, 0] != 0.0 or other_discs[0, 1] != 0.0 or other_discs[1, 2] > 0.0:
        oc, os = cos(other[2]), sin(other[2])
    best = inf
    for j in range(len(other_discs)):
        if not other_discs[j, 2] > 0.0:
            break
        x = other[0] + oc * other_discs[j, 0] - os * other_discs[j, 1]
        y = other[1] + os * other_discs[j, 0] + oc * other_discs[j, 1]
        for d in range(len(mine)):
            apart = hypot(x - mine[d, 0], y - mine[d, 1]) - mine[d, 2] - other_discs[j, 2]
            if apart < best:
                best = apart
                out[0], out[1], out[2] = x, y, other_discs[j, 2]
    return best
