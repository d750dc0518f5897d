"""``fleet bench nmpc``: every figure that it promises."""

from __future__ import annotations

import json

import pytest
from typer import Typer
from typer.testing import CliRunner

from benchmarks.nmpc.command import bench_nmpc


@pytest.mark.slow
def test_every_figure_is_there() -> None:
    app = Typer()
    app.command()(bench_nmpc)
    answer = CliRunner().invoke(app, ["--vehicles", "4", "--objects", "2", "--json"])
    assert answer.exit_code == 0, answer.output
    figures = json.loads(answer.output)
    assert list(figures["solve_ms"]) == ["p50", "p95", "p99", "max"]
    assert figures["solves"] > 100
    assert figures["ratio_fatrop"] > 0.0
    assert figures["ratio_ipopt"] > 0.0
    assert figures["vehicles_per_core_10hz"] > 0
    assert figures["first_input_away"]["p50"] < 1e-3
    assert figures["cold"]["starts"] == 4
    assert figures["cold"]["failed"] == 0
