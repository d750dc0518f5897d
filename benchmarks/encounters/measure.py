"""The numbers of `fleet bench encounters`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import inf
from typing import Any

import numpy as np

from benchmarks.encounters.scenes import scene
from benchmarks.encounters.watching import Watched, watched

TUNING_SEEDS = 1_000_000
"""Seeds from here on tune the baseline and are never reported."""
WANTED_RECALL = 0.995
IN_BAND_S = 2.0
AGAIN_S = 5.0


def encounters(seeds: Iterable[int], noise_m: float, delay_s: float) -> list[Watched]:
    """All encounters of these seeds."""
    return [each for seed in seeds for each in watched(scene(seed), seed, noise_m, delay_s)]


def tuned_radius_m(tuning: Sequence[Watched]) -> float:
    """The smallest radius that warns of the wanted share of dangerous encounters in time."""
    needed = []
    for each in (one for one in tuning if one.dangerous):
        before = each.near_m[: int(each.last_moment_s / 0.1) + 1]
        needed.append(float(before.min()))
    return float(np.quantile(needed, WANTED_RECALL, method="higher")) + 1e-6


def results(
    found: Sequence[Watched], radius_m: float, noise_m: float, delay_s: float
) -> dict[str, Any]:
    """As issue 19 names them; what is not measured yet is null."""
    return {
        "dangerous": sum(each.dangerous for each in found),
        "unwarnable": sum(each.unwarnable for each in found),
        "harmless": sum(each.harmless for each in found),
        "noise_m": noise_m,
        "delay_s": delay_s,
        "methods": {
            "fleet": {
                **_method(found, lambda each: each.warned_s[0] if each.warned_s else inf),
                "flicker_share": _flicker(found),
            },
            "radius": {
                **_method(found, lambda each: each.radius_warned_s(radius_m)),
                "flicker_share": None,
                "radius_m": round(radius_m, 2),
            },
        },
        "wrong_bindings_per_h": None,
        "switches_per_person_h": None,
    }


def _method(found: Sequence[Watched], warned_s: Callable[[Watched], float]) -> dict[str, Any]:
    dangerous = [each for each in found if each.dangerous]
    harmless = [each for each in found if each.harmless]
    lead_s = np.array([each.last_moment_s - warned_s(each) for each in dangerous])
    in_time = lead_s[lead_s >= 0.0]
    quantiles = (
        np.quantile(in_time, [0.5, 0.1, 0.9]).round(3).tolist() if len(in_time) else [None] * 3
    )
    return {
        "warned_in_time": len(in_time),
        "recall": _share(len(in_time), len(dangerous)),
        "nuisance": _share(sum(warned_s(each) < inf for each in harmless), len(harmless)),
        "lead_time_s": dict(zip(("median", "p10", "p90"), quantiles, strict=True)),
        "in_band_share": _share(int(np.sum(in_time <= IN_BAND_S)), len(in_time)),
    }


def _flicker(found: Sequence[Watched]) -> float | None:
    """Of encounters with a warning: raised again within 5 s of its end."""
    warned = [each for each in found if each.warned_s]
    again = sum(
        any(0.0 <= begin - end <= AGAIN_S for end in each.ended_s for begin in each.warned_s)
        for each in warned
    )
    return _share(again, len(warned))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
