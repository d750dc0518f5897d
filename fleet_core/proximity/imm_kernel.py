"""Interacting multiple models of all tracks, compiled on flat arrays.

State: x, y (m), vx, vy (m/s), turn rate (rad/s). Models: constant velocity, constant turn (extended
Kalman filter), standing. Blom and Bar-Shalom, IEEE Trans. Automatic Control 33 (1988); the models
as in Bar-Shalom, Li, Kirubarajan, Estimation with Applications to Tracking and Navigation (2001),
11.6 and 11.7. The readable version is ``imm_reference``; tests compare the two.
"""

from __future__ import annotations

from math import cos, exp, hypot, log, pi, sin
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

STATES, MODELS = 5, 3
VELOCITY, TURN, STANDING = 0, 1, 2
_STRAIGHT_RADPS = 1e-4
TURN_FADES_S = 0.5
"""Of the two models that do not turn: how fast they forget a turn rate."""
SLOW_MPS = 0.3
"""Who is slower may leave to any side."""
LEAST_WEIGHT = 1e-4
"""No model is ever given up."""


class Noise(NamedTuple):
    """Of the models of one class; see `MotionSettings`."""

    along_acceleration: float
    across_acceleration: float
    turn_along_acceleration: float
    turn_across_acceleration: float
    turn_change: float
    stand_speed: float
    stand_decay_s: float
    stop_speed: float
    keep: float
    turn_keep: float
    stand_keep: float


@njit(cache=True)
def predict(
    state: Floats,
    cov: Floats,
    weight: Floats,
    dt: Floats,
    kind: Integers,
    noises: tuple[Noise, ...],
) -> None:
    """Move N tracks on by ``dt`` (N,) seconds each, in place.

    ``state`` (N, MODELS, STATES), ``cov`` (N, MODELS, STATES, STATES), ``weight`` (N, MODELS),
    ``kind`` (N,) rows of ``noises``.
    """
    mixed = np.empty((MODELS, STATES))
    spread = np.empty((MODELS, STATES, STATES))
    f, half = np.empty((STATES, STATES)), np.empty((STATES, STATES))
    for n in range(len(state)):
        if dt[n] <= 0.0:
            continue
        noise = noises[kind[n]]
        _mix(state[n], cov[n], weight[n], dt[n], noise, mixed, spread)
        for m in range(MODELS):
            move(m, mixed[m], dt[n], noise.stand_decay_s, state[n, m], f)
            for i in range(STATES):
                for j in range(STATES):
                    total = 0.0
                    for k in range(STATES):
                        total += f[i, k] * spread[m, k, j]
                    half[i, j] = total
            for i in range(STATES):
                for j in range(STATES):
                    total = 0.0
                    for k in range(STATES):
                        total += half[i, k] * f[j, k]
                    cov[n, m, i, j] = total
            _add_noise(m, dt[n], noise, state[n, m], cov[n, m])


@njit(cache=True)
def change(state: Floats, dt: float, noise: Noise, out: Floats) -> None:
    """``out`` (MODELS, MODELS): probability that a model (row) becomes another. Who is fast does
    not stand at once: it would have to brake first."""
    for k in range(MODELS):
        keep = noise.keep
        if k != VELOCITY:
            keep = noise.turn_keep if k == TURN else noise.stand_keep
        leave = (1.0 - keep ** (dt / 0.1)) / (MODELS - 1)
        stays = 1.0
        fast = (state[k, 2] ** 2 + state[k, 3] ** 2) / (2.0 * noise.stop_speed**2)
        for m in range(MODELS):
            if m != k:
                out[k, m] = leave * exp(-min(fast, 50.0)) if m == STANDING else leave
                stays -= out[k, m]
        out[k, k] = stays


@njit(cache=True)
def _mix(  # type: ignore[no-untyped-def]
    state, cov, weight, dt, noise, mixed, spread
):
    """What each model starts from, given that models change; ``weight`` becomes the predicted."""
    before = weight.copy()
    become = np.empty((MODELS, MODELS))
    change(state, dt, noise, become)
    for m in range(MODELS):
        total = 0.0
        for k in range(MODELS):
            total += before[k] * become[k, m]
        weight[m] = total
        mixed[m], spread[m] = 0.0, 0.0
        for k in range(MODELS):
            share = before[k] * become[k, m] / total
            for i in range(STATES):
                mixed[m, i] += share * state[k, i]
        for k in range(MODELS):
            share = before[k] * become[k, m] / total
            for i in range(STATES):
                di = state[k, i] - mixed[m, i]
                for j in range(STATES):
                    dj = state[k, j] - mixed[m, j]
                    spread[m, i, j] += share * (cov[k, i, j] + di * dj)


@njit(cache=True)
def move(model: int, x: Floats, dt: float, decay_s: float, out: Floats, f: Floats) -> None:
    """``out`` = model(x), ``f`` (STATES, STATES) its Jacobian."""
    f[:] = 0.0
    for i in range(STATES):
        f[i, i] = 1.0
    vx, vy, w = x[2], x[3], x[4]
    if model == STANDING:
        kept = exp(-dt / decay_s)
        gone = decay_s * (1.0 - kept)
        f[0, 2] = f[1, 3] = gone
        f[2, 2] = f[3, 3] = kept
    elif model == VELOCITY or abs(w) < _STRAIGHT_RADPS:
        f[0, 2] = f[1, 3] = dt
        if model == TURN:  # the limit of the Jacobian below
            f[0, 4], f[1, 4] = -0.5 * dt * dt * vy, 0.5 * dt * dt * vx
            f[2, 4], f[3, 4] = -dt * vy, dt * vx
    else:
        s, c = sin(w * dt), cos(w * dt)
        f[0, 2], f[0, 3] = s / w, -(1.0 - c) / w
        f[1, 2], f[1, 3] = (1.0 - c) / w, s / w
        f[2, 2], f[2, 3] = c, -s
        f[3, 2], f[3, 3] = s, c
    if model != TURN:
        f[4, 4] = exp(-dt / TURN_FADES_S)
    for i in range(STATES):
        total = 0.0
        for k in range(4):
            total += f[i, k] * x[k]
        out[i] = total
    out[4] = f[4, 4] * w
    if model == TURN and abs(w) >= _STRAIGHT_RADPS:
        s, c = sin(w * dt), cos(w * dt)
        f[0, 4] = (dt * c * vx - dt * s * vy) / w - (s * vx - (1.0 - c) * vy) / (w * w)
        f[1, 4] = (dt * s * vx + dt * c * vy) / w - ((1.0 - c) * vx + s * vy) / (w * w)
        f[2, 4] = dt * (-s * vx - c * vy)
        f[3, 4] = dt * (c * vx - s * vy)


@njit(cache=True)
def _add_noise(model: int, dt: float, noise: Noise, x: Floats, p: Floats) -> None:
    """A vehicle speeds up and brakes along its way, and leaves it less: it has wheels."""
    if model == STANDING:
        kept = exp(-2.0 * dt / noise.stand_decay_s)
        still = noise.stand_speed * noise.stand_speed
        for i in range(2):
            p[i, i] += still * dt
            p[i + 2, i + 2] += still * (1.0 - kept)
    else:
        along = noise.along_acceleration if model == VELOCITY else noise.turn_along_acceleration
        across = noise.across_acceleration if model == VELOCITY else noise.turn_across_acceleration
        speed = hypot(x[2], x[3])
        c, s = (x[2] / speed, x[3] / speed) if speed > SLOW_MPS else (1.0, 0.0)
        if speed <= SLOW_MPS:
            across = along
        a2, b2 = along * along, across * across
        qxx, qyy, qxy = a2 * c * c + b2 * s * s, a2 * s * s + b2 * c * c, (a2 - b2) * c * s
        for i in range(2):
            for j in range(2):
                q = qxy if i != j else (qxx if i == 0 else qyy)
                p[i, j] += q * dt**3 / 3.0
                p[i, j + 2] += q * dt * dt / 2.0
                p[i + 2, j] += q * dt * dt / 2.0
                p[i + 2, j + 2] += q * dt
    # Who is fast turns less: what acts sideways is limited.
    change = noise.turn_change / max(1.0, hypot(x[2], x[3]))
    change *= 1.0 if model == TURN else 0.1
    p[4, 4] += change * change * dt


@njit(cache=True)
def update(state: Floats, cov: Floats, weight: Floats, z: Floats, r: Floats) -> None:
    """A position ``z`` (2,) with covariance ``r`` (2, 2) of one track: ``state`` (MODELS, STATES),
    ``cov`` (MODELS, STATES, STATES), ``weight`` (MODELS,), in place."""
    likely = np.empty(MODELS)
    gain = np.empty((STATES, 2))
    top = np.empty((2, STATES))
    for m in range(MODELS):
        p = cov[m]
        sxx, sxy, syy = p[0, 0] + r[0, 0], p[0, 1] + r[0, 1], p[1, 1] + r[1, 1]
        det = sxx * syy - sxy * sxy
        ix, iy = z[0] - state[m, 0], z[1] - state[m, 1]
        away = (syy * ix * ix - 2.0 * sxy * ix * iy + sxx * iy * iy) / det
        likely[m] = -0.5 * (away + log(det)) - log(2.0 * pi)
        for i in range(STATES):
            gain[i, 0] = (p[i, 0] * syy - p[i, 1] * sxy) / det
            gain[i, 1] = (p[i, 1] * sxx - p[i, 0] * sxy) / det
            top[0, i], top[1, i] = p[0, i], p[1, i]
        for i in range(STATES):
            state[m, i] += gain[i, 0] * ix + gain[i, 1] * iy
            for j in range(STATES):
                p[i, j] -= gain[i, 0] * top[0, j] + gain[i, 1] * top[1, j]
        for i in range(STATES):
            for j in range(i):
                p[i, j] = p[j, i] = 0.5 * (p[i, j] + p[j, i])
    best = np.max(likely)
    total = 0.0
    for m in range(MODELS):
        weight[m] = max(LEAST_WEIGHT, weight[m] * exp(likely[m] - best))
        total += weight[m]
    for m in range(MODELS):
        weight[m] /= total


@njit(cache=True)
def improve(
    state: Floats, cov: Floats, weight: Floats, rows: Integers, place: Floats, r: Floats
) -> None:
    """`update` of many: the track in row ``rows`` (M,) by ``place`` (M, 2) with ``r`` (M, 2, 2)."""
    for m in range(len(rows)):
        n = rows[m]
        update(state[n], cov[n], weight[n], place[m], r[m])


@njit(cache=True)
def combine(state: Floats, cov: Floats, weight: Floats, mean: Floats, spread: Floats) -> None:
    """The estimates of all models as one: ``mean`` (N, STATES), ``spread`` (N, STATES, STATES)."""
    mean[:] = 0.0
    spread[:] = 0.0
    for n in range(len(state)):
        for m in range(MODELS):
            for i in range(STATES):
                mean[n, i] += weight[n, m] * state[n, m, i]
        for m in range(MODELS):
            for i in range(STATES):
                di = state[n, m, i] - mean[n, i]
                for j in range(STATES):
                    dj = state[n, m, j] - mean[n, j]
                    spread[n, i, j] += weight[n, m] * (cov[n, m, i, j] + di * dj)
