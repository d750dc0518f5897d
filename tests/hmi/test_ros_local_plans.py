"""Plans, corridors and interventions over ROS: heard only while they are to be seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from math import cos, sin
from pathlib import Path

import pytest
from fleet_interfaces import msg

from fleet_core.model.local_state import BrakeCause, Intervention
from fleet_core.model.request import Answer, SendVehicle
from fleet_core.model.vehicle import Activity
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.instants import time_message
from hmi.link.ros_link import RosLink
from hmi.model.local_picture import LocalPicture

pytestmark = [pytest.mark.ros, pytest.mark.timeout(600)]

FLEET = [sys.executable, "-c", "from fleet_core.app.cli import main; main()"]
WITHIN_S = 180.0
FACTOR = "0.5"
"""On a machine that is busy with other tests commands come late, and a vehicle brakes then."""
WHOM = "amr_1"


@pytest.fixture
def link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RosLink]:
    """On a graph whose vehicles the local planner steers."""
    from fleet_nodes.commands.domain import free_domain  # noqa: PLC0415

    monkeypatch.setenv("ROS_DOMAIN_ID", str(free_domain(os.getpid() * 17 % 101 + 1)))
    process = subprocess.Popen(
        [
            *(*FLEET, "up", "--data", str(tmp_path / "data"), "--real-time-factor", FACTOR),
            *("--scenario", "none", "--local", "commands"),
        ],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    link = RosLink()
    link.start(lambda number, answer: None)
    yield link
    link.stop()
    process.send_signal(signal.SIGINT)
    process.wait(timeout=20)


def test_the_window_sees_what_a_vehicle_means_to_do_and_why_it_is_braked(link: RosLink) -> None:
    wait(lambda: len(local(link).states) == 12, "words on twelve vehicles")
    assert not local(link).plans
    wait(lambda: is_taken_up(link), "vehicle that can be sent")
    answers: dict[int, Answer] = {}
    link._answered = answers.__setitem__
    link.send(1, SendVehicle(WHOM, "line_1_caps"), "anna")
    link.watch(frozenset({WHOM}))
    wait(lambda: speed_mps(link) > 0.6, "vehicle on its way")
    wait(lambda: WHOM in local(link).corridors, "corridor")
    assert set(local(link).plans) == {WHOM}

    with FleetClient("test_hmi_local_plans") as client:
        people = client.node.create_publisher(msg.MovingObjects, names.MOVING_OBJECTS, 10)

        def is_braked() -> bool:
            people.publish(somebody_before(link))
            client.spin(0.1)
            return newest(link) is not None

        wait(is_braked, "intervention")
    intervention = newest(link)
    assert intervention is not None
    assert intervention.cause is BrakeCause.OBJECT
    assert intervention.obstacle is not None
    assert (intervention.obstacle.id, intervention.obstacle.kind) == ("p", "person")
    wait(lambda: (newest(link) or intervention).until_s is not None, "end of the intervention")

    link.watch(frozenset())
    wait(lambda: not local(link).plans, "end of the plans")


def is_taken_up(link: RosLink) -> bool:
    """After a start all are listened to before anybody is taken up."""
    snapshot = link.latest().snapshot
    shown = snapshot.vehicles if snapshot is not None else ()
    return any(s.report.vehicle_id == WHOM and s.activity is Activity.IDLE for s in shown)


def somebody_before(link: RosLink) -> msg.MovingObjects:
    """A person is seen just before the vehicle, wherever it is."""
    snapshot = link.latest().snapshot
    assert snapshot is not None
    pose = next(s.report.pose for s in snapshot.vehicles if s.report.vehicle_id == WHOM)
    x, y = pose.x_m + 1.6 * cos(pose.heading_rad), pose.y_m + 1.6 * sin(pose.heading_rad)
    person = msg.MovingObject(id="p", kind="person", x_m=x, y_m=y, radius_m=0.3)
    seen = msg.MovingObjects(source="camera", objects=[person])
    seen.header.frame_id = "map"
    seen.header.stamp = time_message(snapshot.time_s)
    return seen


def local(link: RosLink) -> LocalPicture:
    return link.latest().local


def newest(link: RosLink) -> Intervention | None:
    state = local(link).states.get(WHOM)
    return state.newest if state else None


def speed_mps(link: RosLink) -> float:
    snapshot = link.latest().snapshot
    statuses = snapshot.vehicles if snapshot else ()
    return max((s.report.speed_mps for s in statuses if s.report.vehicle_id == WHOM), default=0.0)


def wait(condition: Callable[[], bool], what: str) -> None:
    deadline_s = time.monotonic() + WITHIN_S
    while not condition():
        assert time.monotonic() < deadline_s, f"no {what} within {WITHIN_S:.0f} s"
        time.sleep(0.05)
