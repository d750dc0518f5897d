"""The manoeuvre as a nonlinear program, built once for all scenes of one size.

docs/local_planning_docking.md says it in mathematics. In short: n intervals of constant inputs;
every interval has a line for each of its nearest obstacles, with the obstacle on one side and the
body on the other *at both ends of the interval*, and with room for how far a corner bulges over the
straight way between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any

import casadi as ca

from fleet_core.model.vehicle_type import Kinematics
from planner.local.manoeuvres.motion import advance, bulge_m, rates_of

EFFORT = 0.3
"""Seconds that a second with the greatest inputs costs more. Time alone leaves the optimum flat:
with 0.1 one start in twenty took over 75 iterations; with 0.5 manoeuvres last 4 % longer than
with that."""
ROUNDING = 5e-3
"""Below this the absolute values in the bulge are rounded off, upwards, in m and rad. It costs up
to 0.6 mm of room; with 1e-3 the corner is so sharp that one start in a hundred takes 80 iterations
instead of 50."""
OPTIONS: dict[str, Any] = {
    "expand": True,
    "print_time": False,
    "ipopt.print_level": 0,
    "ipopt.sb": "yes",
    "ipopt.tol": 1e-4,
    "ipopt.max_iter": 80,  # half need 15; who needs more is better served by another guess
    # Measured on random starts: with the defaults (monotone) two thirds end at 150 iterations.
    "ipopt.mu_strategy": "adaptive",
    "ipopt.adaptive_mu_globalization": "kkt-error",
    "ipopt.alpha_for_y": "min-dual-infeas",
    "ipopt.bound_push": 0.1,
    "ipopt.bound_frac": 0.1,
}
"""A. Wächter, L. Biegler, "On the implementation of an interior-point filter line-search algorithm
for large-scale nonlinear programming", Mathematical Programming 106, 2006; and Ipopt's manual."""


@dataclass(frozen=True, slots=True)
class Size:
    """What fixes the program: how many intervals, obstacles near an interval, corners of each."""

    kinematics: Kinematics
    intervals: int
    near: int
    body_corners: int
    obstacle_corners: int


@dataclass(frozen=True, slots=True)
class Program:
    """The solver, and where things are in its vectors.

    Variables, each an array (width, count), columns first: ``states`` (5, n + 1) of `motion`, with
    the speed as an amount; ``inputs`` (2, n); ``steps`` (1, n); ``lines`` (2 near, n), the angle of
    the normal and the offset of each. Rows: ``dynamics`` (5, n); ``turns`` (1, n); ``rates``
    (1, n), the turn rate at the ends; ``behind`` (obstacle corners x near, n); ``before`` (2 x body
    corners x near, n); ``same`` (1, n - 1), differences of neighbouring steps.
    """

    solver: Any
    variables: dict[str, tuple[slice, int]]
    rows: dict[str, tuple[slice, int]]


def parameter_width(size: Size) -> int:
    """Numbers of an interval: gear, and for each pair the corners of body and obstacle."""
    return 1 + 2 * size.near * (size.body_corners + size.obstacle_corners)


@lru_cache(maxsize=16)
def program(size: Size) -> Program:
    """Builds the program, which takes about a second; a second call returns the same.

    Parameters: wheelbase, reach of the body, greatest rates of speed and steering (4,), then
    `parameter_width` numbers for each interval.
    """
    n = size.intervals
    common, own = ca.SX.sym("common", 4), ca.SX.sym("own", parameter_width(size), n)
    widths = {
        "states": (5, n + 1), "inputs": (2, n), "steps": (1, n), "lines": (2 * size.near, n),
    }  # fmt: skip
    at = {name: ca.SX.sym(name, *shape) for name, shape in widths.items()}
    cost, parts = _cost(at, common), _rows(size, at, common, own)
    nlp = {
        "x": ca.veccat(*at.values()), "p": ca.veccat(common, own),
        "f": cost, "g": ca.veccat(*parts.values()),
    }  # fmt: skip
    return Program(ca.nlpsol("manoeuvre", "ipopt", nlp, OPTIONS), _slices(at), _slices(parts))


def _slices(parts: dict[str, Any]) -> dict[str, tuple[slice, int]]:
    ends = list(accumulate(one.numel() for one in parts.values()))
    begins = [0, *ends[:-1]]
    return {
        name: (slice(begin, end), one.shape[0])
        for (name, one), begin, end in zip(parts.items(), begins, ends, strict=True)
    }


def _cost(at: dict[str, Any], common: Any) -> Any:
    """Time, and a little for the inputs."""
    effort = (at["inputs"][0, :] / common[2]) ** 2 + (at["inputs"][1, :] / common[3]) ** 2
    return ca.sum2(at["steps"] * (1.0 + EFFORT * effort))


def _rows(size: Size, at: dict[str, Any], common: Any, own: Any) -> dict[str, Any]:
    parts: dict[str, list[Any]] = {
        "dynamics": [], "turns": [], "rates": [], "behind": [], "before": []
    }  # fmt: skip
    rates = rates_of(size.kinematics, common[0], ca.sin, ca.cos)
    for k in range(size.intervals):
        state, after = at["states"][:, k], at["states"][:, k + 1]
        rate, steering_rate = at["inputs"][0, k], at["inputs"][1, k]
        step, gear = at["steps"][k], own[0, k]
        begin = [*ca.vertsplit(state[:3]), gear * state[3], state[4]]
        end = advance(rates, begin, (gear * rate, steering_rate), step, ca.sin, ca.cos)
        end[3] = state[3] + rate * step
        parts["dynamics"].append(ca.vertcat(*end) - after)
        parts["turns"].append(after[2] - state[2])
        parts["rates"].append(rates(after[3], after[4])[1])
        bulge = bulge_m(
            size.kinematics, step * (state[3] + after[3]) / 2.0, after[2] - state[2],
            step * steering_rate, ca.cos((state[4] + after[4]) / 2.0), common[0], common[1],
            _amount,
        )  # fmt: skip
        behind, before = _apart(size, state, after, at["lines"][:, k], own[1:, k], bulge)
        parts["behind"].append(behind)
        parts["before"].append(before)
    joined = {name: ca.horzcat(*columns) for name, columns in parts.items()}
    return joined | {"same": at["steps"][1:] - at["steps"][:-1]}


def _apart(
    size: Size, state: Any, after: Any, lines: Any, corners: Any, bulge: Any
) -> tuple[Any, Any]:
    """How far the obstacles' corners are behind the lines of an interval, less the bulge; how far
    the body's corners are before them, at both ends."""
    behind, before = [], []
    width = 2 * (size.body_corners + size.obstacle_corners)
    for pair in range(size.near):
        normal = ca.vertcat(ca.cos(lines[2 * pair]), ca.sin(lines[2 * pair]))
        offset = lines[2 * pair + 1]
        points = ca.reshape(corners[pair * width : (pair + 1) * width], 2, width // 2)
        body, obstacle = points[:, : size.body_corners], points[:, size.body_corners :]
        behind.append(offset - bulge - normal.T @ obstacle)
        for pose in (state, after):
            c, s = ca.cos(pose[2]), ca.sin(pose[2])
            turned = ca.vertcat(normal[0] * c + normal[1] * s, normal[1] * c - normal[0] * s)
            before.append(ca.dot(normal, pose[:2]) + turned.T @ body - offset)
    return ca.horzcat(*behind).T, ca.horzcat(*before).T


def _amount(value: Any) -> Any:
    return ca.sqrt(value**2 + ROUNDING**2)
