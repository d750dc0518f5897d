"""Names of the numbers in the arrays of local planning, once for Python and for the compiled code.

A vehicle is described in the frame of its path (Frenet): ``S`` is the way along the path, ``N`` the
distance to its left, ``PSI`` the angle from the path's direction to the direction of travel.
Driving backwards turns the body by pi, not the frame, so the speed ``V`` is never negative.
``STEER`` is what steering moves: the turn rate of a differential drive, the angle of a tricycle's
steered wheel.
"""

from __future__ import annotations

from enum import IntEnum

STAGES = 25
"""Steps of the horizon."""
STEP_S = 0.15
"""Length of one; 3.75 s in all, in which every vehicle of the plants comes to a stand."""
OBJECTS = 8
"""Moving objects that one solve keeps clear of, at most."""
DISCS = 4
"""Discs that cover a body, at most."""
SAMPLES = 96
"""Samples of the path that one solve sees: 9.5 m, more than anybody drives in the horizon."""
SPACING_M = 0.1
"""Between them."""


class State(IntEnum):
    """Components of the state."""

    S = 0  # m along the path
    N = 1  # m to the left of it
    PSI = 2  # rad from the path's direction to the direction of travel
    V = 3  # m/s, never negative
    STEER = 4  # rad/s (differential) or rad (tricycle)


class Input(IntEnum):
    """Components of the input."""

    A = 0  # m/s2
    STEER_RATE = 1  # rad/s2 (differential) or rad/s (tricycle)


class PathColumn(IntEnum):
    """Columns of a path's samples, `SPACING_M` apart."""

    X = 0
    Y = 1
    DIRECTION = 2  # rad, of travel, without jumps
    CURVATURE = 3  # 1/m, positive to the left
    RIGHT = 4  # lowest N of the corridor, m
    LEFT = 5  # highest N of the corridor, m


class Reference(IntEnum):
    """What is wanted at each stage."""

    S = 0  # m
    V = 1  # m/s
    V_MAX = 2  # m/s


class Car(IntEnum):
    """Numbers of one vehicle that hold for the whole horizon."""

    DIRECTION = 0  # 1 forwards, -1 backwards
    WHEELBASE = 1  # m
    ACCELERATION = 2  # m/s2
    BRAKING = 3  # m/s2, positive
    STEER_MAX = 4  # rad/s or rad
    STEER_RATE_MAX = 5  # rad/s2 or rad/s
    TURN_MAX = 6  # rad/s
    RELEASE = 7  # S that is never passed
    PATH_BEGIN = 8  # S of the first sample of the path


class Weight(IntEnum):
    """Weights of the squared deviations, and penalties of the soft constraints (linear)."""

    S = 0
    N = 1
    PSI = 2
    V = 3
    STEER = 4
    A = 5
    STEER_RATE = 6
    CORRIDOR = 7  # a metre beside the corridor
    CLEAR = 8  # a metre too near to an object
    LIMIT = 9  # a unit beyond what may not be passed: release, speed, input


class SolveReport(IntEnum):
    """What a solve says of itself."""

    STATUS = 0  # see `Status`
    ITERATIONS = 1  # of the interior point method
    SLACK = 2  # m, the worst of corridor and objects
    STEP = 3  # length of the last Newton step of the problem as a whole: 0 is converged
    SOLVE_S = 4  # processor time


class Status(IntEnum):
    """How a solve ended."""

    SOLVED = 0
    CAPPED = 1  # not converged within the iterations allowed
    FAILED = 2  # not a number, or not convex
