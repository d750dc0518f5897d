"""Keys and policies: whole as OpenSSL sees them, fitting what nodes do, and no start without them.

The wheels' Fast DDS was built without security: what keys keep others from cannot be shown with it.
"""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fleet_core.layouts import load_facility
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.security.documents import wire_names
from fleet_nodes.security.keystore import make_keystore
from fleet_nodes.security.policies import policies, who_may_publish, whole
from tests.ros.running_fleet import RunningFleet

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

VEHICLES = ("amr_1", "tugger 2")
OPTIONS = ("--layout", "bottling_hall", "--scenario", "none")


def openssl(*words: str | Path) -> str:
    command = ["openssl", *(str(each) for each in words)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def keystore(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys") / "keystore"
    make_keystore(folder, policies(VEHICLES), datetime.now(UTC), 30)
    return folder


def test_every_certificate_and_document_is_the_authoritys(keystore: Path) -> None:
    authority = keystore / "public" / "ca.cert.pem"
    for enclave in policies(VEHICLES):
        place = keystore / "enclaves" / enclave
        openssl("verify", "-CAfile", authority, place / "cert.pem")
        subject = openssl(
            "x509", "-in", place / "cert.pem", "-noout", "-subject", "-nameopt", "RFC2253"
        )
        assert subject.strip() == f"subject=CN=/{enclave}"
        for name in ("governance.p7s", "permissions.p7s"):
            openssl("smime", "-verify", "-text", "-in", place / name, "-CAfile", authority)
        granted = ElementTree.parse(place / "permissions.xml").getroot()
        assert granted.findtext("permissions/grant/subject_name") == f"CN=/{enclave}"
        assert granted.findtext("permissions/grant/default") == "DENY"


def test_a_document_that_was_changed_is_no_longer_the_authoritys(keystore: Path) -> None:
    place = keystore / "enclaves" / "vehicles" / "amr_1"
    forged = keystore / "forged.p7s"
    words = (place / "permissions.p7s").read_text()
    forged.write_text(words.replace("rt/amr_1/odom", "rt/fleet/releases/amr_1", 1))
    assert forged.read_text() != words
    with pytest.raises(subprocess.CalledProcessError):
        openssl(
            "smime", "-verify", "-text", "-in", forged, "-CAfile", keystore / "public/ca.cert.pem"
        )
    forged.unlink()


def test_keys_are_for_their_user_alone_and_stay_when_a_vehicle_comes(keystore: Path) -> None:
    modes = {each.stat().st_mode & 0o777 for each in keystore.rglob("*")}
    assert modes == {0o700, 0o600}
    key = keystore / "enclaves" / "vehicles" / "amr_1" / "key.pem"
    before = key.read_bytes()
    new = make_keystore(keystore, policies([*VEHICLES, "amr_3"]), datetime.now(UTC), 30)
    assert new == ["vehicles/amr_3"]
    assert key.read_bytes() == before


def test_the_dispatcher_alone_publishes_releases_and_a_vehicle_its_own_topics_alone() -> None:
    of = policies(VEHICLES)
    assert who_may_publish(names.fleet_release("amr_1"), of) == ["fleet/dispatcher"]
    assert who_may_publish(names.vehicle_release("amr_1"), of) == ["fleet/vehicle_adapters"]
    assert who_may_publish(names.CLOCK, of) == ["fleet/gazebo_bridge", "fleet/plant_simulator"]
    plants = ["fleet/gazebo_bridge", "fleet/plant_simulator"]
    assert who_may_publish(names.odometry("amr_1"), of) == [*plants, "vehicles/amr_1"]
    assert who_may_publish(names.CROSSING_REQUESTS, of) == ["fleet/sensors"]
    said, _ = wire_names(of["vehicles/amr_1"])
    assert not [topic for topic in said if topic.startswith(("rq/", "rt/fleet", "rt/tugger"))]


def test_what_nodes_do_on_a_running_graph_is_what_their_policies_allow(tmp_path: Path) -> None:
    types = load_facility("bottling_hall").facility
    fleet_ids = [each.id for each in types.fleet if not types.vehicle_types[each.type_id].manned]
    of = policies(fleet_ids)
    fleet = RunningFleet(tmp_path / "data", 1.0, *OPTIONS)
    try:
        with fleet.client() as outside:
            fleet.wait_until_ready(outside, len(fleet_ids))
            outside.spin(2.0)
            found = {name for name, _ in outside.node.get_node_names_and_namespaces()}
            nodes = found & {enclave.removeprefix("fleet/") for enclave in of}
            assert {"dispatcher", "vehicle_adapters", "proximity", "plant_simulator"} <= nodes
            for node in sorted(nodes):
                check_node(outside, node, of[f"fleet/{node}"])
    finally:
        fleet.stop()


def check_node(outside: FleetClient, node: str, policy: object) -> None:
    policy = whole(policy)  # type: ignore[arg-type]
    own = f"/{node}/"
    graph = outside.node
    seen = {
        "publish": graph.get_publisher_names_and_types_by_node(node, "/"),
        "subscribe": graph.get_subscriber_names_and_types_by_node(node, "/"),
        "offer": graph.get_service_names_and_types_by_node(node, "/"),
        "call": graph.get_client_names_and_types_by_node(node, "/"),
    }
    for kind, entries in seen.items():
        allowed = set(getattr(policy, kind))
        used = {name for name, _ in entries if "/_action/" not in name}
        beyond = {name for name in used - allowed if not (kind == "offer" and name.startswith(own))}
        assert not beyond, f"{node} does what it may not: {kind} {sorted(beyond)}"


def test_nothing_is_started_without_protection_when_it_was_asked_for(tmp_path: Path) -> None:
    keys = tmp_path / "keystore"
    fleet = RunningFleet(tmp_path / "data", 1.0, *OPTIONS, "--secure", "--keystore", str(keys))
    assert fleet.ended() == 2
    assert "has no enclave fleet/dispatcher; make it: fleet security init" in fleet.said()

    make_keystore(keys, policies(["amr_1"]), datetime.now(UTC), 30)
    fleet = RunningFleet(tmp_path / "data", 1.0, *OPTIONS, "--secure", "--keystore", str(keys))
    assert fleet.ended() == 2
    assert "Fast DDS was built without security" in fleet.said()
    assert "dispatcher is process" not in fleet.said()
