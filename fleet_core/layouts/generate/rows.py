"""Places in rows where vehicles rest: chargers and parking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from fleet_core.layouts.generate.aisles import Lane
from fleet_core.layouts.generate.bays import DEEP_M, PITCH_M, add_bay, add_berth
from fleet_core.layouts.generate.fleet import chargers, parking_places
from fleet_core.layouts.generate.floor_plan import FloorPlan
from fleet_core.layouts.generate.places import NamedStation, charger, parking
from fleet_core.model.errors import LayoutError

Slot = Callable[[FloorPlan, NamedStation], None]
"""Draws a station at one free position."""


@dataclass(frozen=True, slots=True)
class BayRow:
    """``count`` free bays from coordinate ``begin_m`` upwards."""

    lane: Lane
    begin_m: float
    count: int
    types: tuple[str, ...]
    side: int = 1
    deep_m: float = DEEP_M

    def slots(self) -> Iterable[Slot]:
        """Each bay, in order."""
        return map(self._slot, range(self.count))

    def _slot(self, index: int) -> Slot:
        along_m = self.begin_m + PITCH_M * index
        return lambda plan, place: add_bay(
            plan, self.lane, along_m, place, self.types, self.side, self.deep_m
        )


@dataclass(frozen=True, slots=True)
class BerthRow:
    """``count`` free berths between two lanes, from coordinate ``begin_m`` upwards."""

    lane_in: Lane
    lane_out: Lane
    begin_m: float
    count: int
    rest_m: float

    def slots(self) -> Iterable[Slot]:
        """Each berth, in order."""
        return map(self._slot, range(self.count))

    def _slot(self, index: int) -> Slot:
        along_m = self.begin_m + PITCH_M * index
        return lambda plan, place: add_berth(
            plan, self.lane_in, self.lane_out, along_m, self.rest_m, place
        )


def put(plan: FloorPlan, rows: Iterable[BayRow | BerthRow], places: Iterable[NamedStation]) -> None:
    """Draw the places on the free positions, in order; positions that remain stay empty.

    Raises LayoutError when there are more places than positions.
    """
    slots = list(chain.from_iterable(row.slots() for row in rows))
    wanted = list(places)
    if len(wanted) > len(slots):
        raise LayoutError(
            f"generate: {len(wanted)} places are needed ({wanted[0].name} to {wanted[-1].name}); "
            f"this plant has room for {len(slots)} of them"
        )
    for slot, place in zip(slots, wanted, strict=False):
        slot(plan, place)


def put_rest_places(
    plan: FloorPlan,
    rows: Mapping[str, Iterable[BayRow | BerthRow]],
    counts: Mapping[str, int],
) -> None:
    """Chargers and parking places for ``counts`` vehicles of each kind.

    Raises LayoutError when the rows of a kind have too few positions.
    """
    for kind, count in counts.items():
        put(plan, rows[kind], rest_places(kind, chargers(count), parking_places(count)))


def rest_places(kind: str, charging: int, parked: int) -> tuple[NamedStation, ...]:
    """Chargers first, then parking places."""
    return (
        *(charger(kind, number + 1) for number in range(charging)),
        *(parking(kind, number + 1) for number in range(parked)),
    )
