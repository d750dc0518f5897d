"""The Traffic protocol on the planner's cooperative planning: vehicle ids in, routes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import dist, inf
from typing import Any

from fleet_core.execution import traffic_snapshot
from fleet_core.execution.issued_routes import IssuedRoute, message
from fleet_core.execution.traffic import Commitment, Goal
from fleet_core.execution.traffic_member import Member
from fleet_core.execution.traffic_words import explain
from fleet_core.model.errors import CommandError
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Route, Wait
from planner.roadmap.graph import Roadmap
from planner.roadmap.locate import locate
from planner.roadmap.travel_times import RoadmapTravelTimes
from planner.traffic.cooperative import Planner, World, end_state
from planner.traffic.forecast import Forecast, forecast
from planner.traffic.itinerary import Itineraries, Itinerary, Step, advanced, without_tail
from planner.traffic.release import granted, held_regions, taken_by

RETRY_S = 1.0
RETRY_MAX_S = 8.0
"""A plan that failed is tried again when something has changed, at growing intervals."""

TOGETHER_AT = frozenset(2**n for n in range(32))
"""Tries at which a failed plan is made together with those in the way: dear, so more rarely."""


class FleetTraffic:
    """Fulfils `fleet_core.execution.traffic.Traffic`; its method docs are there."""

    def __init__(
        self,
        roadmap: Roadmap,
        travel: RoadmapTravelTimes,
        watch: Callable[[str], None] | None = None,
    ) -> None:
        """``watch`` is told of every planning attempt: "planned", "failed", "together"."""
        self.roadmap = roadmap
        self._planner = Planner(roadmap, travel)
        self._itineraries: Itineraries = {}
        self._members: dict[str, Member] = {}
        self._stopped: set[str] = set()
        self._version = 0  # grows with every change that a plan could depend on
        self._now_s = 0.0  # of the last step
        self._forecast: tuple[int, float, Forecast] | None = None  # version and time it was made
        self._watch = watch or (lambda _event: None)

    # --- who takes part -------------------------------------------------------------------

    def enter(self, vehicle_id: str, type_id: str, pose: Pose, now_s: float) -> None:
        if vehicle_id in self._members:
            return
        place = locate(self.roadmap, type_id, pose)
        if place is None:
            raise CommandError(
                f"vehicle {vehicle_id} at x {pose.x_m:.2f} m, y {pose.y_m:.2f} m is not on the "
                f"roadmap of type {type_id}: set it down within 0.3 m and 11 degrees of a lane"
            )
        self._now_s = now_s
        member = Member(vehicle_id, type_id, f"{round(now_s * 1000.0):x}", begun_s=now_s)
        itinerary = Itinerary(vehicle_id, place.state)
        if place.move is not None:  # between two nodes: it must drive to the next one
            itinerary = replace(itinerary, steps=(Step(place.move),), granted=1)
            member.next_route(0, (place.move,), pose, place.along_m)
        for region in held_regions(self.roadmap, itinerary):
            others = taken_by(self.roadmap, self._itineraries, region)
            if others:
                raise CommandError(
                    f"vehicle {vehicle_id} at x {pose.x_m:.2f} m, y {pose.y_m:.2f} m is in the way "
                    f"of {', '.join(others)}: move one of them by hand"
                )
        self._members[vehicle_id] = member
        self._change({**self._itineraries, vehicle_id: itinerary})
        self._replan_through(vehicle_id)

    def _replan_through(self, vehicle_id: str) -> None:
        """Takes back all that is planned through the place of a vehicle that has just come."""
        for region in held_regions(self.roadmap, self._itineraries[vehicle_id]):
            for other_id, other in list(self._itineraries.items()):
                tail = other.steps[other.granted - other.done :]
                if other_id != vehicle_id and any(
                    self.roadmap.conflicts.between(region, int(self.roadmap.move_region[s.move]))
                    for s in tail
                ):
                    self._change(without_tail(self._itineraries, other_id))
                    self._members[other_id].planned = False

    def leave(self, vehicle_id: str, now_s: float) -> None:
        if self._members.pop(vehicle_id, None) is not None:
            rest = {key: it for key, it in self._itineraries.items() if key != vehicle_id}
            self._stopped.discard(vehicle_id)
            self._change(rest)

    def stopped(self, vehicle_id: str, is_stopped: bool, now_s: float) -> None:
        if vehicle_id in self._members and is_stopped != (vehicle_id in self._stopped):
            (self._stopped.add if is_stopped else self._stopped.discard)(vehicle_id)
            self._version += 1

    # --- goals and progress ---------------------------------------------------------------

    def set_goal(self, vehicle_id: str, goal: Goal | None, now_s: float) -> None:
        member = self._member(vehicle_id)
        if goal == member.goal:
            return
        states = self.roadmap.goal_states(member.type_id, goal.node_ids) if goal else ()
        if goal is not None and not states:
            raise CommandError(
                f"vehicle {vehicle_id} of type {member.type_id} cannot stand at "
                f"{goal.station_id or ', '.join(goal.node_ids)}: no lane of its type leads there"
            )
        member.take(goal, states, now_s)
        self._version += 1  # who had something to do here may now be asked to move
        if self._itineraries[vehicle_id].steps:
            # Until the new plan is there it goes on to where it can rest, and does nothing there.
            self._issue(vehicle_id)

    def progress(self, vehicle_id: str, route_id: str, legs_done: int, now_s: float) -> None:
        member = self._members.get(vehicle_id)
        if member is None:
            return
        done = member.done_steps(route_id, legs_done)
        itinerary = self._itineraries[vehicle_id]
        if done is None or done <= itinerary.done:
            return
        after = tuple(int(self.roadmap.move_to[step.move]) for step in itinerary.steps)
        member.begun_s = now_s
        self._change({**self._itineraries, vehicle_id: advanced(itinerary, done, after)})
        member.forget_driven(done)

    def step(self, now_s: float) -> list[Route]:
        self._now_s = now_s
        self._plan_pending(now_s)
        before = self._itineraries
        self._itineraries = granted(self.roadmap, before, self._stopped)
        for vehicle_id, itinerary in self._itineraries.items():
            old = before[vehicle_id]
            if itinerary.granted > old.granted:
                self._version += 1
                if old.granted == old.done:
                    self._members[vehicle_id].begun_s = now_s
        return self._news()

    def _news(self) -> list[Route]:
        """Routes that vehicles do not know of yet, older ones of a vehicle first."""
        news = []
        for vehicle_id, member in self._members.items():
            granted_steps = self._itineraries[vehicle_id].granted
            for issued, released in member.released(granted_steps):
                if member.told.get(issued.route_id) != released:
                    member.told[issued.route_id] = released
                    goal = self._sent_goal(member, issued)
                    news.append(message(self.roadmap, issued, vehicle_id, released, goal))
        return news

    def _sent_goal(self, member: Member, issued: IssuedRoute) -> Goal | None:
        """The goal that belongs to a route: only the present one leads to it, once planned."""
        return member.goal if member.planned and issued is member.routes[-1] else None

    # --- planning -------------------------------------------------------------------------

    def _plan_pending(self, now_s: float) -> None:
        pending = sorted(
            (m for m in self._members.values() if not m.planned or self._stuck(m)),
            key=lambda member: member.pending_since_s,
        )
        for member in pending:
            wait_s = min(RETRY_S * 2.0 ** min(member.tries, 10), RETRY_MAX_S)
            if member.tried_version != self._version and now_s >= member.tried_s + wait_s:
                self._try(member, now_s)

    def _stuck(self, member: Member) -> bool:
        """Its plan waits for a vehicle that has stopped; perhaps there is a way round."""
        if not self._stopped or member.vehicle_id in self._stopped or not member.goal_states:
            return False
        return self._times().arrival_s(member.vehicle_id, self._now_s) == inf

    def _try(self, member: Member, now_s: float) -> None:
        world = self._world(now_s)
        plan = self._planner.plan(world, member.vehicle_id, member.goal_states)
        self._watch("planned" if plan else "failed")
        if plan is None and member.tries in TOGETHER_AT:
            plan = self._plan_together(world, member)
        if plan is None:
            # Who stands in the way has a second to leave by itself, then the two are planned
            # together; after that only a change is a reason to try again.
            member.tried_version = self._version if member.tries else -1
            member.tries += 1
            member.tried_s = now_s
            return
        self._adopt(plan)

    def _plan_together(self, world: World, member: Member) -> dict[str, Itinerary] | None:
        """With those who stand in the way and have nothing to do there: first everybody to where it
        wants to go, then only this one, and all the others just out of its way."""
        goals, aside = self._in_the_way(world, member)
        others = [*(who for who in goals if who != member.vehicle_id), *aside]
        plan = None
        if others:
            plan = self._planner.plan_together(world, goals, aside)
        if plan is None:
            alone = {member.vehicle_id: member.goal_states}
            near = self._nearest_idle(others or [member.vehicle_id])
            near = [who for who in near if who != member.vehicle_id]
            if others or near:
                plan = self._planner.plan_together(world, alone, [*others, *near])
        self._watch("together" if plan else "failed")
        return plan

    def _in_the_way(
        self, world: World, member: Member
    ) -> tuple[dict[str, tuple[int, ...]], list[str]]:
        """Vehicles that can be planned together with this one: those on its way with goals of
        their own, and those without."""
        goals = {member.vehicle_id: member.goal_states}
        aside: list[str] = []
        asked = [member.vehicle_id]
        while asked:
            who = asked.pop(0)
            for other_id in self._planner.blockers(world, who, goals[who]):
                other = self._members[other_id]
                if other_id in goals or other_id in aside or not self._can_move(other):
                    continue
                if other.planned:
                    aside.append(other_id)
                else:
                    goals[other_id] = other.goal_states
                    asked.append(other_id)
        return goals, aside

    def _nearest_idle(self, to_vehicle_ids: Sequence[str]) -> list[str]:
        """Other vehicles that can move, nearest first: they may bar the way aside."""

        def place(vehicle_id: str) -> tuple[float, float]:
            x, y, _ = self.roadmap.state_pose[self._itineraries[vehicle_id].state]
            return float(x), float(y)

        centres = [place(vehicle_id) for vehicle_id in to_vehicle_ids]
        idle = [
            member.vehicle_id
            for member in self._members.values()
            if self._can_move(member) and member.vehicle_id not in to_vehicle_ids
        ]
        return sorted(idle, key=lambda who: min(dist(place(who), centre) for centre in centres))

    def _can_move(self, member: Member) -> bool:
        """Stands at rest and has nothing to do where it stands."""
        if member.vehicle_id in self._stopped or self._itineraries[member.vehicle_id].steps:
            return False
        return not member.planned or member.goal is None or member.goal.action is None

    def _adopt(self, plan: dict[str, Itinerary]) -> None:
        """Takes a plan over and issues routes for all whose way has changed."""
        before = self._itineraries
        self._change(plan)
        for vehicle_id, itinerary in plan.items():
            member = self._members[vehicle_id]
            reaches = end_state(self.roadmap, itinerary) in member.goal_states
            turned = member.goal is not None and member.planned != reaches
            if turned:
                member.planned = reaches
                member.tries = 0
            if turned or _moves(itinerary) != _moves(before[vehicle_id]):
                self._issue(vehicle_id)

    def _issue(self, vehicle_id: str) -> None:
        """A new route for what is planned beyond the released legs.

        A route without legs says where it begins only by the station of its action. Without that
        it could overtake a release that the vehicle has not heard of, and its report would then be
        taken for the end of those legs: the present route is told anew instead.
        """
        member, itinerary = self._members[vehicle_id], self._itineraries[vehicle_id]
        tail = itinerary.steps[itinerary.granted - itinerary.done :]
        works = member.planned and member.goal is not None and member.goal.action is not None
        if tail or works:
            member.next_route(itinerary.granted, tuple(step.move for step in tail))
        elif member.routes:
            member.told.pop(member.routes[-1].route_id, None)

    # --- questions ------------------------------------------------------------------------

    def route(self, vehicle_id: str) -> Route | None:
        member = self._member(vehicle_id)
        if not member.routes:
            return None
        issued, released = member.released(self._itineraries[vehicle_id].granted)[-1]
        return message(self.roadmap, issued, vehicle_id, released, self._sent_goal(member, issued))

    def arrived(self, vehicle_id: str) -> bool:
        member = self._member(vehicle_id)
        return member.planned and not self._itineraries[vehicle_id].steps

    def arrival_s(self, vehicle_id: str) -> float | None:
        member = self._member(vehicle_id)
        if member.goal is None or not member.planned:
            return None
        arrival = self._times().arrival_s(vehicle_id, self._now_s)
        return None if arrival == inf else arrival

    def wait(self, vehicle_id: str) -> Wait | None:
        return explain(
            self._planner, self._world(self._now_s), self._members, self._member(vehicle_id)
        )

    def commitment(self, vehicle_id: str) -> Commitment:
        itinerary = self._itineraries[self._member(vehicle_id).vehicle_id]
        state, time_s = itinerary.state, self._now_s
        if itinerary.granted_steps:
            last = len(itinerary.granted_steps) - 1
            state = int(self.roadmap.move_to[itinerary.steps[last].move])
            time_s = self._times().end_s[vehicle_id][last]
        heading = float(self.roadmap.state_pose[state, 2])
        return Commitment(self.roadmap.state_node[state], heading, time_s)

    # --- survival -------------------------------------------------------------------------

    def snapshot(self) -> dict[str, Any]:
        return traffic_snapshot.to_json(self.roadmap, self._itineraries, self._members)

    def restore(self, snapshot: dict[str, Any], now_s: float) -> None:
        itineraries, members = traffic_snapshot.from_json(self.roadmap, snapshot)
        self._members = members
        self._now_s = now_s
        for member in members.values():
            member.begun_s = now_s
        self._change(itineraries)

    # --- inside ---------------------------------------------------------------------------

    def _member(self, vehicle_id: str) -> Member:
        try:
            return self._members[vehicle_id]
        except KeyError:
            known = ", ".join(sorted(self._members)) or "none"
            raise CommandError(f"vehicle {vehicle_id} is not in traffic (there: {known})") from None

    def _change(self, itineraries: Itineraries) -> None:
        self._itineraries = itineraries
        self._version += 1

    def _world(self, now_s: float) -> World:
        return World(
            self._itineraries,
            frozenset(m.vehicle_id for m in self._members.values() if m.loaded),
            frozenset(self._stopped),
            {m.vehicle_id: m.begun_s for m in self._members.values()},
            now_s,
        )

    def _times(self) -> Forecast:
        """The forecast, made anew when the plans have changed or it is a second old."""
        if (
            self._forecast is None
            or self._forecast[0] != self._version
            or self._now_s - self._forecast[1] > 1.0
        ):
            world = self._world(self._now_s)
            times = forecast(
                self.roadmap, world.itineraries, dict(world.begun_s), world.stopped, world.now_s
            )
            self._forecast = (self._version, self._now_s, times)
        return self._forecast[2]


def _moves(itinerary: Itinerary) -> tuple[int, ...]:
    return tuple(step.move for step in itinerary.steps)
