"""Who else is on the floor and what is warned of, as the proximity node said it last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, inf

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Point
from fleet_core.model.proximity import (
    ObjectClass,
    ProximityWarning,
    SourceHealth,
    SourceState,
    SpeedRestriction,
    Track,
    WarningLevel,
)
from fleet_core.proximity.near_miss_heat import HeatMap
from hmi.model.hit_test import inside
from hmi.model.tone import Tone

SILENT_S = 1.0
"""The node speaks ten times a second; silent for so long, it is taken to be dead."""
_BAD = (SourceState.LOST, SourceState.FAULTY)


@dataclass(frozen=True, slots=True)
class Nearness:
    """``received_s`` is on the reader's own monotonic clock; -inf: never."""

    time_s: float = 0.0  # fleet's clock
    received_s: float = -inf
    tracks: tuple[Track, ...] = ()
    warnings: tuple[ProximityWarning, ...] = ()  # most urgent first
    sources: tuple[SourceHealth, ...] = ()
    restrictions: tuple[SpeedRestriction, ...] = ()  # one for a vehicle, at most
    heat: HeatMap | None = None  # of all near misses that are kept

    @property
    def heard(self) -> bool:
        """Ever. A plant without the node has nothing to be missed."""
        return self.received_s > -inf

    def silent(self, now_s: float) -> bool:
        """It was heard, or should be, and is not now."""
        return not now_s - self.received_s <= SILENT_S

    @property
    def active(self) -> tuple[ProximityWarning, ...]:
        return tuple(each for each in self.warnings if each.active)


NOTHING_NEAR = Nearness()


def degraded(sources: Sequence[SourceHealth]) -> tuple[SourceHealth, ...]:
    """Those that nobody may rely on."""
    return tuple(each for each in sources if each.state in _BAD)


def tone_of_level(level: WarningLevel) -> Tone:
    """A notice is for knowing only, and has no colour."""
    if level is WarningLevel.NOTICE:
        return Tone.NORMAL
    return Tone.ATTENTION if level is WarningLevel.WARNING else Tone.ALARM


def levels(warnings: Sequence[ProximityWarning]) -> dict[str, WarningLevel]:
    """The highest level of everybody who is warned, or warned of."""
    found: dict[str, WarningLevel] = {}
    for each in warnings:
        for one in (each.party_id, each.other_id):
            known = found.get(one)
            if known is None or each.level.rank > known.rank:
                found[one] = each.level
    return found


def kind_of(track_id: str, tracks: Sequence[Track]) -> ObjectClass:
    """What a track is of; who has just been lost is taken to be a person."""
    kinds = (each.kind for each in tracks if each.id == track_id)
    return next(kinds, ObjectClass.PERSON)


def shown_name(party_id: str, tracks: Sequence[Track]) -> str:
    """Of a manned forklift the tag that it carries: tracks change their names."""
    tags = (each.tag_id for each in tracks if each.id == party_id and each.tag_id)
    return next(tags, party_id)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What people call a place: inside a zone, else near a station, else by its coordinates."""

    name: str
    inside: bool = False


_NEAR_M = 15.0


def surroundings(facility: Facility | None, place: Point) -> Surroundings:
    if facility is not None:
        for area in (*facility.crossings, *facility.zones):
            if area.name and inside(area.polygon, place):
                return Surroundings(area.name, True)
        nodes = facility.layout.nodes
        away = {
            station.name or station.id: _away(place, nodes[station.interaction_node_ids[0]].point)
            for station in facility.layout.stations.values()
            if station.interaction_node_ids and station.interaction_node_ids[0] in nodes
        }
        nearest = min(away, key=away.__getitem__, default="")
        if nearest and away[nearest] <= _NEAR_M:
            return Surroundings(nearest)
    return Surroundings(f"{place[0]:.0f}, {place[1]:.0f} m", True)


def _away(a: Point, b: Point) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])
