"""What the map can show and hide."""

from __future__ import annotations

from enum import StrEnum


class Layer(StrEnum):
    """Parts of the map that are switched on keys."""

    ROADMAP = "roadmap"
    ZONES = "zones"
    STATIONS = "stations"
    LABELS = "labels"
    TRAILS = "trails"
    ROUTES = "routes"
    FOOTPRINTS = "footprints"
    CLOSURES = "closures"


DEFAULT_LAYERS = frozenset(Layer) - {Layer.ROUTES}
"""Routes of the selection are always drawn; the layer adds everybody else's."""
