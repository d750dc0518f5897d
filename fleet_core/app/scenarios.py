"""The scenario that a user names."""

from __future__ import annotations

from pathlib import Path

from fleet_core.layouts import LoadedFacility, assume_scenario
from fleet_core.layouts.facility_file import read_scenario
from fleet_core.layouts.text_file import parse_json, read_text
from fleet_core.model.errors import LayoutError
from fleet_core.model.scenario import Scenario

NO_ORDERS = "none"


def scenario_for(source: str, loaded: LoadedFacility) -> Scenario:
    """A scenario file, ``none`` for no orders, or (empty) the plant's own or one assumed for it."""
    if source == NO_ORDERS:
        return Scenario(NO_ORDERS, ())
    if not source:
        return loaded.scenario or assume_scenario(loaded.facility)
    return scenario_file(Path(source))


def scenario_file(path: Path) -> Scenario:
    """Raises LayoutError with the first error, and how many more there are."""
    scenario, findings = read_scenario(parse_json(read_text(path), path.name), path.name)
    if scenario is None:
        more = f" (and {len(findings) - 1} more errors)" if len(findings) > 1 else ""
        raise LayoutError(f"scenario {findings[0].text}{more}")
    return scenario
