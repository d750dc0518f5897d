"""The benchmark of encounters: truth, errors, recordings, tuning and keys."""

from __future__ import annotations

import json
from math import inf
from pathlib import Path

import numpy as np
import pytest

from benchmarks.encounters.baselines import (
    Polygons,
    Radius,
    polygons_of_nuisance,
    tuned_polygons,
    tuned_radius,
)
from benchmarks.encounters.command import bench_encounters
from benchmarks.encounters.identity import identity
from benchmarks.encounters.measure import encounters, flicker
from benchmarks.encounters.recordings import driven_through, recording
from benchmarks.encounters.scenes import GENERATED, EncounterKind, contact_s, scene
from benchmarks.encounters.sensors import SensorErrors, plain
from benchmarks.encounters.watching import Watched
from fleet_core.model.errors import InputError


def seen(
    ahead_m: np.ndarray, beside_m: float = 0.0, contact: float = inf, gap_m: float = 2.0
) -> Watched:
    """A truck at 2 m/s; the last moment is 1.8 s before contact."""
    return Watched(
        contact, contact - 1.8, contact - 2.3, 0.0, gap_m, (), (),
        ahead_m, np.full(len(ahead_m), beside_m), np.full(len(ahead_m), 2.0),
    )  # fmt: skip


COMES = 20.0 - 0.2 * np.arange(140)


def test_scenes_repeat_and_hold_dangers_and_none() -> None:
    assert np.array_equal(scene(5).people, scene(5).people)
    scenes = [scene(seed) for seed in range(80)]
    assert {each.kind for each in scenes} == set(GENERATED)
    contacts = [contact_s(each.gaps(p)) for each in scenes for p in range(len(each.people))]
    assert 10 < sum(each < inf for each in contacts) < len(contacts) - 10


def test_nobody_behind_a_wall_is_seen_from_the_truck() -> None:
    corners = [each for each in map(scene, range(160)) if each.kind is EncounterKind.BLIND_CORNER]
    sights = np.array([[each.in_sight(k)[0] for k in range(140)] for each in corners])
    assert not sights[:, 0].all()
    assert sights.any(axis=1).all()


def test_a_reversing_truck_stands_first() -> None:
    truck = next(each for each in map(scene, range(20)) if each.kind is EncounterKind.REVERSING)
    assert truck.speeds_mps[:30].max() == 0.0
    assert 0.7 < truck.speeds_mps[-1] < 1.9
    assert truck.last_moment_s(10.0) == pytest.approx(
        10.0 - 1.0 - truck.speeds_mps[-1] / 2.5, abs=0.11
    )


def test_the_tuned_radius_warns_of_what_it_was_tuned_on() -> None:
    found = [seen(COMES, contact=8.0 + 0.1 * k, gap_m=-0.1) for k in range(10)]
    radius = tuned_radius(found)
    assert all(radius.warned_s(each) <= each.last_moment_s for each in found)
    smaller = Radius(radius.radius_m - 0.3)
    assert not all(smaller.warned_s(each) <= each.last_moment_s for each in found)


def test_tuned_polygons_are_as_narrow_as_they_may_be() -> None:
    dangerous = [seen(COMES, 0.9, contact=8.0 + 0.1 * k, gap_m=-0.1) for k in range(10)]
    harmless = [seen(COMES, beside_m) for beside_m in (2.5, 3.0, 4.0)]
    polygons = tuned_polygons([*dangerous, *harmless])
    assert all(polygons.warned_s(each) <= each.last_moment_s for each in dangerous)
    assert 0.9 <= polygons.half_width_m < 2.5
    assert all(polygons.warned_s(each) == inf for each in harmless)
    assert Polygons(1.0, 5.0).warned_s(seen(-2.0 - np.abs(COMES))) == inf  # behind


def test_polygons_that_may_warn_in_vain_as_often_do_not_warn_more_often() -> None:
    dangerous = [seen(COMES, 0.5, contact=8.0, gap_m=-0.1)]
    harmless = [seen(COMES, beside_m) for beside_m in (1.9, 2.5, 3.0, 4.0)]
    polygons = polygons_of_nuisance([*dangerous, *harmless], 0.25)
    assert sum(polygons.warned_s(each) < inf for each in harmless) <= 1


def test_a_warning_that_comes_back_soon_is_counted() -> None:
    def warned(begins: tuple[float, ...], ends: tuple[float, ...]) -> Watched:
        return Watched(inf, inf, inf, 0.0, 2.0, begins, ends, COMES, COMES, COMES)

    found = [warned((1.0,), (3.0,)), warned((1.0, 6.0), (3.0, 7.0)), warned((1.0, 9.0), (3.0,))]
    assert flicker(found) == pytest.approx(1 / 3, abs=1e-3)


@pytest.mark.slow
def test_results_have_the_keys_that_were_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    bench_encounters(seeds="1..16", tuning=16, hours=0.005, as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert {"dangerous", "unwarnable", "harmless", "noise_m", "delay_s", "methods"} < set(found)
    keys = {"warned_in_time", "recall", "nuisance", "lead_time_s", "in_band_share", "flicker_share"}
    assert all(keys <= set(found["methods"][name]) for name in ("fleet", "radius", "polygon"))
    assert set(found["methods"]["fleet"]["lead_time_s"]) == {"median", "p10", "p90"}
    assert found["methods"]["fleet"]["recall"] >= 0.8
    assert found["wrong_bindings_per_h"] is not None
    assert found["switches_per_person_h"] is not None


@pytest.mark.slow
def test_errors_are_drawn_the_same_again_and_make_it_harder() -> None:
    seeds = range(1, 7)
    once, again = encounters(seeds, SensorErrors()), encounters(seeds, SensorErrors())
    assert [[w.warned_s for w in e.each] for e in once] == [
        [w.warned_s for w in e.each] for e in again
    ]
    easy = encounters(seeds, plain(0.15, 0.2))
    assert [[w.warned_s for w in e.each] for e in easy] != [
        [w.warned_s for w in e.each] for e in once
    ]


def recorded(folder: Path, text: str) -> Path:
    file = folder / "yard.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_people_of_a_file_are_driven_through(tmp_path: Path) -> None:
    rows = [f"{0.4 * k:.1f},p{n},person,{0.5 * k:.2f},{3 * n}" for n in range(3) for k in range(50)]
    rows.append("3.0,cart,vehicle,0,0")
    text = "t_s,id,class,x_m,y_m\n" + "\n".join(rows)
    record = recording(recorded(tmp_path, text))
    assert record.people.shape == (3, 196, 2)
    assert record.people[0, 10].tolist() == pytest.approx([1.25, 0.0])
    scenes = [driven_through(record, seed) for seed in range(20)]
    assert all(each.kind is EncounterKind.RECORDED for each in scenes)
    hits = [contact_s(each.gaps(p)) < inf for each in scenes for p in range(len(each.people))]
    assert 0 < sum(hits) < len(hits)
    assert len(encounters(range(2), SensorErrors(), record)) == 2


def test_who_is_not_seen_for_long_has_gone(tmp_path: Path) -> None:
    text = (
        "t_s,id,class,x_m,y_m\n0,p,person,0,0\n0.4,p,person,0.5,0\n6,p,person,5,0\n6.4,p,person,6,0"
    )
    record = recording(recorded(tmp_path, text))
    assert np.isnan(record.people[0, 30]).all()
    assert np.isfinite(record.people[0, [2, 62]]).all()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2", "columns"),
        ("t_s,id,class,x_m,y_m\n0,p,person,x,0", "line 2"),
        ("t_s,id,class,x_m,y_m\n0,p,person,nan,0", "line 2"),
        ("t_s,id,class,x_m,y_m\n", "nobody"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(tmp_path, text, said) -> None:
    with pytest.raises(InputError, match=said):
        recording(recorded(tmp_path, text))
    with pytest.raises(InputError, match="No such file"):
        recording(tmp_path / "missing.csv")


def test_tags_stay_with_their_carriers_where_nothing_is_wrong() -> None:
    kept = identity(1, 20.0, plain(0.05, 0.1))
    assert (kept.wrong_bindings, kept.switches) == (0, 0)


@pytest.mark.parametrize("bad", ["5", "9..3", "a..b", "1..1000000"])
def test_bad_seeds_are_refused(bad: str) -> None:
    with pytest.raises(InputError, match="--seeds"):
        bench_encounters(seeds=bad)
