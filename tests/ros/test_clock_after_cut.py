"""A driver's host comes back from a cut with another clock: it is heard again, or told why not."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import rclpy
from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from rclpy.node import Node
from sensor_msgs.msg import BatteryState

from fleet_nodes import names, qos
from fleet_nodes.parameters import AdapterParameters
from fleet_nodes.vehicle_adapter import VehicleAdapter
from fleet_nodes.wiring import Inbox, advertise
from tests.ros.running_fleet import own_domain

pytestmark = [pytest.mark.ros, pytest.mark.timeout(120)]

WORDS = 30
EVERY_S = 0.05


class Host:
    """A driver that speaks over the network, on a clock that may be off, and the fleet's side."""

    def __init__(self) -> None:
        self.node: Node = rclpy.create_node("clock_test")
        self.adapter = VehicleAdapter(self.node, "v1", "v1", AdapterParameters())
        self.reports = Inbox(self.node, msg.VehicleReport, names.VEHICLE_REPORTS, qos.STATE)
        self._odometry = advertise(self.node, Odometry, names.odometry("v1"), qos.STATE)
        self._battery = advertise(self.node, BatteryState, names.battery("v1"), qos.STATE)
        self._onboard = advertise(self.node, msg.OnboardState, names.onboard_state("v1"), qos.STATE)

    def speak(self, ahead_s: float, words: int = WORDS) -> list[float]:
        """Ages of the reports that got through."""
        ages_s = []
        for number in range(words):
            stamp_s = time.time() + ahead_s
            odometry = Odometry()
            odometry.header.frame_id = names.MAP_FRAME
            odometry.pose.pose.orientation.w = 1.0
            odometry.twist.twist.linear.x = 0.5 + 0.01 * number  # each is passed on
            battery = BatteryState(percentage=0.8)
            onboard = msg.OnboardState(
                vehicle_id="v1", type_id="amr", mode="automatic", action_status="none"
            )
            for message in (odometry, battery, onboard):
                message.header.stamp.sec = int(stamp_s)
                message.header.stamp.nanosec = int(stamp_s % 1.0 * 1e9)
            self._battery.publish(battery)
            self._onboard.publish(onboard)
            self._odometry.publish(odometry)
            time.sleep(EVERY_S)
            self.adapter.pass_on()
            for report in self.reports.take():
                stamp = report.header.stamp
                ages_s.append(time.time() - stamp.sec - stamp.nanosec * 1e-9)
        return ages_s


@pytest.fixture
def host() -> Iterator[Host]:
    rclpy.init(domain_id=own_domain())
    try:
        made = Host()
        time.sleep(1.0)  # the topics find each other
        yield made
        made.node.destroy_node()
    finally:
        rclpy.try_shutdown()


def test_a_clock_that_is_steadily_ahead_after_a_cut_is_corrected_and_named(host: Host) -> None:
    assert host.speak(0.0)
    time.sleep(1.5)
    ages_s = host.speak(1.8)
    assert ages_s, host.adapter.health()
    assert min(ages_s[-5:]) > -0.2, "younger than now"
    assert "ahead, which is corrected" in host.adapter.health().text
    assert host.speak(0.0)
    assert host.adapter.health().text == "the vehicle is reported to the fleet"


def test_a_clock_that_is_far_off_after_a_cut_is_refused_with_its_offset_until_it_is_set(
    host: Host,
) -> None:
    assert host.speak(0.0)
    time.sleep(1.5)
    host.speak(-5.0)
    assert host.reports.take() == []
    said = host.adapter.health().text
    assert "comes steadily and 5." in said or "comes steadily and 4.9" in said
    assert "set the clock of the driver's host" in said
    host.speak(60.0)
    assert "ahead of the fleet's clock" in host.adapter.health().text
    assert host.speak(0.0), host.adapter.health()
