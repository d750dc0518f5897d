"""Every topic, service and frame of the fleet, named once (REP 103, REP 105)."""

from __future__ import annotations

from collections.abc import Iterable

from fleet_core.model.errors import ConfigurationError
from fleet_core.model.vehicle_name import (
    vehicle_name as vehicle_name,  # noqa: PLC0414 - one of the names of this module
)

MAP_FRAME = "map"

LAYOUT = "/fleet/layout"
LAYOUT_MARKERS = "/fleet/layout_markers"
STATE = "/fleet/state"
ORDERS = "/fleet/orders"
ORDER_EVENTS = "/fleet/order_events"
MESSAGES = "/fleet/messages"
VEHICLE_REPORTS = "/fleet/vehicle_reports"
MOVING_OBJECTS = "/fleet/moving_objects"
LOCAL_STATES = "/fleet/local_states"
TAG_REPORTS = "/fleet/tag_reports"
RANGE_REPORTS = "/fleet/range_reports"
CROSSING_REQUESTS = "/fleet/crossing_requests"
ZONE_LAMPS = "/fleet/zone_lamps"
DETECTIONS = "/fleet/detections"
TRACKS = "/fleet/tracks"
NEAR_MISS_MAP = "/fleet/near_miss_map"
PROXIMITY_WARNINGS = "/fleet/proximity_warnings"
OWNERS = "/fleet/owners"
CLOCK = "/clock"
DIAGNOSTICS = "/diagnostics"

SUBMIT_ORDER = "/fleet/submit_order"
CANCEL_ORDER = "/fleet/cancel_order"
SUSPEND_ORDER = "/fleet/suspend_order"
RESUME_ORDER = "/fleet/resume_order"
REPRIORITISE_ORDER = "/fleet/reprioritise_order"
ASSIGN_ORDER = "/fleet/assign_order"
REPORT_LOAD = "/fleet/report_load"
GET_ORDER = "/fleet/get_order"
LIST_ORDERS = "/fleet/list_orders"
LIST_CANDIDATES = "/fleet/list_candidates"
PAUSE_VEHICLE = "/fleet/pause_vehicle"
RESUME_VEHICLE = "/fleet/resume_vehicle"
TAKE_OUT_OF_SERVICE = "/fleet/take_out_of_service"
RETURN_TO_SERVICE = "/fleet/return_to_service"
FORGET_VEHICLE = "/fleet/forget_vehicle"
PAUSE_FLEET = "/fleet/pause_fleet"
RESUME_FLEET = "/fleet/resume_fleet"
SEND_VEHICLE = "/fleet/send_vehicle"
CLOSE_WAY = "/fleet/close_way"
OPEN_WAY = "/fleet/open_way"
EXPLAIN_WAIT = "/fleet/explain_wait"
READS = frozenset({GET_ORDER, LIST_ORDERS, LIST_CANDIDATES, EXPLAIN_WAIT})
"""Services that change nothing: who gets no answer may ask again."""
EXECUTE_TRANSPORT = "/fleet/execute_transport"

TAKE_OVER = "/plant/take_over"
SET_DOWN = "/plant/set_down"
HAND_BACK = "/plant/hand_back"
INJECT_FAULT = "/plant/inject_fault"


def vehicle_names(vehicle_ids: Iterable[str]) -> dict[str, str]:
    """The ROS name of each vehicle. ConfigurationError when two ids would share one."""
    names: dict[str, str] = {}
    owners: dict[str, str] = {}
    for vehicle_id in vehicle_ids:
        name = vehicle_name(vehicle_id)
        if name in owners:
            raise ConfigurationError(
                f"vehicles {owners[name]} and {vehicle_id} would share the ROS name {name}; "
                "rename one of them"
            )
        owners[name] = vehicle_id
        names[vehicle_id] = name
    return names


def odometry(name: str) -> str:
    """From the vehicle: nav_msgs/Odometry, header.frame_id map."""
    return f"/{name}/odom"


def battery(name: str) -> str:
    """From the vehicle: sensor_msgs/BatteryState."""
    return f"/{name}/battery_state"


def onboard_state(name: str) -> str:
    """From the vehicle: fleet_interfaces/OnboardState."""
    return f"/{name}/onboard_state"


def vehicle_route(name: str) -> str:
    """To the vehicle: fleet_interfaces/Route."""
    return f"/{name}/route"


def vehicle_release(name: str) -> str:
    """To the vehicle: fleet_interfaces/Release, growth of its route."""
    return f"/{name}/release"


def fleet_route(name: str) -> str:
    """From the dispatcher to the vehicle's adapter: fleet_interfaces/Route."""
    return f"/fleet/routes/{name}"


def fleet_release(name: str) -> str:
    """From the dispatcher to the vehicle's adapter: fleet_interfaces/Release."""
    return f"/fleet/releases/{name}"


def planned_path(name: str) -> str:
    """For RViz and Foxglove: nav_msgs/Path of what the vehicle has still before it."""
    return f"/{name}/planned_path"


def base_frame(name: str) -> str:
    """The vehicle's own frame: x forward, y left, origin in the axle that does not steer."""
    return f"{name}/base_link"


def scan(name: str) -> str:
    """From the vehicle's laser scanner: sensor_msgs/LaserScan, in its own frame."""
    return f"/{name}/scan"


def localisation(name: str) -> str:
    """Where a vehicle in Gazebo would believe to be: nav_msgs/Odometry with an error."""
    return f"/{name}/localisation"


def scanner_frame(name: str) -> str:
    """The laser scanner's own frame, on the vehicle's front."""
    return f"{name}/lidar"


def corridor(name: str) -> str:
    """From the vehicle's driver to its local planner: fleet_interfaces/Corridor."""
    return f"/{name}/corridor"


def velocity_command(name: str) -> str:
    """From the local planner to a differential drive: geometry_msgs/Twist."""
    return f"/{name}/cmd_vel"


def steering_command(name: str) -> str:
    """From the local planner to a steered wheel: fleet_interfaces/SteeringCommand."""
    return f"/{name}/cmd_steering"


def local_plan(name: str) -> str:
    """What the local planner means to drive in the next seconds: nav_msgs/Path with times."""
    return f"/{name}/local_plan"
