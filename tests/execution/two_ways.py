"""A plant with a northern and a southern way between its ends, and three carts that drive in it."""

from __future__ import annotations

from planner.roadmap.build import build_roadmap
from tests.execution.driven_world import DrivenWorld
from tests.roadmap.small_plants import both, plant

POINTS = {
    "w": (0.0, 0.0), "n1": (6.0, 6.0), "n2": (18.0, 6.0), "s1": (6.0, -9.0), "s2": (18.0, -9.0),
    "e": (24.0, 0.0), "p": (0.0, 12.0), "q": (24.0, 12.0), "r": (0.0, -12.0), "u": (24.0, -12.0),
    "x": (12.0, 9.0),
}  # fmt: skip
EDGES = [
    *both("w", "n1"), *both("n1", "n2"), *both("n2", "e"),
    *both("w", "s1"), *both("s1", "s2"), *both("s2", "e"),
    *both("p", "w"), *both("r", "w"), *both("q", "e"), *both("u", "e"), *both("x", "n1"),
]  # fmt: skip
PLANT = plant(POINTS, EDGES, {f"place_{name}": name for name in "pqrux"}, ("p", "r", "x"))
ROADMAP = build_roadmap(PLANT)


def world() -> DrivenWorld:
    one = DrivenWorld(PLANT, ROADMAP)
    one.run(2.0)
    return one
