"""``fleet driver check`` finds nothing where all is right, and says when it cannot begin."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fleet_interfaces import msg

from fleet_core.model.errors import CommandError, WorkError
from fleet_nodes import names, qos
from fleet_nodes.client import FleetClient
from tests.ros.checked_driver import SPEED_MPS, not_kept, rule_results
from tests.ros.driver_process import LIBRARY, DriverProcess, foreign_drivers
from tests.ros.running_fleet import own_domain

pytestmark = [pytest.mark.ros, pytest.mark.timeout(280)]

COMMAND = [sys.executable, "-P", "-c", "from fleet_nodes.commands.driver import app; app()"]


@pytest.fixture(scope="module")
def domain() -> int:
    return own_domain()


@pytest.fixture(scope="module")
def client(domain: int) -> Iterator[FleetClient]:
    with FleetClient("checker", 10.0, domain) as made:
        yield made


def foreign_driver(name: str, domain: int, folder: Path) -> DriverProcess:
    words = {"name": name, "id": name.upper(), "type": "amr", "pose": [0.0, 0.0, 0.5]}
    return foreign_drivers([words | {"speed_mps": SPEED_MPS}], domain, folder / "said")


@pytest.fixture(scope="module")
def stranger(domain: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DriverProcess]:
    process = foreign_driver("sound", domain, tmp_path_factory.mktemp("drivers"))
    yield process
    process.stop()


def test_a_sound_foreign_driver_keeps_all_rules(
    client: FleetClient, stranger: DriverProcess
) -> None:
    found = rule_results(client, "sound", restart=stranger.restart_command)
    assert not_kept(found) == {}
    assert len(found) > 25


def test_the_library_s_driver_keeps_all_rules(
    client: FleetClient, domain: int, tmp_path: Path
) -> None:
    words = ("example", "amr", "0", "0", "0.5")
    process = DriverProcess(LIBRARY, words, domain, tmp_path / "said")
    try:
        found = rule_results(client, "example", restart=process.restart_command)
    finally:
        process.stop()
    assert not_kept(found) == {}


def test_nobody_there_and_a_vehicle_at_work_are_said(client: FleetClient) -> None:
    with pytest.raises(CommandError, match="there is no rule xyz"):
        rule_results(client, "sound", rules=("xyz",))
    topic = names.vehicle_route("commanded")
    publisher = client.node.create_publisher(msg.Route, topic, qos.LATEST)
    client.wait(lambda: client.node.count_publishers(topic) or None, 10.0, "no publisher")
    with pytest.raises(CommandError, match="a fleet commands this vehicle"):
        rule_results(client, "commanded")
    client.node.destroy_publisher(publisher)
    with pytest.raises(WorkError, match="nothing sound"):
        rule_results(client, "nobody")


def test_the_command_prints_json_and_fails_where_a_rule_is_broken(
    domain: int, tmp_path: Path
) -> None:
    stranger = foreign_driver("unsound", domain, tmp_path)
    stranger.switch("UNSOUND", "percent", 87)
    words = ["check", "unsound", "--rule", "names_no_route_at_first", "--json"]
    for _ in range(2):  # a busy machine may not hear the driver in time
        answer = subprocess.run(
            [*COMMAND, *words],
            env={**os.environ, "ROS_DOMAIN_ID": str(domain)},
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        if answer.stdout:
            break
    stranger.stop()
    assert answer.returncode == 1, answer.stderr
    assert answer.stdout, answer.stderr
    said = json.loads(answer.stdout)
    assert not said["kept"]
    assert [each["rule"] for each in said["rules"] if each["verdict"] == "broken"] == ["is_sound"]
