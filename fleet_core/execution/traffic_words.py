"""Why a vehicle waits, in one plain sentence."""

from __future__ import annotations

from collections.abc import Mapping

from fleet_core.execution.traffic_member import Member
from fleet_core.model.route import Wait
from planner.traffic.cooperative import Planner, World
from planner.traffic.itinerary import Itinerary, open_after
from planner.traffic.release import taken_by


def explain(
    planner: Planner, world: World, members: Mapping[str, Member], member: Member
) -> Wait | None:
    """The reason why a vehicle with a goal does not get on; None when it does."""
    vehicle_id = member.vehicle_id
    itinerary = world.itineraries[vehicle_id]
    if member.goal is None or itinerary.granted > itinerary.done:
        return None
    if vehicle_id in world.stopped:
        return Wait(vehicle_id, "stopped", text="it cannot move by itself at the moment")
    if itinerary.steps:
        return _for_others(planner, world, itinerary)
    if member.planned:
        return None
    return _without_plan(planner, world, members, member)


def _for_others(planner: Planner, world: World, itinerary: Itinerary) -> Wait:
    step = itinerary.steps[0]
    names = [ref[0] for ref in open_after(step, world.itineraries)]
    if not names:
        region = int(planner.roadmap.move_region[step.move])
        names = taken_by(planner.roadmap, world.itineraries, region, itinerary.vehicle_id)
    leg = planner.roadmap.legs[step.move]
    place = leg.edge_id or leg.start_node_id
    blocking = tuple(sorted(set(names)))
    if set(blocking) & world.stopped:
        halted = ", ".join(sorted(set(blocking) & world.stopped))
        text = f"waits before {place}: {halted} has stopped there"
        return Wait(itinerary.vehicle_id, "blocked_by_stopped_vehicle", blocking, place, text=text)
    who = ", ".join(blocking) or "the next release"
    return Wait(
        itinerary.vehicle_id, "traffic", blocking, place, text=f"lets {who} pass before {place}"
    )


def _without_plan(
    planner: Planner, world: World, members: Mapping[str, Member], member: Member
) -> Wait:
    goal = member.goal
    place = (goal.station_id or ", ".join(goal.node_ids)) if goal else ""
    since = member.pending_since_s
    reach = planner.travel.field_s(member.goal_states)[world.itineraries[member.vehicle_id].state]
    if reach == float("inf"):
        text = f"no way leads to {place} for type {member.type_id}"
        return Wait(member.vehicle_id, "no_route", (), place, since, text)
    blocking = tuple(planner.blockers(world, member.vehicle_id, member.goal_states))
    at_goal = [who for who in blocking if _holds(planner, world, who, member.goal_states)]
    if at_goal:
        text = f"waits until {', '.join(at_goal)} has left {place}"
        return Wait(member.vehicle_id, "goal_taken", tuple(at_goal), place, since, text)
    who = ", ".join(blocking) or "the traffic on its way"
    text = f"waits for a free way to {place}: {who} is in between"
    return Wait(member.vehicle_id, "way_taken", blocking, place, since, text)


def _holds(planner: Planner, world: World, vehicle_id: str, goal_states: tuple[int, ...]) -> bool:
    """Whether a vehicle rests, or will rest, where one of the goal states is."""
    roadmap = planner.roadmap
    itinerary = world.itineraries[vehicle_id]
    last = int(roadmap.move_to[itinerary.steps[-1].move]) if itinerary.steps else itinerary.state
    place = int(roadmap.state_region[last])
    return any(
        roadmap.conflicts.between(place, int(roadmap.state_region[state])) for state in goal_states
    )
