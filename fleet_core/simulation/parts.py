"""What a steered vehicle does for its legs, part by part: each leg on its drawn line, or several
together by a manoeuvre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from fleet_core.model.geometry import wrap_angle
from fleet_core.simulation.legs import DRIVE, TURN, MotionLeg
from planner.local.stretch import Line, Stretch, stretch_along
from planner.local.turning import TurnOnSpot


@dataclass(frozen=True, slots=True)
class DrivePart:
    """A line driven in one direction, or a turn on the spot.

    ``legs`` are behind the vehicle when it has come ``ends_m`` along the line, one for each (of a
    turn: when it is done). ``alone``: the vehicle stands before the next part in any case.
    """

    legs: tuple[MotionLeg, ...]
    ends_m: tuple[float, ...]
    line: Line | None = None
    turn: TurnOnSpot | None = None
    alone: bool = False
    by_manoeuvre: bool = False

    @property
    def kind(self) -> int:
        """DRIVE or TURN."""
        return TURN if self.line is None else DRIVE

    @property
    def sign(self) -> float:
        """As of a leg."""
        if self.line is not None:
            return float(self.line.direction)
        return float(self.turn.direction) if self.turn is not None else 1.0

    @property
    def length_m(self) -> float:
        """Of the line; 0 for a turn."""
        return 0.0 if self.line is None else float(self.line.way_m[-1])


def drawn_part(leg: MotionLeg, half_width_m: float) -> DrivePart:
    """The leg as it is drawn."""
    if leg.kind != DRIVE:
        direction = 1 if leg.sign > 0 else -1
        turn = TurnOnSpot(leg.end_heading_rad, direction, leg.limit)
        return DrivePart((leg,), (leg.length,), turn=turn, alone=True)
    way, x, y, heading = leg.samples
    line = Line(
        np.column_stack([x, y, heading]),
        way,
        np.full(len(way), leg.limit),
        1 if leg.sign > 0 else -1,
        half_width_m,
    )
    return DrivePart((leg,), (leg.length,), line)


def joins(before: DrivePart, after: DrivePart, tolerance_rad: float) -> bool:
    """Whether the vehicle drives on from one to the other without a stop."""
    if before.alone or before.line is None or after.line is None or before.sign != after.sign:
        return False
    step = after.line.poses[0, 2] - before.line.poses[-1, 2]
    return abs(wrap_angle(float(step))) <= tolerance_rad


@dataclass(slots=True)
class Run:
    """What one vehicle is at: parts that are driven without a stop, or one turn."""

    parts: list[DrivePart] = field(default_factory=list)
    later: list[DrivePart] = field(default_factory=list)  # of the manoeuvre that it is at
    stretch: Stretch | None = None
    turn: TurnOnSpot | None = None
    legs: list[MotionLeg] = field(default_factory=list)  # of all parts
    ends_m: list[float] = field(default_factory=list)  # of each leg along the stretch
    passed: int = 0  # legs that are behind it
    seen: int = -1  # changes of its track that are taken in
    way_m: float = 0.0

    def lay(self, parts: Sequence[DrivePart]) -> None:
        """The parts to drive from now on; those that were begun stay the first."""
        self.parts = list(parts)
        self.legs = [leg for part in parts for leg in part.legs]
        begins_m = np.cumsum([0.0, *(part.length_m for part in parts)])
        self.ends_m = [
            float(begin) + end
            for begin, part in zip(begins_m, parts, strict=False)
            for end in part.ends_m
        ]
        self.turn = parts[0].turn
        self.stretch = stretch_over(self.parts) if self.turn is None else None

    @property
    def begun(self) -> int:
        """Parts that the vehicle has come to."""
        ends = np.cumsum([part.length_m for part in self.parts])
        return min(len(self.parts), 1 + int(np.searchsorted(ends, self.way_m, side="right")))

    def share(self) -> float:
        """Of the leg that it is on, how much is behind it, from 0 to 1."""
        begin = self.ends_m[self.passed - 1] if self.passed else 0.0
        end = self.ends_m[self.passed] if self.passed < len(self.ends_m) else self.way_m
        return min(1.0, max(0.0, (self.way_m - begin) / max(end - begin, 1e-9)))


def stretch_over(parts: Sequence[DrivePart]) -> Stretch:
    """One line from the first part to the end of the last."""
    lines = [part.line for part in parts if part.line is not None]
    begins_m = np.cumsum([0.0, *(float(line.way_m[-1]) for line in lines)])
    way_m = np.concatenate([b + one.way_m for b, one in zip(begins_m, lines, strict=False)])
    rising = np.concatenate([np.diff(way_m) > 0.0, [True]])
    width_m = min(line.half_width_m for line in lines)
    line = Line(
        np.concatenate([one.poses for one in lines])[rising],
        way_m[rising],
        np.concatenate([one.limit_mps for one in lines])[rising],
        lines[0].direction,
        width_m,
    )
    return stretch_along(line)


def joined_from_start(parts: Sequence[DrivePart], tolerance_rad: float) -> list[DrivePart]:
    """The first part and those that are driven after it without a stop."""
    count = 1
    for before, after in pairwise(parts):
        if not joins(before, after, tolerance_rad):
            break
        count += 1
    return list(parts[:count])
