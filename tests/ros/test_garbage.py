"""Bytes and messages on the topics that no sound node would send."""

from __future__ import annotations

from math import nan
from typing import Any

import pytest
from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from rclpy.serialization import serialize_message
from sensor_msgs.msg import BatteryState

from fleet_core.model.vehicle import Activity, VehicleStatus
from fleet_nodes import names, qos
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.fleet import vehicles_of
from fleet_nodes.wiring import advertise
from tests.ros.running_fleet import RunningFleet, submit

pytestmark = [pytest.mark.ros, pytest.mark.timeout(240)]

VEHICLE = "amr_4"
DRIVE = {"kind": "drive", "start_node_id": "a", "end_node_id": "b", "max_speed_mps": 1.0}


def leg(**fields: Any) -> msg.Leg:
    path = {"x_m": [0.0, 9.0], "y_m": [0.0, 9.0], "heading_rad": [0.0, 0.0], "length_m": 12.7}
    return msg.Leg(**{**DRIVE, **path, **fields})


BAD_ROUTES = [
    msg.Route(),
    msg.Route(route_id="r", vehicle_id="nobody", legs=[leg()], released=1),
    msg.Route(route_id="r", vehicle_id=VEHICLE, legs=[leg(x_m=[nan, nan])], released=1),
    msg.Route(route_id="r", vehicle_id=VEHICLE, legs=[leg(y_m=[0.0])], released=1),
    msg.Route(route_id="r", vehicle_id=VEHICLE, legs=[leg(kind="fly")], released=1),
    msg.Route(route_id="r", vehicle_id=VEHICLE, legs=[leg(max_speed_mps=-1.0)], released=1),
    msg.Route(route_id="r", vehicle_id=VEHICLE, legs=[leg()], released=4_000_000_000),
    msg.Route(route_id="x" * 1_000_000, vehicle_id=VEHICLE, legs=[leg()], released=1),
]
SOUND = serialize_message(msg.Route(route_id="r", vehicle_id=VEHICLE))
BAD_BYTES = [
    b"",
    b"\x00",
    b"\x00\x01\x00\x00" + b"\xff" * 40,
    b"\x00\x01\x00\x00" + b"\xff\xff\xff\x7f" * 20,
    SOUND[: len(SOUND) // 2],
]
TOPICS = [
    (msg.Route, names.fleet_route(VEHICLE), qos.LATEST),
    (msg.Route, names.vehicle_route(VEHICLE), qos.LATEST),
    (msg.Release, names.fleet_release(VEHICLE), qos.LATEST),
    (msg.OnboardState, names.onboard_state(VEHICLE), qos.STATE),
    (Odometry, names.odometry(VEHICLE), qos.STATE),
    (BatteryState, names.battery(VEHICLE), qos.STATE),
    (msg.VehicleReport, names.VEHICLE_REPORTS, qos.STATE),
]


def status(outside: FleetClient) -> VehicleStatus:
    vehicles = vehicles_of(outside.latest(msg.FleetState, names.STATE))
    return next(each for each in vehicles if each.report.vehicle_id == VEHICLE)


def at_rest(outside: FleetClient) -> VehicleStatus | None:
    """The vehicle, when it has nothing to do and has not moved for some seconds."""
    before = status(outside)
    outside.spin(3.0)
    after = status(outside)
    still = (before.report.pose, before.report.route_id) == (
        after.report.pose,
        after.report.route_id,
    )
    return after if still and after.activity is Activity.IDLE else None


def test_nobody_follows_or_falls_over_garbage(fleet: RunningFleet, outside: FleetClient) -> None:
    before = outside.wait(lambda: at_rest(outside), 150.0, "the vehicle does not come to rest")
    writers = [advertise(outside.node, kind, topic, each) for kind, topic, each in TOPICS]
    outside.wait(
        lambda: all(each.get_subscription_count() for each in writers) or None, 30.0, "no readers"
    )
    for writer, (kind, _, _) in zip(writers, TOPICS, strict=True):
        for bad in [*BAD_BYTES, *(BAD_ROUTES if kind is msg.Route else [kind()])]:
            writer.publish(bad)
            outside.spin(0.05)
    outside.spin(1.0)
    for writer in writers:
        outside.node.destroy_publisher(writer)
    outside.wait(
        lambda: status(outside).activity is not Activity.LOST or None, 60.0, "the vehicle is lost"
    )
    after = status(outside)
    assert (after.report.pose, after.report.route_id) == (
        before.report.pose,
        before.report.route_id,
    )
    for node in ("dispatcher", "plant_simulator", "vehicle_adapters", "layout_server"):
        assert fleet.restarts(node) == 0


def test_work_goes_on_after_garbage(outside: FleetClient) -> None:
    order = msg.TransportOrder(
        stops=[
            msg.Stop(station_id="caps_store_1", action="pick"),
            msg.Stop(station_id="line_1_caps", action="drop"),
        ],
        intended_vehicle=VEHICLE,
    )
    accepted = submit(outside, order)
    outside.wait(
        lambda: outside.order(accepted.id).order.state == "done" or None,
        180.0,
        "the order is not delivered",
    )
    assert outside.order(accepted.id).order.vehicle_id == VEHICLE
