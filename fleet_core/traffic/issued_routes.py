"""What a vehicle was told: its routes as numbered steps of its itinerary."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, Route
from fleet_core.traffic.protocol import Goal
from fleet_core.traffic.sent_release import SentRelease
from planner.roadmap.graph import Roadmap
from planner.roadmap.locate import rest_of


@dataclass(frozen=True, slots=True)
class IssuedRoute:
    """A route in the words of the planner: leg i is step ``first + i`` of the itinerary."""

    route_id: str
    first: int
    moves: tuple[int, ...]
    entry_pose: Pose | None = None  # the vehicle began within the first move
    entry_along_m: float = 0.0

    @property
    def end(self) -> int:
        return self.first + len(self.moves)

    def legs(self, roadmap: Roadmap) -> tuple[Leg, ...]:
        legs = [roadmap.legs[move] for move in self.moves]
        if self.entry_pose is not None and legs:
            legs[0] = rest_of(legs[0], self.entry_along_m, self.entry_pose)
        return tuple(legs)


def message(
    roadmap: Roadmap,
    issued: IssuedRoute,
    vehicle_id: str,
    told: SentRelease,
    goal: Goal | None,
) -> Route:
    """The route as it is sent. ``goal`` None: the vehicle just goes to where it can rest."""
    return Route(
        route_id=issued.route_id,
        vehicle_id=vehicle_id,
        legs=issued.legs(roadmap),
        released=told.released,
        more_at_s=told.more_at_s,
        action=goal.action if goal else None,
        order_id=goal.order_id if goal else "",
    )
