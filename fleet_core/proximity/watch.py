"""All of proximity in one object: what sources say goes in, what follows from it comes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, isfinite, sin

import numpy as np

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Point
from fleet_core.model.proximity import (
    Detection,
    ObjectClass,
    ProximityWarning,
    SourceHealth,
    SourceState,
    SpeedRestriction,
    TagRanges,
    TagReport,
    Track,
    ZoneLamp,
)
from fleet_core.model.vehicle import VehicleReport
from fleet_core.proximity.encounters import Encounters
from fleet_core.proximity.parties import Party, Plan, forklift_parties, vehicle_party
from fleet_core.proximity.passing import passing_limit, people_among
from fleet_core.proximity.ranges import placed
from fleet_core.proximity.restrictions import restrictions_for
from fleet_core.proximity.right_of_way import Bodied, RightOfWay, bodied
from fleet_core.proximity.risk import risks_of, wall_lines
from fleet_core.proximity.settings import ProximitySettings
from fleet_core.proximity.source import Source
from fleet_core.proximity.tracker import Tracker
from fleet_core.proximity.ways_ahead import WaysAhead

AS_USUAL = ProximitySettings()
MOST_SOURCES = 64
_REPORT_MAX_AGE_S = 2.0
_FAR_M = 10.0
"""No vehicle is as long, nor drives so far within the age of a report."""
_OWN_BODY_M = 0.5
"""What is not a person and so near to a commanded vehicle is that vehicle."""


@dataclass(frozen=True, slots=True)
class ProximitySnapshot:
    """What is known at one time."""

    time_s: float
    tracks: tuple[Track, ...]
    warnings: tuple[ProximityWarning, ...]  # most urgent first; those that have just ended as well
    restrictions: tuple[SpeedRestriction, ...]
    sources: tuple[SourceHealth, ...]
    lamps: tuple[ZoneLamp, ...] = ()

    @property
    def degraded(self) -> bool:
        """A source that was heard before is not, or speaks nonsense."""
        return any(each.state in (SourceState.LOST, SourceState.FAULTY) for each in self.sources)


class ProximityWatch:
    """Time is what the caller says; measurements carry the time at which they were made."""

    def __init__(
        self,
        facility: Facility,
        settings: ProximitySettings = AS_USUAL,
        anchors: Mapping[str, Point] | None = None,
    ) -> None:
        """``anchors``: of locating systems that measure ranges, frame map; else the facility's."""
        known = {each.id: (each.x_m, each.y_m) for each in facility.anchors}
        self._anchors: Mapping[str, Point] = known if anchors is None else anchors
        self._areas = {each.id: each.polygon for each in facility.sensors}
        self.tracker = Tracker(settings.track)
        self._settings = settings
        self._types = facility.vehicle_types
        self._walls = wall_lines(facility.walls)
        self._encounters = Encounters(settings.warning)
        self._ways = WaysAhead(settings.way, settings.risk)
        self._right_of_way = RightOfWay(facility, settings.right_of_way)
        self._sources: dict[str, Source] = {}
        self._vehicles: dict[str, VehicleReport] = {}
        self._plans: dict[str, Plan] = {}
        self._scans: list[tuple[float, Sequence[Detection] | Sequence[TagReport]]] = []

    @property
    def vehicles(self) -> Mapping[str, VehicleReport]:
        """The last report of each commanded vehicle."""
        return self._vehicles

    def expect(self, source_id: str) -> Source:
        """The source of this name; one that was never heard before is expected from now on. Beyond
        the most that are allowed all others share one."""
        if source_id not in self._sources and len(self._sources) >= MOST_SOURCES:
            source_id = "others"
        return self._sources.setdefault(source_id, Source(source_id, self._settings.source))

    def hear_detections(self, source_id: str, seen: Sequence[Detection], now_s: float) -> None:
        """A message of a camera or a lidar."""
        good = self.expect(source_id).take(seen, now_s)
        foreign = [each for each in good if not self._is_ours(each)]
        if foreign:
            self._scans.append((max(each.stamp_s for each in foreign), foreign))

    def hear_tags(self, source_id: str, tags: Sequence[TagReport], now_s: float) -> None:
        """A message of a locating system."""
        good = self.expect(source_id).take(tags, now_s)
        if good:
            self._scans.append((max(each.stamp_s for each in good), good))

    def hear_ranges(self, source_id: str, ranges: Sequence[TagRanges], now_s: float) -> None:
        """A message of a locating system that only says how far tags are from its anchors."""
        most = self._settings.source.most_at_once
        reports, refused = placed(ranges[:most], self._anchors)
        if len(ranges) > most:
            refused["too_many"] = len(ranges) - most
        for cause, count in refused.items():
            self.expect(source_id).refuse(cause, count)
        if reports or not ranges:
            self.hear_tags(source_id, reports, now_s)

    def hear_vehicle(self, report: VehicleReport) -> None:
        """What a commanded vehicle says of itself."""
        known = report.type_id in self._types and isfinite(report.speed_mps)
        pose = report.pose
        if known and all(map(isfinite, (pose.x_m, pose.y_m, pose.heading_rad, report.stamp_s))):
            self._vehicles[report.vehicle_id] = report

    def hear_request(self, crossing_id: str, source: str, now_s: float) -> bool:
        """Somebody asks to cross; false: there is no such crossing with people first."""
        return self._right_of_way.request(crossing_id, source, now_s)

    def hear_plan(self, vehicle_id: str, plan: Plan) -> None:
        """What a commanded vehicle means to drive."""
        self._plans[vehicle_id] = plan

    def step(self, now_s: float) -> ProximitySnapshot:
        """Take in all that was heard since, and judge."""
        for _stamp_s, scan in sorted(self._scans, key=lambda each: each[0]):
            tags = [each for each in scan if isinstance(each, TagReport)]
            seen = [each for each in scan if isinstance(each, Detection)]
            self.tracker.take_tags(tags)
            self.tracker.take_detections(seen)
        self._scans.clear()
        self.tracker.tidy(now_s)
        tracks = self.tracker.tracks(now_s)
        commanded = self._commanded(now_s)
        parties = [*commanded, *self._forklifts(tracks)]
        risks = risks_of(parties, tracks, self._walls, self._settings.risk)
        warnings = self._encounters.step(risks, now_s)
        pressing = self._encounters.pressing(now_s)
        held = self._ways.step(commanded, risks, tracks, pressing, now_s)
        waits, lamps = self._right_of_way.step(commanded, self._bodies(now_s), tracks, now_s)
        sources = tuple(each.health(now_s) for each in self._sources.values())
        limits = restrictions_for(
            self._vehicles,
            warnings,
            held,
            waits,
            self._passing(commanded, tracks),
            sources,
            self._areas,
            self._settings.restriction,
        )
        return ProximitySnapshot(now_s, tuple(tracks), tuple(warnings), limits, sources, lamps)

    def _passing(
        self, commanded: Sequence[Party], tracks: Sequence[Track]
    ) -> dict[str, tuple[float, str]]:
        """How fast vehicles may pass those who stand beside their ways."""
        settings = self._settings.passing
        people = people_among(tracks, settings, self._settings.risk)
        limits = ((each.id, passing_limit(each, people, settings)) for each in commanded)
        return {vehicle_id: limit for vehicle_id, limit in limits if limit is not None}

    def _commanded(self, now_s: float) -> list[Party]:
        """Who drives, means to, or is held."""
        risk = self._settings.risk
        return [
            vehicle_party(report, self._types[report.type_id], self._plans.get(v), now_s, risk)
            for v, report in self._vehicles.items()
            if self._is_fresh(report, now_s) and (self._goes(report) or v in self._ways.held)
        ]

    def _bodies(self, now_s: float) -> list[Bodied]:
        """Of all commanded vehicles, wherever they are."""
        if not self._right_of_way.areas:
            return []
        found = {}
        for each in self._vehicles.values():
            if self._is_fresh(each, now_s):
                kind, pose = self._types[each.type_id], each.pose
                outline = kind.loaded_footprint if each.load_unit_ids else kind.footprint
                at = (pose.x_m, pose.y_m, pose.heading_rad)
                found[each.vehicle_id] = (np.array(outline, np.float64), at)
        return bodied(found)

    def _goes(self, report: VehicleReport) -> bool:
        if abs(report.speed_mps) >= self._settings.way.stands_mps or report.turn_rate_radps != 0.0:
            return True
        plan = self._plans.get(report.vehicle_id)
        return plan is not None and bool(np.any(plan.poses[-1] != plan.poses[0]))

    def _forklifts(self, tracks: Sequence[Track]) -> list[Party]:
        moves = self._settings.warning.least_speed_mps
        driven = (each for each in tracks if each.kind is ObjectClass.FORKLIFT)
        moving = [each for each in driven if hypot(each.vx_mps, each.vy_mps) >= moves]
        return forklift_parties(moving, self._settings.risk)

    def _is_fresh(self, report: VehicleReport, now_s: float) -> bool:
        return abs(now_s - report.stamp_s) <= _REPORT_MAX_AGE_S

    def _is_ours(self, seen: Detection) -> bool:
        """It is one of the commanded vehicles. A person beside one is never taken for it."""
        if seen.kind is ObjectClass.PERSON:
            return False
        return any(
            _covers(each, self._types, seen)
            for each in self._vehicles.values()
            if abs(each.pose.x_m - seen.x_m) < _FAR_M and abs(each.pose.y_m - seen.y_m) < _FAR_M
        )


def _covers(report: VehicleReport, types: Mapping[str, object], seen: Detection) -> bool:
    outline = types[report.type_id].loaded_footprint  # type: ignore[attr-defined]
    age_s = report.stamp_s - seen.stamp_s
    heading = report.pose.heading_rad
    c, s = cos(heading), sin(heading)
    along = report.speed_mps * age_s
    dx, dy = seen.x_m - report.pose.x_m + along * c, seen.y_m - report.pose.y_m + along * s
    x, y = c * dx + s * dy, -s * dx + c * dy
    xs, ys = [each[0] for each in outline], [each[1] for each in outline]
    out_x = max(min(xs) - x, x - max(xs), 0.0)
    out_y = max(min(ys) - y, y - max(ys), 0.0)
    return hypot(out_x, out_y) <= _OWN_BODY_M
