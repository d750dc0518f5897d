"""What the traffic layer remembers of one vehicle beside its itinerary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from fleet_core.model.geometry import Pose
from fleet_core.model.order import StopAction
from fleet_core.traffic.issued_routes import IssuedRoute
from fleet_core.traffic.protocol import Goal
from fleet_core.traffic.sent_release import SentRelease


@dataclass(slots=True)
class Member:
    """A vehicle in traffic; changed by the traffic layer only."""

    vehicle_id: str
    type_id: str
    since: str  # when it entered: keeps ids of routes apart over leaving and entering again
    goal: Goal | None = None
    goal_states: tuple[int, ...] = ()
    planned: bool = True  # its itinerary ends at its goal, or it has none
    loaded: bool = False
    routes_made: int = 0
    routes: list[IssuedRoute] = field(default_factory=list)  # the last is the present one
    told: dict[str, SentRelease] = field(default_factory=dict)  # by route id, when last sent
    pending_since_s: float = 0.0
    stood_since_s: float = 0.0  # when it last had something released to drive
    cause: str = "goal"  # why it is to be planned
    tried_s: float = -1e9
    tried_version: int = -1
    tries: int = 0
    waits_for: dict[str, int | None] = field(default_factory=dict)  # see `planning_round`
    # when several were last planned together, and where they rested then
    together: tuple[float, Mapping[str, int]] = (
        -1e9,
        MappingProxyType({}),
    )
    promised_s: float = 0.0  # when its plan said that it would arrive
    looked_s: float = 0.0  # when a better plan was last looked for

    def take(self, goal: Goal | None, goal_states: tuple[int, ...], now_s: float) -> None:
        """A new goal, not planned yet."""
        self.goal = goal
        self.goal_states = goal_states
        self.planned = goal is None
        self.due("goal", now_s)
        if goal is not None and goal.action is not None:
            if goal.action.kind is StopAction.DROP:
                self.loaded = True
            elif goal.action.kind is StopAction.PICK:
                self.loaded = False

    def due(self, cause: str, now_s: float) -> None:
        """To be planned at the next step, whatever was tried before."""
        self.cause = cause
        self.pending_since_s = now_s
        self.tried_version = -1
        self.tried_s = -1e9
        self.tries = 0
        self.waits_for = {}
        self.together = (-1e9, {})

    def next_route(
        self,
        first: int,
        moves: tuple[int, ...],
        entry_pose: Pose | None = None,
        entry_along_m: float = 0.0,
    ) -> None:
        """Issues a route that begins with step ``first``, where the one before is cut off."""
        self.routes_made += 1
        route_id = f"{self.vehicle_id}-{self.since}-{self.routes_made}"
        self.routes.append(IssuedRoute(route_id, first, moves, entry_pose, entry_along_m))

    def released(self, granted: int) -> list[tuple[IssuedRoute, int]]:
        """Every route that may still be driven with the legs of it that are released; the released
        part of an older one ends where the next begins."""
        ends = [*(route.first for route in self.routes[1:]), granted][: len(self.routes)]
        return [
            (route, max(0, min(end, route.end) - route.first))
            for route, end in zip(self.routes, ends, strict=True)
        ]

    def forget_driven(self, done: int) -> None:
        """Drops routes that lie wholly behind the vehicle; the present one stays."""
        while len(self.routes) > 1 and self.routes[1].first <= done:
            self.told.pop(self.routes.pop(0).route_id, None)

    def done_steps(self, route_id: str, legs_done: int) -> int | None:
        """Steps done in all by a report, or None when it is of a route long gone."""
        for issued in self.routes:
            if issued.route_id == route_id:
                return issued.first + min(legs_done, len(issued.moves))
        return None
