"""Where, when and with whom near misses happen most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from fleet_core.model.geometry import Point
from fleet_core.model.near_miss import NearMiss
from fleet_core.model.proximity import ObjectClass, WarningLevel

CELL_M = 2.0
"""Side of a square of the floor."""
HOUR_S = 3600.0


class By(StrEnum):
    """What near misses are counted by."""

    PLACE = "place"
    HOUR = "hour"
    VEHICLE = "vehicle"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Rank:
    """One row."""

    what: str
    count: int
    urgent: int  # of these, danger and emergency
    closest_m: float


def ranked(found: Sequence[NearMiss], by: By) -> list[Rank]:
    """The most first; among as many, those with more urgent ones. Hours are those of UTC."""
    name = _NAMES[by]
    groups: dict[str, list[NearMiss]] = {}
    for each in found:
        groups.setdefault(name(each), []).append(each)
    rows = [
        Rank(
            what,
            len(group),
            sum(one.level.rank >= WarningLevel.DANGER.rank for one in group),
            min(one.closest_m for one in group),
        )
        for what, group in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row.count, -row.urgent, row.what))


def heat(places: Iterable[Point]) -> Counter[tuple[int, int]]:
    """How many there were in each square (column, row) of `CELL_M` metres, frame map."""
    return Counter(_cell(each) for each in places)


def _cell(place: Point) -> tuple[int, int]:
    return floor(place[0] / CELL_M), floor(place[1] / CELL_M)


def _place(each: NearMiss) -> str:
    column, row = _cell(each.at)
    return f"{(column + 0.5) * CELL_M:g}, {(row + 0.5) * CELL_M:g}"


def _hour(each: NearMiss) -> str:
    return f"{int(each.began_s // HOUR_S) % 24:02d}:00"


def _vehicle(each: NearMiss) -> str:
    return each.party_id or each.party_kind.value


def _type(each: NearMiss) -> str:
    if each.party_kind is ObjectClass.AGV:
        return each.party_type or each.party_kind.value
    return each.party_kind.value


_NAMES: dict[By, Callable[[NearMiss], str]] = {
    By.PLACE: _place,
    By.HOUR: _hour,
    By.VEHICLE: _vehicle,
    By.TYPE: _type,
}
