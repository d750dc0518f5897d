"""What warnings and lost sources mean for the vehicles that are commanded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import shapely

from fleet_core.model.geometry import Polygon
from fleet_core.model.proximity import (
    ObjectClass,
    ProximityWarning,
    RestrictionCause,
    SourceHealth,
    SourceState,
    SpeedRestriction,
    WarningLevel,
)
from fleet_core.model.vehicle import VehicleReport
from fleet_core.proximity.settings import RestrictionSettings

_OCCUPIED = RestrictionCause.WAY_OCCUPIED


def restrictions_for(
    vehicles: Mapping[str, VehicleReport],
    warnings: Sequence[ProximityWarning],
    held: Mapping[str, str],
    waits: Mapping[str, tuple[RestrictionCause, str]],
    passing: Mapping[str, tuple[float, str]],
    sources: Sequence[SourceHealth],
    areas: Mapping[str, Polygon],
    settings: RestrictionSettings,
) -> tuple[SpeedRestriction, ...]:
    """One for each vehicle that is restricted, the strictest. ``held``: who must stand, and for
    whom (`WaysAhead`); ``waits``: who waits before an area, why and for whom (`RightOfWay`).
    ``passing``: who passes somebody who stands, how fast at most, and whom (`passing_limit`).
    ``areas``: what sources watch; one that has none may watch anything."""
    found = _of_lost_sources(vehicles, sources, areas, settings)
    warned = {
        each.party_id: each
        for each in reversed(warnings)  # the most urgent comes first
        if each.active and each.party_kind is ObjectClass.AGV
    }
    for vehicle_id, warning in warned.items():
        known = found.get(vehicle_id)
        if warning.level is not WarningLevel.NOTICE and (
            known is None or settings.warned_mps < known.max_speed_mps
        ):
            found[vehicle_id] = SpeedRestriction(
                vehicle_id, settings.warned_mps, _of_level(warning.level), warning.other_id
            )
    for vehicle_id, (limit_mps, track_id) in passing.items():
        known = found.get(vehicle_id)
        if known is None or limit_mps < known.max_speed_mps:
            found[vehicle_id] = SpeedRestriction(
                vehicle_id, limit_mps, RestrictionCause.PASSING, track_id
            )
    for vehicle_id, (cause, about) in waits.items():
        found[vehicle_id] = SpeedRestriction(vehicle_id, 0.0, cause, about)
    for vehicle_id, track_id in held.items():
        said = warned.get(vehicle_id)
        is_danger = said is not None and said.level.rank >= WarningLevel.DANGER.rank
        why = _of_level(said.level) if said is not None and is_danger else _OCCUPIED
        found[vehicle_id] = SpeedRestriction(vehicle_id, 0.0, why, track_id)
    return tuple(found.values())


def _of_level(level: WarningLevel) -> RestrictionCause:
    return RestrictionCause(level.value)


def _of_lost_sources(
    vehicles: Mapping[str, VehicleReport],
    sources: Sequence[SourceHealth],
    areas: Mapping[str, Polygon],
    settings: RestrictionSettings,
) -> dict[str, SpeedRestriction]:
    """What a lost source watched may hold anybody; so may the floor beside it by and by."""
    found: dict[str, SpeedRestriction] = {}
    for source in sources:
        if source.state is not SourceState.LOST:
            continue
        area = areas.get(source.source_id)
        held = vehicles if area is None else _near(vehicles, area, settings.beside_lost_m)
        for each in held:
            if each not in found:
                found[each] = SpeedRestriction(
                    each, settings.lost_source_mps, RestrictionCause.SOURCE_LOST, source.source_id
                )
    return found


def _near(vehicles: Mapping[str, VehicleReport], area: Polygon, within_m: float) -> list[str]:
    places = shapely.points([(each.pose.x_m, each.pose.y_m) for each in vehicles.values()])
    away = shapely.distance(shapely.Polygon(area), places)
    return [each for each, far_m in zip(vehicles, away.tolist(), strict=True) if far_m <= within_m]
