"""The floor that a manoeuvre may not leave, for those who know obstacles only."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import shapely

from planner.local.manoeuvres.convex import convex_parts
from planner.local.manoeuvres.scene import ManoeuvreScene

AROUND_M = 1.0
"""Width of the ring that stands for everything outside of the floor: no move leaps over it."""
COARSE_M = 0.004
"""The outline of the ring may be so far from the floor's; what is proven is the floor itself."""


@lru_cache(maxsize=8)
def walled_in(scene: ManoeuvreScene) -> ManoeuvreScene:
    """The scene with convex obstacles outside of its floor, in place of the floor.

    Who keeps the scene's clearance from them stays on the floor, but for `COARSE_M`.
    """
    if not scene.floor:
        return scene
    floor = shapely.Polygon(scene.floor)
    inner = floor.buffer(scene.clearance_m - COARSE_M, join_style="mitre").simplify(COARSE_M)
    outer = shapely.box(*floor.buffer(AROUND_M).bounds)
    outside = outer.difference(inner)
    return replace(scene, obstacles=(*scene.obstacles, *convex_parts(outside)), floor=())
