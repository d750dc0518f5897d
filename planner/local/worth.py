"""What a plan is worth: the solver's objective, of the plan as it is and with everybody in it."""

from __future__ import annotations

from math import cos, hypot, inf, sin

from numba import njit

from planner.local.state import STAGES

_S, _N, _PSI, _V = 0, 1, 2, 3
_CLEAR = 8


@njit(cache=True, nogil=True)
def price_of(x, u, poses, reference, weight, discs, others, last):  # type: ignore[no-untyped-def]
    """The lower, the better. ``poses`` (STAGES + 1, 3) is ``x`` on the floor; ``others`` an
    `Objects` and the vehicle's own row in it. After the stage ``last`` nobody matters."""
    objects, leave_out = others
    total = 0.0
    for k in range(1, STAGES + 1):
        lag, slow = x[k, _S] - reference[k, 0], x[k, _V] - reference[k, 1]
        total += weight[0] * lag * lag + weight[3] * slow * slow
        total += weight[1] * x[k, _N] ** 2 + weight[2] * x[k, _PSI] ** 2
        total += weight[5] * u[k - 1, 0] ** 2 + weight[6] * u[k - 1, 1] ** 2
        if k <= last:
            total += 2.0 * weight[_CLEAR] * _missing(poses[k], k, discs, objects, leave_out)
    return 0.5 * total


@njit(cache=True, nogil=True)
def _missing(pose, k, discs, objects, leave_out):  # type: ignore[no-untyped-def]
    """Metres that lack to what is wished from everybody, in sum."""
    c, s = cos(pose[2]), sin(pose[2])
    total = 0.0
    for m in range(len(objects.poses)):
        other = objects.poses[m, k]
        if m == leave_out or hypot(other[0] - pose[0], other[1] - pose[1]) > 4.0:
            continue
        oc, os = cos(other[2]), sin(other[2])
        nearest = inf
        for j in range(len(objects.discs[m])):
            disc = objects.discs[m, j]
            if not disc[2] > 0.0:
                break
            x = other[0] + oc * disc[0] - os * disc[1]
            y = other[1] + os * disc[0] + oc * disc[1]
            for d in range(len(discs)):
                if not discs[d, 2] > 0.0:
                    break
                mx = pose[0] + c * discs[d, 0] - s * discs[d, 1]
                my = pose[1] + s * discs[d, 0] + c * discs[d, 1]
                nearest = min(nearest, hypot(x - mx, y - my) - discs[d, 2] - disc[2])
        total += max(0.0, objects.wished_m[m, k] - nearest)
    return total
