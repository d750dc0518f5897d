"""Plants from files: LIF with a facility file beside it, Open-RMF and openTCS; and out again."""

from fleet_core.layouts.assumed import assume_fleet, assume_scenario
from fleet_core.layouts.facility_file import write_facility, write_lif, write_plant
from fleet_core.layouts.finding import Finding, FindingSeverity
from fleet_core.layouts.loading import Inspection, LoadedFacility, inspect_facility, load_facility
from fleet_core.layouts.sources import LayoutPart

__all__ = [
    "Finding",
    "FindingSeverity",
    "Inspection",
    "LayoutPart",
    "LoadedFacility",
    "assume_fleet",
    "assume_scenario",
    "inspect_facility",
    "load_facility",
    "write_facility",
    "write_lif",
    "write_plant",
]
