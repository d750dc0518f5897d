"""How ways are planned and released."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.setting import setting
from planner.traffic.horizon import RELEASE_S, RELEASE_STEPS


@dataclass(frozen=True, slots=True)
class TrafficSettings:
    """Safety rests on none of these: what is granted is checked against what others hold."""

    release_s: float = setting(
        RELEASE_S,
        "Driving time released ahead: long enough that a vehicle at full speed need not brake for "
        "its release point (from 1.8 m/s at 0.7 m/s2 2.6 s, and a second of reports and network), "
        "short enough that plans can still change.",
        1.0,
        60.0,
    )
    release_steps: int = setting(
        RELEASE_STEPS, "Steps of a way released ahead at least, however long they take.", 1, 20
    )

    retry_s: float = setting(
        1.0, "A plan that failed is tried again after this, then at doubled intervals.", 0.1, 60.0
    )
    retry_max_s: float = setting(8.0, "Those intervals do not grow beyond this.", 0.1, 600.0)
    late_s: float = setting(
        10.0,
        "Expected so much later than promised, a vehicle gets the chance of another way or turn.",
        0.0,
        600.0,
    )
    gain_s: float = setting(
        5.0,
        "Another way must bring this much: plans that flip without gain only disturb.",
        0.0,
        600.0,
    )
    late_per_step: int = setting(2, "Late vehicles planned anew in a step, at most.", 0, 100)

    nearer_s: float = setting(
        5.0, "Driving time by which a waiting place must be nearer to the goal.", 0.0, 600.0
    )
    waiting_places: int = setting(8, "Waiting places that are tried.", 0, 100)

    together_s: float = setting(
        4.0, "Planning several together is costly: no sooner than this after the last time.",
        0.0, 600.0,
    )  # fmt: skip
    together_per_step: int = setting(
        1, "Groups planned together in a step, at most, so that a step stays short.", 0, 20
    )
    together_most: int = setting(
        12, "Vehicles planned together at most; all others keep their plans.", 2, 50
    )
    together_search_steps: int = setting(
        20_000, "Effort of planning together, in steps of its search.", 100, 10_000_000
    )
    together_refinements: int = setting(
        50, "Improvements of a joint plan that are tried, at most.", 0, 10_000
    )
