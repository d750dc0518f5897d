"""``fleet sim`` on a real plant: what it writes, what it refuses, and that it repeats itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fleet_core.app.commands import sim as command
from fleet_core.app.commands.sim import sim
from fleet_core.model.errors import InputError, LayoutError, WorkError
from fleet_core.model.geometry import Pose
from fleet_core.simulation.collision_monitor import CollisionMonitor, Encounter
from fleet_core.simulation.deadlock_monitor import Deadlock, DeadlockMonitor

KEYS = [
    "orders_created", "orders_done", "orders_failed", "throughput_per_h", "lead_time_s",
    "on_time_share", "utilisation", "waiting_share", "empty_travel_share", "distance_m",
    "energy_kwh", "collisions", "deadlocks", "faults", "closures", "replans",
    "replans_by_cause", "replans_by_outcome", "plan_ms", "local", "sim_duration_s", "wall_s",
    "seed", "layout", "vehicles",
]  # fmt: skip


def simulated(out: Path, seed: int = 1, seconds: float = 150.0, **options) -> dict:
    sim("bottling_hall", duration=seconds, seed=seed, out=str(out), quiet=True, **options)
    return json.loads(out.read_text())


def repeatable(results: dict) -> dict:
    return {key: value for key, value in results.items() if key not in ("wall_s", "plan_ms")}


@pytest.mark.slow
def test_the_same_seed_gives_the_same_results(tmp_path) -> None:
    first = simulated(tmp_path / "1.json", delays=0.3)
    second = simulated(tmp_path / "2.json", delays=0.3)
    assert repeatable(first) == repeatable(second)
    assert first["distance_m"] > 0.0
    assert list(first) == KEYS
    assert list(first["lead_time_s"]) == ["mean", "p50", "p95"]
    assert (first["layout"], first["vehicles"], first["seed"]) == ("bottling_hall", 12, 1)


@pytest.mark.slow
def test_fewer_vehicles_and_another_scenario(tmp_path, capsys) -> None:
    scenario = tmp_path / "s.json"
    stream = {"name": "only", "source": "docks_in", "target": "block_c", "rate_per_h": 60.0}
    scenario.write_text(json.dumps({"name": "quiet", "streams": [stream]}))
    sim("bottling_hall", scenario=scenario, vehicles=5, duration=60.0, quiet=False)
    shown = capsys.readouterr()
    assert json.loads(shown.out)["vehicles"] == 5
    assert "simulated 60 s of 60 s" in shown.err


@pytest.mark.slow
def test_a_few_vehicles_get_the_orders_that_they_can_carry(capsys) -> None:
    sim("bottling_hall", vehicles=2, duration=200.0, quiet=True)
    shown = capsys.readouterr()
    assert json.loads(shown.out)["orders_created"] > 0
    assert "without orders that none of the vehicles can carry: caps, labels" in shown.err


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"duration": -1.0}, "--duration is -1 s; it must be above 0"),
        ({"duration": float("inf")}, "--duration is inf s"),
        ({"out": "/nowhere/out.json"}, "--json /nowhere/out.json: cannot be written: No such file"),
        ({"trace": Path("t.txt")}, "its name must end in .csv"),
        ({"out": "same.json", "trace": Path("same.csv")}, "give the results another name"),
        ({"scenario": Path("missing.json")}, "missing.json"),
    ],
)
def test_bad_input_is_refused_before_anything_runs(options, text, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refused:
        sim("bottling_hall", **{"duration": 10.0, "quiet": True, **options})
    assert text in str(refused.value)


def test_an_unknown_plant_is_refused() -> None:
    with pytest.raises(LayoutError, match="no_such_plant"):
        sim("no_such_plant", duration=10.0, quiet=True)


def test_a_scenario_that_is_none_is_refused(tmp_path) -> None:
    scenario = tmp_path / "s.json"
    scenario.write_text(json.dumps({"name": "x", "streams": [{"name": "only"}]}))
    with pytest.raises(InputError, match=r"scenario .*s\.json"):
        sim("bottling_hall", scenario=scenario, duration=10.0, quiet=True)


@pytest.mark.slow
def test_a_full_disk_is_a_failure_of_the_work(tmp_path) -> None:
    full = tmp_path / "full.csv"
    full.symlink_to("/dev/full")
    with pytest.raises(WorkError, match="cannot be written: No space left"):
        sim("bottling_hall", duration=5.0, quiet=True, trace=full)
    with pytest.raises(WorkError, match=r"results .*: cannot be written: No space left"):
        command._write({"orders_done": 1}, str(full))


def test_collisions_and_deadlocks_make_the_work_fail() -> None:
    collisions, deadlocks = CollisionMonitor([], []), DeadlockMonitor()
    command._judge(collisions, deadlocks, "bottling_hall")
    collisions.count = 1
    poses = (Pose(1.0, 2.0, 0.0), Pose(3.0, 2.0, 0.0))
    collisions.encounters.append(Encounter(7.2, ("V1", "V2"), poses))
    deadlocks.deadlocks.append(Deadlock(130.0, {"V3": ("V4",), "V4": ()}))
    with pytest.raises(WorkError) as failed:
        command._judge(collisions, deadlocks, "bottling_hall")
    assert str(failed.value) == (
        "simulation of bottling_hall: 1 collisions, the first at 7.2 s between V1 and V2 near "
        "(2.00, 2.00); 1 deadlocks, the first at 130.0 s: V3 for V4; V4 for ?"
    )


@pytest.mark.slow
def test_people_walk_about_and_results_say_what_came_of_it(tmp_path) -> None:
    first = simulated(tmp_path / "1.json", seconds=40.0, people=4, manned=1)
    second = simulated(tmp_path / "2.json", seconds=40.0, people=4, manned=1)
    assert repeatable(first) == repeatable(second)
    assert (first["people"], first["manned"]) == (4, 1)
    assert first["contacts_at_fault"] <= first["contacts"]
    assert list(first["warnings_by_level"]) == ["notice", "warning", "danger", "emergency"]
    assert set(KEYS) < set(first)
