"""One track of interacting multiple models, written as the book has it; see ``imm_kernel``."""

from __future__ import annotations

from math import exp

import numpy as np

from fleet_core.proximity.imm_kernel import (
    LEAST_WEIGHT,
    MODELS,
    SLOW_MPS,
    STANDING,
    STATES,
    TURN,
    TURN_FADES_S,
    VELOCITY,
    Floats,
    Noise,
)


def motion(model: int, x: Floats, dt: float, noise: Noise) -> Floats:
    """Where a model takes a state."""
    px, py, vx, vy, w = x
    faded = exp(-dt / TURN_FADES_S)
    if model == VELOCITY:
        return np.array([px + vx * dt, py + vy * dt, vx, vy, w * faded])
    if model == STANDING:
        kept = exp(-dt / noise.stand_decay_s)
        gone = noise.stand_decay_s * (1.0 - kept)
        return np.array([px + vx * gone, py + vy * gone, vx * kept, vy * kept, w * faded])
    turned = np.exp(1j * w * dt)
    v = vx + 1j * vy
    p = px + 1j * py + (v * (turned - 1.0) / (1j * w) if abs(w) > 1e-9 else v * dt)
    v = v * turned
    return np.array([p.real, p.imag, v.real, v.imag, w])


def jacobian(model: int, x: Floats, dt: float, noise: Noise) -> Floats:
    """By central differences."""
    columns = []
    for i in range(STATES):
        step = np.zeros(STATES)
        step[i] = 1e-4
        high, low = motion(model, x + step, dt, noise), motion(model, x - step, dt, noise)
        columns.append((high - low) / 2e-4)
    return np.column_stack(columns)


def process_noise(model: int, x: Floats, dt: float, noise: Noise) -> Floats:
    """(STATES, STATES)"""
    q = np.zeros((STATES, STATES))
    if model == STANDING:
        still = noise.stand_speed**2
        q[0, 0] = q[1, 1] = still * dt
        q[2, 2] = q[3, 3] = still * (1.0 - exp(-2.0 * dt / noise.stand_decay_s))
    else:
        along, across = noise.along_acceleration, noise.across_acceleration
        if model == TURN:
            along, across = noise.turn_along_acceleration, noise.turn_across_acceleration
        speed = np.hypot(x[2], x[3])
        turn = np.eye(2)
        if speed > SLOW_MPS:
            turn = np.array([[x[2], -x[3]], [x[3], x[2]]]) / speed
        else:
            across = along
        density = turn @ np.diag([along**2, across**2]) @ turn.T
        q[:4, :4] = np.kron([[dt**3 / 3.0, dt**2 / 2.0], [dt**2 / 2.0, dt]], density)
    change = noise.turn_change / max(1.0, np.hypot(x[2], x[3]))
    q[4, 4] = (change if model == TURN else 0.1 * change) ** 2 * dt
    return q


def predicted(
    state: Floats, cov: Floats, weight: Floats, dt: float, noise: Noise
) -> tuple[Floats, Floats, Floats]:
    """State (MODELS, STATES), covariance and weights after ``dt``."""
    keep = np.array([noise.keep, noise.turn_keep, noise.stand_keep]) ** (dt / 0.1)
    change = np.repeat((1.0 - keep)[:, None] / (MODELS - 1), MODELS, axis=1)
    speeds = np.hypot(state[:, 2], state[:, 3])
    change[:, STANDING] *= np.exp(-np.minimum(0.5 * (speeds / noise.stop_speed) ** 2, 50.0))
    np.fill_diagonal(change, 0.0)
    np.fill_diagonal(change, 1.0 - change.sum(axis=1))
    after = weight @ change
    shares = (weight[:, None] * change) / after
    states, covs = [], []
    for m in range(MODELS):
        mean = shares[:, m] @ state
        apart = state - mean
        spread = sum(shares[k, m] * (cov[k] + np.outer(apart[k], apart[k])) for k in range(MODELS))
        f = jacobian(m, mean, dt, noise)
        after_move = motion(m, mean, dt, noise)
        states.append(after_move)
        covs.append(f @ spread @ f.T + process_noise(m, after_move, dt, noise))
    return np.array(states), np.array(covs), after


def updated(
    state: Floats, cov: Floats, weight: Floats, z: Floats, r: Floats
) -> tuple[Floats, Floats, Floats]:
    """After a position ``z`` with covariance ``r``."""
    h = np.eye(2, STATES)
    states, covs, likely = [], [], []
    for m in range(MODELS):
        s = h @ cov[m] @ h.T + r
        gain = cov[m] @ h.T @ np.linalg.inv(s)
        off = z - h @ state[m]
        states.append(state[m] + gain @ off)
        covs.append((np.eye(STATES) - gain @ h) @ cov[m])
        away = off @ np.linalg.solve(s, off)
        likely.append(-0.5 * (away + np.log(np.linalg.det(2.0 * np.pi * s))))
    relative = np.exp(np.array(likely) - max(likely))
    after = np.maximum(LEAST_WEIGHT, weight * relative)
    return np.array(states), np.array(covs), after / after.sum()
