"""Scenes by their seeds, with a method that is chosen by name."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scenes.crowd import draw_crowd, run_crowd
from benchmarks.scenes.predictions import Observations, Predictions, SharedPlans
from benchmarks.scenes.run import PERIOD_S, Result, run_scene, summary
from benchmarks.scenes.scene import draw_scene
from benchmarks.scenes.steering import Method, steering
from benchmarks.scenes.trace import SceneTrace
from fleet_core.model.vehicle_type import Kinematics
from planner.local.settings import LocalSettings, crowd_floor, open_floor


@dataclass(frozen=True, slots=True)
class SceneOptions:
    """What is measured."""

    method: Method
    noisy: bool = False
    kinematics: str = Kinematics.DIFFERENTIAL
    brake: bool = True

    def settings(self) -> LocalSettings:
        """Of the planner and the supervisor."""
        return open_floor(supervised=self.brake)


def run_scenes(
    seeds: Iterable[int], options: SceneOptions, trace: Path | None = None
) -> dict[str, Any]:
    """The numbers of all; ``trace`` gets every pose. Raises ConfigurationError, InputError."""
    with _traced(trace) as file:
        return summary([run_seed(seed, options, file) for seed in seeds])


def run_crowds(
    seeds: Iterable[int],
    options: SceneOptions,
    vehicles: int,
    seconds: float,
    trace: Path | None = None,
) -> dict[str, Any]:
    """The numbers of all crowds together; ``trace`` gets every pose. Raises ConfigurationError,
    InputError."""
    found = []
    with _traced(trace) as file:
        for seed in seeds:
            crowd = draw_crowd(seed, vehicles)
            settings = crowd_floor(supervised=options.brake)
            driver = steering(options.method, crowd.types, settings, seed)
            watch = file.crowd(crowd) if file is not None else None
            found.append(run_crowd(crowd, driver, seconds, watch))
    return {
        "crowds": len(found),
        "vehicles": vehicles,
        "seconds": seconds,
        "contacts": sum(each["contacts"] for each in found),
        "goals_per_min": round(sum(each["goals_per_min"] for each in found) / len(found), 2),
        "interventions_share": round(
            sum(each["interventions_share"] for each in found) / len(found), 4
        ),
    }


def _traced(trace: Path | None) -> AbstractContextManager[SceneTrace | None]:
    return nullcontext() if trace is None else SceneTrace(trace)


def run_seed(seed: int, options: SceneOptions, trace: SceneTrace | None = None) -> Result:
    """One scene."""
    settings = options.settings()
    scene = draw_scene(seed, Kinematics(options.kinematics))
    driver = steering(options.method, [scene.vehicle], settings, seed)
    predictions: Predictions = SharedPlans(scene.others, settings)
    if options.noisy:
        chance = np.random.default_rng([seed, 77])
        predictions = Observations(scene.others, settings, PERIOD_S, chance)
    return run_scene(scene, driver, predictions, trace.scene(scene) if trace is not None else None)
