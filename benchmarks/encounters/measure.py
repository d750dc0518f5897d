"""The numbers of `fleet bench encounters`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from math import inf
from typing import Any

import numpy as np

from benchmarks.encounters.baselines import (
    polygons_of_nuisance,
    tuned_polygons,
    tuned_radius,
)
from benchmarks.encounters.recordings import Recording, driven_through
from benchmarks.encounters.scenes import scene
from benchmarks.encounters.sensors import SensorErrors
from benchmarks.encounters.watching import Encountered, Watched, watched

TUNING_SEEDS = 1_000_000
"""Seeds from here on tune the baselines and are never reported."""
IN_BAND_S = 2.0
AGAIN_S = 5.0

Warned = Callable[[Watched], float]


def encounters(
    seeds: Iterable[int],
    errors: SensorErrors,
    record: Recording | None = None,
    jobs: int = 1,
) -> list[Encountered]:
    """All encounters of these seeds, generated or with the people of a recording; ``jobs``
    processes at once."""
    one = partial(_one, errors=errors, record=record)
    if jobs == 1:
        return [one(seed) for seed in seeds]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(one, seeds, chunksize=8))


def _one(seed: int, errors: SensorErrors, record: Recording | None) -> Encountered:
    return watched(scene(seed) if record is None else driven_through(record, seed), seed, errors)


def results(
    found: Sequence[Encountered], tuning: Sequence[Encountered], errors: SensorErrors
) -> dict[str, Any]:
    """As issue 19 names them, and some more. ``tuning`` is for the baselines."""
    each = [one for scene in found for one in scene.each]
    tuned_on = [one for scene in tuning for one in scene.each]
    radius, polygons = tuned_radius(tuned_on), tuned_polygons(tuned_on)
    fleet = _method(each, first_warning_s)
    as_quiet = polygons_of_nuisance(tuned_on, fleet["nuisance"] or 0.0)
    by_radius, by_polygon = _method(each, radius.warned_s), _method(each, polygons.warned_s)
    return {
        "dangerous": sum(one.dangerous for one in each),
        "unwarnable": sum(one.unwarnable for one in each),
        "harmless": sum(one.harmless for one in each),
        "noise_m": errors.noise_m,
        "delay_s": errors.delay_s,
        "methods": {
            "fleet": {
                **fleet,
                "flicker_share": flicker(each),
                "nuisance_to_radius": _ratio(fleet["nuisance"], by_radius["nuisance"]),
                "nuisance_to_polygon": _ratio(fleet["nuisance"], by_polygon["nuisance"]),
            },
            "radius": {**by_radius, "flicker_share": None, "radius_m": round(radius.radius_m, 2)},
            "polygon": {
                **by_polygon,
                "flicker_share": None,
                "ahead_s": round(polygons.ahead_s, 2),
                "half_width_m": round(polygons.half_width_m, 2),
            },
            "polygon_as_quiet": {
                **_method(each, as_quiet.warned_s),
                "flicker_share": None,
                "lead_gain_s": lead_gain_s(each, as_quiet.warned_s),
                "ahead_s": round(as_quiet.ahead_s, 2),
                "half_width_m": round(as_quiet.half_width_m, 2),
            },
        },
        "warned_of_nobody": sum(scene.in_vain for scene in found),
        "reaction_1_5_s": {"fleet": _slow(each)},
    }


def first_warning_s(each: Watched) -> float:
    """Of the fleet; inf: none."""
    return each.warned_s[0] if each.warned_s else inf


def flicker(found: Sequence[Watched]) -> float | None:
    """Of encounters with a warning: raised again within 5 s of its end."""
    warned = [each for each in found if each.warned_s]
    again = sum(
        any(0.0 <= begin - end <= AGAIN_S for end in each.ended_s for begin in each.warned_s)
        for each in warned
    )
    return _share(again, len(warned))


def lead_gain_s(found: Sequence[Watched], other: Warned) -> float | None:
    """Median of how much earlier the fleet warns of a dangerous encounter than another method that
    warns as often in vain; who is never warned of is warned of at contact."""
    gains = [
        min(other(each), each.contact_s) - min(first_warning_s(each), each.contact_s)
        for each in found
        if each.dangerous
    ]
    return round(float(np.median(gains)), 3) if gains else None


def _method(found: Sequence[Watched], warned_s: Warned) -> dict[str, Any]:
    dangerous = [each for each in found if each.dangerous]
    harmless = [each for each in found if each.harmless]
    lead_s = np.array([each.last_moment_s - warned_s(each) for each in dangerous])
    in_time = lead_s[lead_s >= -1e-9]
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


def _slow(found: Sequence[Watched]) -> dict[str, Any]:
    """Of drivers who need half a second longer to react."""
    dangerous = [each for each in found if each.dangerous]
    in_time = sum(first_warning_s(each) <= each.last_moment_slow_s + 1e-9 for each in dangerous)
    return {"warned_in_time": in_time, "recall": _share(in_time, len(dangerous))}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _ratio(part: float | None, whole: float | None) -> float | None:
    return round(part / whole, 3) if part is not None and whole else None
