"""Why a vehicle waits."""

from __future__ import annotations

from math import inf

from fleet_core.model import reasons
from fleet_core.model.route import Wait
from fleet_core.traffic.member import Member
from fleet_core.traffic.traffic_state import TrafficState
from planner.traffic.cooperative import Aim
from planner.traffic.forecast import NEVER_S


def explain(traffic: TrafficState, member: Member) -> Wait | None:
    """The reason why a vehicle with a goal does not get on; None when it does."""
    vehicle_id, table = member.vehicle_id, traffic.table
    if member.goal is None or table.granted(vehicle_id) > table.done(vehicle_id):
        return None
    if table.is_stopped(vehicle_id):
        return Wait(vehicle_id, "stopped", reason=reasons.traffic.cannot_move())
    if table.open_steps(vehicle_id):
        return _for_others(traffic, vehicle_id)
    if member.planned:
        return None
    return _without_plan(traffic, member)


def _for_others(traffic: TrafficState, vehicle_id: str) -> Wait:
    table, since = traffic.table, traffic.members[vehicle_id].stood_since_s
    row = table.row(vehicle_id)
    leg = traffic.roadmap.legs[int(table.rows.move[row, 0])]
    place = leg.edge_id or leg.start_node_id
    astray = table.barring(vehicle_id, [int(traffic.roadmap.move_region[table.rows.move[row, 0]])])
    if astray:
        why = reasons.traffic.before_astray(place, tuple(astray))
        return Wait(vehicle_id, "blocked_by_astray_vehicle", tuple(astray), place, since, why)
    blocking = tuple(sorted(table.before(vehicle_id, table.done(vehicle_id))))
    until_s: float | None = float(table.times(traffic.now_s).begin_s[row, 0])
    if until_s is not None and until_s >= NEVER_S:
        until_s = None
    halted = tuple(name for name in blocking if table.is_stopped(name))
    if halted:
        why = reasons.traffic.before_stopped(place, halted)
        return Wait(vehicle_id, "blocked_by_stopped_vehicle", blocking, place, since, why)
    if blocking:
        why = reasons.traffic.lets_pass(blocking, place)
    else:
        why = reasons.traffic.before_release(place)
    return Wait(vehicle_id, "traffic", blocking, place, since, why, until_s)


def _without_plan(traffic: TrafficState, member: Member) -> Wait:
    goal, vehicle_id, planner = member.goal, member.vehicle_id, traffic.planner
    place = (goal.station_id or ", ".join(goal.node_ids)) if goal else ""
    since = member.pending_since_s
    aim = traffic.aim(member)
    if not aim.states or _reach_s(traffic, member, aim.states) == inf:
        astray = tuple(who for who in traffic.floors if who != vehicle_id)
        if astray:
            why = reasons.traffic.way_astray(place, astray)
            return Wait(vehicle_id, "blocked_by_astray_vehicle", astray, place, since, why)
        if traffic.closed:
            closed = [one.closure for one in traffic.closed.values()]
            ways = tuple(reasons.traffic.closed_place(one.place, one.reason) for one in closed)
            why = reasons.traffic.way_closed_off(place, ways)
            return Wait(vehicle_id, "closed", (), place, since, why)
        why = reasons.traffic.no_way_for_type(place, member.type_id)
        return Wait(vehicle_id, "no_route", (), place, since, why)
    blocking = tuple(planner.blockers(traffic.table, vehicle_id, aim.states))
    astray = tuple(who for who in traffic.floors if who != vehicle_id)
    if astray and (not blocking or not _can_reach(traffic, member, aim)):
        why = reasons.traffic.way_astray(place, astray)
        return Wait(vehicle_id, "blocked_by_astray_vehicle", astray, place, since, why)
    at_goal = tuple(who for who in blocking if _holds(traffic, who, aim.states))
    if at_goal:
        why = reasons.traffic.goal_taken(at_goal, place)
        return Wait(vehicle_id, "goal_taken", at_goal, place, since, why)
    if blocking:
        why = reasons.traffic.way_taken(place, blocking)
    else:
        why = reasons.traffic.way_busy(place)
    return Wait(vehicle_id, "way_taken", blocking, place, since, why)


def _reach_s(traffic: TrafficState, member: Member, goal_states: tuple[int, ...]) -> float:
    state = traffic.table.committed_state(member.vehicle_id)
    return float(traffic.travel.field_s(goal_states)[state])


def _can_reach(traffic: TrafficState, member: Member, aim: Aim) -> bool:
    """Whether any goal state can be reached by moves that are neither closed nor barred."""
    roadmap, goals = traffic.roadmap, set(aim.states)
    asked = [traffic.table.committed_state(member.vehicle_id)]
    seen = set(asked)
    for state in asked:
        if state in goals:
            return True
        leaving = roadmap.out_moves[roadmap.out_index[state] : roadmap.out_index[state + 1]]
        for move in leaving.tolist():
            to = int(roadmap.move_to[move])
            if to not in seen and aim.usable[move]:
                seen.add(to)
                asked.append(to)
    return False


def _holds(traffic: TrafficState, vehicle_id: str, goal_states: tuple[int, ...]) -> bool:
    """Whether a vehicle rests, or will rest, where one of the goal states is."""
    roadmap = traffic.roadmap
    place = int(roadmap.state_region[traffic.table.end_state(vehicle_id)])
    return any(
        roadmap.conflicts.between(place, int(roadmap.state_region[state])) for state in goal_states
    )
