"""The local planner as a node: what it is told, what it commands, and what happens without it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from math import nan
from pathlib import Path

import pytest
from diagnostic_msgs.msg import DiagnosticArray
from fleet_interfaces import msg, srv
from geometry_msgs.msg import Twist
from nav_msgs.msg import Odometry
from nav_msgs.msg import Path as PathMessage

from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.instants import time_message
from tests.ros.running_fleet import RunningFleet

pytestmark = [pytest.mark.ros, pytest.mark.timeout(300)]

WITHIN_S = 90.0
PEOPLE = "test_camera"


class Watcher:
    """Sees one AMR, and what is said of its planning."""

    def __init__(self, client: FleetClient, name: str) -> None:
        self.client, self.name = client, name
        self.odometry: Odometry | None = None
        self.plan: PathMessage | None = None
        self.corridor: msg.Corridor | None = None
        self.said = ""
        client.subscribe(Odometry, names.odometry(name), self._see)
        client.subscribe(PathMessage, names.local_plan(name), self._plan)
        client.subscribe(msg.Corridor, names.corridor(name), self._corridor)
        client.subscribe(DiagnosticArray, names.DIAGNOSTICS, self._hear)

    def _see(self, message: Odometry) -> None:
        self.odometry = message

    def _plan(self, message: PathMessage) -> None:
        self.plan = message

    def _corridor(self, message: msg.Corridor) -> None:
        self.corridor = message

    def _hear(self, message: DiagnosticArray) -> None:
        for status in message.status:
            if status.name == f"{self.name}/local_planner":
                self.said = status.message

    @property
    def speed_mps(self) -> float:
        return abs(self.odometry.twist.twist.linear.x) if self.odometry else 0.0

    def until(self, condition, what: str) -> None:
        self.client.wait(lambda: condition() or None, WITHIN_S, what)


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[RunningFleet]:
    running = RunningFleet(tmp_path / "data", 1.0, "--scenario", "none", "--local", "commands")
    yield running
    running.stop()


def long_way(fleet: RunningFleet, client: FleetClient) -> Watcher:
    """An AMR that is on its way along a lane."""
    fleet.wait_until_ready(client, 12)
    watcher = Watcher(client, "amr_1")
    client.ask(
        srv.SendVehicle,
        names.SEND_VEHICLE,
        vehicle_id="amr_1",
        destination=srv.SendVehicle.Request.TO_STATION,
        station_id="line_1_caps",
        author="test",
    )
    watcher.until(lambda: watcher.speed_mps > 0.8, "amr_1 does not get going")
    return watcher


def test_vehicles_are_steered_and_stop_without_a_planner_and_before_people(
    fleet: RunningFleet,
) -> None:
    with fleet.client() as client:
        watcher = long_way(fleet, client)
        watcher.until(lambda: watcher.plan is not None, "no plan is published")
        assert watcher.plan is not None
        assert len(watcher.plan.poses) > 10

        os.kill(fleet.pid("local_planner"), signal.SIGKILL)
        watcher.until(lambda: watcher.speed_mps < 0.01, "amr_1 drives on without a planner")
        watcher.until(lambda: watcher.speed_mps > 0.5, "amr_1 does not go on")
        assert fleet.restarts("local_planner") == 1

        planner = fleet.pid("local_planner")
        os.kill(planner, signal.SIGSTOP)  # a core that is busy with something else
        watcher.until(lambda: watcher.speed_mps < 0.01, "amr_1 drives on without commands")
        os.kill(planner, signal.SIGCONT)
        watcher.until(lambda: watcher.speed_mps > 0.3, "amr_1 does not go on")

        hostile = client.node.create_publisher(Twist, names.velocity_command("amr_1"), 1)
        bad = Twist()
        bad.linear.x = nan
        for _ in range(5):
            hostile.publish(bad)
            client.spin(0.05)
        assert watcher.speed_mps > 0.1

        stand_before_a_person(watcher)


def stand_before_a_person(watcher: Watcher) -> None:
    """Somebody stands in the lane ahead: the vehicle waits, says why, and goes on afterwards."""
    client = watcher.client
    people = client.node.create_publisher(msg.MovingObjects, names.MOVING_OBJECTS, 10)
    watcher.until(lambda: watcher.corridor is not None, "no corridor")
    corridor = watcher.corridor
    assert corridor is not None
    x, y = corridor.x_m[-1], corridor.y_m[-1]

    def somebody(there: bool) -> None:
        assert watcher.odometry is not None
        found = [msg.MovingObject(id="p", kind="person", x_m=x, y_m=y, radius_m=0.3)]
        seen = msg.MovingObjects(source=PEOPLE, objects=found if there else [])
        seen.header.frame_id = "map"
        seen.header.stamp = watcher.odometry.header.stamp
        people.publish(seen)

    def waits() -> bool:
        somebody(True)
        client.spin(0.1)
        return watcher.speed_mps < 0.01

    watcher.until(waits, "amr_1 does not stop before a person")
    assert watcher.odometry is not None
    at = watcher.odometry.pose.pose.position
    assert ((at.x - x) ** 2 + (at.y - y) ** 2) ** 0.5 > 0.6

    def goes_on() -> bool:
        somebody(False)
        client.spin(0.1)
        return watcher.speed_mps > 0.2

    watcher.until(goes_on, "amr_1 does not go on when the person has left")


def test_a_corridor_that_cannot_be_driven_is_refused() -> None:
    from fleet_core.model.errors import InputError  # noqa: PLC0415
    from fleet_nodes.conversions.corridors import corridor_of  # noqa: PLC0415

    good = msg.Corridor(
        number=1, kind="drive", ways_m=[0.0, 1.0], x_m=[0.0, 1.0], y_m=[0.0, 0.0],
        heading_rad=[0.0, 0.0], max_speed_mps=[1.0, 1.0], half_width_m=0.1,
    )  # fmt: skip
    good.header.frame_id = "map"
    good.header.stamp = time_message(5.0)
    assert corridor_of(good).number == 1
    for change in (
        {"kind": "fly"},
        {"ways_m": [0.0, 0.0]},
        {"ways_m": [0.0, nan]},
        {"x_m": [0.0]},
        {"x_m": [0.0, 1e9]},
        {"max_speed_mps": [-1.0, 1.0]},
        {"half_width_m": nan},
        {"way_m": nan},
    ):
        bad = msg.Corridor(
            **{name: getattr(good, name) for name in good.get_fields_and_field_types()} | change
        )
        with pytest.raises(InputError):
            corridor_of(bad)
