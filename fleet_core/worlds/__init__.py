"""The plant as a physical world: solids, vehicles with wheels and masses, written as SDF."""

from fleet_core.worlds.builds import VehicleBuild, Wheel, build_of
from fleet_core.worlds.world import Target, World, world_of, world_text

__all__ = [
    "Target",
    "VehicleBuild",
    "Wheel",
    "World",
    "build_of",
    "world_of",
    "world_text",
]
