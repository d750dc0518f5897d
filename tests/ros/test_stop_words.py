"""Stops of an order as words of a command line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.model.errors import OrderError
from fleet_core.model.order import Stop, StopAction
from fleet_nodes.commands.stop_words import stops_of
from fleet_nodes.commands.urgency import checked_in_s, checked_priority


def test_two_stations_are_a_pick_and_a_drop() -> None:
    stops, load = stops_of("dock_1", "block_a_1", [])
    assert stops == (Stop("dock_1", StopAction.PICK), Stop("block_a_1", StopAction.DROP))
    assert not load


def test_every_action_with_what_it_needs() -> None:
    words = [
        "dock_1:pick:PALLET-7",
        "scale:custom:weigh:2.5",
        "scale:custom:print",
        "gate:wait:30",
        "charger_1:charge:600",
        "charger_1:charge",
        "block_a_1:drop:PALLET-7",
    ]
    assert stops_of("", "", words) == (
        (
            Stop("dock_1", StopAction.PICK),
            Stop("scale", StopAction.CUSTOM, 2.5, "weigh"),
            Stop("scale", StopAction.CUSTOM, 0.0, "print"),
            Stop("gate", StopAction.WAIT, 30.0),
            Stop("charger_1", StopAction.CHARGE, 600.0),
            Stop("charger_1", StopAction.CHARGE),
            Stop("block_a_1", StopAction.DROP),
        ),
        "PALLET-7",
    )


@given(st.text(st.characters(categories=("L", "N"), include_characters=" -_./"), min_size=1))
def test_any_station_can_be_named(station: str) -> None:
    stops, _ = stops_of("", "", [f"{station}:pick"])
    assert stops == (Stop(station, StopAction.PICK),)


def test_a_station_may_have_a_colon_in_its_name() -> None:
    stops, load = stops_of("", "", ["hall:2:drop:L:1"])
    assert (stops, load) == ((Stop("hall:2", StopAction.DROP),), "L:1")


@pytest.mark.parametrize(
    ("source", "target", "words", "named"),
    [
        ("", "", [], "FROM and TO"),
        ("dock_1", "", [], "FROM and TO"),
        ("dock_1", "dock_2", ["dock_1:pick"], "either"),
        ("", "", ["dock_1"], "dock_1: it must be one of"),
        ("", "", ["dock_1:juggle"], "dock_1:juggle"),
        ("", "", [":pick"], ":pick"),
        ("", "", ["dock_1:wait"], "how long"),
        ("", "", ["dock_1:wait:soon"], "soon is no number"),
        ("", "", ["dock_1:custom"], "no custom action"),
        ("", "", ["dock_1:pick:A", "dock_2:drop:B"], "A and B"),
    ],
)
def test_what_is_wrong_is_named(source: str, target: str, words: list[str], named: str) -> None:
    with pytest.raises(OrderError, match=named):
        stops_of(source, target, words)


def test_urgency_has_its_limits() -> None:
    assert checked_priority(-100) == -100
    with pytest.raises(OrderError, match="priority is 101"):
        checked_priority(101)
    checked_in_s("--due-in", None)
    for seconds in (-5.0, 0.0, 1e9, float("nan")):
        with pytest.raises(OrderError, match="--due-in is"):
            checked_in_s("--due-in", seconds)
