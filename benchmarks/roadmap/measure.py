"""Random starts and goals on a layout's graph, planned jointly and checked from outside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from benchmarks.roadmap.plan_check import TimedRoute, too_near
from fleet_core.layouts import load_facility
from fleet_core.layouts.assumed.vehicle_types import round_body
from fleet_core.layouts.rmf.robots import robot_type
from fleet_core.layouts.sources import LayoutPart
from fleet_core.model.errors import InputError
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.layout import Edge, Layout, RotationAllowed
from planner.roadmap.build import build_roadmap
from planner.roadmap.graph import Roadmap
from planner.traffic.joint.ground import Ground
from planner.traffic.joint.plan import plan_jointly
from planner.traffic.joint.problem import Budget, Problem, Traveller
from planner.traffic.joint.result import Solved, Unsolvable
from planner.traffic.joint.warm_up import warm_up

__all__ = ["Trial", "run", "warm_up"]

CORNERS = 24
"""The planner's body is a polygon round the true disc, 2.6 mm larger at its corners."""
RADIUS_M, CLEARANCE_M = 0.3, 0.2
PIECE_M = 2.0 * RADIUS_M
"""Longest piece of a lane that is one move: a vehicle's length."""
DRAWS = 20_000
"""Placements that are drawn for a seed before the vehicles are said not to fit."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one seed. ``alone_s``: sum of the times that each vehicle would need alone;
    ``delay_s``: sum of what they arrive later; ``proof``: why there is no plan, where that is so.
    """

    seed: int
    solved: bool
    first_plan_s: float = 0.0
    delay_s: float = 0.0
    alone_s: float = 0.0
    conflicts: int = 0
    method: str = ""
    proof: str = ""


def run(
    layout: str, level: str | None, agents: int, seeds: Sequence[int], seconds: float
) -> list[Trial]:
    """One trial for each seed; raises LayoutError or InputError when the vehicles do not fit."""
    loaded = load_facility(layout, selection=LayoutPart(level=level) if level else None)
    roadmap = build_roadmap(_with_robots(loaded.facility), PIECE_M)
    ground = Ground(roadmap)
    ground.terrain([roadmap.move_empty])
    return [_trial(ground, layout, agents, seed, seconds) for seed in seeds]


BODY = round_body(RADIUS_M, CORNERS)
ROBOT = replace(robot_type("robot", chargers=False), footprint=BODY, loaded_footprint=BODY)


def _with_robots(facility: Facility) -> Facility:
    """The same lanes for one kind of vehicle, the robot, and nothing else in the way."""
    layout = facility.layout
    edges = {edge.id: _for_robots(edge) for edge in layout.edges.values() if edge.properties}
    nodes = {node.id: replace(node, properties=()) for node in layout.nodes.values()}
    bare = Layout(layout.id, nodes, edges, {}, vehicle_type_ids=frozenset({ROBOT.id}))
    return Facility(facility.name, bare, {ROBOT.id: ROBOT}, clearance_m=CLEARANCE_M)


def _for_robots(edge: Edge) -> Edge:
    """The edge with its first entry, which becomes the robot's; it may turn at both ends."""
    entry = replace(
        edge.properties[0], vehicle_type_id=ROBOT.id, max_speed_mps=None,
        rotation_at_start=RotationAllowed.BOTH, rotation_at_end=RotationAllowed.BOTH,
    )  # fmt: skip
    return replace(edge, properties=(entry,))


def _trial(ground: Ground, layout: str, agents: int, seed: int, seconds: float) -> Trial:
    roadmap = ground.roadmap
    starts, goals = _drawn(roadmap, layout, agents, np.random.default_rng([seed, agents]))
    problem = Problem(
        tuple(
            Traveller(f"vehicle {number}", start, goal, roadmap.move_empty)
            for number, (start, goal) in enumerate(zip(starts, goals, strict=True), start=1)
        )
    )
    answer = plan_jointly(ground, problem, _budget(seconds, seed, perf_counter))
    if isinstance(answer, Unsolvable):
        return Trial(seed, solved=False, proof=answer.proof)
    if not isinstance(answer, Solved):
        return Trial(seed, solved=False)
    found = too_near(_routes(roadmap, problem, answer), CLEARANCE_M)
    return Trial(
        seed,
        solved=True,
        first_plan_s=answer.first_plan_s,
        delay_s=answer.delay_s,
        alone_s=answer.alone_s,
        conflicts=len(found),
        method=answer.method,
    )


def _budget(seconds: float, seed: int, clock: Callable[[], float]) -> Budget:
    return Budget(refinements=10**9, seconds=seconds, clock=clock, seed=seed)


def _drawn(
    roadmap: Roadmap, layout: str, agents: int, rng: np.random.Generator
) -> tuple[list[int], list[tuple[int, ...]]]:
    """Distinct start nodes with random headings, distinct goal nodes with any heading. Nodes at
    which two bodies would be nearer than the clearance are drawn anew."""
    states = [roadmap.states_at[0, one] for one in roadmap.facility.layout.nodes
              if (0, one) in roadmap.states_at]  # fmt: skip
    starts = [int(rng.choice(one)) for one in _placement(roadmap, layout, states, agents, rng)]
    return starts, _placement(roadmap, layout, states, agents, rng)


def _placement(
    roadmap: Roadmap,
    layout: str,
    states: list[tuple[int, ...]],
    agents: int,
    rng: np.random.Generator,
) -> list[tuple[int, ...]]:
    if agents > len(states):
        raise InputError(f"--agents {agents}: {layout} has {len(states)} nodes to stand at")
    for _ in range(DRAWS):
        drawn = [states[k] for k in rng.permutation(len(states))[:agents]]
        regions = [int(roadmap.state_region[one[0]]) for one in drawn]
        excluded = [roadmap.conflicts.excluded[one] for one in regions]
        if not any(regions[a] in excluded[b] for a in range(agents) for b in range(a)):
            return drawn
    raise InputError(
        f"--agents {agents}: in {DRAWS} placements drawn on {layout} two vehicles always stood "
        f"nearer than {CLEARANCE_M:g} m; ask for fewer"
    )


def _routes(roadmap: Roadmap, problem: Problem, answer: Solved) -> list[TimedRoute]:
    body = round_body(RADIUS_M, 96)
    routes = []
    for traveller, moves in zip(problem.travellers, answer.moves, strict=True):
        x_m, y_m, heading_rad = (float(one) for one in roadmap.state_pose[traveller.start])
        legs = [(roadmap.legs[one.move], one.begin_s, one.end_s) for one in moves]
        routes.append(TimedRoute(Pose(x_m, y_m, heading_rad), body, legs))
    return routes
