"""What a vehicle is told of the others: their shared plans, or late and noisy observations."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from benchmarks.scenes.scene import Ways
from planner.local.objects import Objects, moving_discs, planned_discs
from planner.local.settings import LocalSettings
from planner.local.state import STAGES, STEP_S
from planner.local.tracking import no_tracks, observed

LATE_S = 0.3
NOISE_M = 0.1
NOISE_MPS = 0.1
MISSING_SHARE = 0.1


class Predictions(Protocol):
    """Asked once a period."""

    def at(self, time_s: float) -> Objects:
        """The others as they are thought to move from ``time_s`` on."""
        ...


class SharedPlans:
    """Where everybody will be, and it comes true."""

    def __init__(self, ways: Ways, settings: LocalSettings) -> None:
        self._ways, self._settings = ways, settings

    def at(self, time_s: float) -> Objects:
        """See `Predictions`."""
        times = time_s + np.arange(STAGES + 1, dtype=np.float64) * STEP_S
        return planned_discs(self._ways.places(times), self._ways.radius_m, self._settings)


class Observations:
    """Place and velocity of 0.3 s ago, each component with noise; in a tenth of all periods nothing
    is heard of somebody. Tracked, for every method alike."""

    def __init__(
        self, ways: Ways, settings: LocalSettings, period_s: float, chance: np.random.Generator
    ) -> None:
        self._ways, self._settings, self._period_s = ways, settings, period_s
        self._chance = chance
        self._tracks = no_tracks(len(ways.turns))

    def at(self, time_s: float) -> Objects:
        """See `Predictions`."""
        count = len(self._ways.turns)
        # Before the beginning they stood at their first place.
        position = self._ways.places(np.array([time_s - LATE_S]))[:, 0]
        velocity = self._ways.velocities(time_s - LATE_S)
        position = position + self._chance.normal(0.0, NOISE_M, (count, 2))
        velocity = velocity + self._chance.normal(0.0, NOISE_MPS, (count, 2))
        heard = (self._chance.random(count) >= MISSING_SHARE) | (self._tracks.seen == 0)
        self._tracks = observed(self._tracks, position, velocity, heard, self._period_s)
        tracks = self._tracks
        return moving_discs(
            tracks.position,
            tracks.velocity,
            self._ways.radius_m,
            LATE_S + tracks.unheard_s,
            self._settings,
            NOISE_M / np.sqrt(tracks.seen),
        )
