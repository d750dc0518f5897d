"""What the fleet needs of a traffic layer. `planner.traffic` fulfils it; tests may use another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from fleet_core.model.closure import Closure
from fleet_core.model.geometry import Pose
from fleet_core.model.route import Leg, Route, StationAction, Wait


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a vehicle shall go and what it shall do there.

    ``node_ids``: any of these will do (the interaction nodes of a station). ``action`` None: just
    stand there.
    """

    node_ids: tuple[str, ...]
    station_id: str = ""
    order_id: str = ""
    action: StationAction | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """Where and when a vehicle will be free to take another way: the end of its released legs."""

    node_id: str
    heading_rad: float
    time_s: float


@dataclass(frozen=True, slots=True)
class Held:
    """Where a vehicle may be on the floor that it was given, if it is as far as it says."""

    legs: tuple[Leg, ...]  # released and, by its word, not done; in order
    place: Pose | None  # where they begin; None: traffic cannot say
    behind: Leg | None = None  # the leg that it has just done
    again: tuple[Leg, ...] = ()  # legs reported done before, which it now says are not
    excess: int = 0  # legs that it says are done and that are not released
    told: bool = True  # it names a route that it was told and may still be on


@dataclass(frozen=True, slots=True)
class Floor:
    """Floor on which a vehicle may be though traffic did not give it: its body at ``pose`` and
    ``reach_m`` around, and along ``legs``."""

    type_id: str
    pose: Pose
    reach_m: float = 0.0
    legs: tuple[Leg, ...] = ()


class Traffic(Protocol):
    """Keeps every vehicle's way apart from every other's, for ever and whatever delays occur.

    One thread, no I/O, time handed in. A vehicle is *entered* while the fleet may move it; its body
    is an obstacle to the others from ``enter`` until ``leave``.
    """

    def enter(self, vehicle_id: str, type_id: str, pose: Pose, now_s: float) -> None:
        """Take up a vehicle that stands still at ``pose``.

        Raises CommandError when the pose is not on the roadmap or its place is not free.
        """
        ...

    def check_place(self, vehicle_id: str, type_id: str, pose: Pose) -> None:
        """Raises CommandError when ``enter`` would, apart from the vehicle itself being there."""
        ...

    def held(self, vehicle_id: str, route_id: str, legs_done: int) -> Held:
        """The floor of a vehicle that reports to have ``legs_done`` legs of a route behind it."""
        ...

    def sticks_out_m(self, vehicle_id: str, pose: Pose) -> float:
        """How far its body at ``pose`` reaches beyond the floor that it holds."""
        ...

    def bar(self, vehicle_id: str, floor: Floor | None, now_s: float) -> None:
        """Keep all others off floor on which this vehicle, in traffic or not, may be by its own
        word: they get no release there and are planned around it. None: no such floor any more."""
        ...

    def in_the_way_of(self, vehicle_id: str) -> tuple[str, ...]:
        """Other vehicles whose barred floor lies on what this one may drive already."""
        ...

    def leave(self, vehicle_id: str, now_s: float) -> None:
        """Forget a vehicle that was taken away. Unknown ids are ignored."""
        ...

    def set_goal(self, vehicle_id: str, goal: Goal | None, now_s: float) -> None:
        """Give, change or (None) take back a goal. What is released already stays valid and is
        driven to its end; the new route begins there. The same goal again changes nothing."""
        ...

    def progress(self, vehicle_id: str, route_id: str, legs_done: int, now_s: float) -> None:
        """What a vehicle reports. Reports of other routes than the present one are ignored."""
        ...

    def stopped(self, vehicle_id: str, is_stopped: bool, now_s: float) -> None:
        """A vehicle that will not move until further notice (broken, manual, silent, paused): the
        others go around it or wait; it is taken into account again with False."""
        ...

    def close(self, closure: Closure, now_s: float) -> tuple[str, ...]:
        """Close a part of the floor; whoever has planned to enter it is planned anew at once.

        Returns the vehicles that are inside or will still come in on released legs. Raises
        CommandError for an edge, zone, type or vehicle that is not known.
        """
        ...

    def open(self, closure_id: str, now_s: float) -> Closure:
        """Open it again. Raises CommandError when there is no such closure."""
        ...

    def closures(self) -> tuple[Closure, ...]:
        """All closures of the moment, the oldest first."""
        ...

    def step(self, now_s: float) -> list[Route]:
        """Plan and release. Returns the routes that are new or whose release has grown."""
        ...

    def route(self, vehicle_id: str) -> Route | None:
        """The present route of a vehicle as far as it is released."""
        ...

    def arrived(self, vehicle_id: str) -> bool:
        """All legs to its present goal are done (its station action may still run)."""
        ...

    def arrival_s(self, vehicle_id: str) -> float | None:
        """Expected clock time of arrival at the goal, or None while there is no plan."""
        ...

    def wait(self, vehicle_id: str) -> Wait | None:
        """Why a vehicle with a goal does not get on, or None when it does."""
        ...

    def commitment(self, vehicle_id: str) -> Commitment:
        """Where its released legs end and when it will be there."""
        ...

    def snapshot(self) -> dict[str, Any]:
        """All plans and their order of passing, as plain JSON, to survive a crash."""
        ...

    def fits(self, snapshot: dict[str, Any]) -> bool:
        """Whether what ``snapshot`` gave is of this roadmap. Raises TrafficError when it is not
        whole."""
        ...

    def restore(self, snapshot: dict[str, Any], now_s: float) -> None:
        """Take up what ``snapshot`` gave, before any other call."""
        ...
