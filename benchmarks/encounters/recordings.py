"""People's true ways from a file, and trucks that are driven straight through them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from math import cos, isfinite, pi, sin
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.encounters.scenes import STEP_S, EncounterKind, EncounterScene
from fleet_core.model.errors import InputError

Floats = NDArray[np.float64]
COLUMNS = ("t_s", "id", "class", "x_m", "y_m")
LASTS_S = 12.0
_MEETS_S = 8.0
_MOST_GAP_S = 1.0
"""Who is not seen for longer has gone."""


@dataclass(frozen=True, slots=True)
class Recording:
    """All people (P, T, 2) at steps of `STEP_S`; NaN: not there."""

    name: str
    people: Floats


def recording(path: Path) -> Recording:
    """Read it. Raises InputError where it is not as it should be."""
    ways: dict[str, list[tuple[float, float, float]]] = {}
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            if not set(COLUMNS) <= set(reader.fieldnames or ()):
                raise InputError(f"{path}: the columns {', '.join(COLUMNS)} are expected")
            for row in reader:
                point = float(row["t_s"]), float(row["x_m"]), float(row["y_m"])
                if not all(map(isfinite, point)):
                    raise ValueError("not finite")
                if row["class"] == "person":
                    ways.setdefault(row["id"], []).append(point)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from error
    except (ValueError, TypeError) as error:
        raise InputError(f"{path}, line {reader.line_num}: {error}") from error
    if not ways:
        raise InputError(f"{path}: nobody is in it")
    first = min(points[0][0] for points in ways.values())
    last = max(points[-1][0] for points in ways.values())
    times = np.arange(first, last, STEP_S)
    return Recording(
        path.stem, np.array([_sampled(np.array(each), times) for each in ways.values()])
    )


def driven_through(record: Recording, seed: int) -> EncounterScene:
    """A truck of the seed: at 1 to 4 m/s from any side, aimed at where somebody will be (half of
    them), or past it by some metres."""
    rng = np.random.default_rng([29, seed])
    steps, meets = round(LASTS_S / STEP_S), round(_MEETS_S / STEP_S)
    there = np.isfinite(record.people[:, :, 0])
    for _ in range(100):
        begin = int(rng.integers(0, max(1, there.shape[1] - steps)))
        present = np.flatnonzero(there[:, begin + meets : begin + meets + 1].any(axis=1))
        if len(present):
            break
    else:
        raise InputError(f"{record.name}: nobody is there at any time")
    target = record.people[int(rng.choice(present)), begin + meets]
    speed, angle = float(rng.uniform(1.0, 4.0)), float(rng.uniform(-pi, pi))
    beside_m = float(rng.uniform(-1.0, 1.0) if rng.random() < 0.5 else rng.uniform(-6.0, 6.0))
    c, s = cos(angle), sin(angle)
    window = record.people[:, begin : begin + steps]
    window = window[np.isfinite(window[:, :, 0]).any(axis=1)] - target
    along = window[:, :, 0] * c + window[:, :, 1] * s + speed * _MEETS_S
    across = -window[:, :, 0] * s + window[:, :, 1] * c + beside_m
    times = np.arange(window.shape[1]) * STEP_S
    truck = np.column_stack([speed * times, np.zeros(len(times))])
    return EncounterScene(EncounterKind.RECORDED, truck, np.stack([along, across], axis=2))


def _sampled(points: Floats, times: Floats) -> Floats:
    """(T, 2): between the points of a way; NaN before, after, and in long gaps."""
    points = points[np.argsort(points[:, 0], kind="stable")]
    at, place = points[:, 0], points[:, 1:]
    found = np.column_stack([np.interp(times, at, place[:, axis]) for axis in range(2)])
    after = np.searchsorted(at, times)
    gap = at[np.minimum(after, len(at) - 1)] - at[np.maximum(after - 1, 0)]
    absent = (times < at[0]) | (times > at[-1]) | (gap > _MOST_GAP_S)
    found[absent] = np.nan
    return found
