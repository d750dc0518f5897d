"""The braking supervisor: may a vehicle drive the next moment of its plan, or must it brake now?

It knows nothing of how a plan was made. A plan is accepted when the vehicle, after driving it for
one period and braking at its limit from then on, comes to a stand

1. behind its release point,
2. inside its corridor,
3. without having come nearer to anything than it may, where everything moves as predicted and its
   prediction is widened; unless braking at once would bring it nearer still, as with somebody who
   comes from behind.

Who stands, stays while somebody who moves is as near as that, wherever he goes.

On an open floor a vehicle may pass before somebody although it could not stop there: then it is
enough that there is a moment, within the rules' patience, at which it can begin to brake, and that
it comes too near to nobody before it stands. It is bound to this way until a better one is
accepted. When others move differently than was predicted, it stays bound as long as braking at once
would bring it nearer to somebody (`too_near_m`), and goes on where that keeps half of what is to be
kept and braking does not: in somebody's way is the worst place to stand.

When a plan is refused the vehicle brakes from the state that it had one period before, in which
braking had been found good. (The same idea under the name fail-safe trajectory: C. Pek, M. Althoff,
IEEE Trans. Robotics 37 (2021).)

Distances between convex bodies are lower bounds: the widest gap along a normal of one of their
sides. From a body to a point they are exact.
"""

from __future__ import annotations

from enum import IntEnum
from math import cos, hypot, inf, sin, tan
from typing import NamedTuple

import numpy as np
from numba import njit

from planner.local.objects import CORNERS, WALKS_MPS, rows_of, speed_mps
from planner.local.state import STAGES, STEP_S

LOOK_S = 0.05
"""Between two looks at the way to a stand; at 2 m/s 0.1 m."""
PATIENT_S = 0.3
"""Between two moments at which one may begin to brake."""
NEARER_M = 1e-3
"""Who is too near may not come nearer by more than this."""
STANDS_MPS = 0.02


class Verdict(IntEnum):
    """Why a vehicle brakes; CLEAR: it does not."""

    CLEAR = 0
    NO_PLAN = 1  # the solver failed, or gave no numbers
    RELEASE = 2  # it would not stand before its release point
    CORRIDOR = 3  # it would leave its corridor
    OBJECT = 4  # it would come too near to something
    NO_POSE = 5  # nobody says where it is, or what is said is too old
    JUMP = 6  # the pose is not one that it can have driven to


class Rules(NamedTuple):
    """What a vehicle must obey."""

    period_s: float  # before it can brake
    braking_mps2: float
    release_m: float  # along the path
    right_m: float  # of the corridor, negative
    left_m: float
    patience_s: float = 0.0  # so much later it may begin to brake at the latest
    look_s: float = 0.0  # so long at least nobody may come too near, even when it stands
    # -1: it brakes on the plan's own line; else it keeps its curvature from then on, by the turn
    # rate (0: a differential drive) or the angle of the steered wheel, so far ahead.
    wheelbase_m: float = -1.0


@njit(cache=True, nogil=True)
def judge(x, poses, rules, body, objects):  # type: ignore[no-untyped-def]
    """The verdict, and the row of the object that it is about (-1: none).

    ``x`` (STAGES + 1, State) is the plan, ``poses`` (STAGES + 1, 3) the same on the floor, ``body``
    (k, 2) counter-clockwise in its own frame, ``objects`` an `Objects`.
    """
    if not np.all(np.isfinite(x)):
        return Verdict.NO_PLAN, -1
    s, v = _along(x, rules.period_s)
    if s + v * v / (2.0 * rules.braking_mps2) > rules.release_m:
        return Verdict.RELEASE, -1
    if _leaves_corridor(x, rules, rules.period_s + v / rules.braking_mps2):
        return Verdict.CORRIDOR, -1
    about = _touching(poses[0], x[0, 3] < STANDS_MPS, body, objects)
    if about >= 0:
        return Verdict.OBJECT, about
    short_m, about = _shortfall(x, poses, rules, body, objects, rules.period_s)
    if short_m <= 0.0:
        return Verdict.CLEAR, -1
    if rules.patience_s > 0.0:
        begin_s = when_to_brake(x, poses, rules, body, objects)
        return (Verdict.CLEAR, -1) if begin_s < inf else (Verdict.OBJECT, about)
    if short_m >= _shortfall(x, poses, rules, body, objects, 0.0)[0]:
        return Verdict.OBJECT, about
    return Verdict.CLEAR, -1


@njit(cache=True, nogil=True)
def judge_among(x, poses, rules, body, objects, rows):  # type: ignore[no-untyped-def]
    """`judge` with some of the objects: those in ``rows``, of which one is returned."""
    verdict, about = judge(x, poses, rules, body, rows_of(objects, rows))
    return verdict, rows[about] if about >= 0 else -1


@njit(cache=True, nogil=True)
def when_to_brake(x, poses, rules, body, objects):  # type: ignore[no-untyped-def]
    """The first moment (s) from which braking on the plan is good, not before the period's end and
    within the rules' patience; inf: none."""
    begin_s = rules.period_s
    while begin_s <= rules.period_s + rules.patience_s:
        if too_near_m(x, poses, begin_s, rules, body, objects) <= 0.0:
            return begin_s
        begin_s += PATIENT_S
    return inf


@njit(cache=True, nogil=True)
def too_near_m(x, poses, begin_s, rules, body, objects):  # type: ignore[no-untyped-def]
    """By how much (m) one comes too near to somebody at worst, who drives a plan until ``begin_s``
    and brakes then; 0: never."""
    return _shortfall(x, poses, rules, body, objects, begin_s)[0]


@njit(cache=True, nogil=True)
def _leaves_corridor(x, rules, stand_s):  # type: ignore[no-untyped-def]
    for k in range(1, min(int(np.ceil(stand_s / STEP_S)), STAGES) + 1):
        if not rules.right_m <= x[k, 1] <= rules.left_m:
            return True
    return False


@njit(cache=True, nogil=True)
def _shortfall(x, poses, rules, body, objects, begin_s):  # type: ignore[no-untyped-def]
    """By how much the vehicle comes too near to an object when it brakes from ``begin_s`` on (m; 0:
    never), and to which. What is too near already counts only when it comes nearer still."""
    count = len(objects.poses)
    reach_m = _reaches_m(body, objects)
    v = _along(x, begin_s)[1]
    stand_s = max(begin_s + v / rules.braking_mps2, rules.look_s)
    place, mine = np.empty(3), np.empty_like(body)
    other, theirs = np.empty(3), np.empty((CORNERS, 2))
    now = np.full(count, inf)
    worst, about = 0.0, -1
    for look in range(int(np.ceil(stand_s / LOOK_S)) + 1):
        t = min(look * LOOK_S, stand_s)
        _where_braking(x, poses, t, begin_s, rules, place)
        put(body, place, mine)
        for m in range(count):
            if _is_far(place, reach_m[m], objects, m, t):
                continue
            needed = _predict(objects, m, t, other, theirs)
            apart = gap(mine, len(body), theirs, objects.corners[m])
            if look == 0:
                now[m] = apart
            short = min(needed, now[m] - NEARER_M) - apart
            if short > worst:
                worst, about = short, m
    return worst, about


@njit(cache=True, nogil=True)
def _touching(pose, stands, body, objects):  # type: ignore[no-untyped-def]
    """Who touches the body now, by what is known of its true size; -1: nobody. To a body that
    ``stands``, somebody who walks past may be nearer than what is known of him says: it is late."""
    mine, theirs = np.empty_like(body), np.empty((CORNERS, 2))
    reach_m = _reaches_m(body, objects)
    put(body, pose, mine)
    for m in range(len(objects.poses)):
        if _is_far(pose, reach_m[m], objects, m, 0.0):
            continue
        put(objects.outlines[m, : objects.corners[m]], objects.poses[m, 0], theirs)
        round_m = objects.discs[m, 0, 2] if objects.corners[m] == 1 else 0.0
        if stands and speed_mps(objects, m) > WALKS_MPS:
            round_m = max(round_m, objects.needed_m[m, 0])
        if gap(mine, len(body), theirs, objects.corners[m]) < round_m:
            return m
    return -1


@njit(cache=True, nogil=True)
def _along(x, t):  # type: ignore[no-untyped-def]
    """S and V of a plan at time ``t``."""
    k = min(int(t / STEP_S), STAGES - 1)
    part = t / STEP_S - k
    return x[k, 0] + part * (x[k + 1, 0] - x[k, 0]), x[k, 3] + part * (x[k + 1, 3] - x[k, 3])


@njit(cache=True, nogil=True)
def _where_braking(x, poses, t, begin_s, rules, place):  # type: ignore[no-untyped-def]
    """Put the pose at ``t`` into ``place``, for who brakes from ``begin_s`` on."""
    k = min(int(min(t, begin_s) / STEP_S), STAGES - 1)
    part = min(1.0, min(t, begin_s) / STEP_S - k)
    passed = 0.0
    if t > begin_s:
        way, v = _along(x, begin_s)
        since = min(t - begin_s, v / rules.braking_mps2)
        passed = v * since - 0.5 * rules.braking_mps2 * since * since
    if passed > 0.0 and rules.wheelbase_m < 0.0:
        way += passed
        while k < STAGES - 1 and x[k + 1, 0] < way:
            k, part = k + 1, 0.0
        span = x[k + 1, 0] - x[k, 0]
        if span > 1e-9:
            part = max(part, min(1.0, (way - x[k, 0]) / span))
    for c in range(3):
        place[c] = poses[k, c] + part * (poses[k + 1, c] - poses[k, c])
    if passed > 0.0 and rules.wheelbase_m >= 0.0:
        steer = x[k, 4] + part * (x[k + 1, 4] - x[k, 4])
        turn = steer / v if rules.wheelbase_m == 0.0 else tan(steer) / rules.wheelbase_m
        half = 0.5 * turn * passed
        chord = passed * (sin(half) / half if abs(half) > 1e-6 else 1.0)
        place[0] += chord * cos(place[2] + half)
        place[1] += chord * sin(place[2] + half)
        place[2] += 2.0 * half


@njit(cache=True, nogil=True)
def braking_drive(x, poses, begin_s, rules, out):  # type: ignore[no-untyped-def]
    """Fill ``out`` (STAGES + 1, 3) with the poses of who drives a plan until ``begin_s`` and brakes
    from then on."""
    for k in range(STAGES + 1):
        _where_braking(x, poses, k * STEP_S, begin_s, rules, out[k])


@njit(cache=True, nogil=True)
def _reaches_m(body, objects):  # type: ignore[no-untyped-def]
    """(M,) when origins are farther apart, no object can be too near: circles round both, with the
    widest margin."""
    reach = np.empty(len(objects.poses))
    for m in range(len(reach)):
        around = _radius(body) + _radius(objects.outlines[m, : objects.corners[m]])
        reach[m] = around + objects.needed_m[m, STAGES] + 1.0
    return reach


@njit(cache=True, nogil=True)
def _radius(outline):  # type: ignore[no-untyped-def]
    radius = 0.0
    for i in range(len(outline)):
        radius = max(radius, hypot(outline[i, 0], outline[i, 1]))
    return radius


@njit(cache=True, nogil=True)
def _is_far(place, reach_m, objects, m, t):  # type: ignore[no-untyped-def]
    k = min(int(t / STEP_S), STAGES)
    return hypot(objects.poses[m, k, 0] - place[0], objects.poses[m, k, 1] - place[1]) > reach_m


@njit(cache=True, nogil=True)
def _predict(objects, m, t, pose, theirs):  # type: ignore[no-untyped-def]
    """Put an object's pose at time ``t`` into ``pose`` and its corners into ``theirs``; returns the
    distance to be kept."""
    k = min(int(t / STEP_S), STAGES - 1)
    part = min(1.0, t / STEP_S - k)
    before, after = objects.poses[m, k], objects.poses[m, k + 1]
    for c in range(3):
        pose[c] = before[c] + part * (after[c] - before[c])
    put(objects.outlines[m, : objects.corners[m]], pose, theirs)
    return objects.needed_m[m, k] + part * (objects.needed_m[m, k + 1] - objects.needed_m[m, k])


@njit(cache=True, nogil=True)
def put(outline, pose, out):  # type: ignore[no-untyped-def]
    """Corners of ``outline`` (n, 2) at ``pose`` (x, y, heading)."""
    c, s = cos(pose[2]), sin(pose[2])
    for i in range(len(outline)):
        out[i, 0] = pose[0] + c * outline[i, 0] - s * outline[i, 1]
        out[i, 1] = pose[1] + s * outline[i, 0] + c * outline[i, 1]


@njit(cache=True, nogil=True)
def gap(first, first_count, second, second_count):  # type: ignore[no-untyped-def]
    """At least so far are two convex bodies apart (m); negative: by so much they overlap at most.

    Corners counter-clockwise; a single corner is a point.
    """
    if second_count == 1:
        widest = _side_gap(first, first_count, second, 1)
        return _away(first, first_count, second[0]) if widest > 0.0 else widest
    return max(
        _side_gap(first, first_count, second, second_count),
        _side_gap(second, second_count, first, first_count),
    )


@njit(cache=True, nogil=True)
def _side_gap(first, first_count, second, second_count):  # type: ignore[no-untyped-def]
    """The widest gap along an outward normal of a side of ``first``."""
    widest = -inf
    for i in range(first_count):
        j = (i + 1) % first_count
        side_x, side_y = first[j, 0] - first[i, 0], first[j, 1] - first[i, 1]
        length = hypot(side_x, side_y)
        if length == 0.0:
            continue
        nearest = inf
        for k in range(second_count):
            away = (second[k, 0] - first[i, 0]) * side_y - (second[k, 1] - first[i, 1]) * side_x
            nearest = min(nearest, away / length)
        widest = max(widest, nearest)
    return widest


@njit(cache=True, nogil=True)
def _away(body, count, point):  # type: ignore[no-untyped-def]
    """From the sides of a body to a point outside."""
    nearest = inf
    for i in range(count):
        j = (i + 1) % count
        side_x, side_y = body[j, 0] - body[i, 0], body[j, 1] - body[i, 1]
        x, y = point[0] - body[i, 0], point[1] - body[i, 1]
        square = side_x * side_x + side_y * side_y
        part = 0.0 if square == 0.0 else min(1.0, max(0.0, (x * side_x + y * side_y) / square))
        nearest = min(nearest, hypot(x - part * side_x, y - part * side_y))
    return nearest
