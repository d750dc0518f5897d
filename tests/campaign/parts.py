"""The parts of a campaign: one kind of fault each, at random moments, as often as is asked for."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import BatteryState

from fleet_core.model.errors import FleetError, WorkError
from fleet_nodes import names, qos
from fleet_nodes.client import FleetClient
from fleet_nodes.wiring import advertise
from tests.campaign.hostile import hostile
from tests.campaign.story import Findings, Story, say
from tests.ros.running_fleet import RunningFleet, leftovers, submit
from tests.store.postgres_server import PostgresServer, postgres_here

NODES = ("dispatcher", "plant_simulator", "vehicle_adapters", "proximity", "layout_server")
BETWEEN_S = 13.0
"""A node may be started again five times a minute."""
DONE_WITHIN_S = 420.0
Part = Callable[[Path, random.Random, int, int], Findings]


def kills(folder: Path, rng: random.Random, times: int, orders: int) -> Findings:
    """kill -9 of any process of the fleet while orders are at work."""
    began_s = time.monotonic()
    with Story(folder, rng, orders) as story:
        story.wait_until_ready()
        done = 0
        last: dict[str, float] = {}
        turn: list[str] = []  # each comes once before any comes again
        while done < times:
            story.refill()
            story.spin(rng.uniform(0.5, 5.0))
            ready = [each for each in NODES if time.monotonic() - last.get(each, 0.0) > BETWEEN_S]
            if not ready:
                continue
            turn = turn or rng.sample(NODES, len(NODES))
            node = next((each for each in turn if each in ready), ready[0])
            turn = [each for each in turn if each != node]
            _kill(story.fleet, node)
            last[node] = time.monotonic()
            done += 1
            say(f"kill {done}: {node}; {len(story.ledger.open)} orders open")
        return story.finish("kill -9 of any process", done, began_s, DONE_WITHIN_S)


def _kill(fleet: RunningFleet, node: str) -> None:
    for _ in range(100):  # it may be on its way up again
        try:
            os.kill(fleet.pid(node), signal.SIGKILL)
            return
        except (AssertionError, ProcessLookupError, psutil.NoSuchProcess):
            time.sleep(0.1)
    raise WorkError(f"{node} does not come back: {fleet.said()}")


def restarts(folder: Path, rng: random.Random, times: int, orders: int) -> Findings:
    """The whole fleet is ended in order, or its supervisor killed, and started on its folder."""
    began_s = time.monotonic()
    with Story(folder, rng, orders) as story:
        story.wait_until_ready()
        for _ in range(times):
            story.refill()
            story.spin(rng.uniform(3.0, 12.0))
            ended = rng.choice([RunningFleet.stop, RunningFleet.kill_supervisor])
            story.again(ended)
        return story.finish("all ended and started again", times, began_s, DONE_WITHIN_S)


def database(folder: Path, rng: random.Random, times: int, orders: int) -> Findings:
    """PostgreSQL stops, crashes, is killed, hangs, and comes back, while processes die, too."""
    if not postgres_here():
        return Findings("PostgreSQL outages", note="left out: no PostgreSQL here")
    began_s = time.monotonic()
    server = PostgresServer(folder)
    ways: list[tuple[Callable[[], None], Callable[[], None]]] = [
        (server.halt, server.start),
        (lambda: server.halt("immediate"), server.start),
        (server.kill, server.start),
        (server.freeze, server.thaw),
    ]
    try:
        with Story(folder, rng, orders, server.new_database()) as story:
            story.wait_until_ready()
            for number in range(times):
                story.refill()
                story.spin(rng.uniform(1.0, 6.0))
                go, come_back = rng.choice(ways)
                go()
                story.spin(rng.uniform(0.0, 6.0))
                if number % 3 == 2:
                    _kill(story.fleet, "dispatcher")
                come_back()
                story.spin(2.0)
            return story.finish("PostgreSQL outages", times, began_s, DONE_WITHIN_S)
    finally:
        server.stop()


def disk(folder: Path, rng: random.Random, times: int, orders: int) -> Findings:
    """The file system of the data folder is full for a while."""
    began_s = time.monotonic()
    with _small_disk(folder / "disk") as place:
        if place is None:
            return Findings("disk full", note="left out: no small file system can be mounted here")
        with Story(folder, rng, orders, data=place / "data") as story:
            story.wait_until_ready()
            for _ in range(times):
                story.refill()
                story.spin(rng.uniform(1.0, 5.0))
                _fill(place / "ballast")
                story.spin(rng.uniform(3.0, 8.0))
                (place / "ballast").unlink()
                story.spin(2.0)
            return story.finish("disk full", times, began_s, DONE_WITHIN_S)


@contextmanager
def _small_disk(place: Path) -> Iterator[Path | None]:
    place.mkdir(parents=True)
    words = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)]
    if (
        os.geteuid()
        or shutil.which("mount") is None
        or subprocess.run(words, check=False).returncode
    ):
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def _fill(ballast: Path) -> None:
    with ballast.open("wb") as file:
        try:
            while True:
                file.write(bytes(65536))
                file.flush()
        except OSError:
            return


TOPICS: tuple[tuple[type[Any], str], ...] = (
    (msg.VehicleReport, names.VEHICLE_REPORTS),
    (msg.TagReports, names.TAG_REPORTS),
    (msg.Detections, names.DETECTIONS),
    (msg.Tracks, names.TRACKS),
    (msg.MovingObjects, names.MOVING_OBJECTS),
)


def messages(folder: Path, rng: random.Random, times: int, orders: int) -> Findings:
    """Hostile messages, made from their types, on topics and services, while orders are at work."""
    began_s = time.monotonic()
    with Story(folder, rng, orders) as story:
        story.wait_until_ready()
        story.refill()
        driver = "vehicle_of_nobody"
        kinds = [
            *TOPICS,
            (Odometry, names.odometry(driver)),
            (BatteryState, names.battery(driver)),
            (msg.OnboardState, names.onboard_state(driver)),
        ]
        node = story.outside.node
        writers = [(kind, advertise(node, kind, topic, qos.STATE)) for kind, topic in kinds]
        sent = 0
        while sent < times:
            for kind, writer in writers:
                writer.publish(hostile(kind, rng))
                sent += 1
            if sent % 200 < len(writers):
                story.spin(0.02)
                _ask_nonsense(story, rng)
            if sent % 20_000 < len(writers):
                story.refill()
                say(f"{sent} hostile messages")
        for _, writer in writers:
            node.destroy_publisher(writer)
        found = story.finish("hostile messages", sent, began_s, DONE_WITHIN_S)
        died = {each: story.fleet.restarts(each) for each in NODES}
        found.broken += [f"{each} died {count} times" for each, count in died.items() if count]
        return found


def _ask_nonsense(story: Story, rng: random.Random) -> None:
    order = hostile(msg.TransportOrder, rng)
    order.id = rng.choice(("", "..", "x" * 300, "K-0"))  # never one that the ledger will hand in
    try:
        submit(story.outside, order)
    except (FleetError, ValueError, OverflowError):
        return


def bursts(folder: Path, rng: random.Random, times: int, orders: int) -> Findings:
    """Eight clients hand in so many orders each, at once."""
    began_s = time.monotonic()
    refused: list[str] = []
    with Story(folder, rng, orders) as story:
        story.wait_until_ready()
        clients = [
            threading.Thread(target=_burst, args=(story.fleet.domain, number, times, refused))
            for number in range(8)
        ]
        for each in clients:
            each.start()
        lost: set[str] = set()
        while any(each.is_alive() for each in clients):
            story.spin(0.5)
            lost.update(story.vehicles_lost())
        story.refill()
        # Their orders are less urgent than the ledger's own, which are to be done.
        found = story.finish("bursts of eight clients", 8 * times, began_s, DONE_WITHIN_S)
        found.broken += refused[:3]
        found.broken += [f"{each} was declared lost" for each in sorted(lost)]
        return found


def _burst(domain: int, client: int, times: int, refused: list[str]) -> None:
    with FleetClient(f"burst_{client}", 120.0, domain) as outside:
        for number in range(times):
            place = 1 + number % 4
            stops = [
                msg.Stop(station_id=f"pick_{place}", action="pick"),
                msg.Stop(station_id=f"drop_{place}", action="drop"),
            ]
            order = msg.TransportOrder(id=f"B{client}-{number}", priority=-50, stops=stops)
            try:
                submit(outside, order)
            except FleetError as error:
                refused.append(f"B{client}-{number}: {error}")


def clocks(folder: Path, rng: random.Random, times: int, orders: int) -> Findings:
    """A stranger's ticks an hour ahead for a second; a plant whose time stands still."""
    began_s = time.monotonic()
    with Story(folder, rng, orders) as story:
        story.wait_until_ready()
        ticks = advertise(story.outside.node, Clock, names.CLOCK, qos.CLOCK)
        for number in range(times):
            story.refill()
            story.spin(rng.uniform(1.0, 5.0))
            if number % 2:
                plant = psutil.Process(story.fleet.pid("plant_simulator"))
                plant.suspend()
                story.spin(rng.uniform(1.0, 8.0))
                plant.resume()
            else:
                stamp = Clock()
                stamp.clock.sec = int(time.time()) + 3600
                for _ in range(10):
                    ticks.publish(stamp)
                    story.spin(0.1)
        story.outside.node.destroy_publisher(ticks)
        return story.finish("clocks", times, began_s, DONE_WITHIN_S)


PARTS: dict[str, tuple[Part, int]] = {
    "kills": (kills, 200),
    "restarts": (restarts, 12),
    "database": (database, 24),
    "disk": (disk, 12),
    "messages": (messages, 1_000_000),
    "bursts": (bursts, 350),
    "clocks": (clocks, 20),
}
"""Each with how often in a whole campaign."""


def left_behind(folder: Path) -> list[str]:
    """Processes that outlived their part."""
    return [" ".join(each.cmdline()) for each in leftovers(folder)]
