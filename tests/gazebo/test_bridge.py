"""The bridge node and the local planner drive in Gazebo, and live through its end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from diagnostic_msgs.msg import DiagnosticArray
from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from sensor_msgs.msg import LaserScan

from fleet_core.layouts import load_facility
from fleet_core.model.geometry import Pose
from fleet_core.worlds import World, world_of
from fleet_core.worlds.loads import load_text
from fleet_nodes import names, qos
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.corridors import CorridorState, corridor_message
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.standard import pose_of
from fleet_nodes.gazebo.messages import (
    FACTORY,
    REQUEST,
    RESPONSE,
    STATISTICS,
    factory,
    models_of,
    models_wanted,
    statistics_of,
)
from fleet_nodes.gazebo.transport import HOST, GazeboNode
from tests.gazebo.conftest import Start
from tests.gazebo.driving import EAST, NORTH, Lane
from tests.ros.running_fleet import own_domain

pytestmark = pytest.mark.ros

LANES = {
    "amr_1": Lane((46.2, 12.0), NORTH, 6.0, 1.5),
    "forklift_1": Lane((30.0, 24.8), EAST, 6.0, 1.5),
}
WITHIN_S = 90.0  # of real time, on a busy machine


class Nodes:
    """Node processes in a domain of their own."""

    def __init__(self) -> None:
        self.domain = own_domain()
        self._running: list[subprocess.Popen[bytes]] = []

    def start(self, node: str, *parameters: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-P", "-m", f"fleet_nodes.{node}", "--ros-args"]
        for each in parameters:
            words += ["-p", each]
        environment = {**os.environ, "ROS_DOMAIN_ID": str(self.domain)}
        self._running.append(subprocess.Popen(words, env=environment))
        return self._running[-1]

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """At once, without a word."""
        self._running.remove(process)
        process.kill()
        process.wait(10.0)

    def stop(self) -> list[int]:
        """Exit codes."""
        for each in self._running:
            each.send_signal(signal.SIGINT)
        return [each.wait(10.0) for each in self._running]


class Watcher:
    """What the graph hears of the vehicles."""

    def __init__(self, client: FleetClient) -> None:
        self.client = client
        self.odometry: dict[str, Odometry] = {}
        self.said = ""
        for name in LANES:
            client.subscribe(Odometry, names.odometry(name), self._see)
        client.subscribe(DiagnosticArray, names.DIAGNOSTICS, self._hear)
        self.scan: LaserScan | None = None
        self.beliefs: dict[str, Odometry] = {}
        client.subscribe(LaserScan, names.scan("amr_1"), self._scan)
        client.subscribe(Odometry, names.localisation("amr_1"), self._believe)
        self.corridors = {
            name: client.node.create_publisher(msg.Corridor, names.corridor(name), qos.LATEST)
            for name in LANES
        }

    def _see(self, message: Odometry) -> None:
        self.odometry[message.child_frame_id.split("/")[0]] = message

    def _scan(self, message: LaserScan) -> None:
        self.scan = message

    def _believe(self, message: Odometry) -> None:
        self.beliefs[message.child_frame_id.split("/")[0]] = message

    def believed_off_m(self, name: str) -> float:
        """Of a vehicle that stands; 0 would be its true pose."""
        true, believed = self.odometry[name], self.beliefs[name]
        off_m = believed.pose.pose.position.x - true.pose.pose.position.x
        assert off_m != 0.0 and believed.pose.covariance[0] == pytest.approx(1e-4)
        return float(off_m)

    def _hear(self, message: DiagnosticArray) -> None:
        for status in message.status:
            if status.name == "gazebo_bridge":
                self.said = status.message

    def until(self, condition, what: str) -> None:  # type: ignore[no-untyped-def]
        self.client.wait(lambda: condition() or None, WITHIN_S, what)

    def stamp_s(self, name: str) -> float:
        return seconds_of(self.odometry[name].header.stamp, "odom.stamp")

    def left_m(self, name: str) -> float:
        """Until the end of its lane."""
        pose = pose_of(self.odometry[name].pose.pose, "odom.pose")
        return LANES[name].length_m - LANES[name].along(pose)

    def stands(self, name: str) -> bool:
        return abs(self.odometry[name].twist.twist.linear.x) < 0.005


@pytest.fixture
def nodes() -> Iterator[Nodes]:
    running = Nodes()
    yield running
    assert running.stop() == [0, 0, 0]


@pytest.fixture
def scene() -> World:
    hall = world_of(load_facility("bottling_hall").facility)
    vehicles = {
        name: (hall.vehicles[name][0], Pose(*lane.begin, lane.heading_rad))
        for name, lane in LANES.items()
    }
    # Slower than real: what the machine is late by counts half.
    return replace(hall, vehicles=vehicles, real_time_factor=0.6)


def left_alone(port: int, world: str, real_s: float) -> list[float]:
    """What Gazebo says of its time, five times a second; a load comes into it meanwhile."""
    found: list[float] = []
    node = GazeboNode(HOST, port)
    root = f"/gazebo/{world}"
    node.subscribe(
        f"{root}/world_stats", STATISTICS, lambda data: found.append(statistics_of(data).time_s)
    )
    comes = node.advertise(f"{root}/factory", FACTORY)

    async def listen() -> None:
        running = asyncio.create_task(node.run())
        await asyncio.sleep(real_s / 2.0)
        comes.publish(factory(load_text("load_left", "labels", Pose(60.0, 26.0, 0.0), 0.003)))
        await asyncio.sleep(real_s / 2.0)
        running.cancel()

    asyncio.run(listen())
    return found


def models_in(port: int, world: str) -> list[str]:
    """All that are there now."""
    found: list[str] = []
    node, root = GazeboNode(HOST, port), f"/gazebo/{world}"
    node.subscribe(f"{root}/response", RESPONSE, lambda data: found.extend(models_of(data) or ()))
    asks = node.advertise(f"{root}/request", REQUEST)

    async def ask() -> None:
        running = asyncio.create_task(node.run())
        deadline_s = time.monotonic() + 20.0
        while not found and time.monotonic() < deadline_s:
            asks.publish(models_wanted(1))
            await asyncio.sleep(0.5)
        running.cancel()

    asyncio.run(ask())
    return found


def test_vehicles_follow_their_corridors_and_bridge_and_gazebo_may_die(
    start: Start, scene: World, nodes: Nodes
) -> None:
    server = start(scene)
    bridge = (
        "gazebo_bridge", f"master_port:={server.port}", "drivers:=false", "paced:=0.5",
        "scans:=true", "localisation_off_m:=0.01",
    )  # fmt: skip
    nodes.start("layout_server", "layout:=bottling_hall")
    first = nodes.start(*bridge)
    nodes.start(
        "local_planner", "use_sim_time:=true", "latency_s:=0.08", f"vehicles:=[{','.join(LANES)}]"
    )
    with FleetClient("outside", WITHIN_S, nodes.domain) as client:
        watcher = Watcher(client)
        watcher.until(lambda: len(watcher.odometry) == len(LANES), "no odometry comes")
        for number, (name, lane) in enumerate(LANES.items(), 1):
            state = CorridorState(number, lane.stretch(), 0.0, False, False, None)
            watcher.corridors[name].publish(corridor_message(state, watcher.stamp_s(name)))
        watcher.until(lambda: watcher.left_m("amr_1") < 4.5, "nobody sets out")

        nodes.kill(first)
        times_s = left_alone(server.port, scene.name, 3.0)
        # What it was allowed before, some 30 ms, it may still make.
        assert len(times_s) > 3 and max(times_s) - min(times_s) < 0.1, "Gazebo goes on by itself"
        assert "load_left" in models_in(server.port, scene.name)
        stood_m = watcher.left_m("amr_1")
        assert stood_m > 1.0
        nodes.start(*bridge)
        watcher.until(
            lambda: all(watcher.left_m(name) < 0.1 and watcher.stands(name) for name in LANES),
            "the vehicles do not arrive",
        )
        for name in LANES:
            assert watcher.left_m(name) == pytest.approx(0.0, abs=0.1)
        models = models_in(server.port, scene.name)
        assert "amr_1" in models
        assert "load_left" not in models
        # Beside the true pose there are what scanners measure, and what localisation would say.
        assert abs(watcher.believed_off_m("amr_1")) < 0.1
        assert watcher.scan is not None and len(watcher.scan.ranges) == 181
        assert 1.0 < min(watcher.scan.ranges) < 25.0
        # Two of the hall's vehicles are in this world: after 15 s the others are missed.
        assert watcher.said == "the plant runs in Gazebo" or "has no forklift_2" in watcher.said

        server.stop()
        watcher.until(lambda: watcher.said.startswith("no Gazebo on port"), "nobody misses Gazebo")
        before_s = watcher.stamp_s("amr_1")
        start(scene, paused=False, port=server.port)
        watcher.until(lambda: watcher.stamp_s("amr_1") > before_s + 1.0, "no odometry again")
        assert watcher.left_m("amr_1") > LANES["amr_1"].length_m - 3.0
