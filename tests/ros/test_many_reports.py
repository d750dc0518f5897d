"""Many vehicles report while the dispatcher is busy: none is declared lost."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import rclpy
from rclpy.executors import SingleThreadedExecutor

from fleet_core.layouts import load_facility
from fleet_core.model.status import FleetMessage
from fleet_nodes.dispatcher import Dispatcher
from tests.ros.running_fleet import fleet_command, own_domain

pytestmark = [pytest.mark.ros, pytest.mark.timeout(300)]

VEHICLES = 100
FOR_S = 14.0
LONG_STEP_S = 3.0

SPEAKER = """
import sys, time
import rclpy
from fleet_interfaces import msg
from fleet_core.layouts import load_facility
from fleet_core.model.vehicle import VehicleReport
from fleet_core.simulation.start_pose import start_pose
from fleet_nodes import names, qos
from fleet_nodes.conversions.vehicles import report_message

rclpy.init()
node = rclpy.create_node("speaker")
facility = load_facility(sys.argv[1]).facility
speak = node.create_publisher(msg.VehicleReport, names.VEHICLE_REPORTS, qos.reports(1))
reports = [
    VehicleReport(one.id, one.type_id, 0.0, start_pose(facility, one), 0.0, 0.0, 0.9)
    for one in facility.fleet
]
messages = [report_message(one) for one in reports]
period_s = 1.0 / float(sys.argv[2])
next_s = time.monotonic()
while rclpy.ok():
    for message in messages:
        message.header.stamp = node.get_clock().now().to_msg()
        speak.publish(message)
    next_s += period_s
    time.sleep(max(0.0, next_s - time.monotonic()))
"""


def test_no_vehicle_is_lost_while_the_dispatcher_takes_long_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout, domain = tmp_path / "many.lif.json", own_domain()
    size = ("--rows", "6", "--columns", "8", "--vehicles", str(VEHICLES))
    made = fleet_command("layout", "generate", "grid", "--out", str(layout), *size, domain=0)
    assert made.returncode == 0, made.stderr
    vehicles = len(load_facility(str(layout)).facility.fleet)
    monkeypatch.setenv("ROS_DOMAIN_ID", str(domain))
    rclpy.init(
        args=["--ros-args", "-p", f"layout:={layout}", "-p", f"data_folder:={tmp_path / 'data'}"],
        domain_id=domain,
    )
    speaker = subprocess.Popen([sys.executable, "-c", SPEAKER, str(layout), "5"])
    try:
        messages, known = _dispatch(speaker)
    finally:
        speaker.kill()
        speaker.wait()
        rclpy.try_shutdown()
    assert known == vehicles
    assert [str(each.reason) for each in messages if each.reason.code == "vehicle_lost"] == []


def _dispatch(speaker: subprocess.Popen[bytes]) -> tuple[tuple[FleetMessage, ...], int]:
    """Runs a dispatcher whose every tenth step takes long; its messages, and whom it knows."""
    node = Dispatcher()
    node.trigger_configure()
    assert node.failure is None, node.failure
    controller = node._work.controller  # type: ignore[union-attr]
    step, count = controller.step, 0

    def slow_step(now_s: float):  # type: ignore[no-untyped-def]
        nonlocal count
        count += 1
        if count % 10 == 0:
            time.sleep(LONG_STEP_S)
        return step(now_s)

    controller.step = slow_step  # type: ignore[method-assign]
    node.trigger_activate()
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    until_s = time.monotonic() + FOR_S
    while time.monotonic() < until_s and speaker.poll() is None:
        executor.spin_once(0.1)
    assert speaker.poll() is None
    shown = controller.snapshot(time.time())
    node.close()
    executor.shutdown()
    node.destroy_node()
    return shown.messages, len(shown.vehicles)
