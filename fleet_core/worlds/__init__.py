"""The plant as a physical world: solids, vehicles with wheels and masses, written as SDF."""

from fleet_core.worlds.builds import VehicleBuild, Wheel, build_of
from fleet_core.worlds.ros_bridge import bridge_text
from fleet_core.worlds.target import Target
from fleet_core.worlds.world import World, world_of, world_text

__all__ = [
    "Target",
    "VehicleBuild",
    "Wheel",
    "World",
    "bridge_text",
    "build_of",
    "world_of",
    "world_text",
]
