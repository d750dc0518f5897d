"""The embedded plant: vehicles, loads, faults and orders, deterministic by seed; and its checks."""
