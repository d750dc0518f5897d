"""Motion of a differential drive in the stages of the horizon, and what it comes near to."""

from __future__ import annotations

from math import cos, hypot, inf, sin

from numba import njit

from planner.local.state import STEP_S


@njit(cache=True, nogil=True)
def towards(value, wanted, fall, rise):  # type: ignore[no-untyped-def]
    """``wanted``, or as near to it as a change between -``fall`` and ``rise`` leads."""
    return min(max(wanted, value - fall), value + rise)


@njit(cache=True, nogil=True)
def drive_stage(before, speed, turn, limits, after):  # type: ignore[no-untyped-def]
    """Put the state (x, y, heading, speed, turn rate) a stage later into ``after``, where a speed
    and a turn rate are wanted and limits keep from reaching them at once."""
    change = limits.turn_acceleration * STEP_S
    turn = towards(before[4], min(max(turn, -limits.turn_radps), limits.turn_radps), change, change)
    speed = min(max(speed, 0.0), limits.speed_mps)
    speed = towards(before[3], speed, limits.braking * STEP_S, limits.acceleration * STEP_S)
    heading = before[2] + 0.25 * STEP_S * (before[4] + turn)
    way = 0.5 * STEP_S * (before[3] + speed)
    after[0] = before[0] + way * cos(heading)
    after[1] = before[1] + way * sin(heading)
    after[2] = before[2] + 0.5 * STEP_S * (before[4] + turn)
    after[3], after[4] = speed, turn


@njit(cache=True, nogil=True)
def gap_at(state, stage, discs, others, reach_m):  # type: ignore[no-untyped-def]
    """Between the discs (n, 3) of a body and the nearest of the others at a stage; not more than
    ``reach_m``."""
    nearest = reach_m
    c, s = cos(state[2]), sin(state[2])
    for m in range(len(others.places)):
        ox, oy = others.places[m, stage, 0], others.places[m, stage, 1]
        room = nearest + others.radius_m[m, stage] + 1.0
        if abs(ox - state[0]) > room or abs(oy - state[1]) > room:
            continue
        for d in range(len(discs)):
            x = state[0] + c * discs[d, 0] - s * discs[d, 1]
            y = state[1] + s * discs[d, 0] + c * discs[d, 1]
            apart = hypot(ox - x, oy - y) - discs[d, 2] - others.radius_m[m, stage]
            nearest = min(nearest, apart)
    return nearest


@njit(cache=True, nogil=True)
def first_hit(states, discs, others, margin_m):  # type: ignore[no-untyped-def]
    """The first stage at which a body is nearer than ``margin_m`` to somebody; inf: none."""
    for k in range(1, len(states)):
        if gap_at(states[k], k, discs, others, margin_m + 1e-9) < margin_m:
            return float(k)
    return inf
