"""``fleet up --no-sim``: vehicles from another process, on real time, with PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from fleet_interfaces import msg

from fleet_core.layouts import load_facility
from fleet_core.simulation.start_pose import start_pose
from fleet_nodes.names import vehicle_name
from tests.ros.running_fleet import RunningFleet, fleet_command, leftovers, submit
from tests.ros.vehicle_driver import VehicleDriver
from tests.store.postgres_server import PostgresServer, postgres_here

pytestmark = [
    pytest.mark.ros,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not postgres_here(), reason="no PostgreSQL server on this machine"),
]

VEHICLES = 2


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    server = PostgresServer(tmp_path)
    try:
        yield server.new_database()
    finally:
        server.stop()


@pytest.fixture
def layout(tmp_path: Path) -> Path:
    file = tmp_path / "two.lif.json"
    size = ("--rows", "2", "--columns", "2", "--vehicles", str(VEHICLES))
    made = fleet_command("layout", "generate", "grid", "--out", str(file), *size, domain=0)
    assert made.returncode == 0, made.stderr
    return file


def test_vehicles_of_another_maker_carry_out_orders_kept_in_postgresql(
    tmp_path: Path, layout: Path, database: str
) -> None:
    data = tmp_path / "data"
    options = ("--no-sim", "--layout", str(layout), "--database", database)
    fleet = RunningFleet(data, 1.0, *options)
    facility = load_facility(str(layout)).facility
    try:
        with fleet.client() as outside:
            drivers = []
            for each in facility.fleet:
                place = start_pose(facility, each)
                pose = (place.x_m, place.y_m, place.heading_rad)
                name = vehicle_name(each.id)
                drivers.append(VehicleDriver(outside.node, name, each.id, each.type_id, pose))
            fleet.wait_until_ready(outside, VEHICLES)
            order_ids = []
            for number in (1, 2):
                stops = [
                    msg.Stop(station_id=f"pick_{number}", action="pick"),
                    msg.Stop(station_id=f"drop_{number}", action="drop"),
                ]
                order = msg.TransportOrder(id=f"real-{number}", stops=stops)
                order_ids.append(submit(outside, order).id)
            for order_id in order_ids:
                outside.wait(
                    lambda order_id=order_id: outside.order(order_id).order.state == "done" or None,
                    120.0,
                    f"{order_id} is not done",
                )
            assert [each.loads for each in drivers] == [[], []]
    finally:
        code, _ = fleet.stop()
    assert code == 0
    assert not leftovers(data)
    assert not list(data.glob("*.sqlite3"))
    with psycopg.connect(database) as connection:
        found = connection.execute("SELECT id, state FROM orders ORDER BY id").fetchall()
    assert found == [(each, "done") for each in order_ids]
