"""One dispatcher and one plant clock in a domain, and nothing answers that does not command."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from diagnostic_msgs.msg import DiagnosticStatus
from fleet_interfaces import msg, srv
from lifecycle_msgs.msg import Transition
from lifecycle_msgs.srv import ChangeState
from rcl_interfaces.msg import Parameter, ParameterType, ParameterValue
from rcl_interfaces.srv import SetParameters
from rclpy.node import NodeNameNonExistentError

from fleet_nodes import names
from fleet_nodes.client import FleetClient
from tests.ros.node_process import NodeProcess
from tests.ros.running_fleet import START_WITHIN_S, RunningFleet, fleet_command, submit

pytestmark = [pytest.mark.ros, pytest.mark.timeout(300)]

VEHICLES = 12
CHANGES = {
    "configure": Transition.TRANSITION_CONFIGURE,
    "activate": Transition.TRANSITION_ACTIVATE,
    "deactivate": Transition.TRANSITION_DEACTIVATE,
    "cleanup": Transition.TRANSITION_CLEANUP,
}


@pytest.fixture
def said(tmp_path: Path) -> Path:
    return tmp_path / "said"


def call(outside: FleetClient, kind: type[Any], service: str, request: Any) -> Any:
    client = outside.node.create_client(kind, service)
    outside.wait(lambda: client.service_is_ready() or None, 30.0, f"no {service}")
    outside.spin(0.5)  # an answer to a client that is not known yet would be dropped
    future = client.call_async(request)
    outside.wait(lambda: future.done() or None, 60.0, f"{service} does not answer")
    return future.result()


def change(outside: FleetClient, *changes: str) -> None:
    for each in changes:
        request = ChangeState.Request(transition=Transition(id=CHANGES[each]))
        assert call(outside, ChangeState, "/dispatcher/change_state", request).success, each


def offered(outside: FleetClient) -> set[str]:
    """Services of the fleet that the dispatcher offers, actions included."""
    found = outside.node.get_service_names_and_types_by_node("dispatcher", "/")
    return {name for name, _ in found if name.startswith("/fleet/")}


def spoken(outside: FleetClient) -> list[str]:
    """Topics that the dispatcher publishes for the fleet, each as often as it does."""
    try:
        found = outside.node.get_publisher_names_and_types_by_node("dispatcher", "/")
    except NodeNameNonExistentError:
        return []
    topics = [name for name, _ in found if name.startswith(("/fleet/", "/amr_1/"))]
    return [
        topic
        for topic in topics
        for each in outside.node.get_publishers_info_by_topic(topic)
        if each.node_name == "dispatcher"
    ]


def order(number: int) -> msg.TransportOrder:
    pick = msg.Stop(station_id="block_a_7", action=msg.Stop.ACTION_PICK)
    drop = msg.Stop(station_id="dock_4", action=msg.Stop.ACTION_DROP)
    return msg.TransportOrder(id=f"owner-{number}", stops=[pick, drop])


def test_a_second_dispatcher_names_the_first_and_ends(
    fleet: RunningFleet, outside: FleetClient, tmp_path: Path, said: Path
) -> None:
    before = fleet.restarts("dispatcher")
    second = NodeProcess("dispatcher", fleet.domain, said, data_folder=tmp_path / "other")
    assert second.end(START_WITHIN_S) == 2
    assert f"process {fleet.pid('dispatcher')} on " in second.said()
    assert str(fleet.data) in second.said()
    assert fleet.restarts("dispatcher") == before
    assert submit(outside, order(0)).id == "owner-0"


def test_a_second_plant_names_the_first_and_ends(
    fleet: RunningFleet, tmp_path: Path, said: Path
) -> None:
    other, before = tmp_path / "other", fleet.restarts("plant_simulator")
    second = NodeProcess("plant_simulator", fleet.domain, said, data_folder=other, local="profile")
    assert second.end(START_WITHIN_S) == 2
    assert f"process {fleet.pid('plant_simulator')} on " in second.said()
    assert fleet.restarts("plant_simulator") == before


def test_another_clock_is_refused_while_a_node_runs(
    fleet: RunningFleet, outside: FleetClient
) -> None:
    for node in ("dispatcher", "proximity"):
        value = ParameterValue(type=ParameterType.PARAMETER_BOOL, bool_value=False)
        request = SetParameters.Request(parameters=[Parameter(name="use_sim_time", value=value)])
        result = call(outside, SetParameters, f"/{node}/set_parameters", request).results[0]
        assert not result.successful
        assert "use_sim_time takes effect at the start" in result.reason
    assert outside.ask(srv.ListOrders, names.LIST_ORDERS).outcome.code == msg.Outcome.DONE


def test_one_that_was_killed_is_back_within_seconds(
    fleet: RunningFleet, outside: FleetClient
) -> None:
    for node in ("dispatcher", "plant_simulator"):
        before = fleet.restarts(node)
        os.kill(fleet.pid(node), signal.SIGKILL)
        outside.wait(lambda n=node, b=before: fleet.restarts(n) > b or None, 30.0, "no restart")
        wait_until_owned(fleet, outside, node)
        fleet.wait_until_ready(outside, VEHICLES)
        assert fleet.restarts(node) == before + 1  # it was not refused and started again


def wait_until_owned(fleet: RunningFleet, outside: FleetClient, node: str) -> None:
    """By the process that was started again: until then anybody may claim the role."""
    owners: set[str] = set()

    def hear(message: DiagnosticStatus) -> None:
        if message.level == DiagnosticStatus.OK:
            owners.add(message.message)

    outside.subscribe(DiagnosticStatus, names.OWNERS, hear)

    def owned() -> bool:
        try:
            new = f"process {fleet.pid(node)} on "
        except AssertionError:  # it is said before it is done
            return False
        return any(each.startswith(new) for each in owners)

    outside.wait(lambda: owned() or None, START_WITHIN_S, "no owner")


def test_what_is_deactivated_or_cleaned_up_answers_nothing(
    fleet: RunningFleet, outside: FleetClient
) -> None:
    found = "no dispatcher is found"
    outside.wait(lambda: names.STATE in spoken(outside) or None, START_WITHIN_S, found)
    outside.spin(3.0)  # until all of it is found
    full, topics = offered(outside), sorted(spoken(outside))
    assert names.SUBMIT_ORDER in full
    change(outside, "deactivate")
    outside.wait(lambda: not offered(outside) or None, 10.0, "inactive, and still answers")
    refused = fleet_command("order", "list", domain=fleet.domain)
    assert "no dispatcher answers" in refused.stderr
    change(outside, "cleanup")
    outside.wait(lambda: not spoken(outside) or None, 10.0, "cleaned up, and still speaks")
    assert not offered(outside)
    for _ in range(3):
        change(outside, "configure")
        assert not offered(outside)
        change(outside, "activate", "deactivate", "cleanup")
    change(outside, "configure", "activate")
    outside.wait(lambda: offered(outside) == full or None, 20.0, "active, and does not answer")
    outside.wait(lambda: sorted(spoken(outside)) == topics or None, 20.0, "other topics")


def test_orders_are_known_after_all_that(fleet: RunningFleet, outside: FleetClient) -> None:
    change(outside, "deactivate", "cleanup", "configure", "activate")
    fleet.wait_until_ready(outside, VEHICLES)
    wanted = [submit(outside, order(number)).id for number in range(1, 21)]
    known = {each.id for each in outside.ask(srv.ListOrders, names.LIST_ORDERS).orders}
    assert known.issuperset(wanted)
