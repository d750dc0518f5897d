"""Anyone can drive the fleet who knows the interfaces."""

from __future__ import annotations

import json
import os
import signal
from typing import Any

import pytest
from diagnostic_msgs.msg import DiagnosticArray
from fleet_interfaces import msg, srv
from fleet_interfaces.action import ExecuteTransport
from nav_msgs.msg import Odometry, Path
from rclpy.action import ActionClient
from sensor_msgs.msg import BatteryState
from visualization_msgs.msg import MarkerArray

from fleet_core.model.errors import InputError
from fleet_core.model.request import CancelOrder, NewDeadline, ReprioritiseOrder, ResumeOrder
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.commands.domain import free_domain
from tests.ros.running_fleet import RunningFleet, fleet_command, submit

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

DELIVERED_WITHIN_S = 120.0


def transport(source: str, target: str, **fields: Any) -> msg.TransportOrder:
    pick = msg.Stop(station_id=source, action=msg.Stop.ACTION_PICK)
    drop = msg.Stop(station_id=target, action=msg.Stop.ACTION_DROP)
    return msg.TransportOrder(stops=[pick, drop], **fields)


def state_of(outside: FleetClient, order_id: str) -> str:
    return str(outside.order(order_id).order.state)


def test_a_client_submits_an_order_and_sees_it_delivered(outside: FleetClient) -> None:
    accepted = submit(outside, transport("block_a_7", "dock_4"))
    assert accepted.id
    assert accepted.load_unit_id
    outside.wait(
        lambda: state_of(outside, accepted.id) == "done" or None,
        DELIVERED_WITHIN_S,
        "the order is not delivered",
    )
    answer = outside.order(accepted.id)
    states = [each.to_state for each in answer.transitions]
    assert states[0] == "accepted"
    assert states[-1] == "done"
    assert [each.sequence for each in answer.transitions] == list(range(len(states)))


def test_the_same_order_twice_is_one_order(outside: FleetClient) -> None:
    order = transport("labels_store_1", "line_1_labels", id="twice")
    first = submit(outside, order)
    second = submit(outside, order)
    assert first.id == second.id == "twice"
    orders = outside.ask(srv.ListOrders, names.LIST_ORDERS).orders
    assert [each.id for each in orders].count("twice") == 1
    with pytest.raises(InputError, match="known already with other content: stops is"):
        submit(outside, transport("labels_store_2", "line_1_labels", id="twice"))
    outside.ask(srv.OrderCommand, names.CANCEL_ORDER, order_id="twice", author="test")


def test_the_same_request_twice_is_carried_out_once(outside: FleetClient) -> None:
    submit(outside, transport("labels_store_1", "line_1_labels", id="once"))
    request = CancelOrder("once", "no longer wanted")
    assert [outside.do(request, "test").order.state for _ in (1, 2)] == ["cancelled"] * 2
    states = [each.to_state for each in outside.order("once").transitions]
    assert states.count("cancelled") == 1
    with pytest.raises(InputError, match="another request had this id"):
        outside.do(ResumeOrder("once", request_id=request.request_id), "test")


def test_a_deadline_is_set_left_and_taken_away(outside: FleetClient) -> None:
    later = transport("labels_store_1", "line_1_labels", id="due")
    later.release_time.sec = 2**31 - 100
    submit(outside, later)
    at_s = float(2**31 - 50)
    changes = (
        (ReprioritiseOrder("due", deadline=NewDeadline(at_s)), (0, at_s)),
        (ReprioritiseOrder("due", 7), (7, at_s)),
        (ReprioritiseOrder("due", deadline=NewDeadline(None)), (7, None)),
    )
    for request, expected in changes:
        order = outside.do(request, "test").order
        assert (order.priority, order.deadline_s) == expected
    outside.do(CancelOrder("due"), "test")
    assert outside.order("due").transitions[-1].author == "test"


def test_an_action_goal_reports_progress_and_ends_with_the_order(outside: FleetClient) -> None:
    action = ActionClient(outside.node, ExecuteTransport, names.EXECUTE_TRANSPORT)
    outside.wait(lambda: action.server_is_ready() or None, 30.0, "no action server")
    heard: list[Any] = []
    goal = ExecuteTransport.Goal(order=transport("caps_store_1", "line_1_caps"), author="test")
    sent = action.send_goal_async(goal, feedback_callback=heard.append)
    outside.wait(lambda: sent.done() or None, 30.0, "the goal is not answered")
    result = sent.result().get_result_async()
    outside.wait(lambda: result.done() or None, DELIVERED_WITHIN_S, "the goal does not end")
    assert result.result().result.outcome.code == msg.Outcome.DONE
    assert result.result().result.order.state == "done"
    assert any(each.feedback.vehicle.report.vehicle_id for each in heard)
    action.destroy()


def test_cancelling_a_goal_cancels_its_order(outside: FleetClient) -> None:
    action = ActionClient(outside.node, ExecuteTransport, names.EXECUTE_TRANSPORT)
    outside.wait(lambda: action.server_is_ready() or None, 30.0, "no action server")
    order = transport("dock_2", "block_c_4", id="to-be-cancelled")
    sent = action.send_goal_async(ExecuteTransport.Goal(order=order, author="test"))
    outside.wait(lambda: sent.done() or None, 30.0, "the goal is not answered")
    result = sent.result().get_result_async()
    sent.result().cancel_goal_async()
    outside.wait(lambda: result.done() or None, DELIVERED_WITHIN_S, "the goal does not end")
    assert state_of(outside, "to-be-cancelled") == "cancelled"
    action.destroy()


def test_a_bad_goal_ends_with_its_reason(outside: FleetClient) -> None:
    action = ActionClient(outside.node, ExecuteTransport, names.EXECUTE_TRANSPORT)
    outside.wait(lambda: action.server_is_ready() or None, 30.0, "no action server")
    sent = action.send_goal_async(
        ExecuteTransport.Goal(order=transport("nowhere", "dock_4"), author="test")
    )
    outside.wait(lambda: sent.done() or None, 30.0, "the goal is not answered")
    result = sent.result().get_result_async()
    outside.wait(lambda: result.done() or None, 30.0, "the goal does not end")
    assert result.result().result.outcome.code == msg.Outcome.BAD_INPUT
    assert "nowhere" in result.result().result.outcome.reason.text
    action.destroy()


BAD_REQUESTS = [
    (srv.SubmitOrder, names.SUBMIT_ORDER, {"order": transport("x", "dock_4")}, "station x"),
    (srv.SubmitOrder, names.SUBMIT_ORDER, {"order": msg.TransportOrder()}, "stops"),
    (
        srv.SubmitOrder,
        names.SUBMIT_ORDER,
        {"order": transport("block_a_7", "block_a_7")},
        "block_a_7",
    ),
    (
        srv.SubmitOrder,
        names.SUBMIT_ORDER,
        {"order": transport("block_a_7", "dock_4", priority=1000)},
        "priority",
    ),
    (
        srv.SubmitOrder,
        names.SUBMIT_ORDER,
        {"order": transport("x" * 5_000_000, "dock_4")},
        "characters",
    ),
    (srv.OrderCommand, names.CANCEL_ORDER, {"order_id": "unknown"}, "unknown"),
    (srv.OrderCommand, names.CANCEL_ORDER, {"order_id": ""}, "order_id"),
    (srv.VehicleCommand, names.PAUSE_VEHICLE, {"vehicle_id": "tank"}, "tank"),
    (srv.SendVehicle, names.SEND_VEHICLE, {"vehicle_id": "amr_1", "destination": "up"}, "up"),
    (srv.ReprioritiseOrder, names.REPRIORITISE_ORDER, {"order_id": "a"}, "priority"),
    (srv.FleetCommand, names.PAUSE_FLEET, {"author": ""}, "the name of who gives it"),
    (srv.FleetCommand, names.PAUSE_FLEET, {"author": "Fleet"}, "nobody but the fleet itself"),
    (srv.FleetCommand, names.PAUSE_FLEET, {"author": "x" * 129}, "129 characters"),
    (srv.FleetCommand, names.PAUSE_FLEET, {"request_id": "x" * 129}, "129 characters"),
    (srv.InjectFault, names.INJECT_FAULT, {"vehicle_id": "amr_1", "kind": "curse"}, "curse"),
    (srv.ListOrders, names.LIST_ORDERS, {"states": ["gone"]}, "gone"),
]


@pytest.mark.parametrize(("kind", "service", "request_", "named"), BAD_REQUESTS)
def test_a_bad_request_gets_its_reason_and_harms_nobody(
    outside: FleetClient, kind: Any, service: str, request_: dict[str, Any], named: str
) -> None:
    if "author" in kind.Request.get_fields_and_field_types():
        request_ = {"author": "test", **request_}
    with pytest.raises(InputError, match=named) as refusal:
        outside.ask(kind, service, **request_)
    assert len(str(refusal.value)) < 400


def test_candidates_come_with_their_arrival(outside: FleetClient) -> None:
    answer = outside.ask(
        srv.ListCandidates, names.LIST_CANDIDATES, order=transport("block_a_7", "dock_4")
    )
    possible = [each for each in answer.candidates if each.possible]
    arrivals = [each.arrival.sec + each.arrival.nanosec / 1e9 for each in possible]
    assert possible
    assert arrivals == sorted(arrivals)
    assert all(each.reason.code for each in answer.candidates if not each.possible)


def test_standard_messages_say_the_same(outside: FleetClient) -> None:
    layout = outside.latest(msg.Layout, names.LAYOUT)
    assert json.loads(layout.lif_json)["layouts"]
    assert json.loads(layout.facility_json)["name"] == layout.name
    assert len(layout.vehicle_ids) == len(layout.vehicle_type_ids) == 12
    odometry = outside.latest(Odometry, "/amr_1/odom")
    assert odometry.header.frame_id == "map"
    assert odometry.child_frame_id == "amr_1/base_link"
    assert 0.0 < outside.latest(BatteryState, "/amr_1/battery_state").percentage <= 1.0


def test_pausing_and_resuming_by_command(fleet: RunningFleet, outside: FleetClient) -> None:
    paused = fleet_command("vehicle", "pause", "amr_2", "--json", domain=fleet.domain)
    assert paused.returncode == 0, paused.stderr
    assert json.loads(paused.stdout)["vehicle"] == "amr_2"
    listed = fleet_command("vehicle", "list", "--json", domain=fleet.domain)
    activity = {v["report"]["vehicle_id"]: v["activity"] for v in json.loads(listed.stdout)}
    assert activity["amr_2"] == "paused"
    resumed = fleet_command("vehicle", "resume", "amr_2", domain=fleet.domain)
    assert resumed.returncode == 0
    refused = fleet_command("order", "submit", "nowhere", "dock_4", domain=fleet.domain)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "nowhere" in refused.stderr


def test_a_command_says_when_no_dispatcher_answers() -> None:
    lonely = free_domain(os.getpid() * 11 % 101 + 1)
    answer = fleet_command("order", "list", domain=lonely)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "no dispatcher answers" in answer.stderr


def test_a_node_that_dies_is_started_again(fleet: RunningFleet, outside: FleetClient) -> None:
    for node in ("vehicle_adapters", "layout_server"):
        os.kill(fleet.pid(node), signal.SIGKILL)
        outside.wait(lambda node=node: fleet.restarts(node) == 1 or None, 30.0, "no restart")
    fleet.wait_until_ready(outside, 12)
    assert outside.latest(msg.Layout, names.LAYOUT).name == "bottling_hall"


def test_diagnostics_and_pictures_for_other_tools(outside: FleetClient) -> None:
    health = outside.latest(DiagnosticArray, names.DIAGNOSTICS)
    assert health.status[0].name
    heard: list[Any] = []
    outside.subscribe(MarkerArray, names.LAYOUT_MARKERS, heard.append)
    outside.subscribe(Path, names.planned_path("amr_1"), heard.append)
    outside.wait(lambda: heard or None, 30.0, "no markers and no path")
