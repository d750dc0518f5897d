"""Drivers of a stranger with faults, on the real nodes: each fault gets its reason in time, honest
work goes on, and nobody is ever released into a footprint that was reported.

One story, told once: the vehicles of ``WORKERS`` carry out an order each, with messages lost, late,
repeated and drivers started anew, while those of ``SPEAKERS`` say what cannot be right and those of
``MOVERS`` go wrong on their way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from pathlib import Path

import pytest
from fleet_interfaces import msg, srv

from fleet_core.layouts import load_facility
from fleet_core.model.facility import Facility
from fleet_core.model.geometry import Pose
from fleet_core.simulation.start_pose import start_pose
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from tests.ros.driver_process import LIBRARY, DriverProcess, foreign_drivers
from tests.ros.floor_watch import FloorWatch
from tests.ros.running_fleet import RunningFleet, fleet_command, leftovers, submit

pytestmark = [pytest.mark.ros, pytest.mark.timeout(900)]

WORKERS = {
    "restart": (),
    "loses": 0.3,
    "repeats": 3,
    "one_pending": True,
    "library": None,
}
"""Faults with which work is done all the same; ``library``: the example, with the library."""
SPEAKERS = {
    "percent": (87, "battery_state.percentage is 87"),
    "frame": ("odom", "odom.header.frame_id is 'odom'"),
    "nan": (True, "odom.pose.pose.position.x is nan"),
    "clock": (2.5, "ahead of the fleet's clock"),
    "silence": (True, "nothing was heard on odom"),
    "load": (["STRANGE-1"], "STRANGE-1"),
    "jump": ([0.0, 2.0], "2.00 m"),
}
"""Faults of what a vehicle at rest says: a value, and words of the reason."""
MOVERS = {
    "offset": ("jump", [0.0, 14.0], ("moved by 1", "beside its way"), 3.0),
    "freeze": ("freeze", True, ("it last moved",), 12.0),
    "deaf": ("deaf", ["route", "release"], ("it last moved", "take up its route"), 25.0),
    "naive": ("restart", True, ("legs of route", "beside its way"), 4.0),
    "victim": ("", None, (), 0.0),
}
"""Of a vehicle on its way: fault, value, words of which the reason has one, and when it is given at
the latest, seconds; before a deaf one stands it drives what it knows. ``victim`` has no fault."""
REAL_TIME_FACTOR = 0.9
"""The embedded plant gives the time, and has one vehicle: slow enough for a machine that is busy
with other tests. All times here are the fleet's."""
SIM_TIME = ("--ros-args", "-p", "use_sim_time:=true")
SLACK_S = 2.5
"""Reasons come with reports, steps and states; the machine may be busy with other tests."""
LOST_WITHIN_S = 2.0 + 1.0
DONE_WITHIN_S = 600.0
"""Of the fleet's time; an order takes 200 s on an empty floor."""
STUCK_AFTER_S = 20.0


@dataclass
class Story:
    """What came of it."""

    facility: Facility
    watch: FloorWatch
    vehicles: dict[str, str]  # by role
    faulty_since_s: dict[str, float]  # by role
    orders: dict[str, str]  # state in the end, by role


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("strangers")
    file, data = folder / "grid.lif.json", folder / "data"
    size = ("--rows", "4", "--columns", "6", "--vehicles", "18")
    made = fleet_command("layout", "generate", "grid", "--out", str(file), *size, domain=0)
    assert made.returncode == 0, made.stderr
    facility = load_facility(str(file)).facility
    roles = dict(
        zip((*WORKERS, *SPEAKERS, *MOVERS), (each.id for each in facility.fleet), strict=False)
    )
    external = ",".join(roles.values())
    options = ("--scenario", "none", "--layout", str(file), "--external", external)
    fleet = RunningFleet(data, REAL_TIME_FACTOR, *options, "--local", "profile")
    drivers: list[DriverProcess] = []
    try:
        with fleet.client() as client:
            watch = FloorWatch(facility)
            watch.listen(client)
            strangers, library = _drivers(facility, roles, fleet.domain, folder)
            drivers += [strangers, library]
            fleet.wait_until_ready(client, len(facility.fleet))
            told = Story(facility, watch, roles, {}, {})
            orders = _begin_work(told, client, strangers)
            _go_wrong_on_the_way(told, client, strangers)
            _come_right_again(told, strangers)
            _end_work(told, client, orders)
        yield told
    finally:
        for each in drivers:
            each.stop()
        fleet.stop()
    assert not leftovers(data)


def _drivers(
    facility: Facility, roles: dict[str, str], domain: int, folder: Path
) -> tuple[DriverProcess, DriverProcess]:
    words, library = [], []
    for number, each in enumerate(facility.fleet):
        if each.id not in roles.values():
            continue
        place = start_pose(facility, each)
        pose = [place.x_m, place.y_m, place.heading_rad]
        if each.id == roles["library"]:
            library = [each.id, each.type_id, *map(repr, pose), *SIM_TIME]
            continue
        name = names.vehicle_name(each.id)
        words.append(
            {"name": name, "id": each.id, "type": each.type_id, "pose": pose, "seed": number}
            | {
                "tick_s": 0.1,
                "speed_mps": 1.4,
                "faults": ["naive"] if each.id == roles["naive"] else [],
            }
        )
    strangers = foreign_drivers(words, domain, folder / "strangers", *SIM_TIME)
    return strangers, DriverProcess(LIBRARY, library, domain, folder / "library")


def _begin_work(story: Story, client: FleetClient, strangers: DriverProcess) -> dict[str, str]:
    """The orders, by role."""
    taken: set[str] = set()
    orders = {}
    for role, value in WORKERS.items():
        if role not in ("restart", "library"):
            strangers.switch(story.vehicles[role], role, value)
        orders[role] = submit(client, _order(story, role, taken)).id
    for role, (value, _) in SPEAKERS.items():
        strangers.switch(story.vehicles[role], role, value)
        story.faulty_since_s[role] = story.watch.now_s
    restarted = story.vehicles["restart"]
    client.wait(lambda: _under_way(story, restarted) or None, 90.0, "nobody is under way")
    strangers.switch(restarted, "restart")
    story.faulty_since_s["restart"] = story.watch.now_s
    return orders


def _end_work(story: Story, client: FleetClient, orders: dict[str, str]) -> None:
    def ended() -> bool:
        for role, order_id in orders.items():
            story.orders[role] = client.order(order_id).order.state
        return all(state == "done" for state in story.orders.values())

    until_s = story.watch.now_s + DONE_WITHIN_S
    while not ended() and story.watch.now_s < until_s:
        client.spin(1.0)


def _order(story: Story, role: str, taken: set[str]) -> msg.TransportOrder:
    """From the nearest source to the nearest target, for this vehicle alone."""
    vehicle = next(each for each in story.facility.fleet if each.id == story.vehicles[role])
    place = start_pose(story.facility, vehicle)
    stops = []
    for action in ("pick", "drop"):
        station_id = _stations(story.facility, place, action, 4.0, taken)
        taken.add(station_id)
        stops.append(msg.Stop(station_id=station_id, action=action))
    return msg.TransportOrder(id=f"of-{role}", stops=stops, intended_vehicle=vehicle.id)


def _stations(facility: Facility, place: Pose, kind: str, beyond_m: float, taken: set[str]) -> str:
    """The nearest station of a kind that is farther than ``beyond_m``."""
    layout, found = facility.layout, []
    for station in layout.stations.values():
        if not station.id.startswith(kind) or station.id in taken:
            continue
        node = layout.nodes[station.interaction_node_ids[0]]
        away_m = hypot(node.x_m - place.x_m, node.y_m - place.y_m)
        if away_m > beyond_m:
            found.append((away_m, station.id))
    return min(found)[1]


def _under_way(story: Story, vehicle_id: str) -> bool:
    """It has driven a leg and has more to drive."""
    statuses = story.watch.statuses[vehicle_id]
    if not statuses:
        return False
    report = statuses[-1][1].report
    return 1 <= report.legs_done < report.legs_released


def _go_wrong_on_the_way(story: Story, client: FleetClient, strangers: DriverProcess) -> None:
    taken: set[str] = set()
    for role in MOVERS:
        vehicle = next(each for each in story.facility.fleet if each.id == story.vehicles[role])
        place = start_pose(story.facility, vehicle)
        station_id = _stations(story.facility, place, "drop", 35.0, taken)
        taken.add(station_id)
        request = {"vehicle_id": vehicle.id, "station_id": station_id, "author": "test"}
        client.ask(srv.SendVehicle, names.SEND_VEHICLE, destination="station", **request)
    waiting = set(MOVERS)
    until_s = story.watch.now_s + 60.0
    while waiting and story.watch.now_s < until_s:
        client.spin(0.1)
        for role in list(waiting):
            if _under_way(story, story.vehicles[role]):
                waiting.discard(role)
                _switch_on(story, role, strangers)
    assert not waiting, f"never under way: {waiting}"
    until_s = story.watch.now_s + STUCK_AFTER_S + 8.0
    while story.watch.now_s < until_s:
        client.spin(0.5)


def _switch_on(story: Story, role: str, strangers: DriverProcess) -> None:
    story.faulty_since_s[role] = story.watch.now_s
    fault, value, _, _ = MOVERS[role]
    if role == "victim":
        _jump_into_its_way(story, strangers)
    else:
        strangers.switch(story.vehicles[role], fault, value)


def _come_right_again(story: Story, strangers: DriverProcess) -> None:
    """Who stands in the way of the others' work goes on."""
    for fault, role in (
        ("jump", "offset"),
        ("freeze", "freeze"),
        ("deaf", "deaf"),
        ("jump", "jump"),
    ):
        strangers.switch(story.vehicles[role], fault, None)


def _jump_into_its_way(story: Story, strangers: DriverProcess) -> None:
    """The vehicle that has jumped before jumps onto the victim's planned way, 5 m ahead."""
    victim = story.watch.reports[story.vehicles["victim"]][-1][1]
    route = story.watch.routes[story.vehicles["victim"]]
    ahead = [pose for leg in route.legs[victim.legs_done :] for pose in leg.path]
    place = victim.pose
    target = next(
        (pose for pose in ahead if hypot(pose.x_m - place.x_m, pose.y_m - place.y_m) > 5.0),
        ahead[-1],
    )
    jumper = next(each for each in story.facility.fleet if each.id == story.vehicles["jump"])
    stands = start_pose(story.facility, jumper)
    strangers.switch(jumper.id, "jump", [target.x_m - stands.x_m, target.y_m - stands.y_m])


@pytest.mark.parametrize("role", WORKERS)
def test_work_is_done_all_the_same(story: Story, role: str) -> None:
    assert story.orders[role] == "done", story.watch.reasons(story.vehicles[role])


@pytest.mark.parametrize("role", SPEAKERS)
def test_what_a_vehicle_says_wrongly_is_its_reason(story: Story, role: str) -> None:
    words, vehicle_id = SPEAKERS[role][1], story.vehicles[role]
    since_s = story.faulty_since_s[role]
    after_s = story.watch.first(vehicle_id, words, since_s)
    assert after_s is not None, story.watch.reasons(vehicle_id, since_s)
    assert after_s <= LOST_WITHIN_S + SLACK_S


@pytest.mark.parametrize("role", [each for each in MOVERS if each != "victim"])
def test_what_goes_wrong_on_the_way_is_its_reason(story: Story, role: str) -> None:
    _, _, words, within_s = MOVERS[role]
    vehicle_id, since_s = story.vehicles[role], story.faulty_since_s[role]
    found = [story.watch.first(vehicle_id, each, since_s) for each in words]
    after_s = [each for each in found if each is not None]
    assert after_s, story.watch.reasons(vehicle_id, since_s)
    assert min(after_s) <= within_s + SLACK_S


def test_who_stands_although_it_may_drive_is_told_to_the_dispatcher(story: Story) -> None:
    since_s = story.faulty_since_s["freeze"]
    said = [at_s for at_s in story.watch.said(story.vehicles["freeze"], "vehicle_stuck")]
    assert said
    assert 0.0 < said[0] - since_s <= STUCK_AFTER_S + 2.0 + SLACK_S


def test_nobody_is_released_into_a_footprint_that_was_reported(story: Story) -> None:
    assert len(story.watch.releases) > 20
    assert story.watch.released_into_footprints() == []


def test_who_is_jumped_at_stops_before_the_reported_footprint(story: Story) -> None:
    assert story.watch.touches() == []
