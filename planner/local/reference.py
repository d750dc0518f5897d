"""The same problem for CasADi's own solvers: what the compiled one is compared with.

ipopt is the reference for what the optimum is, fatrop the oracle for speed. Written for a straight
path, on which the path's samples and the problem's geometry are the same to the last digit. The
soft constraints have slack variables here; the penalties are those of ``native/interior_point.h``.

Variables stage by stage, as fatrop wants them: x_0, u_0, x_1, u_1, ... Slacks of a stage count
among its inputs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import casadi as ca
import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import Kinematics
from planner.local.model import MODELS, after_step, body_point
from planner.local.solver import ControlProblem, Guess
from planner.local.state import STAGES, Car, Input, PathColumn, Reference, State, Weight

Floats = NDArray[np.float64]
RHO2 = 1.0
"""Weight of squared slack / 2, as in ``native/interior_point.h``."""
NX, NU = len(State), len(Input)


@dataclass(frozen=True, slots=True)
class Solution:
    """Of one vehicle."""

    x: Floats  # (STAGES + 1, State)
    u: Floats  # (STAGES, Input)
    cost: float
    succeeded: bool


class ReferenceSolver:
    """``solver`` is "ipopt" or "fatrop"; for ``discs`` discs and ``objects`` objects."""

    def __init__(self, kinematics: Kinematics, discs: int, objects: int, solver: str) -> None:
        self._kinematics, self._discs, self._objects = kinematics, discs, objects
        self._slacks = 2 + discs * objects  # corridor to both sides, then objects
        self._stages: list[_Stage] = [self._stage(k) for k in range(STAGES + 1)]
        parameters = ca.vertcat(*(stage.parameters for stage in self._stages))
        variables = ca.vertcat(*(ca.vertcat(s.x, s.u) for s in self._stages))
        constraints, equal, lower, upper = self._constraints()
        cost = sum(stage.cost for stage in self._stages)
        problem = {"x": variables, "p": parameters, "f": cost, "g": ca.vertcat(*constraints)}
        self._lower, self._upper = np.concatenate(lower), np.concatenate(upper)
        options: dict[str, Any] = {"print_time": False, "expand": True}
        if solver == "ipopt":
            options["ipopt"] = {"print_level": 0, "sb": "yes", "tol": 1e-9, "max_iter": 300}
        else:
            options |= {"structure_detection": "manual", "N": STAGES, "equality": equal}
            options |= {"nx": [NX] * (STAGES + 1), "nu": self._input_counts()}
            options |= {"ng": [int(stage.g.numel()) for stage in self._stages]}
            options["fatrop"] = {"print_level": 0, "tol": 1e-6, "max_iter": 100}
        self._solver = ca.nlpsol("local", solver, problem, options)

    def solve(self, problem: ControlProblem, guess: Guess, v: int) -> Solution:
        """Vehicle ``v``, from its guess."""
        start = [
            np.concatenate([guess.x[v, k], self._first_inputs(guess, v, k)])
            for k in range(STAGES + 1)
        ]
        parameters = np.concatenate([self._numbers(problem, v, k) for k in range(STAGES + 1)])
        result = self._solver(
            x0=np.concatenate(start), p=parameters, lbg=self._lower, ubg=self._upper
        )
        flat, x, u = np.asarray(result["x"]).ravel(), [], []
        for count in self._input_counts():
            x.append(flat[:NX])
            u.append(flat[NX : NX + NU])
            flat = flat[count + NX :]
        succeeded = bool(self._solver.stats()["success"])
        return Solution(np.array(x), np.array(u[:-1]), float(result["f"]), succeeded)

    def _input_counts(self) -> list[int]:
        """Inputs of each stage, slacks among them; none at the first state, which is given."""
        return [NU, *[NU + self._slacks] * (STAGES - 1), self._slacks + NU]

    def _first_inputs(self, guess: Guess, v: int, k: int) -> Floats:
        inputs = np.zeros(self._input_counts()[k])
        if k < STAGES:
            inputs[:NU] = guess.u[v, k]
        inputs[NU:] = 0.1
        return inputs

    def _numbers(self, problem: ControlProblem, v: int, k: int) -> Floats:
        """Parameters of a stage, in the order of `_stage`."""
        straight = problem.path[v, 0]
        return np.concatenate(
            [
                problem.measured[v],
                problem.car[v],
                problem.weight[v],
                straight[[PathColumn.X, PathColumn.Y, PathColumn.DIRECTION]],
                straight[[PathColumn.RIGHT, PathColumn.LEFT]],
                problem.reference[v, k],
                problem.disc[v, : self._discs].ravel(),
                problem.object[v, : self._objects, k].ravel(),
            ]
        )

    def _stage(self, k: int) -> _Stage:
        slacks = self._slacks if k > 0 else 0
        x, u = ca.MX.sym(f"x{k}", NX), ca.MX.sym(f"u{k}", NU + slacks)
        measured, car = ca.MX.sym("m", NX), ca.MX.sym("c", len(Car))
        weight, frame = ca.MX.sym("w", len(Weight)), ca.MX.sym("f", 3)
        corridor, wanted = ca.MX.sym("b", 2), ca.MX.sym("r", len(Reference))
        disc, other = ca.MX.sym("d", 3 * self._discs), ca.MX.sym("o", 3 * self._objects)
        parameters = ca.vertcat(measured, car, weight, frame, corridor, wanted, disc, other)
        model = MODELS[self._kinematics]
        constants = ca.vertcat(0.0, car[Car.DIRECTION], car[Car.WHEELBASE])
        following = after_step(model, x, u, constants)
        cost = _tracking(x, wanted, weight)
        if k < STAGES:
            cost += 0.5 * weight[Weight.A] * u[Input.A] ** 2
            cost += 0.5 * weight[Weight.STEER_RATE] * u[Input.STEER_RATE] ** 2
        rows = [x - measured] if k == 0 else []
        lower = [np.zeros(NX)] if k == 0 else []
        upper = [np.zeros(NX)] if k == 0 else []
        if k < STAGES:
            rows += [u[Input.A] - car[Car.ACCELERATION], -u[Input.A] - car[Car.BRAKING]]
            rate = u[Input.STEER_RATE]
            rows += [rate - car[Car.STEER_RATE_MAX], -rate - car[Car.STEER_RATE_MAX]]
        else:
            rows.append(u[:NU])  # no inputs at the end; fixed, so that it is known
        if k > 0:
            sigma = u[NU:]
            price = ca.vertcat(
                weight[Weight.CORRIDOR],
                weight[Weight.CORRIDOR],
                ca.repmat(weight[Weight.CLEAR], self._discs * self._objects, 1),
            )
            cost += ca.dot(price, sigma) + RHO2 / 2.0 * ca.dot(sigma, sigma)
            rows += [-sigma, *self._state_rows(x, u, car, corridor, wanted, model, constants)]
            place = ca.vertcat(frame, 0.0, 0.0, car[Car.DIRECTION])
            rows += self._clearances(x, sigma, place, disc, other)
        g = ca.vertcat(*rows)
        count = int(g.numel()) - sum(len(each) for each in lower)
        fixed = NU if k == STAGES else 0
        lower += [np.concatenate([np.zeros(fixed), np.full(count - fixed, -np.inf)])]
        upper += [np.zeros(count)]
        bounds = (np.concatenate(lower), np.concatenate(upper))
        return _Stage(x, u, parameters, cost, g, following, bounds)

    def _state_rows(
        self, x: Any, u: Any, car: Any, corridor: Any, wanted: Any, model: Any, constants: Any
    ) -> list[Any]:
        """What may not be passed, each below 0."""
        v = x[State.V]
        room = car[Car.STEER_MAX]
        rows = [
            v - wanted[Reference.V_MAX],
            -v,
            x[State.STEER] - room,
            -x[State.STEER] - room,
            x[State.N] - corridor[1] - u[NU],
            corridor[0] - x[State.N] - u[NU + 1],
            x[State.S] + v**2 / (2.0 * car[Car.BRAKING]) - car[Car.RELEASE],
        ]
        if self._kinematics is Kinematics.TRICYCLE:
            rate = model.turn_rate(x, constants[1], constants[2])
            rows += [rate - car[Car.TURN_MAX], -rate - car[Car.TURN_MAX]]
        return rows

    def _clearances(self, x: Any, sigma: Any, place: Any, disc: Any, other: Any) -> list[Any]:
        rows = []
        for d in range(self._discs):
            point = body_point(x, place, disc[3 * d : 3 * d + 2])
            for m in range(self._objects):
                apart = ca.sqrt(ca.sumsqr(point - other[3 * m : 3 * m + 2]) + 1e-12)
                gap = apart - disc[3 * d + 2] - other[3 * m + 2]
                rows.append(-gap - sigma[2 + d * self._objects + m])
        return rows

    def _constraints(self) -> tuple[list[Any], list[bool], list[Floats], list[Floats]]:
        """As fatrop wants them: the dynamics that lead out of a stage, then its own rows."""
        constraints: list[Any] = []
        equal: list[bool] = []
        lower: list[Floats] = []
        upper: list[Floats] = []
        for k, stage in enumerate(self._stages):
            if k < STAGES:
                constraints.append(self._stages[k + 1].x - stage.following)
                equal += [True] * NX
                lower.append(np.zeros(NX))
                upper.append(np.zeros(NX))
            constraints.append(stage.g)
            equal += (stage.bounds[0] == stage.bounds[1]).tolist()
            lower.append(stage.bounds[0])
            upper.append(stage.bounds[1])
        return constraints, equal, lower, upper


@dataclass(frozen=True, slots=True)
class _Stage:
    x: Any
    u: Any
    parameters: Any
    cost: Any
    g: Any
    following: Any
    bounds: tuple[Floats, Floats]


def _tracking(x: Any, wanted: Any, weight: Any) -> Any:
    deviation = ca.vertcat(
        x[State.S] - wanted[Reference.S],
        x[State.N],
        x[State.PSI],
        x[State.V] - wanted[Reference.V],
        x[State.STEER],
    )
    weights = ca.vertcat(
        *(weight[each] for each in (Weight.S, Weight.N, Weight.PSI, Weight.V, Weight.STEER))
    )
    return 0.5 * ca.dot(weights, deviation**2)
