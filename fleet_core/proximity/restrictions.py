"""What warnings and lost sources mean for the vehicles that are commanded."""

from __future__ import annotations

from collections.abc import Sequence

from fleet_core.model.proximity import (
    ObjectClass,
    ProximityWarning,
    SourceHealth,
    SourceState,
    SpeedRestriction,
    WarningLevel,
)
from fleet_core.proximity.settings import RestrictionSettings

SOURCE_LOST = "source_lost"


def restrictions_for(
    vehicle_ids: Sequence[str],
    warnings: Sequence[ProximityWarning],
    sources: Sequence[SourceHealth],
    settings: RestrictionSettings,
) -> tuple[SpeedRestriction, ...]:
    """One for each vehicle that is restricted, the strictest."""
    found: dict[str, SpeedRestriction] = {}
    lost = next((each for each in sources if each.state is SourceState.LOST), None)
    if lost is not None:  # what it covered may hold anybody; no source says yet what it covers
        for each in vehicle_ids:
            found[each] = SpeedRestriction(
                each, settings.lost_source_mps, SOURCE_LOST, lost.source_id
            )
    for warning in warnings:
        if not warning.active or warning.party_kind is not ObjectClass.AGV:
            continue
        if warning.level is WarningLevel.NOTICE:
            continue
        limit_mps = settings.warned_mps if warning.level is WarningLevel.WARNING else 0.0
        known = found.get(warning.party_id)
        if known is None or limit_mps < known.max_speed_mps:
            found[warning.party_id] = SpeedRestriction(
                warning.party_id, limit_mps, warning.level, warning.other_id
            )
    return tuple(found.values())
