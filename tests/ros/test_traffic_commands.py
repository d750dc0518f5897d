"""``fleet traffic`` on a running fleet: ways are closed and opened, and waiting is explained."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fleet_interfaces import msg, srv

from fleet_nodes import names
from fleet_nodes.client import FleetClient
from tests.ros.running_fleet import RunningFleet, fleet_command

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

WITHIN_S = 60.0


def told(fleet: RunningFleet, *words: str) -> Any:
    """Runs a command that must succeed, gives its JSON."""
    answer = fleet_command("traffic", *words, "--json", domain=fleet.domain)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def refused(fleet: RunningFleet, *words: str) -> str:
    """Runs a command that must be refused, gives its one line."""
    answer = fleet_command("traffic", *words, domain=fleet.domain)
    assert answer.returncode == 2, answer.stderr
    assert answer.stderr.count("\n") == 1
    return answer.stderr


def closures(outside: FleetClient) -> list[msg.Closure]:
    return list(outside.latest(msg.FleetState, names.STATE).closures)


def test_a_way_is_closed_seen_by_everybody_and_opened(
    fleet: RunningFleet, outside: FleetClient
) -> None:
    edge_id = outside.latest(msg.Layout, names.LAYOUT).edges[0].id
    closed = told(fleet, "close", "--edge", edge_id, "--reason", "oil on the floor")
    assert closed["edge_ids"] == [edge_id]
    outside.wait(lambda: closures(outside) or None, WITHIN_S, "no closure is shown")
    assert [each["id"] for each in told(fleet, "list")] == [closed["id"]]
    assert told(fleet, "open", closed["id"])["done"] == "opened"
    outside.wait(lambda: not closures(outside) or None, WITHIN_S, "the closure stays")


def test_a_closure_ends_by_itself(fleet: RunningFleet, outside: FleetClient) -> None:
    edge_id = outside.latest(msg.Layout, names.LAYOUT).edges[1].id
    closed = told(fleet, "close", "--edge", edge_id, "--reason", "cleaning", "--lasts", "3")
    assert closed["until_s"] == pytest.approx(closed["since_s"] + 3.0)
    outside.wait(lambda: told(fleet, "list") == [] or None, WITHIN_S, "the closure stays")
    assert refused(fleet, "open", closed["id"])  # it is gone for everybody


def test_a_closure_that_cannot_be_gets_one_line(fleet: RunningFleet) -> None:
    assert "edge nowhere is not in layout" in refused(
        fleet, "close", "--edge", "nowhere", "--reason", "x"
    )
    assert "needs a reason" in refused(fleet, "close", "--edge", "nowhere", "--reason", " ")
    assert "closure ghost is not known" in refused(fleet, "open", "ghost")
    assert "vehicle ghost is not known" in refused(fleet, "explain", "ghost")


def test_a_vehicle_says_what_it_does_or_waits_for(
    fleet: RunningFleet, outside: FleetClient
) -> None:
    vehicle_id = outside.latest(msg.FleetState, names.STATE).vehicles[0].report.vehicle_id
    chain = told(fleet, "explain", vehicle_id)
    assert chain[0]["vehicle_id"] == vehicle_id
    assert chain[0]["reason"]["text"]
    answer = outside.ask(srv.ExplainWait, names.EXPLAIN_WAIT, vehicle_id=vehicle_id)
    assert answer.chain[0].vehicle_id == vehicle_id
    plain = fleet_command("traffic", "explain", vehicle_id, domain=fleet.domain)
    assert vehicle_id in plain.stdout
