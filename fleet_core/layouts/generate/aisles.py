"""Aisles with one lane a direction, right-hand traffic, and the junctions where they cross.

Every lane of an aisle keeps ``HALF_M`` from the aisle's centre line. All turns in junctions are
quarter circles, so that no vehicle ever turns on the spot in the way of others.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil, pi, sqrt

from fleet_core.layouts.generate.curves import CurveSegment, joined
from fleet_core.layouts.generate.floor_plan import FloorPlan
from fleet_core.model.errors import LayoutError
from fleet_core.model.geometry import Point
from fleet_core.model.layout import EdgeProperties, Trajectory

HALF_M = 1.2
"""Half of 2.4 m between two lanes. A forklift that backs into a bay along a 2.4 m arc swings 1.4 m
over the middle of its lane; the next lane's bodies begin at 1.85 m: 0.2 m clearance is kept."""

JUNCTION_M = 3.2
"""From the middle of a junction to where lanes end: right turns of 2.0 m radius, left of 4.4 m."""

LONGEST_EDGE_M = 6.4
"""A junction is crossed in one go."""

LATERAL_MPS2 = 0.5
"""Sideways acceleration at which a pallet on forks stands safely: speed in a curve of radius r is
sqrt(0.5 r), 1.0 m/s at 2 m."""

U_TURN_MPS = 0.6

_WORDS = {("x", 1): "east", ("x", -1): "west", ("y", 1): "north", ("y", -1): "south"}
_HEADINGS = {"east": 0.0, "north": pi / 2.0, "west": pi, "south": -pi / 2.0}
_UNITS = {"east": (1.0, 0.0), "north": (0.0, 1.0), "west": (-1.0, 0.0), "south": (0.0, -1.0)}


@dataclass(frozen=True, slots=True)
class Aisle:
    """A straight aisle along ``axis`` ("x" or "y") from ``begin_m`` to ``end_m``."""

    name: str
    axis: str
    centre_m: float
    begin_m: float
    end_m: float
    directions: tuple[int, ...] = (1, -1)
    types: tuple[str, ...] = ("forklift", "amr", "tugger")


def one_way(
    name: str, axis: str, lane_m: float, sign: int, extent_m: tuple[float, float],
    types: tuple[str, ...],
) -> Aisle:  # fmt: skip
    """An aisle with a single lane, which lies at ``lane_m``."""
    side = -sign if axis == "x" else sign
    return Aisle(name, axis, round(lane_m - side * HALF_M, 3), *extent_m, (sign,), types)


@dataclass(slots=True)
class Lane:
    """One direction of an aisle. Coordinates along it are those of the plant's axis."""

    aisle: Aisle
    sign: int
    plan: FloorPlan
    low_m: float
    high_m: float
    marks: set[float] = field(default_factory=set)
    crossings: list[float] = field(default_factory=list)  # middles of junctions, rising

    @property
    def gaps(self) -> list[tuple[float, float]]:
        """Where the lane is free of junctions, rising."""
        return [
            (round(low + JUNCTION_M, 3), round(high - JUNCTION_M, 3))
            for low, high in pairwise(self.crossings)
        ]

    @property
    def word(self) -> str:
        """east, north, west or south"""
        return _WORDS[self.aisle.axis, self.sign]

    @property
    def heading_rad(self) -> float:
        return _HEADINGS[self.word]

    def point(self, along_m: float, right_m: float = 0.0) -> Point:
        """A point ``right_m`` to the right of the lane's centre line."""
        right = HALF_M + right_m
        if self.aisle.axis == "x":
            return (along_m, self.aisle.centre_m - self.sign * right)
        return (self.aisle.centre_m + self.sign * right, along_m)

    def node(self, along_m: float) -> str:
        """The lane's node at this coordinate; made when it is new."""
        along_m = round(along_m, 3)
        if not self.low_m - 1e-9 <= along_m <= self.high_m + 1e-9:
            raise LayoutError(
                f"generator: {along_m} m is not on lane {self.aisle.name} {self.word}, which leads "
                f"from {self.low_m} m to {self.high_m} m"
            )
        self.marks.add(along_m)
        node_id = f"{self.aisle.name}_{self.word}_{round(along_m * 10)}"
        return self.plan.node(node_id, self.point(along_m))

    def draw(self) -> None:
        """The edges from node to node, none longer than LONGEST_EDGE_M."""
        entries = [EdgeProperties(kind) for kind in self.aisle.types]
        places = _filled(sorted({self.low_m, self.high_m} | self.marks))
        for start, stop in pairwise(places[:: self.sign]):
            self.plan.edge(self.node(start), self.node(stop), entries)


def _filled(marks: Sequence[float]) -> list[float]:
    places = [marks[0]]
    for low, high in pairwise(marks):
        count = ceil((high - low) / LONGEST_EDGE_M - 1e-9)
        places += [round(low + (high - low) * step / count, 1) for step in range(1, count)]
        places.append(high)
    return places


class Aisles:
    """All aisles of a plant with their junctions. Every aisle ends at a crossing with another."""

    def __init__(
        self,
        plan: FloorPlan,
        aisles: Sequence[Aisle],
        u_turns: Sequence[str],
        u_turns_everywhere: bool = False,
    ) -> None:
        """``u_turns``: the vehicle types that may turn round where two two-way aisles meet, or at
        every junction."""
        self._everywhere = u_turns_everywhere
        self._plan = plan
        self._u_turns = tuple(u_turns)
        self._lanes = {
            (aisle.name, sign): _lane(plan, aisle, sign)
            for aisle in aisles
            for sign in aisle.directions
        }
        for along_x in (aisle for aisle in aisles if aisle.axis == "x"):
            for along_y in (aisle for aisle in aisles if aisle.axis == "y"):
                if _cross(along_x, along_y):
                    self._junction(along_x, along_y)

    def lane(self, aisle_name: str, word: str) -> Lane:
        """The lane of an aisle that leads east, north, west or south."""
        return self._lanes[aisle_name, 1 if word in ("east", "north") else -1]

    def lanes(self) -> tuple[Lane, ...]:
        """All lanes, in the order of their aisles."""
        return tuple(self._lanes.values())

    def draw(self) -> None:
        """Put all lanes down; to be called when all bays are known."""
        for lane in self._lanes.values():
            lane.draw()

    def _junction(self, along_x: Aisle, along_y: Aisle) -> None:
        for aisle, at_m in ((along_x, along_y.centre_m), (along_y, along_x.centre_m)):
            for sign in aisle.directions:
                insort(self._lanes[aisle.name, sign].crossings, at_m)
        arms = _arms(along_x, along_y)
        for came_from, (aisle, side, at) in arms.items():
            if -side not in aisle.directions:
                continue
            lane_in = self._lanes[aisle.name, -side]
            both_ways = len(along_x.directions) == len(along_y.directions) == 2
            u_turns = self._u_turns if both_ways or self._everywhere else ()
            for goes_to, (other, other_side, other_at) in arms.items():
                if other_side in other.directions:
                    lane_out = self._lanes[other.name, other_side]
                    types = u_turns if came_from == goes_to else other.types
                    self._movement(lane_in, at, lane_out, other_at, types)

    def _movement(
        self, lane_in: Lane, at_m: float, lane_out: Lane, out_at_m: float, types: Sequence[str]
    ) -> None:
        if lane_in is lane_out:
            return  # straight on: an edge of the lane itself
        types = [one for one in types if one in lane_in.aisle.types]
        start, end = lane_in.node(at_m), lane_out.node(out_at_m)
        if lane_in.aisle is lane_out.aisle:
            trajectory, speed = _half_circle(lane_in, at_m, lane_out), U_TURN_MPS
        else:
            trajectory, speed = _quarter(self._plan, lane_in, start, end)
        if types:
            way = EdgeProperties("", max_speed_mps=speed, trajectory=trajectory)
            self._plan.edge(start, end, [replace(way, vehicle_type_id=one) for one in types])


def _lane(plan: FloorPlan, aisle: Aisle, sign: int) -> Lane:
    low_m, high_m = aisle.begin_m + JUNCTION_M, aisle.end_m - JUNCTION_M
    return Lane(aisle, sign, plan, round(low_m, 3), round(high_m, 3))


def _cross(first: Aisle, second: Aisle) -> bool:
    return (
        first.begin_m <= second.centre_m <= first.end_m
        and second.begin_m <= first.centre_m <= second.end_m
    )


def _arms(along_x: Aisle, along_y: Aisle) -> dict[str, tuple[Aisle, int, float]]:
    """By compass: the aisle, the sign of the direction away from the middle, where it begins."""
    x_m, y_m = along_y.centre_m, along_x.centre_m
    arms = {}
    if along_x.end_m > x_m:
        arms["east"] = (along_x, 1, x_m + JUNCTION_M)
    if along_x.begin_m < x_m:
        arms["west"] = (along_x, -1, x_m - JUNCTION_M)
    if along_y.end_m > y_m:
        arms["north"] = (along_y, 1, y_m + JUNCTION_M)
    if along_y.begin_m < y_m:
        arms["south"] = (along_y, -1, y_m - JUNCTION_M)
    return arms


def _quarter(plan: FloorPlan, lane_in: Lane, start: str, end: str) -> tuple[Trajectory, float]:
    first, last = plan.point(start), plan.point(end)
    ux, uy = _UNITS[lane_in.word]
    ahead = (last[0] - first[0]) * ux + (last[1] - first[1]) * uy
    corner = (first[0] + ahead * ux, first[1] + ahead * uy)
    return joined(first, CurveSegment(last, corner)), round(sqrt(LATERAL_MPS2 * ahead), 2)


def _half_circle(lane_in: Lane, at_m: float, lane_out: Lane) -> Trajectory:
    top = at_m + lane_in.sign * HALF_M
    return joined(
        lane_in.point(at_m),
        CurveSegment(lane_in.point(top, -HALF_M), lane_in.point(top)),
        CurveSegment(lane_out.point(at_m), lane_out.point(top)),
    )
