"""The way out when vehicles bar each other: several planned at once, completely.

Planning one after the other can fail though a plan exists. `planner.traffic.joint` finds one if
there is any, or proves that there is none; it is costly, so it comes last.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import inf

from fleet_core.traffic.traffic_state import TrafficState
from planner.traffic.forecast import NEVER_S
from planner.traffic.joint.plan import plan_jointly
from planner.traffic.joint.problem import Budget, Problem, Traveller
from planner.traffic.joint.result import Solved
from planner.traffic.occupancy import GAP_S
from planner.traffic.timetable import Timetable

SEED = 1
"""A simulation with the same seed gives the same plans: effort is counted in steps, not seconds."""


def planned_jointly(
    traffic: TrafficState, vehicle_ids: Sequence[str], to_goals: Collection[str]
) -> Timetable | None:
    """A timetable with new tails for these vehicles: those of ``to_goals`` reach their goals, the
    others stay out of the way. None when there is no such plan, or none was found."""
    settings = traffic.settings
    group = list(vehicle_ids)[: settings.together_most]
    trial = traffic.table.copy()
    for vehicle_id in group:
        trial.cut(vehicle_id)
    travellers = tuple(_traveller(traffic, trial, who, who in to_goals) for who in group)
    taken = _taken(traffic, trial, set(group))
    budget = Budget(
        search_steps=settings.together_search_steps,
        refinements=settings.together_refinements,
        seed=SEED,
    )
    answer = plan_jointly(traffic.ground(), Problem(travellers, taken, GAP_S), budget)
    if not isinstance(answer, Solved):
        return None
    for vehicle_id, moves in zip(group, answer.moves, strict=True):
        path = [(timed.move, timed.begin_s) for timed in moves]
        trial.append(vehicle_id, path, traffic.now_s)
    return trial


def _traveller(
    traffic: TrafficState, table: Timetable, vehicle_id: str, to_goal: bool
) -> Traveller:
    aim = traffic.aim(traffic.members[vehicle_id])
    return Traveller(
        vehicle_id,
        table.committed_state(vehicle_id),
        aim.states if to_goal else (),
        aim.usable,
        table.committed_s(vehicle_id, traffic.now_s),
    )


def _taken(traffic: TrafficState, table: Timetable, group: set[str]) -> list[tuple[int, float]]:
    """Floor and until when it is taken: what others still drive over, and where they will rest."""
    regions, times = traffic.roadmap.move_region, table.times(traffic.now_s)
    taken: list[tuple[int, float]] = []
    for vehicle_id in table:
        if vehicle_id in group:
            continue
        row = table.row(vehicle_id)
        for k, move in enumerate(table.itinerary(vehicle_id).moves):
            end_s = float(times.end_s[row, k])
            taken.append((int(regions[move]), end_s + GAP_S if end_s < NEVER_S else inf))
        rest = table.end_state(vehicle_id)
        taken.append((int(traffic.roadmap.state_region[rest]), inf))
    return taken
