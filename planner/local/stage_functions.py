"""What the solver must know of a model at one stage, with derivatives: CasADi functions, and C."""

from __future__ import annotations

import casadi as ca

from fleet_core.model.vehicle_type import Kinematics
from planner.local.model import MODELS, after_step, body_point
from planner.local.state import Input, State

NX, NU = len(State), len(Input)


def stage_functions(kinematics: Kinematics) -> list[ca.Function]:
    """``fleet_step``: the next state (5), and its derivatives by state (5, 5) and input (5, 2).
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
