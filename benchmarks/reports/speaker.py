"""A process that reports for all vehicles of a layout, evenly over time, as the adapters do: one
publisher a vehicle, in one node.

It writes one line, its reports a second, when its standard input ends.
"""

from __future__ import annotations

import sys
import time
from threading import Event, Thread

import rclpy
from fleet_interfaces import msg
from rclpy.publisher import Publisher

from fleet_core.layouts import load_facility
from fleet_core.model.vehicle import VehicleReport
from fleet_core.simulation.start_pose import start_pose
from fleet_nodes import names, qos
from fleet_nodes.conversions.vehicles import report_message

SLICE_S = 0.02
"""So often some of them speak."""


def main() -> None:
    layout, rate_hz = sys.argv[1], float(sys.argv[2])
    facility = load_facility(layout).facility
    rclpy.init()
    node = rclpy.create_node("speaker")
    speak = [
        node.create_publisher(msg.VehicleReport, names.VEHICLE_REPORTS, qos.STATE)
        for _ in facility.fleet
    ]
    messages = [
        report_message(
            VehicleReport(one.id, one.type_id, 0.0, start_pose(facility, one), 0.0, 0.0, 0.9)
        )
        for one in facility.fleet
    ]
    over = Event()

    def wait_for_the_end() -> None:
        sys.stdin.read()
        over.set()

    Thread(target=wait_for_the_end, daemon=True).start()
    begun_s, said = time.monotonic(), 0
    while not over.is_set():
        due = int((time.monotonic() - begun_s) * rate_hz * len(messages))
        while said < due:
            number = said % len(messages)
            message = messages[number]
            message.header.stamp = node.get_clock().now().to_msg()
            if not _taken(speak[number], message):
                break  # the rest of them a little later
            said += 1
        over.wait(SLICE_S)
    print(said / (time.monotonic() - begun_s), flush=True)
    rclpy.shutdown()


def _taken(speak: Publisher[msg.VehicleReport], message: msg.VehicleReport) -> bool:
    """Whether the middleware takes it: it does not while readers keep it too busy."""
    try:
        speak.publish(message)
    except RuntimeError:  # rclpy's RCLError
        return False
    return True


if __name__ == "__main__":
    main()
