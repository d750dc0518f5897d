"""A client in trouble: an answer that is lost, and where its processes look for each other."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from fleet_interfaces import srv
from rclpy.task import Future

from fleet_core.model.errors import WorkError
from fleet_core.model.request import CancelOrder
from fleet_nodes import client as client_module
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.commands.domain import environment_for
from fleet_nodes.conversions.commands import call_of
from tests.ros.running_fleet import own_domain

pytestmark = pytest.mark.ros


class DropsAnswers:
    """A service client whose first answers are lost: on a real graph that cannot be made to happen
    at will (docs/ros.md)."""

    def __init__(self, lost: int) -> None:
        self.asked = 0
        self._lost = lost

    def call_async(self, _request: object) -> Future:
        self.asked += 1
        future: Future = Future()
        if self.asked > self._lost:
            future.set_result("answer")
        return future


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[FleetClient]:
    monkeypatch.setattr(client_module, "ASK_AGAIN_S", 0.05)
    with FleetClient("alone", 2.0, own_domain()) as client:
        yield client


def test_what_changes_nothing_is_asked_again(alone: FleetClient) -> None:
    service = DropsAnswers(lost=2)
    request = object()
    assert alone._answer(service, request, names.GET_ORDER) == "answer"
    assert service.asked >= 3


def test_a_command_with_an_id_is_asked_again_until_it_is_answered(alone: FleetClient) -> None:
    service = DropsAnswers(lost=3)
    call = call_of(CancelOrder("T-1"), "anna")
    assert call.fields["request_id"]
    assert alone._answer(service, call.message(), call.service) == "answer"
    assert service.asked >= 4


def test_a_command_without_an_id_is_sent_once(alone: FleetClient) -> None:
    service = DropsAnswers(lost=1)
    with pytest.raises(WorkError, match="does not answer"):
        alone._answer(service, srv.OrderCommand.Request(order_id="T-1"), names.CANCEL_ORDER)
    assert service.asked == 1


def test_the_users_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "FASTDDS_BUILTIN_TRANSPORTS", "LARGE_DATA")
    monkeypatch.delitem(os.environ, "ROS_AUTOMATIC_DISCOVERY_RANGE", raising=False)
    assert environment_for(7) == {
        "ROS_DOMAIN_ID": "7",
        "ROS_AUTOMATIC_DISCOVERY_RANGE": "LOCALHOST",
    }
    monkeypatch.delitem(os.environ, "FASTDDS_BUILTIN_TRANSPORTS")
    assert environment_for(None)["FASTDDS_BUILTIN_TRANSPORTS"] == "UDPv4"
