"""What each process of the fleet, and each vehicle, may say, hear, offer and ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fleet_nodes import names
from fleet_nodes.conversions.commands import SERVICES

CLIENT = "client"
"""Windows and commands: hear everything, ask for everything, publish nothing of the fleet's."""

SENSORS = "sensors"
"""Tag readers, cameras, crossing buttons, and the lamps and gates that follow warnings."""

COMMANDS = (*SERVICES, names.GET_ORDER, names.LIST_ORDERS, names.EXPLAIN_WAIT)
PLANT_SERVICES = (names.TAKE_OVER, names.HAND_BACK, names.SET_DOWN, names.INJECT_FAULT)


@dataclass(frozen=True)
class Policy:
    """Topics, services and actions by name; ``nodes``: whose own services and topics it has."""

    publish: tuple[str, ...] = ()
    subscribe: tuple[str, ...] = ()
    offer: tuple[str, ...] = ()
    call: tuple[str, ...] = ()
    execute: tuple[str, ...] = ()  # actions that it offers
    start: tuple[str, ...] = ()  # actions that it asks for
    nodes: tuple[str, ...] = ()


EVERYBODY = Policy(
    publish=("/rosout", "/parameter_events", names.DIAGNOSTICS),
    subscribe=(names.CLOCK, "/parameter_events"),
)
"""The clock makers alone may publish /clock; everybody may say how it is."""

_SENSORS = Policy(
    publish=(names.TAG_REPORTS, names.RANGE_REPORTS, names.DETECTIONS, names.CROSSING_REQUESTS),
    subscribe=(names.ZONE_LAMPS, names.PROXIMITY_WARNINGS),
)


def policies(vehicle_ids: Iterable[str]) -> dict[str, Policy]:
    """By enclave, a path without the first stroke: ``fleet/NODE`` and ``vehicles/NAME``. Raises
    ConfigurationError where two vehicles would share a name."""
    vehicles = tuple(names.vehicle_names(vehicle_ids).values())
    fleet = {
        "layout_server": Policy(publish=(names.LAYOUT, names.LAYOUT_MARKERS)),
        "dispatcher": _dispatcher(vehicles),
        "vehicle_adapters": _adapters(vehicles),
        "proximity": _proximity(vehicles),
        "local_planner": _local_planner(vehicles),
        "plant_simulator": _plant(vehicles, "plant_simulator"),
        "gazebo_bridge": _plant(vehicles, "gazebo_bridge"),
        SENSORS: _SENSORS,
        CLIENT: _client(vehicles),
    }
    found = {f"fleet/{name}": policy for name, policy in fleet.items()}
    return {**found, **{f"vehicles/{name}": _vehicle(name) for name in vehicles}}


def _each(vehicles: Iterable[str], *topics: object) -> tuple[str, ...]:
    return tuple(topic(name) for name in vehicles for topic in topics)  # type: ignore[operator]


def _dispatcher(vehicles: tuple[str, ...]) -> Policy:
    return Policy(
        publish=(
            *(names.STATE, names.ORDERS, names.ORDER_EVENTS, names.MESSAGES, names.OWNERS),
            *_each(vehicles, names.fleet_route, names.fleet_release, names.planned_path),
            "/dispatcher/transition_event",
        ),
        subscribe=(
            *(names.VEHICLE_REPORTS, names.OWNERS, names.DIAGNOSTICS),
            names.PROXIMITY_WARNINGS,
        ),
        offer=COMMANDS,
        execute=(names.EXECUTE_TRANSPORT,),
        nodes=("dispatcher",),
    )


def _adapters(vehicles: tuple[str, ...]) -> Policy:
    return Policy(
        publish=(
            names.VEHICLE_REPORTS,
            *_each(vehicles, names.vehicle_route, names.vehicle_release),
        ),
        subscribe=(
            names.LAYOUT,
            *_each(vehicles, names.fleet_route, names.fleet_release),
            *_each(vehicles, names.odometry, names.battery, names.onboard_state),
        ),
        nodes=("vehicle_adapters",),
    )


def _proximity(vehicles: tuple[str, ...]) -> Policy:
    return Policy(
        publish=(
            *(names.TRACKS, names.PROXIMITY_WARNINGS, names.MOVING_OBJECTS),
            *(names.ZONE_LAMPS, names.NEAR_MISS_MAP),
        ),
        subscribe=(
            *(names.LAYOUT, *_SENSORS.publish, names.VEHICLE_REPORTS),
            *(names.STATE, *_each(vehicles, names.local_plan, names.fleet_route)),
        ),
        nodes=("proximity",),
    )


def _local_planner(vehicles: tuple[str, ...]) -> Policy:
    plans = _each(vehicles, names.local_plan)
    drives = _each(vehicles, names.velocity_command, names.steering_command)
    return Policy(
        publish=(names.LOCAL_STATES, *plans, *drives),
        subscribe=(
            *(names.LAYOUT, names.MOVING_OBJECTS, names.PROXIMITY_WARNINGS, *plans),
            *_each(vehicles, names.odometry, names.corridor),
        ),
        nodes=("local_planner",),
    )


def _plant(vehicles: tuple[str, ...], node: str) -> Policy:
    """The clock, and every vehicle's driver."""
    drivers = [_vehicle(name) for name in vehicles]
    return Policy(
        publish=(
            *(names.CLOCK, names.OWNERS, names.TAG_REPORTS, names.DETECTIONS),
            *(topic for each in drivers for topic in each.publish),
        ),
        subscribe=(
            *(names.OWNERS, names.PROXIMITY_WARNINGS),
            *dict.fromkeys(topic for each in drivers for topic in each.subscribe),
        ),
        offer=PLANT_SERVICES,
        call=(names.SUBMIT_ORDER,),
        nodes=(node,),
    )


def _vehicle(name: str) -> Policy:
    """A driver speaks for its own vehicle and hears what is meant for it."""
    return Policy(
        publish=(
            *(names.odometry(name), names.battery(name), names.onboard_state(name)),
            names.corridor(name),
        ),
        subscribe=(
            *(names.LAYOUT, names.vehicle_route(name), names.vehicle_release(name)),
            *(names.velocity_command(name), names.steering_command(name)),
            names.PROXIMITY_WARNINGS,
        ),
    )


def _client(vehicles: tuple[str, ...]) -> Policy:
    heard = (
        *(names.LAYOUT, names.LAYOUT_MARKERS, names.STATE, names.ORDERS, names.ORDER_EVENTS),
        *(names.MESSAGES, names.LOCAL_STATES, names.TRACKS, names.PROXIMITY_WARNINGS),
        *(names.DIAGNOSTICS, names.OWNERS, names.MOVING_OBJECTS),
        *(names.ZONE_LAMPS, names.NEAR_MISS_MAP),
    )
    return Policy(
        subscribe=(
            *heard,
            *_each(vehicles, names.fleet_route, names.fleet_release, names.planned_path),
            *_each(vehicles, names.local_plan, names.corridor),
        ),
        call=(*COMMANDS, *PLANT_SERVICES),
        start=(names.EXECUTE_TRANSPORT,),
    )


def whole(policy: Policy) -> Policy:
    """With what everybody may do."""
    return Policy(
        publish=(*EVERYBODY.publish, *policy.publish),
        subscribe=(*EVERYBODY.subscribe, *policy.subscribe),
        offer=policy.offer,
        call=policy.call,
        execute=policy.execute,
        start=policy.start,
        nodes=policy.nodes,
    )


def who_may_publish(topic: str, of: Mapping[str, Policy]) -> list[str]:
    """The enclaves whose policy lets them publish a topic."""
    return sorted(enclave for enclave, policy in of.items() if topic in whole(policy).publish)
