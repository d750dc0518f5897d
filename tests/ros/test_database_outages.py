"""``fleet up`` on PostgreSQL, whose server goes and comes back at any moment: nothing is lost,
nothing is done twice, nobody has to start anything again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from diagnostic_msgs.msg import DiagnosticArray
from fleet_interfaces import msg

from fleet_core.model.errors import FleetError, WorkError
from tests.ros.running_fleet import RunningFleet, leftovers, submit
from tests.store.cut_link import CutLink
from tests.store.postgres_server import PostgresServer, postgres_here

pytestmark = [
    pytest.mark.ros,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not postgres_here(), reason="no PostgreSQL server on this machine"),
]

OPTIONS = ("--layout", "bottling_hall", "--scenario", "none", "--local", "profile")
VEHICLES = 12
WAYS = (
    ("labels_store_1", "line_1_labels"),
    ("labels_store_2", "line_2_labels"),
)
WITHIN_S = 180.0  # the machine may be busy with other tests


class Story:
    """A fleet on a server that can be taken away, seen from outside."""

    def __init__(self, folder: Path) -> None:
        self.server = PostgresServer(folder)
        self.link = CutLink(self.server.port)
        self.direct = self.server.new_database()
        url = self.direct.replace(f":{self.server.port}/", f":{self.link.port}/")
        self.data = folder / "data"
        self.server.halt()  # it is not there when the fleet is started
        self.fleet = RunningFleet(self.data, 5.0, *OPTIONS, "--database", url)
        self.outside = self.fleet.client()
        self.health: dict[str, str] = {}
        self.outside.subscribe(DiagnosticArray, "/diagnostics", self._hear)
        self.order_ids: list[str] = []

    def _hear(self, message: DiagnosticArray) -> None:
        self.health.update({each.name: each.message for each in message.status})

    def close(self) -> None:
        self.outside.close()
        self.fleet.stop()
        self.link.close()
        self.server.stop()

    def wait_for(self, condition: Callable[[], bool], what: str) -> None:
        self.outside.wait(lambda: condition() or None, WITHIN_S, what)

    def wait_for_health(self, words: str) -> None:
        self.wait_for(
            lambda: words in self.health.get("dispatcher", ""),
            f"the dispatcher does not say {words!r} but {self.health.get('dispatcher')!r}",
        )

    def submit(self, order_id: str) -> None:
        """As a warehouse system does: the same again until it is taken."""
        pick, drop = WAYS[len(self.order_ids) % len(WAYS)]
        stops = [msg.Stop(station_id=pick, action="pick"), msg.Stop(station_id=drop, action="drop")]
        order = msg.TransportOrder(id=order_id, stops=stops)
        self.order_ids.append(order_id)

        def taken() -> bool:
            try:
                submit(self.outside, order)
            except WorkError:
                return False
            return True

        self.wait_for(taken, f"{order_id} is not taken")

    def is_refused(self) -> bool:
        """Whether an order is refused, and the reason is the store."""
        stops = [
            msg.Stop(station_id=WAYS[0][0], action="pick"),
            msg.Stop(station_id=WAYS[0][1], action="drop"),
        ]
        try:
            submit(self.outside, msg.TransportOrder(id="never", stops=stops))
        except FleetError as error:
            return isinstance(error, WorkError) and "not possible now" in str(error)
        return False

    def state(self, order_id: str) -> str:
        try:
            return str(self.outside.order(order_id).order.state)
        except WorkError:
            return ""

    def wait_until_done(self, order_id: str) -> None:
        self.wait_for(lambda: self.state(order_id) == "done", f"{order_id} is not done")


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    told = Story(tmp_path)
    try:
        yield told
    finally:
        told.close()
    assert not leftovers(told.data)


def test_the_fleet_outlives_its_database_server(story: Story) -> None:
    server, link = story.server, story.link
    story.wait_for_health("not configured: database")
    assert story.fleet.runs
    assert "the dispatcher waits for it" in story.fleet.said()
    server.start()
    story.fleet.wait_until_ready(story.outside, VEHICLES)

    outages: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
        "stopped": (server.halt, server.start),
        "crashed": (lambda: server.halt("immediate"), server.start),
        "killed": (server.kill, server.start),
        "hanging": (server.freeze, server.thaw),
        "silent": (link.silent, link.up),
        "cut": (link.down, link.up),
    }
    moments = ("queued", "assigned", "under_way")
    for number, (name, (go, come_back)) in enumerate(outages.items()):
        story.submit(name)
        moment = moments[number % len(moments)]
        story.wait_for(
            lambda name=name, moment=moment: story.state(name) in (moment, "under_way", "done"),
            f"{name} is never {moment}",
        )
        go()
        story.wait_for(story.is_refused, f"orders are taken while the server is {name}")
        story.wait_for_health("vehicles get no further until it writes")
        come_back()
        story.wait_for_health("the fleet is commanded")
    server.restart()  # too short for anybody to notice
    story.submit("restarted")
    for order_id in story.order_ids:
        story.wait_until_done(order_id)

    assert story.fleet.restarts("dispatcher") == 0
    assert story.fleet.runs
    with psycopg.connect(story.direct) as connection:
        ends = connection.execute(
            "SELECT order_id, count(*) FROM transitions WHERE to_state = 'done' GROUP BY order_id"
        ).fetchall()
    assert dict(ends) == dict.fromkeys(story.order_ids, 1)
