"""A fleet with nothing to do makes no work."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import process_time
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from benchmarks.idle.command import bench_idle
from benchmarks.idle.measure import IdleCount, IdleFleet
from fleet_core.dispatch import allocation, idle_places
from fleet_core.layouts import load_facility
from fleet_core.model.errors import InputError
from planner.roadmap.travel_times import RoadmapTravelTimes

app = typer.Typer()
app.command()(bench_idle)


def counted(calls: list[str], name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **words: Any) -> Any:
        calls.append(name)
        return real(*args, **words)

    return call


@pytest.mark.slow
def test_an_idle_fleet_plans_nothing_sends_nothing_and_allocates_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fleet = IdleFleet(load_facility("bottling_hall").facility, process_time)
    fleet.settle()
    calls: list[str] = []
    for owner, name in (
        (allocation, "linear_sum_assignment"),
        (idle_places, "linear_sum_assignment"),
        (RoadmapTravelTimes, "matrix_s"),
        (RoadmapTravelTimes, "matrix_m"),
        (RoadmapTravelTimes, "field_s"),
    ):
        monkeypatch.setattr(owner, name, counted(calls, name, getattr(owner, name)))
    for _ in range(100):
        fleet.step()
    assert fleet.count == IdleCount()
    assert calls == []


@pytest.mark.slow
def test_bench_idle_prints_its_figures() -> None:
    answer = CliRunner().invoke(
        app, ["bottling_hall", "--vehicles", "4", "--seconds", "5", "--json"]
    )
    assert answer.exit_code == 0, answer.output
    figures = json.loads(answer.stdout)
    assert figures["vehicles"] == 4
    assert set(figures["step_ms"]) == {"p50", "p95"}
    assert {"nodes", "edges", "core_share"} <= set(figures)
    assert figures["attempts"] == figures["routes"] == 0


def test_a_time_that_is_none_is_refused() -> None:
    answer = CliRunner().invoke(app, ["bottling_hall", "--seconds", "nan"])
    assert isinstance(answer.exception, InputError)
    assert "--seconds is nan" in str(answer.exception)
