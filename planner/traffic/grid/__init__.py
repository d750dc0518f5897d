"""Grids of the MAPF benchmarks: maps, scenarios, plans, distances; shared by all grid planners."""
