"""Whatever is said in a shift in which much goes wrong can be said in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from fleet_core.app.shifts import disturbed, shift_of
from fleet_core.app.simulation_run import SimulationRun
from fleet_core.model.reason import Reason, declared
from fleet_core.model.wording import LANGUAGES, clause, sentence

DURATION_S = 900.0
LOOK_S = 5.0
ENGLISH = re.compile(r"[A-Za-z]{3,}")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_every_reason_of_a_shift_with_disturbances_is_said_in_both_languages() -> None:
    shift = shift_of("bottling_hall", None, None, 0.2, DURATION_S, 3)
    run = SimulationRun(replace(disturbed(shift, 120.0, 60.0), duration_s=DURATION_S))
    heard: set[Reason] = set()
    run.run(lambda now_s: heard.update(_said(run, now_s)) if now_s % LOOK_S < 0.25 else None)
    for snapshot_order in run.controller.snapshot(run.plant.now_s).orders:
        heard.update(step.cause for step in run.controller.transitions(snapshot_order.id))
    assert len({one.code for one in heard}) > 25
    for reason in heard:
        for inner in _with_inner(reason):
            assert {name for name, _ in inner.parameters} <= set(declared[inner.code])
        for language in LANGUAGES:
            assert not re.search(r"[{}\[\]]", clause(reason, language)), reason
            assert sentence(reason, language)
        assert not ENGLISH.search(_without_names(clause(reason, "zh_CN"), reason)), reason


def _said(run: SimulationRun, now_s: float) -> Iterator[Reason]:
    """Of all statuses, orders and messages, and why each vehicle waits."""
    shown = run.controller.snapshot(now_s)
    yield from (each.reason for each in shown.messages[-100:])
    for each in (*shown.vehicles, *shown.orders):
        if each.reason is not None:
            yield each.reason
    for vehicle in shown.vehicles[:: max(1, len(shown.vehicles) // 3)]:
        chain = run.controller.explain(vehicle.report.vehicle_id, now_s)
        yield from (link.reason for link in chain if link.reason is not None)


def _with_inner(value: object) -> Iterator[Reason]:
    if isinstance(value, Reason):
        yield value
        for _, parameter in value.parameters:
            yield from _with_inner(parameter)
    elif isinstance(value, tuple):
        for each in value:
            yield from _with_inner(each)


def _without_names(text: str, reason: Reason) -> str:
    """What is left when names and what others have said in their own words are taken out."""
    names = [value for inner in _with_inner(reason) for _, value in inner.parameters]
    flat = [each for name in names for each in (name if isinstance(name, tuple) else (name,))]
    for name in sorted((one for one in flat if isinstance(one, str) and one), key=len)[::-1]:
        text = text.replace(name, "")
    return text
