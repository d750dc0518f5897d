"""The fleet's settings as a file and as parameters of the dispatcher."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rclpy
from rclpy.node import Node

from fleet_core.model.errors import ConfigurationError
from fleet_nodes.dispatcher import Dispatcher
from tests.ros.running_fleet import own_domain

pytestmark = pytest.mark.ros


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plant.settings.yaml"
    path.write_text("give_up_after_s: 50\ndispatch: {reserve_soc: 0.2, plan_tries: 300}\n")
    return path


@pytest.fixture
def graph(tmp_path: Path, file: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """A context with the parameters of the test."""
    given = [f"settings:={file}", f"data_folder:={tmp_path / 'data'}", *request.param]
    args = [part for each in given for part in ("-p", each)]
    rclpy.init(args=["--ros-args", *args], domain_id=own_domain())
    yield
    rclpy.try_shutdown()


def value(node: Node, name: str) -> object:
    return node.get_parameter(name).value


@pytest.mark.parametrize("graph", [("dispatch.reserve_soc:=0.15", "patience:=4.0")], indirect=True)
@pytest.mark.usefixtures("graph")
def test_a_parameter_goes_before_the_file_and_patience_stretches_what_is_patience() -> None:
    node = Dispatcher()
    for _ in range(2):  # a node that is cleaned up and configured again keeps its parameters
        node.trigger_configure()
        assert node.failure is None
        settings = node._work.controller._fleet.settings  # type: ignore[union-attr]
        assert settings.dispatch.reserve_soc == value(node, "dispatch.reserve_soc") == 0.15
        assert settings.dispatch.plan_tries == value(node, "dispatch.plan_tries") == 300
        assert settings.give_up_after_s == 50.0
        assert settings.report_max_age_s == 8.0
        node.trigger_cleanup()
    about = node.describe_parameter("dispatch.reserve_soc")
    assert about.description == "Charge that is never planned with."
    assert about.floating_point_range[0].to_value == 0.9
    node.destroy_node()


@pytest.mark.parametrize(
    ("graph", "says"),
    [
        (("dispatch.reserve_soc:=0.5",), "dispatch.reserve_soc is 0.5, above dispatch.charge_belo"),
        (("traffic.release_s:=-1.0",), "traffic.release_s"),
        (("dispatch.objective:=fame",), "dispatch.objective is 'fame'; expected one of throughput"),
    ],
    indirect=["graph"],
)
@pytest.mark.usefixtures("graph")
def test_what_cannot_be_used_keeps_it_from_starting_and_is_named(says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        Dispatcher()
