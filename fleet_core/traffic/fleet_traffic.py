"""The Traffic protocol on the planner's timetable: vehicle ids in, routes out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf
from typing import Any

from fleet_core.model import reasons
from fleet_core.model.closure import Closure
from fleet_core.model.errors import CommandError
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Route, Wait
from fleet_core.traffic import held_floor, stored_plans
from fleet_core.traffic.closed_ways import ClosedWays, check_names
from fleet_core.traffic.member import Member
from fleet_core.traffic.planning_round import plan_pending
from fleet_core.traffic.protocol import Commitment, Floor, Goal, Held
from fleet_core.traffic.routes import issue, news, present
from fleet_core.traffic.settings import TrafficSettings
from fleet_core.traffic.traffic_state import TrafficState
from fleet_core.traffic.waits import explain
from planner.roadmap.graph import Roadmap
from planner.roadmap.locate import RoadmapPosition, locate
from planner.roadmap.travel_times import RoadmapTravelTimes
from planner.traffic.itinerary import Itinerary


class FleetTraffic:
    """Fulfils `fleet_core.traffic.protocol.Traffic`; its method docs are there."""

    def __init__(
        self,
        roadmap: Roadmap,
        travel: RoadmapTravelTimes,
        watch: Callable[[str, str], None] | None = None,
        settings: TrafficSettings = TrafficSettings(),  # noqa: B008 (frozen)
    ) -> None:
        """``watch`` is told of every planning attempt: its cause (goal, closure, opened, late,
        stopped_vehicle, vehicle_set_down) and its outcome (planned, together, kept, failed)."""
        self.roadmap = roadmap
        self._traffic = TrafficState(
            roadmap, travel, watch or (lambda _cause, _outcome: None), settings
        )

    # --- who takes part -------------------------------------------------------------------

    def enter(self, vehicle_id: str, type_id: str, pose: Pose, now_s: float) -> None:
        traffic = self._traffic
        if vehicle_id in traffic.members:
            return
        place = self._free_place(vehicle_id, type_id, pose)
        traffic.now_s = now_s
        region = self._region_of(place)
        itinerary = Itinerary(vehicle_id, place.state)
        if place.move is not None:  # between two nodes: it must drive to the next one
            itinerary = Itinerary(vehicle_id, place.state, 0, 1, (place.move,), (now_s,))
        member = Member(vehicle_id, type_id, f"{round(now_s * 1000.0):x}")
        if place.move is not None:
            member.next_route(0, (place.move,), pose, place.along_m)
        traffic.members[vehicle_id] = member
        traffic.table.enter(itinerary, now_s)
        traffic.version += 1
        rest = int(self.roadmap.state_region[traffic.table.end_state(vehicle_id)])
        for held in {region, rest}:
            self._give_up(traffic.planned_through(held, vehicle_id), "vehicle_set_down")

    def check_place(self, vehicle_id: str, type_id: str, pose: Pose) -> None:
        self._free_place(vehicle_id, type_id, pose)

    def _free_place(self, vehicle_id: str, type_id: str, pose: Pose) -> RoadmapPosition:
        place = locate(self.roadmap, type_id, pose)
        x_m, y_m = round(pose.x_m, 2), round(pose.y_m, 2)
        if place is None:
            raise CommandError(reasons.traffic.off_roadmap(vehicle_id, x_m, y_m, type_id))
        region, table = self._region_of(place), self._traffic.table
        others = {*table.holders(region, (vehicle_id,)), *table.barring(vehicle_id, [region])}
        if others:
            names = tuple(sorted(others))
            raise CommandError(reasons.traffic.in_the_way(vehicle_id, x_m, y_m, names))
        return place

    def _region_of(self, place: RoadmapPosition) -> int:
        if place.move is not None:
            return int(self.roadmap.move_region[place.move])
        return int(self.roadmap.state_region[place.state])

    def _give_up(self, vehicle_ids: Sequence[str], cause: str) -> None:
        """These are planned anew; until then they know no more than what is released."""
        for vehicle_id in vehicle_ids:
            for changed in self._traffic.give_up_tail(vehicle_id, cause):
                issue(self._traffic, changed)

    def leave(self, vehicle_id: str, now_s: float) -> None:
        if self._traffic.members.pop(vehicle_id, None) is not None:
            self._traffic.table.leave(vehicle_id)
            self._traffic.version += 1

    def stopped(self, vehicle_id: str, is_stopped: bool, now_s: float) -> None:
        traffic = self._traffic
        if vehicle_id in traffic.members and is_stopped != traffic.table.is_stopped(vehicle_id):
            traffic.table.stop(vehicle_id, is_stopped)
            traffic.version += 1

    # --- floor ----------------------------------------------------------------------------

    def held(self, vehicle_id: str, route_id: str, legs_done: int) -> Held:
        return held_floor.held(self._traffic, vehicle_id, route_id, legs_done)

    def sticks_out_m(self, vehicle_id: str, pose: Pose) -> float:
        return held_floor.sticks_out_m(self._traffic, vehicle_id, pose)

    def bar(self, vehicle_id: str, floor: Floor | None, now_s: float) -> None:
        self._traffic.now_s = now_s
        for changed in held_floor.bar(self._traffic, vehicle_id, floor):
            issue(self._traffic, changed)

    def in_the_way_of(self, vehicle_id: str) -> tuple[str, ...]:
        return held_floor.in_the_way_of(self._traffic, vehicle_id)

    # --- closures -------------------------------------------------------------------------

    def close(self, closure: Closure, now_s: float) -> tuple[str, ...]:
        traffic = self._traffic
        if closure.id in traffic.closed:
            raise CommandError(reasons.refusals.closure_exists(closure.id))
        check_names(self.roadmap, closure, traffic.members)
        traffic.now_s = now_s
        way = ClosedWays.of(self.roadmap, closure)
        traffic.set_closed({**traffic.closed, closure.id: way})
        concerned = [traffic.table.itinerary(one) for one in traffic.members if way.holds_for(one)]
        through = [one.vehicle_id for one in concerned if way.entries[list(one.tail)].any()]
        self._give_up(through, "closure")
        return tuple(one.vehicle_id for one in concerned if _touches(way, one, self.roadmap))

    def open(self, closure_id: str, now_s: float) -> Closure:
        traffic = self._traffic
        if closure_id not in traffic.closed:
            raise CommandError(reasons.refusals.closure_unknown(closure_id, tuple(traffic.closed)))
        closure = traffic.closed[closure_id].closure
        rest = {key: way for key, way in traffic.closed.items() if key != closure_id}
        traffic.set_closed(rest)
        for member in traffic.members.values():
            if not member.planned:
                member.due("opened", now_s)
            elif member.goal is not None:
                member.promised_s = -inf  # there may be a shorter way now
        return closure

    def closures(self) -> tuple[Closure, ...]:
        return tuple(way.closure for way in self._traffic.closed.values())

    # --- goals and progress ---------------------------------------------------------------

    def set_goal(self, vehicle_id: str, goal: Goal | None, now_s: float) -> None:
        traffic, member = self._traffic, self._traffic.member(vehicle_id)
        if goal == member.goal:
            return
        states = self.roadmap.goal_states(member.type_id, goal.node_ids) if goal else ()
        if goal is not None and not states:
            place = goal.station_id or ", ".join(goal.node_ids)
            raise CommandError(reasons.traffic.cannot_stand_at(vehicle_id, member.type_id, place))
        member.take(goal, states, now_s)
        traffic.version += 1  # who had something to do here may now be asked to move
        if traffic.table.open_steps(vehicle_id):
            # Until the new plan is there it goes on to where it can rest, and does nothing there.
            issue(traffic, vehicle_id)

    def progress(self, vehicle_id: str, route_id: str, legs_done: int, now_s: float) -> None:
        traffic, member = self._traffic, self._traffic.members.get(vehicle_id)
        done = member.done_steps(route_id, legs_done) if member is not None else None
        if member is None or done is None or not traffic.table.advance(vehicle_id, done, now_s):
            return
        traffic.version += 1
        member.stood_since_s = now_s
        member.forget_driven(traffic.table.done(vehicle_id))

    def step(self, now_s: float) -> list[Route]:
        traffic = self._traffic
        traffic.now_s = now_s
        for way in list(traffic.closed.values()):
            if way.closure.until_s is not None and now_s >= way.closure.until_s:
                self.open(way.closure.id, now_s)
        plan_pending(traffic)
        if traffic.table.grant(now_s, traffic.settings.release_s, traffic.settings.release_steps):
            traffic.version += 1
        return news(traffic)

    # --- questions ------------------------------------------------------------------------

    def route(self, vehicle_id: str) -> Route | None:
        return present(self._traffic, vehicle_id)

    def arrived(self, vehicle_id: str) -> bool:
        member = self._traffic.member(vehicle_id)
        return member.planned and not self._traffic.table.open_steps(vehicle_id)

    def arrival_s(self, vehicle_id: str) -> float | None:
        member = self._traffic.member(vehicle_id)
        if member.goal is None or not member.planned:
            return None
        arrival = self._traffic.table.arrival_s(vehicle_id, self._traffic.now_s)
        return None if arrival == inf else arrival

    def wait(self, vehicle_id: str) -> Wait | None:
        return explain(self._traffic, self._traffic.member(vehicle_id))

    def commitment(self, vehicle_id: str) -> Commitment:
        traffic = self._traffic
        traffic.member(vehicle_id)
        state = traffic.table.committed_state(vehicle_id)
        time_s = traffic.table.committed_s(vehicle_id, traffic.now_s)
        heading = float(self.roadmap.state_pose[state, 2])
        return Commitment(self.roadmap.state_node[state], heading, time_s)

    # --- survival -------------------------------------------------------------------------

    def snapshot(self) -> dict[str, Any]:
        return stored_plans.to_json(self._traffic)

    def fits(self, snapshot: dict[str, Any]) -> bool:
        return stored_plans.fits(self.roadmap, snapshot)

    def restore(self, snapshot: dict[str, Any], now_s: float) -> None:
        stored_plans.take_up(self._traffic, snapshot, now_s)


def _touches(way: ClosedWays, itinerary: Itinerary, roadmap: Roadmap) -> bool:
    """Whether a vehicle is inside, or will be on what it is granted."""
    moves = list(itinerary.moves[: itinerary.granted - itinerary.done])
    states = [itinerary.state, *roadmap.move_to[moves].tolist()]
    return bool(way.entries[moves].any() or way.inside[states].any())
