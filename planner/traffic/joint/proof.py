"""Why a problem has no plan, where that can be shown."""

from __future__ import annotations

from itertools import combinations

from planner.traffic.joint.pebble_graph import pebble_graph
from planner.traffic.joint.pebble_motion import PebbleMotion
from planner.traffic.joint.situation import Situation


def proof_of_none(now: Situation) -> str:
    """A sentence that proves that there is no plan, or an empty one when none was found."""
    return _no_way(now) or _goals_exclude_each_other(now) or _no_pebble_plan(now)


def _no_way(now: Situation) -> str:
    for traveller, seconds in zip(now.problem.travellers, now.alone_s.tolist(), strict=True):
        if seconds == float("inf"):
            return f"{traveller.name} has no way to its goal, even if it were alone"
    return ""


def _goals_exclude_each_other(now: Situation) -> str:
    near = now.near
    goals = [now.goal_places(vehicle) for vehicle in range(now.count)]
    few = [vehicle for vehicle in range(now.count) if len(goals[vehicle]) <= 4]
    for first, second in combinations(few, 2):
        if all(a == b or b in near[a] for a in goals[first] for b in goals[second]):
            names = (now.problem.travellers[one].name for one in (first, second))
            return f"{' and '.join(names)} cannot both stand at their goals"
    return ""


def _no_pebble_plan(now: Situation) -> str:
    """Relaxes the roadmap to pebbles on a graph; see `pebble_motion`."""
    goals = [now.goal_places(vehicle) for vehicle in range(now.count)]
    ends = {place for row in goals for place in row}
    rests = {*now.place.tolist(), *ends}
    graph = pebble_graph(now.graph, now.shut, now.near, rests)
    motion = PebbleMotion(graph.neighbours)
    at = [int(graph.node_of[place]) for place in now.place]
    aims = [sorted({int(graph.node_of[place]) for place in row}) for row in goals]
    for vehicle in range(now.count):
        others = [other for other in range(now.count) if other != vehicle]
        start = motion.state(at[vehicle], [at[other] for other in others])
        fixed = [aims[other][0] for other in others if len(aims[other]) == 1]
        if not any(motion.reaches(start, node, fixed) for node in aims[vehicle]):
            return (
                f"{now.problem.travellers[vehicle].name} cannot get to its goal while the "
                f"{now.count - 1} others get to theirs: there is too little room to pass, even if "
                "the vehicles were points"
            )
    return ""
