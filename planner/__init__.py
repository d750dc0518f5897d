"""Pure algorithms on arrays: roadmap, traffic, local planning. Imports fleet_core.model only."""
