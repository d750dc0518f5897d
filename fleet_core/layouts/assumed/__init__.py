"""What a layout alone does not say, assumed: vehicle types, use of stations, fleet and work."""

from fleet_core.layouts.assumed.fleet import assume_fleet
from fleet_core.layouts.assumed.scenario import assume_scenario

__all__ = ["assume_fleet", "assume_scenario"]
