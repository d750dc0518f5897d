"""Which vehicles are planned in a step, why, and what is tried.

Every attempt has a cause, told to ``traffic.watch`` with its outcome. A plan that failed is tried
again only when something has changed, at growing intervals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import dist, inf, isfinite

import numpy as np
from numpy.typing import NDArray

from fleet_core.traffic.joint_round import planned_jointly
from fleet_core.traffic.member import Member
from fleet_core.traffic.routes import issue
from fleet_core.traffic.traffic_state import TrafficState
from planner.traffic.cooperative import Aim, rest_states
from planner.traffic.timetable import Timetable


def plan_pending(traffic: TrafficState) -> None:
    """Plans whoever has no plan, then whoever waits behind somebody who has stopped, then a few who
    have become late."""
    settings = traffic.settings
    groups_left = settings.together_per_step
    for member in _pending(traffic):
        if _is_time(traffic, member) and _try(traffic, member, groups_left > 0):
            groups_left -= 1
    for member in _stuck(traffic):
        if _is_time(traffic, member):
            _try_another_way(traffic, member, "stopped_vehicle", 0.0)
    for member in _late(traffic)[: settings.late_per_step]:
        _try_another_way(traffic, member, "late", settings.gain_s)


def _pending(traffic: TrafficState) -> list[Member]:
    """Who has no plan: first those who have just done their work at a station, since others may
    wait for it to be free; then who has waited longest."""
    members = [member for member in traffic.members.values() if not member.planned]

    def turn(member: Member) -> tuple[bool, float]:
        node_id = traffic.roadmap.state_node[traffic.table.end_state(member.vehicle_id)]
        return (member.tries > 0 or node_id not in traffic.work_nodes, member.pending_since_s)

    return sorted(members, key=turn)


def _is_time(traffic: TrafficState, member: Member) -> bool:
    """Whether there is a reason to try: never tried, or what it failed for has changed."""
    if member.waits_for:
        return any(traffic.rest_of(who) != rest for who, rest in member.waits_for.items())
    settings = traffic.settings
    wait_s = min(settings.retry_s * 2.0 ** min(member.tries, 10), settings.retry_max_s)
    return member.tried_version != traffic.version and traffic.now_s >= member.tried_s + wait_s


def _try(traffic: TrafficState, member: Member, may_group: bool) -> bool:
    """A first plan, or one after its plan was taken back; returns whether several were planned
    together for it, which they are only when ``may_group``."""
    aim = traffic.aim(member)
    trial = _replanned(traffic, member, aim)
    traffic.watch(member.cause, "planned" if trial else "failed")
    member.waits_for = {} if trial else _workers_at_goal(traffic, member, aim)
    wants_group = trial is None and not member.waits_for and member.tries > 0
    if wants_group and may_group:
        trial = _planned_together(traffic, member)
    if trial is None:
        trial = _nearer(traffic, member, aim)
        _failed(traffic, member, postponed=wants_group and not may_group)
    if trial is not None:
        adopt(traffic, trial)
    return wants_group and member.together[0] == traffic.now_s


def _workers_at_goal(traffic: TrafficState, member: Member, aim: Aim) -> dict[str, int | None]:
    """Who has something to do at the goal and will rest there, when that holds for all its places:
    until one of them goes, nobody can make room. With each its resting place."""
    conflicts, regions = traffic.roadmap.conflicts, traffic.roadmap.state_region
    rests = regions[rest_states(traffic.table)]
    found: dict[str, int | None] = {}
    free = set(range(len(aim.states)))
    for number, state in enumerate(aim.states):
        near = np.isin(rests, conflicts.of(int(regions[state])))
        for other in traffic.members.values():
            if other is member or not near[traffic.table.row(other.vehicle_id)]:
                continue
            if not traffic.can_move_aside(other):
                found[other.vehicle_id] = traffic.rest_of(other.vehicle_id)
                free.discard(number)
    return {} if free else found


def _nearer(traffic: TrafficState, member: Member, aim: Aim) -> Timetable | None:
    """A plan to a free parking place near the goal, where it waits for its turn in nobody's way,
    when that is nearer than where it is, or when it stands where others have work."""
    if member.goal is None or not aim.states:
        return None
    to_go_s = traffic.travel.field_s(aim.states)
    here = traffic.table.end_state(member.vehicle_id)
    in_the_way = traffic.roadmap.state_node[here] in traffic.work_nodes
    nearest_s = inf if in_the_way else float(to_go_s[here]) - traffic.settings.nearer_s
    places = traffic.waiting_states(member, traffic.settings.waiting_places)
    states = tuple(state for state in places if to_go_s[state] < nearest_s)
    if not states or here in states:
        return None
    return _replanned(traffic, member, Aim(states, aim.usable))


def _try_another_way(traffic: TrafficState, member: Member, cause: str, gain_s: float) -> None:
    """A better plan than the one it has; kept only when it arrives so much earlier."""
    member.looked_s = traffic.now_s
    now_s, vehicle_id = traffic.now_s, member.vehicle_id
    trial = _replanned(traffic, member, traffic.aim(member))
    expected_s = traffic.table.arrival_s(vehicle_id, now_s)
    better = trial is not None and trial.arrival_s(vehicle_id, now_s) <= expected_s - gain_s
    traffic.watch(cause, "planned" if better else "kept")
    if better and trial is not None:
        adopt(traffic, trial)
    elif isfinite(expected_s):
        member.promised_s = expected_s  # nothing better: this is what it promises from now on
    else:
        _failed(traffic, member)


def _failed(traffic: TrafficState, member: Member, postponed: bool = False) -> None:
    """Who stands in the way has a second to leave by itself, then the two are planned together;
    after that only a change is a reason to try again. ``postponed``: it was not tried in full."""
    member.tried_s = traffic.now_s
    if postponed:
        member.tried_version = -1
        return
    member.tried_version = traffic.version if member.tries else -1
    member.tries += 1


def _replanned(traffic: TrafficState, member: Member, aim: Aim) -> Timetable | None:
    """The timetable with a new tail for one vehicle, or None."""
    trial = traffic.table.copy()
    trial.cut(member.vehicle_id)
    path = traffic.planner.plan(trial, member.vehicle_id, aim, traffic.now_s)
    if path is None:
        return None
    trial.append(member.vehicle_id, path, traffic.now_s)
    return trial


def _stuck(traffic: TrafficState) -> list[Member]:
    """Their plans wait for a vehicle that has stopped; perhaps there is a way round."""
    table = traffic.table
    if not table.rows.stopped.any():
        return []
    return [
        member
        for member in traffic.members.values()
        if member.planned
        and member.goal is not None
        and not table.is_stopped(member.vehicle_id)
        and table.arrival_s(member.vehicle_id, traffic.now_s) == inf
    ]


def _late(traffic: TrafficState) -> list[Member]:
    """Waiting for others, and later than promised; who was looked at longest ago comes first."""
    table, now_s = traffic.table, traffic.now_s
    waits = (table.rows.length > 0) & (table.rows.granted == 0)
    if not waits.any():
        return []
    waiting, late = waits.tolist(), []
    for member in traffic.members.values():
        if not (
            member.planned and member.goal is not None and waiting[table.row(member.vehicle_id)]
        ):
            continue
        arrival_s = table.arrival_s(member.vehicle_id, now_s)
        if (
            isfinite(arrival_s)
            and arrival_s > member.promised_s + traffic.settings.late_s
            and now_s >= member.looked_s + traffic.settings.retry_max_s
        ):
            late.append(member)
    return sorted(late, key=lambda member: member.looked_s)


def adopt(traffic: TrafficState, trial: Timetable) -> None:
    """Takes a plan over and issues routes for all whose way has changed."""
    trial.refresh()
    before, traffic.table = traffic.table, trial
    traffic.version += 1
    for vehicle_id in sorted(trial.changed):
        member = traffic.members[vehicle_id]
        now, was = _moves(trial, vehicle_id), _moves(before, vehicle_id)
        reaches = trial.end_state(vehicle_id) in member.goal_states
        turned = member.goal is not None and member.planned != reaches
        if turned:
            member.planned = reaches
            member.tries = 0
        if turned or not np.array_equal(now, was):
            issue(traffic, vehicle_id)
            member.promised_s = trial.arrival_s(vehicle_id, traffic.now_s)
            member.looked_s = traffic.now_s


def _moves(table: Timetable, vehicle_id: str) -> NDArray[np.int32]:
    row = table.row(vehicle_id)
    return table.rows.move[row, : table.rows.length[row]]


# --- together -----------------------------------------------------------------------------


def _planned_together(traffic: TrafficState, member: Member) -> Timetable | None:
    """With those who stand in the way and have nothing to do there: first everybody to where it
    wants to go, then only this one, and all the others just out of its way."""
    this = member.vehicle_id
    goals, aside = _in_the_way(traffic, member)
    others = [*(who for who in goals if who != this), *aside]
    near = [who for who in _nearest_idle(traffic, others or [this]) if who != this]
    group = [*others, *near]
    most = traffic.settings.together_most
    places = {who: traffic.table.end_state(who) for who in [this, *group[: most - 1]]}
    tried_s, tried_places = member.together
    if not group or traffic.now_s < tried_s + traffic.settings.together_s or places == tried_places:
        return None
    member.together = (traffic.now_s, places)
    plan = _sound(traffic, _together(traffic, goals, aside)) if others else None
    plan = plan or _sound(traffic, _together(traffic, {this: traffic.aim(member)}, group))
    plan = plan or _sound(traffic, planned_jointly(traffic, [this, *group], set(goals)))
    if plan is None and len(goals) > 1:
        plan = _sound(traffic, planned_jointly(traffic, [this, *group], {this}))
    traffic.watch(member.cause, "together" if plan else "failed")
    return plan


def _sound(traffic: TrafficState, plan: Timetable | None) -> Timetable | None:
    """The plan, unless somebody who gets on now would wait for ever by it.

    While the tails of a group are taken back, others who pass where one of them then rests are held
    up. A plan in which that one stays there would never let them go on.
    """
    if plan is None:
        return None
    plan.refresh()
    stranded = plan.waiting_for_ever(traffic.now_s) - traffic.table.waiting_for_ever(traffic.now_s)
    return None if stranded else plan


def _together(
    traffic: TrafficState, goals: Mapping[str, Aim], aside: Sequence[str]
) -> Timetable | None:
    may = {who: traffic.usable(traffic.members[who]) for who in aside}
    return traffic.planner.plan_together(traffic.table, goals, may, traffic.now_s)


def _in_the_way(traffic: TrafficState, member: Member) -> tuple[dict[str, Aim], list[str]]:
    """Vehicles that can be planned together with this one: those on its way with goals of their
    own, and those without."""
    goals = {member.vehicle_id: traffic.aim(member)}
    aside: list[str] = []
    asked = [member.vehicle_id]
    while asked:
        who = asked.pop(0)
        for other_id in traffic.planner.blockers(traffic.table, who, goals[who].states):
            other = traffic.members[other_id]
            if other_id in goals or other_id in aside or not traffic.can_move_aside(other):
                continue
            if other.planned:
                aside.append(other_id)
            else:
                goals[other_id] = traffic.aim(other)
                asked.append(other_id)
    return goals, aside


def _nearest_idle(traffic: TrafficState, to_vehicle_ids: Sequence[str]) -> list[str]:
    """Other vehicles that can move, nearest first: they may bar the way aside."""

    def place(vehicle_id: str) -> tuple[float, float]:
        x, y, _ = traffic.roadmap.state_pose[traffic.table.state(vehicle_id)]
        return float(x), float(y)

    centres = [place(vehicle_id) for vehicle_id in to_vehicle_ids]
    idle = [
        member.vehicle_id
        for member in traffic.members.values()
        if traffic.can_move_aside(member) and member.vehicle_id not in to_vehicle_ids
    ]
    return sorted(idle, key=lambda who: min(dist(place(who), centre) for centre in centres))
