"""From the timetable to the routes that vehicles are told."""

from __future__ import annotations

from fleet_core.model.route import Route
from fleet_core.traffic.issued_routes import IssuedRoute, message
from fleet_core.traffic.member import Member
from fleet_core.traffic.protocol import Goal
from fleet_core.traffic.sent_release import SentRelease
from fleet_core.traffic.traffic_state import TrafficState


def issue(traffic: TrafficState, vehicle_id: str) -> None:
    """A new route for what is planned beyond the released legs.

    A route without legs says where it begins only by the station of its action. Without that it
    could overtake a release that the vehicle has not heard of, and its report would then be taken
    for the end of those legs: the present route is told anew instead.
    """
    member, itinerary = traffic.members[vehicle_id], traffic.table.itinerary(vehicle_id)
    works = member.planned and member.goal is not None and member.goal.action is not None
    if itinerary.tail or works:
        member.next_route(itinerary.granted, itinerary.tail)
    elif member.routes:
        member.told.pop(member.routes[-1].route_id, None)


def news(traffic: TrafficState) -> list[Route]:
    """Routes that vehicles do not know of yet, older ones of a vehicle first."""
    routes = []
    free_at_s = traffic.table.free_at_s(traffic.now_s)
    for vehicle_id, member in traffic.members.items():
        for issued, released in member.released(traffic.table.granted(vehicle_id)):
            is_last = issued is member.routes[-1]
            told = SentRelease(released, free_at_s.get(vehicle_id) if is_last else None)
            if told.is_news_after(member.told.get(issued.route_id)):
                member.told[issued.route_id] = told
                goal = _goal_of(member, issued)
                routes.append(message(traffic.roadmap, issued, vehicle_id, told, goal))
    return routes


def present(traffic: TrafficState, vehicle_id: str) -> Route | None:
    """The present route of a vehicle as far as it is released."""
    member = traffic.member(vehicle_id)
    if not member.routes:
        return None
    issued, released = member.released(traffic.table.granted(vehicle_id))[-1]
    before = member.told.get(issued.route_id)
    told = SentRelease(released, before.more_at_s if before else None)
    return message(traffic.roadmap, issued, vehicle_id, told, _goal_of(member, issued))


def _goal_of(member: Member, issued: IssuedRoute) -> Goal | None:
    """The goal that belongs to a route: only the present one leads to it, once planned."""
    return member.goal if member.planned and issued is member.routes[-1] else None
