"""The pose filter: noise falls, turns and drives are followed at once."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest

from planner.local.pose_filter import SHARE, PoseFilter


def test_noise_falls_to_its_steady_share() -> None:
    rng, seen = np.random.default_rng(3), PoseFilter()
    found = np.array([seen.measure(rng.normal(0.0, 0.01, 3)) for _ in range(20_000)])
    expected = 0.01 * (SHARE / (2.0 - SHARE)) ** 0.5
    assert found[500:].std(axis=0) == pytest.approx(np.full(3, expected), rel=0.15)


def test_what_the_wheels_do_is_followed_without_delay() -> None:
    seen, true = PoseFilter(), np.array([1.0, 2.0, 3.1])
    seen.measure(true)
    for _ in range(100):
        heading = true[2] + 0.02
        true = true + np.array([0.05 * np.cos(heading), 0.05 * np.sin(heading), 0.04])
        seen.move(0.05, 0.04)
        measured = true.copy()
        measured[2] = (measured[2] + pi) % (2.0 * pi) - pi  # sensors know no full turns
        assert seen.measure(measured)[:2] == pytest.approx(true[:2], abs=1e-9)
        assert seen.pose is not None
        assert seen.pose[2] == pytest.approx(true[2], abs=1e-9)
