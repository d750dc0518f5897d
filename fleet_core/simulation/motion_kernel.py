"""Motion of all vehicles, compiled. ``motion_reference`` says the same in plain Python.

Within a tick the speed changes evenly from v to w, so that the way is (v + w) dt / 2. A vehicle
that has to be at speed u or below at a point ``room`` ahead may choose any w with

    (v + w) dt / 2 + (w^2 - u^2) / (2 b) <= room

and can then still brake with b (the safe speed of Krauss's and Gipps's car-following models, with
the way of the present tick counted). The largest such w is a root of a quadratic equation. If the
inequality holds for w = v - b dt at the start of a tick it does so for ever: no vehicle passes the
end of its release and none brakes harder than b.
"""

from __future__ import annotations

from math import pi, sqrt

from numba import njit

from fleet_core.simulation.motion_arrays import Floats, MotionState, TrackArrays

ARRIVED = 1e-9
"""A leg is done when less than this (m or rad) is left."""


@njit(cache=True)
def highest_speed(speed: float, room: float, target: float, braking: float, tick_s: float) -> float:
    """Speed at the end of the tick that allows to be at ``target`` within ``room``."""
    reach = room + target * target / (2.0 * braking) - 0.5 * speed * tick_s
    if reach <= 0.0:
        return target if speed <= target else 0.0
    root = float(braking * (sqrt(0.25 * tick_s * tick_s + 2.0 * reach / braking) - 0.5 * tick_s))
    return max(target, root) if speed <= target else root


CREEP = 0.1
"""m/s or rad/s: nobody glides more slowly; it stands instead."""


@njit(cache=True)
def room_to_stop(tracks: TrackArrays, v: int, leg: int, way: float) -> tuple[float, bool]:
    """Way to the next point where the vehicle must stand, and whether its release ends there."""
    room = float(tracks.length[v, leg] - way)
    following = leg + 1
    while following < tracks.leg_count[v] and tracks.joined[v, following]:
        room += tracks.length[v, following]
        following += 1
    return room, following == tracks.leg_count[v]


@njit(cache=True)
def gliding_speed(room: float, glide_s: float, braking: float) -> float:
    """Speed v at which the vehicle is at its braking distance from the end after ``glide_s``:
    v glide_s + v^2 / (2 b) = room."""
    speed = braking * (sqrt(glide_s * glide_s + 2.0 * room / braking) - glide_s)
    return max(CREEP, float(speed))


@njit(cache=True)
def speed_ahead(
    tracks: TrackArrays, v: int, leg: int, room: float, speed: float, braking: float, tick_s: float
) -> float:
    """Highest speed that obeys the limits of this leg and of those driven on to."""
    wanted = float(tracks.limit[v, leg])
    top = max(speed, wanted)
    horizon = top * tick_s + top * top / (2.0 * braking)
    following = leg + 1
    while following < tracks.leg_count[v] and tracks.joined[v, following] and room < horizon:
        slower = tracks.limit[v, following]
        wanted = min(wanted, highest_speed(speed, room, slower, braking, tick_s))
        room += tracks.length[v, following]
        following += 1
    return wanted


@njit(cache=True)
def move(tracks: TrackArrays, state: MotionState, v: int, tick_s: float) -> float:
    """One tick on the present leg; sets the speed and returns the way that is driven."""
    leg, way, speed = state.leg[v], float(state.way[v]), float(state.speed[v])
    kind = tracks.kind[v, leg]
    braking = float(state.braking[v, kind])
    if state.held[v]:
        slower = max(0.0, speed - braking * tick_s)
        state.speed[v] = slower
        if slower == 0.0:
            return speed * speed / (2.0 * braking)
        return 0.5 * (speed + slower) * tick_s
    room, release_ends = room_to_stop(tracks, v, leg, way)
    if room <= 0.5 * speed * tick_s or room <= ARRIVED:
        state.speed[v] = 0.0
        return room
    wanted = min(
        speed + state.acceleration[v, kind] * tick_s,
        highest_speed(speed, room, 0.0, braking, tick_s),
    )
    left = float(tracks.length[v, leg]) - way
    wanted = min(wanted, speed_ahead(tracks, v, leg, left, speed, braking, tick_s))
    if kind == 0:
        wanted = min(wanted, max(float(state.cap[v]), speed - braking * tick_s))
    if release_ends and state.glide_s[v] > 0.0:
        gentle = gliding_speed(room, state.glide_s[v], braking)
        wanted = min(wanted, max(gentle, speed - braking * tick_s))
    state.speed[v] = wanted
    return 0.5 * (speed + float(wanted)) * tick_s


@njit(cache=True)
def pass_legs(tracks: TrackArrays, state: MotionState, v: int) -> None:
    """Go over to the following legs as far as the way reaches."""
    leg, way = state.leg[v], state.way[v]
    while leg < tracks.leg_count[v] and way >= tracks.length[v, leg] - ARRIVED:
        drives_on = leg + 1 < tracks.leg_count[v] and tracks.joined[v, leg + 1]
        way = max(0.0, way - tracks.length[v, leg])
        leg += 1
        if not drives_on:
            way = 0.0
            state.speed[v] = 0.0
            break
    state.leg[v], state.way[v] = leg, way


@njit(cache=True)
def place(tracks: TrackArrays, state: MotionState, v: int, leg: int, way: float) -> None:
    """Pose at ``way`` along ``leg``: linear between the samples."""
    first = tracks.first[v, leg]
    low, high = first, first + tracks.samples[v, leg] - 1
    while high - low > 1:
        middle = (low + high) // 2
        if tracks.way[v, middle] <= way:
            low = middle
        else:
            high = middle
    span = tracks.way[v, high] - tracks.way[v, low]
    share = min(1.0, max(0.0, (way - tracks.way[v, low]) / span)) if span > 0.0 else 1.0
    x0, y0, h0 = tracks.x_m[v, low], tracks.y_m[v, low], tracks.heading_rad[v, low]
    state.pose[v, 0] = x0 + share * (tracks.x_m[v, high] - x0)
    state.pose[v, 1] = y0 + share * (tracks.y_m[v, high] - y0)
    heading = h0 + share * (tracks.heading_rad[v, high] - h0)
    state.pose[v, 2] = (heading + pi) % (2.0 * pi) - pi


@njit(cache=True)
def advance_one(tracks: TrackArrays, state: MotionState, v: int, tick_s: float) -> None:
    """One tick of one vehicle."""
    state.turn_rate_radps[v] = 0.0
    state.glide_s[v] = max(0.0, state.glide_s[v] - tick_s)
    leg = state.leg[v]
    if leg >= tracks.leg_count[v]:
        state.speed[v] = 0.0
        state.idle_ticks[v] += 1
        return
    heading = state.pose[v, 2]
    moved = move(tracks, state, v, tick_s)
    if tracks.kind[v, leg] == 0:
        state.driven_m[v] += moved
    state.way[v] += moved
    pass_legs(tracks, state, v)
    if state.leg[v] < tracks.leg_count[v] and state.way[v] > 0.0:
        place(tracks, state, v, state.leg[v], state.way[v])
    elif state.leg[v] > leg:
        last = state.leg[v] - 1
        place(tracks, state, v, last, tracks.length[v, last])
    turned = (state.pose[v, 2] - heading + pi) % (2.0 * pi) - pi
    state.turn_rate_radps[v] = turned / tick_s


@njit(cache=True)
def advance(tracks: TrackArrays, state: MotionState, tick_s: float, poses: Floats) -> None:
    """As many ticks as ``poses`` (ticks, V, 3) has rows, which are filled with the poses."""
    state.driven_m[:] = 0.0
    state.idle_ticks[:] = 0
    for v in range(len(tracks.leg_count)):
        for tick in range(len(poses)):
            advance_one(tracks, state, v, tick_s)
            poses[tick, v, :] = state.pose[v, :]
