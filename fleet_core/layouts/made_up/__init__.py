"""What a layout alone does not say, made up: vehicle types, use of stations, fleet and work."""

from fleet_core.layouts.made_up.fleet import make_up_fleet
from fleet_core.layouts.made_up.scenario import make_up_scenario

__all__ = ["make_up_fleet", "make_up_scenario"]
