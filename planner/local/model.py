"""Motion of a vehicle in the frame of its path, as CasADi expressions, and what the solver must
know of it at one stage.

    ds/dt   = v cos(psi) / (1 - n kappa)
    dn/dt   = v sin(psi)
    dpsi/dt = omega - kappa ds/dt
    dv/dt   = a

Differential drive: omega is a state, its rate an input. Tricycle: omega = d v tan(delta) / L with
the steer angle delta a state, its rate an input, d = 1 forwards and -1 backwards.

Source: A. Micaelli, C. Samson, "Trajectory tracking for unicycle-type and two-steering-wheels
mobile robots", INRIA 2097, 1993, section 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import casadi as ca

from fleet_core.model.vehicle_type import Kinematics
from planner.local.state import STEP_S, Input, State

Expression = Any
"""A casadi.SX; casadi has no types of its own."""

NX, NU = len(State), len(Input)


@dataclass(frozen=True, slots=True)
class MotionModel:
    """``turn_rate`` of a state, for a path direction and a wheelbase, in rad/s."""

    kinematics: Kinematics
    turn_rate: Callable[[Expression, Expression, Expression], Expression]


def _by_wheels(x: Expression, _direction: Expression, _wheelbase: Expression) -> Expression:
    return x[State.STEER]


def _by_steered_wheel(x: Expression, direction: Expression, wheelbase: Expression) -> Expression:
    return direction * x[State.V] * ca.tan(x[State.STEER]) / wheelbase


MODELS = {
    Kinematics.DIFFERENTIAL: MotionModel(Kinematics.DIFFERENTIAL, _by_wheels),
    Kinematics.TRICYCLE: MotionModel(Kinematics.TRICYCLE, _by_steered_wheel),
}


def derivative(
    model: MotionModel, x: Expression, u: Expression, constants: Expression
) -> Expression:
    """dx/dt; ``constants`` are curvature (1/m), direction (1 or -1) and wheelbase (m)."""
    curvature, direction, wheelbase = constants[0], constants[1], constants[2]
    along = x[State.V] * ca.cos(x[State.PSI]) / (1.0 - x[State.N] * curvature)
    return ca.vertcat(
        along,
        x[State.V] * ca.sin(x[State.PSI]),
        model.turn_rate(x, direction, wheelbase) - curvature * along,
        u[Input.A],
        u[Input.STEER_RATE],
    )


def after_step(
    model: MotionModel, x: Expression, u: Expression, constants: Expression
) -> Expression:
    """The state after `STEP_S`, by the classic Runge-Kutta method of fourth order."""
    h = STEP_S
    k1 = derivative(model, x, u, constants)
    k2 = derivative(model, x + h / 2.0 * k1, u, constants)
    k3 = derivative(model, x + h / 2.0 * k2, u, constants)
    k4 = derivative(model, x + h * k3, u, constants)
    return x + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)


def body_point(x: Expression, frame: Expression, offset: Expression) -> Expression:
    """Where a point of the body is on the floor.

    ``frame``: x, y, direction and curvature of the path where it was looked up, its way there, and
    the direction of driving (1 or -1). The path is its osculating circle there.
    """
    ahead, curvature = x[State.S] - frame[4], frame[3]
    tangent = frame[2] + curvature * ahead
    along, aside = (
        ca.vertcat(ca.cos(frame[2]), ca.sin(frame[2])),
        ca.vertcat(-ca.sin(frame[2]), ca.cos(frame[2])),
    )
    origin = frame[:2] + along * ahead + aside * (curvature * ahead**2 / 2.0)
    origin += x[State.N] * ca.vertcat(-ca.sin(tangent), ca.cos(tangent))
    heading = tangent + x[State.PSI]
    c, s = frame[5] * ca.cos(heading), frame[5] * ca.sin(heading)
    return origin + ca.vertcat(c * offset[0] - s * offset[1], s * offset[0] + c * offset[1])


def stage_functions(kinematics: Kinematics) -> list[ca.Function]:
    """What the solver must know of a model at one stage, with derivatives.

    ``fleet_step``: the next state (5), and its derivatives by state (5, 5) and input (5, 2).
    ``fleet_body``: a point of the body (2), and its derivative by S, N and PSI (2, 3).
    ``fleet_turn``: the turn rate, and its gradient by the state (5).

    All results are dense, columns first.
    """
    model = MODELS[kinematics]
    x, u = ca.SX.sym("x", NX), ca.SX.sym("u", NU)
    constants, frame, offset = ca.SX.sym("q", 3), ca.SX.sym("f", 6), ca.SX.sym("o", 2)
    following = after_step(model, x, u, constants)
    point = body_point(x, frame, offset)
    rate = model.turn_rate(x, constants[1], constants[2])
    return [
        _dense(
            "fleet_step",
            [x, u, constants],
            [following, ca.jacobian(following, x), ca.jacobian(following, u)],
        ),
        _dense("fleet_body", [x, frame, offset], [point, ca.jacobian(point, x)[:, :3]]),
        _dense("fleet_turn", [x, constants], [rate, ca.gradient(rate, x)]),
    ]


def c_code(kinematics: Kinematics) -> str:
    """The functions as C source."""
    generator = ca.CodeGenerator("fleet_stage.c", {"with_header": False, "verbose": False})
    for function in stage_functions(kinematics):
        generator.add(function)
    return str(generator.dump())


def _dense(name: str, inputs: list[ca.SX], outputs: list[ca.SX]) -> ca.Function:
    return ca.Function(name, inputs, [ca.densify(each) for each in outputs], {"cse": True})
