"""Pedestrian crossings, where people go first, and shared aisles, where a manned forklift and an
AGV are never both: who must wait before one, and what a lamp there should show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely
from numpy.typing import NDArray

from fleet_core.model.facility import Facility, ZoneKind
from fleet_core.model.proximity import (
    LampState,
    ObjectClass,
    RestrictionCause,
    Track,
    ZoneLamp,
)
from fleet_core.proximity.parties import Party
from fleet_core.proximity.settings import RightOfWaySettings
from fleet_core.proximity.way_kernel import way_within

Floats = NDArray[np.float64]


class Rule(StrEnum):
    """Of an area, and what a vehicle that waits before it waits for."""

    CROSSING = "crossing"
    SHARED_AISLE = "shared_aisle"


WAITS = {
    Rule.CROSSING: RestrictionCause.CROSSING_TAKEN,
    Rule.SHARED_AISLE: RestrictionCause.AISLE_TAKEN,
}
"""Causes of speed restrictions."""


@dataclass(frozen=True, slots=True)
class _Area:
    id: str
    rule: Rule
    shape: shapely.Polygon


@dataclass(frozen=True, slots=True)
class Bodied:
    """A commanded vehicle, wherever it is; its outline (n, 2) on the floor."""

    id: str
    outline: Floats


class RightOfWay:
    """A vehicle that is in an area already, or cannot stop before it any more, goes on and leaves
    it; the lamp says so. Everybody else waits for who has it."""

    def __init__(self, facility: Facility, settings: RightOfWaySettings) -> None:
        self._settings = settings
        areas = [
            _Area(each.id, Rule.CROSSING, shapely.Polygon(each.polygon))
            for each in facility.crossings
            if each.people_first
        ]
        areas += [
            _Area(each.id, Rule.SHARED_AISLE, shapely.Polygon(each.polygon))
            for each in facility.zones
            if each.kind is ZoneKind.SHARED_AISLE
        ]
        self._areas = tuple(areas)
        for each in areas:
            shapely.prepare(each.shape)
        self._asked: dict[str, tuple[float, str]] = {}  # crossing: until when, and by whom

    @property
    def areas(self) -> tuple[str, ...]:
        """Ids of all that have a rule."""
        return tuple(each.id for each in self._areas)

    def request(self, crossing_id: str, source: str, now_s: float) -> bool:
        """Somebody asks to cross; false: there is no such crossing with people first."""
        known = any(each.id == crossing_id and each.rule is Rule.CROSSING for each in self._areas)
        if known:
            self._asked[crossing_id] = (now_s + self._settings.request_s, source)
        return known

    def step(
        self,
        parties: Sequence[Party],
        vehicles: Sequence[Bodied],
        tracks: Sequence[Track],
        now_s: float,
    ) -> tuple[dict[str, tuple[RestrictionCause, str]], tuple[ZoneLamp, ...]]:
        """Of each vehicle that must wait the cause and for whom (a track, or a source that has
        asked); and the lamps of all areas. ``parties``: vehicles that go or mean to;
        ``vehicles``: all."""
        held: dict[str, tuple[RestrictionCause, str]] = {}
        lamps = []
        outlines = [shapely.Polygon(each.outline) for each in vehicles]
        for area in self._areas:
            inside = {
                each.id
                for each, outline in zip(vehicles, outlines, strict=True)
                if area.shape.intersects(outline)
            }
            taken_by = self._taken_by(area, tracks, now_s)
            closing = list(inside)
            for party in parties:
                if party.id in inside or not self._enters(area, party):
                    continue
                if taken_by and self._may_stop(area, party):
                    held.setdefault(party.id, (WAITS[area.rule], taken_by[0]))
                else:
                    closing.append(party.id)
            lamps.append(_lamp(area, taken_by, closing))
        return held, tuple(lamps)

    def _taken_by(self, area: _Area, tracks: Sequence[Track], now_s: float) -> list[str]:
        """Who is on it, or comes to it within moments."""
        settings = self._settings
        kind = ObjectClass.PERSON if area.rule is Rule.CROSSING else ObjectClass.FORKLIFT
        found = []
        for each in tracks:
            if each.kind is not kind:
                continue
            here = shapely.Point(each.x_m, each.y_m)
            if area.shape.distance(here) > settings.look_m:
                continue
            soon_m = (settings.comes_s * each.vx_mps, settings.comes_s * each.vy_mps)
            way = shapely.LineString([(each.x_m, each.y_m), np.add((each.x_m, each.y_m), soon_m)])
            body_m = settings.person_m if kind is ObjectClass.PERSON else settings.forklift_m
            if area.shape.distance(way) <= body_m:
                found.append(each.id)
        until_s, source = self._asked.get(area.id, (now_s, ""))
        if until_s > now_s:
            found.append(source)
        return found

    def _enters(self, area: _Area, party: Party) -> bool:
        """It comes to the area before it could stand, with a little to spare."""
        return self._touches(area, party, party.speed_mps * party.needed_lead_s, self._settings)

    def _may_stop(self, area: _Area, party: Party) -> bool:
        """Braking at once it stands before the area."""
        stop_m = party.speed_mps * party.braking_s
        return not self._touches(area, party, stop_m, None)

    def _touches(
        self, area: _Area, party: Party, reach_m: float, spare: RightOfWaySettings | None
    ) -> bool:
        outline = party.outline[: party.corners]
        x, y = party.path[0, :2].tolist()
        radius_m = float(np.hypot(outline[:, 0], outline[:, 1]).max())
        reach_m += spare.before_m if spare else 0.0
        if area.shape.distance(shapely.Point(x, y)) > radius_m + reach_m + 0.5:
            return False
        path = party.path[: way_within(party.path, radius_m, reach_m)]
        c, s = np.cos(path[:, 2, None]), np.sin(path[:, 2, None])
        xs = path[:, 0, None] + c * outline[:, 0] - s * outline[:, 1]
        ys = path[:, 1, None] + s * outline[:, 0] + c * outline[:, 1]
        bodies = shapely.polygons(np.stack([xs, ys], axis=2))
        return bool(shapely.intersects(area.shape, bodies).any())


def _lamp(area: _Area, taken_by: Sequence[str], closing: Sequence[str]) -> ZoneLamp:
    """A vehicle that is in it counts before those who wait."""
    if closing:
        return ZoneLamp(area.id, area.rule.value, LampState.CLOSING, tuple(closing))
    state = LampState.TAKEN if taken_by else LampState.FREE
    return ZoneLamp(area.id, area.rule.value, state, tuple(taken_by))


def bodied(shapes: Mapping[str, tuple[Floats, tuple[float, float, float]]]) -> list[Bodied]:
    """Vehicles by id: outline in their own frame, and pose."""
    found = []
    for name, (outline, (x, y, heading)) in shapes.items():
        c, s = np.cos(heading), np.sin(heading)
        found.append(Bodied(name, outline @ np.array([[c, s], [-s, c]]) + (x, y)))
    return found
