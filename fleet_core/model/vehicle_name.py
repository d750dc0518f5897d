"""A vehicle's id as a name in graphs of other systems."""

from __future__ import annotations

import re


def vehicle_name(vehicle_id: str) -> str:
    """A vehicle's id as a ROS name: letters, digits and underscores, a letter first."""
    name = re.sub(r"[^a-z0-9_]+", "_", vehicle_id.lower())
    name = re.sub(r"__+", "_", name).strip("_")
    return name if name[:1].isalpha() else f"vehicle_{name}"
