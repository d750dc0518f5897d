"""What the map can show and hide."""

from __future__ import annotations

from collections.abc import Iterable
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
    PLANS = "plans"
    CORRIDORS = "corridors"
    EVERYBODY = "everybody"
    PEOPLE = "people"
    NEAR_MISSES = "near_misses"


DEFAULT_LAYERS = frozenset(Layer) - {Layer.ROUTES, Layer.PLANS, Layer.CORRIDORS, Layer.NEAR_MISSES}
"""Routes of the selection are always drawn; the layer adds everybody else's. Without EVERYBODY
plans and corridors are those of the selection only."""


def shown_layers(shown: Iterable[str], hidden: Iterable[str]) -> frozenset[Layer]:
    """As remembered by name; a layer that is in neither is new and as it is by default."""
    on, off = set(shown), set(hidden)
    usual = {layer for layer in DEFAULT_LAYERS if layer not in off}
    return frozenset(usual | {layer for layer in Layer if layer in on})
