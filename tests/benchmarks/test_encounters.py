"""The benchmark of encounters: truth, tuning and keys."""

from __future__ import annotations

import json
from math import inf

import numpy as np
import pytest

from benchmarks.encounters.command import bench_encounters
from benchmarks.encounters.measure import tuned_radius_m
from benchmarks.encounters.scenes import Kind, contact_s, scene
from benchmarks.encounters.watching import Watched
from fleet_core.model.errors import InputError


def test_scenes_repeat_and_hold_dangers_and_none() -> None:
    assert np.array_equal(scene(5).people, scene(5).people)
    scenes = [scene(seed) for seed in range(60)]
    assert {each.kind for each in scenes} == set(Kind)
    contacts = [contact_s(each.gaps(p)) for each in scenes for p in range(len(each.people))]
    assert 10 < sum(each < inf for each in contacts) < len(contacts) - 10


def test_the_tuned_radius_warns_of_what_it_was_tuned_on() -> None:
    near = np.concatenate([np.linspace(20.0, 3.0, 60), np.full(40, 2.0)])
    found = [Watched(6.0 + 0.1 * k, 4.0 + 0.1 * k, -0.1, (), (), near) for k in range(10)]
    radius_m = tuned_radius_m(found)
    assert all(each.radius_warned_s(radius_m) <= each.last_moment_s for each in found)
    assert not all(each.radius_warned_s(radius_m - 0.1) <= each.last_moment_s for each in found)


def test_results_have_the_keys_that_were_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    bench_encounters(seeds="1..12", tuning=12, noise=0.15, delay=0.2, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert {"dangerous", "unwarnable", "harmless", "noise_m", "delay_s", "methods"} < set(found)
    keys = {"warned_in_time", "recall", "nuisance", "lead_time_s", "in_band_share", "flicker_share"}
    assert all(keys <= set(found["methods"][name]) for name in ("fleet", "radius"))
    assert found["methods"]["fleet"]["recall"] >= 0.8


@pytest.mark.parametrize("bad", ["5", "9..3", "a..b", "1..1000000"])
def test_bad_seeds_are_refused(bad: str) -> None:
    with pytest.raises(InputError, match="--seeds"):
        bench_encounters(seeds=bad)
