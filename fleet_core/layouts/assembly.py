"""A plant as read from any format, completed, checked and given work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fleet_core.layouts.assumed import assume_fleet, assume_scenario
from fleet_core.layouts.assumed.uses import with_stations, with_uses
from fleet_core.layouts.checks.drivable import (
    slow_curve_findings,
    without_impossible_reversing,
    without_too_tight_curves,
)
from fleet_core.layouts.checks.facility import facility_findings, scenario_findings
from fleet_core.layouts.checks.lanes import lane_findings, wall_findings
from fleet_core.layouts.checks.reach import reach_findings
from fleet_core.layouts.finding import Finding, counted, error, errors_of, note, warning
from fleet_core.layouts.well_formed import guarantee_findings
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader makes of a file. ``facility`` None: nothing that could be checked further."""

    facility: Facility | None
    findings: tuple[Finding, ...]
    scenario: Scenario | None = None
    document: Mapping[str, Any] | None = None
    complete: bool = False  # a facility file told the use of the stations


def assembled(draft: Draft, file: str, thorough: bool) -> Draft:
    """The draft with everything assumed that is missing, and with the findings by meaning.

    ``thorough`` measures lanes against each other, against walls and against resting vehicles too,
    and looks for slow curves, which takes long and bars nothing.
    """
    facility = draft.facility
    if facility is None:
        return draft
    facility, backwards = without_impossible_reversing(facility, file)
    facility, too_tight = without_too_tight_curves(facility, file)
    found = [*draft.findings, *backwards, *too_tight]
    if not any(edge.properties for edge in facility.layout.edges.values()):
        reason = "has no edge that any vehicle type can drive"
        nothing = error(file, f"layout {facility.layout.id}", reason, "no_edge")
        known = errors_of(found)  # which say why, then
        return replace(draft, findings=(*found, *(() if known else (nothing,))))
    found += facility_findings(facility, file)
    if errors_of(found):
        return replace(draft, findings=tuple(found))
    found += reach_findings(facility, file)
    if thorough:
        found += lane_findings(facility, file)
        found += wall_findings(facility, file)
        found += slow_curve_findings(facility, file)
    facility = with_uses(facility)
    if not draft.complete:
        facility = _noted(facility, with_stations(facility), file, found)
    scenario = draft.scenario
    facility = _with_fleet(facility, file, found)
    if scenario is None:
        scenario = assume_scenario(facility)
        streams = counted(len(scenario.streams), "stream")
        reason = f"is assumed: {streams} of orders between stations"
        found.append(note(file, "the scenario", reason, "assumed"))
    found += scenario_findings(facility, scenario, file)
    if thorough and not errors_of(found):
        found += guarantee_findings(facility, file)
    return replace(draft, facility=facility, findings=tuple(found), scenario=scenario)


def _noted(before: Facility, after: Facility, file: str, found: list[Finding]) -> Facility:
    added = [one for one in after.uses if one not in before.uses]
    if added:
        shown = ", ".join(f"{one} ({after.uses[one].kind})" for one in added[:6])
        reason = f"assumed at nodes: {shown}{', ...' if len(added) > 6 else ''}"
        found.append(note(file, counted(len(added), "station"), reason, "assumed"))
    return after


def _with_fleet(facility: Facility, file: str, found: list[Finding]) -> Facility:
    """A fleet that has a commanded vehicle stays as it is; else vehicles are assumed."""
    if any(not facility.vehicle_types[one.type_id].manned for one in facility.fleet):
        return facility
    filled = assume_fleet(facility)
    number = len(filled.fleet) - len(facility.fleet)
    if number:
        reason = f"is assumed: {counted(number, 'vehicle')}"
        found.append(note(file, "the fleet", reason, "assumed"))
    else:
        reason = "is empty: no vehicle could get away and come back to where it began"
        found.append(warning(file, "the fleet", reason, "no_way_back"))
    return filled
