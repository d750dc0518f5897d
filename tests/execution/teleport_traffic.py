"""The Traffic protocol without traffic: any vehicle may go anywhere at once. It keeps the promises
about goals, routes, releases and snapshots, and none about bodies: they have none here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any

from fleet_core.model.closure import Closure
from fleet_core.model.errors import CommandError
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.model.route import Leg, LegKind, Route, StationAction, Wait
from fleet_core.traffic.protocol import Commitment, Floor, Goal, Held


@dataclass(slots=True)
class Traveller:
    """One vehicle: its routes, the last of which leads to its goal."""

    vehicle_id: str
    node_id: str  # where everything released ends
    goal: Goal | None = None
    planned: bool = True
    count: int = 0
    routes: list[Route] = field(default_factory=list)
    legs_done: dict[str, int] = field(default_factory=dict)
    told: set[tuple[str, int, bool]] = field(default_factory=set)
    stopped: bool = False


class TeleportTraffic:
    """One leg a route; it is released one step after the route was made."""

    def __init__(self, facility: Facility) -> None:
        self._nodes = facility.layout.nodes
        self.travellers: dict[str, Traveller] = {}
        self._closures: dict[str, Closure] = {}

    def enter(self, vehicle_id: str, type_id: str, pose: Pose, now_s: float) -> None:
        # Route ids are unique for ever, also when a vehicle enters a second time.
        node_id = self._node_at(vehicle_id, pose)
        self.travellers[vehicle_id] = Traveller(vehicle_id, node_id, count=int(1e6 * now_s))

    def check_place(self, vehicle_id: str, type_id: str, pose: Pose) -> None:
        self._node_at(vehicle_id, pose)

    def _node_at(self, vehicle_id: str, pose: Pose) -> str:
        for node in self._nodes.values():
            if hypot(node.x_m - pose.x_m, node.y_m - pose.y_m) <= 0.3 and node.properties:
                return node.id
        raise CommandError(f"vehicle {vehicle_id} at {pose} is not on the roadmap")

    def held(self, vehicle_id: str, route_id: str, legs_done: int) -> Held:
        traveller = self.travellers[vehicle_id]
        index = next((k for k, r in enumerate(traveller.routes) if r.route_id == route_id), None)
        if index is None:
            legs = [leg for r in traveller.routes for leg in r.legs[: r.released]]
            return Held(tuple(legs), self._place(traveller, legs), told=False)
        route = traveller.routes[index]
        later = traveller.routes[index + 1 :]
        legs = list(route.legs[legs_done : route.released])
        legs += [leg for r in later for leg in r.legs[: r.released]]
        before = traveller.legs_done.get(route_id, 0)
        behind = route.legs[legs_done - 1] if 0 < legs_done <= len(route.legs) else None
        return Held(
            tuple(legs),
            self._place(traveller, legs),
            behind,
            route.legs[legs_done:before],
            max(0, legs_done - route.released),
        )

    def _place(self, traveller: Traveller, legs: list[Leg]) -> Pose:
        if legs:
            return legs[0].path[0]
        node = self._nodes[traveller.node_id]
        return Pose(node.x_m, node.y_m, 0.0)

    def sticks_out_m(self, vehicle_id: str, pose: Pose) -> float:
        return 0.0

    def bar(self, vehicle_id: str, floor: Floor | None, now_s: float) -> None:
        pass

    def in_the_way_of(self, vehicle_id: str) -> tuple[str, ...]:
        return ()

    def leave(self, vehicle_id: str, now_s: float) -> None:
        self.travellers.pop(vehicle_id, None)

    def close(self, closure: Closure, now_s: float) -> tuple[str, ...]:
        self._closures[closure.id] = closure
        return ()

    def open(self, closure_id: str, now_s: float) -> Closure:
        return self._closures.pop(closure_id)

    def closures(self) -> tuple[Closure, ...]:
        return tuple(self._closures.values())

    def set_goal(self, vehicle_id: str, goal: Goal | None, now_s: float) -> None:
        traveller = self.travellers[vehicle_id]
        if goal == traveller.goal:
            return
        traveller.goal, traveller.planned = goal, goal is None
        last = traveller.routes[-1] if traveller.routes else None
        if last is not None:  # what is not released is taken back, and so is the action
            self._issue(traveller, (), None)

    def _issue(self, traveller: Traveller, legs: tuple[Leg, ...], goal: Goal | None) -> None:
        traveller.count += 1
        traveller.routes.append(
            Route(
                f"{traveller.vehicle_id}-{traveller.count}",
                traveller.vehicle_id,
                legs,
                0,
                goal.action if goal else None,
                goal.order_id if goal else "",
            )
        )

    def progress(self, vehicle_id: str, route_id: str, legs_done: int, now_s: float) -> None:
        traveller = self.travellers[vehicle_id]
        for index, route in enumerate(traveller.routes):
            if route.route_id == route_id:
                traveller.legs_done[route_id] = legs_done
                del traveller.routes[:index]
                return

    def stopped(self, vehicle_id: str, is_stopped: bool, now_s: float) -> None:
        self.travellers[vehicle_id].stopped = is_stopped

    def step(self, now_s: float) -> list[Route]:
        news: list[Route] = []
        for traveller in self.travellers.values():
            if not traveller.stopped:
                self._release(traveller)
            for route in traveller.routes:
                key = (route.route_id, route.released, route.action is None)
                if key not in traveller.told:
                    traveller.told.add(key)
                    news.append(route)
        return news

    def _release(self, traveller: Traveller) -> None:
        last = traveller.routes[-1] if traveller.routes else None
        if traveller.goal is not None and not traveller.planned:
            target = traveller.goal.node_ids[0]
            leg = self._leg(traveller.node_id, target)
            self._issue(traveller, (leg,) if target != traveller.node_id else (), traveller.goal)
            traveller.planned = True
        elif last is not None and last.released < len(last.legs):
            traveller.routes[-1] = replace(last, released=len(last.legs))
            traveller.node_id = last.legs[-1].end_node_id

    def _leg(self, start_id: str, end_id: str) -> Leg:
        poses = tuple(
            Pose(self._nodes[name].x_m, self._nodes[name].y_m, 0.0) for name in (start_id, end_id)
        )
        return Leg(LegKind.DRIVE, start_id, end_id, poses, 1.0, max_speed_mps=1.0)

    def route(self, vehicle_id: str) -> Route | None:
        routes = self.travellers[vehicle_id].routes
        return routes[-1] if routes else None

    def arrived(self, vehicle_id: str) -> bool:
        traveller = self.travellers[vehicle_id]
        if not traveller.planned or not traveller.routes:
            return traveller.planned
        last = traveller.routes[-1]
        return traveller.legs_done.get(last.route_id, 0) >= len(last.legs) and (
            not last.legs or len(traveller.routes) == 1
        )

    def arrival_s(self, vehicle_id: str) -> float | None:
        return None

    def wait(self, vehicle_id: str) -> Wait | None:
        return None

    def commitment(self, vehicle_id: str) -> Commitment:
        return Commitment(self.travellers[vehicle_id].node_id, 0.0, 0.0)

    def snapshot(self) -> dict[str, Any]:
        return {name: _to_json(entry) for name, entry in self.travellers.items()}

    def fits(self, snapshot: dict[str, Any]) -> bool:
        return True

    def restore(self, snapshot: dict[str, Any], now_s: float) -> None:
        for name, entry in snapshot.items():
            self.travellers[name] = self._from_json(name, entry)

    def _from_json(self, name: str, entry: dict[str, Any]) -> Traveller:
        traveller = Traveller(name, entry["node"], _goal(entry["goal"]), entry["planned"])
        traveller.count = entry["count"]
        traveller.legs_done = dict(entry["legs_done"])
        for route_id, ways, released, action, order_id in entry["routes"]:
            legs = tuple(self._leg(start, end) for start, end in ways)
            traveller.routes.append(
                Route(route_id, name, legs, released, _action(action), order_id)
            )
        return traveller


def _to_json(traveller: Traveller) -> dict[str, Any]:
    goal = traveller.goal
    return {
        "node": traveller.node_id,
        "goal": None
        if goal is None
        else [list(goal.node_ids), goal.station_id, goal.order_id, _plain(goal.action)],
        "planned": traveller.planned,
        "count": traveller.count,
        "legs_done": traveller.legs_done,
        "routes": [
            [
                route.route_id,
                [[leg.start_node_id, leg.end_node_id] for leg in route.legs],
                route.released,
                _plain(route.action),
                route.order_id,
            ]
            for route in traveller.routes
        ],
    }


def _plain(action: StationAction | None) -> list[Any] | None:
    if action is None:
        return None
    return [
        action.action_id,
        action.kind.value,
        action.station_id,
        action.load_unit_id,
        action.load_type,
        action.duration_s,
        action.custom_action,
    ]


def _action(entry: list[Any] | None) -> StationAction | None:
    if entry is None:
        return None
    return StationAction(entry[0], StopAction(entry[1]), *entry[2:])


def _goal(entry: list[Any] | None) -> Goal | None:
    if entry is None:
        return None
    return Goal(tuple(entry[0]), entry[1], entry[2], _action(entry[3]))
