"""What the ``fleet`` command can do to orders and vehicles, on a running fleet."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from fleet_interfaces import msg, srv

from fleet_core.model.errors import InputError
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.fleet import vehicles_of
from tests.ros.running_fleet import RunningFleet, fleet_command

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

DONE_WITHIN_S = 180.0
LABELS = ("labels_store_1", "line_1_labels")


@pytest.fixture
def told(fleet: RunningFleet) -> Callable[..., Any]:
    """Runs a command that must succeed, gives its JSON."""

    def run(*arguments: str) -> Any:
        answer = fleet_command(*arguments, "--json", domain=fleet.domain)
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    return run


@pytest.fixture
def refused(fleet: RunningFleet) -> Callable[..., str]:
    """Runs a command that must be refused, gives its one line."""

    def run(*arguments: str) -> str:
        answer = fleet_command(*arguments, domain=fleet.domain)
        assert answer.returncode == 2, answer.stderr
        assert answer.stderr.count("\n") == 1
        return answer.stderr

    return run


def wait_for(outside: FleetClient, order_id: str, state: str) -> None:
    outside.wait(
        lambda: outside.order(order_id).order.state == state or None,
        DONE_WITHIN_S,
        f"{order_id} is not {state}",
    )


def test_several_stops_and_an_order_after_another(told: Any, outside: FleetClient) -> None:
    stops = ("labels_store_2:pick:REEL-7", "labels_store_1:wait:5", "line_2_labels:drop:REEL-7")
    first = told("order", "submit", "--id", "tour", *(w for s in stops for w in ("--stop", s)))
    assert [
        (stop["station_id"], stop["action"], stop["duration_s"]) for stop in first["stops"]
    ] == [
        ("labels_store_2", "pick", 0.0),
        ("labels_store_1", "wait", 5.0),
        ("line_2_labels", "drop", 0.0),
    ]
    assert first["load_unit_id"] == "REEL-7"
    after = ("--after", "tour", "--priority", "7", "--due-in", "7200", "--origin", "wms")
    second = told("order", "submit", *LABELS, "--id", "next", *after)
    assert second["depends_on"] == ["tour"]
    assert (second["priority"], second["origin"]) == (7, "wms")
    assert second["deadline_s"] > second["created_at_s"]
    wait_for(outside, "tour", "done")
    wait_for(outside, "next", "done")
    steps = told("order", "show", "next")["transitions"]
    queued = next(each for each in steps if each["to_state"] == "queued")
    assert queued["time_s"] >= told("order", "show", "tour")["ended_at_s"]


def test_an_order_is_released_suspended_and_changed(told: Any, refused: Any) -> None:
    made = told("order", "submit", *LABELS, "--id", "later", "--release-in", "36000")
    assert made["state"] == "accepted"
    assert made["release_time_s"] > made["created_at_s"] + 30000.0
    assert told("order", "reprioritise", "later", "--priority", "-40")["priority"] == -40
    due = told("order", "reprioritise", "later", "--due-in", "72000")
    assert due["deadline_s"] > due["release_time_s"]
    raised = told("order", "reprioritise", "later", "--priority", "40")
    assert (raised["priority"], raised["deadline_s"]) == (40, due["deadline_s"])
    assert told("order", "reprioritise", "later", "--no-deadline")["deadline_s"] is None
    assert "neither" in refused("order", "reprioritise", "later")
    assert "on board of no vehicle" in refused("order", "load", "later", "--lost")
    assert "--at STATION, --lost" in refused("order", "load", "later")
    assert told("order", "suspend", "later")["state"] == "suspended"
    assert told("order", "resume", "later")["state"] == "accepted"
    assert "before its release" in refused("order", "reprioritise", "later", "--due-in", "10")
    assert told("order", "cancel", "later", "--cause", "test")["state"] == "cancelled"
    assert "later" in refused("order", "suspend", "later")
    causes = [each["cause"] for each in told("order", "show", "later")["transitions"]]
    assert any("test" in each["parameters"].values() for each in causes)


def test_a_command_is_given_in_somebodys_name(
    told: Any, refused: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLEET_OPERATOR", "bert")
    made = told("order", "submit", *LABELS, "--id", "named", "--release-in", "36000")
    assert made["author"] == "bert"
    told("order", "cancel", "named", "--operator", "anna")
    last = told("order", "show", "named")["transitions"][-1]
    assert (last["author"], last["cause"]["code"]) == ("anna", "cancelled")
    assert "nobody but the fleet" in refused("vehicle", "pause", "--all", "--operator", "fleet")


def test_who_could_do_an_order_is_told_and_nothing_is_sent(told: Any, outside: FleetClient) -> None:
    candidates = told("order", "submit", *LABELS, "--id", "dry", "--dry-run")
    assert any(each["possible"] and each["arrival_s"] for each in candidates)
    assert len(candidates) == len(vehicles_of(outside.latest(msg.FleetState, names.STATE)))
    with pytest.raises(InputError, match="dry"):
        outside.order("dry")


def test_a_person_gives_an_order_to_a_vehicle(
    told: Any, refused: Any, outside: FleetClient
) -> None:
    told("order", "submit", *LABELS, "--id", "given", "--release-in", "36000")
    assert told("order", "assign", "given", "amr_3")["intended_vehicle"] == "amr_3"
    assert "tugger_1" in refused("order", "assign", "given", "tugger_1")
    assert "unknown" in refused("order", "assign", "unknown", "amr_3")
    assert not told("order", "unassign", "given")["intended_vehicle"]
    told("order", "cancel", "given")
    told("order", "submit", *LABELS, "--id", "meant", "--vehicle", "amr_3")
    wait_for(outside, "meant", "done")
    assert outside.order("meant").order.vehicle_id == "amr_3"


def test_a_vehicle_is_sent(told: Any, refused: Any, outside: FleetClient) -> None:
    assert told("vehicle", "send", "tugger_1", "--to", "line_2_supplies")["done"] == "sent"

    def there() -> bool | None:
        vehicles = vehicles_of(outside.latest(msg.FleetState, names.STATE))
        tugger = next(each for each in vehicles if each.report.vehicle_id == "tugger_1")
        return tugger.goal_station_id == "line_2_supplies" or None

    outside.wait(there, DONE_WITHIN_S, "tugger_1 does not go to line_2_supplies")
    assert "nowhere" in refused("vehicle", "send", "tugger_1", "--to", "nowhere")
    assert "give one of" in refused("vehicle", "send", "tugger_1", "--charge", "--park")
    told("vehicle", "send", "tugger_1", "--charge")


def test_the_whole_fleet_is_paused_and_goes_on(told: Any, outside: FleetClient) -> None:
    def activities() -> set[str]:
        vehicles = vehicles_of(outside.latest(msg.FleetState, names.STATE))
        return {each.activity.value for each in vehicles}

    try:
        assert told("vehicle", "pause", "--all")["done"] == "paused"
        outside.wait(lambda: activities() == {"paused"} or None, 60.0, "somebody is not paused")
    finally:
        assert told("vehicle", "resume", "--all")["done"] == "resumed"
    outside.wait(lambda: "paused" not in activities() or None, 60.0, "somebody is still paused")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--stop", "dock_1:juggle"), "dock_1:juggle"),
        (("dock_1", "block_a_1", "--after", "never_heard_of"), "never_heard_of"),
        (("dock_1", "block_a_1", "--vehicle", "tank"), "tank"),
        (("dock_1", "block_a_1", "--origin", "moon"), "moon"),
    ],
)
def test_an_order_that_is_wrong_gets_one_line(
    refused: Any, arguments: tuple[str, ...], named: str
) -> None:
    assert named in refused("order", "submit", *arguments)


def test_thirty_megabytes_to_a_service_harm_nobody(outside: FleetClient) -> None:
    huge = msg.TransportOrder(
        stops=[msg.Stop(station_id="x" * 30_000_000, action="pick")], load_unit_id="huge"
    )
    with pytest.raises(InputError, match="30000000 characters") as refusal:
        outside.ask(srv.SubmitOrder, names.SUBMIT_ORDER, order=huge, author="test")
    assert len(str(refusal.value)) < 400
    outside.ask(srv.ListOrders, names.LIST_ORDERS)
