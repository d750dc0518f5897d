"""A fleet under faults, watched from outside: its orders, its floor, its processes."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from diagnostic_msgs.msg import DiagnosticArray
from fleet_interfaces import msg

from fleet_core.app.audit import verified
from fleet_core.layouts import load_facility
from fleet_core.model.errors import FleetError, InputError, WorkError
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.conversions.fleet import vehicles_of
from fleet_nodes.conversions.vehicles import report_of
from tests.campaign.footprints import FootprintCheck
from tests.campaign.ledger import Ledger
from tests.ros.running_fleet import RunningFleet, fleet_command, leftovers, submit

VEHICLES = 12
ROWS = 4
PLACES = ROWS * 4
FACTOR = 4.0
READY_WITHIN_S = 150.0
ENDED = ("done", "failed", "cancelled")


@dataclass
class Findings:
    """What one part of a campaign has come to."""

    what: str
    times: int = 0
    orders: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    overlaps: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    note: str = ""
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        return not (self.lost or self.twice or self.overlaps or self.stuck or self.broken)


def say(line: str) -> None:
    """Progress, to stderr."""
    print(f"campaign: {line}", file=sys.stderr, flush=True)


class Story:
    """Use it as a context. Nothing of it is left behind."""

    def __init__(
        self,
        folder: Path,
        rng: random.Random,
        orders: int,
        database: str = "",
        data: Path | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.rng, self._open_orders, self._database = rng, orders, database
        self.data = data or folder / "data"
        layout = folder / "field.lif.json"
        size = ("--rows", str(ROWS), "--columns", "4", "--vehicles", str(VEHICLES))
        made = fleet_command("layout", "generate", "grid", "--out", str(layout), *size, domain=0)
        if made.returncode:
            raise WorkError(made.stderr)
        facility = load_facility(str(layout)).facility
        self._words = ["--layout", str(layout), "--scenario", "none", "--local", "profile"]
        self._words += ["--database", database] if database else []
        self.ledger, self.floor = Ledger(), FootprintCheck(facility)
        self._vehicles = names.vehicle_names(each.id for each in facility.fleet)
        self.collisions = 0  # as the plant counts them, over all its lives
        self._counted = 0
        self.health: dict[str, str] = {}
        self._handed = 0
        self.fleet, self.outside = self._begin()

    def _begin(self) -> tuple[RunningFleet, FleetClient]:
        fleet = RunningFleet(self.data, FACTOR, *self._words)
        outside = fleet.client(60.0)
        outside.subscribe(msg.VehicleReport, names.VEHICLE_REPORTS, self._on_report)
        # Adapters are killed too: what a vehicle has finished is heard from itself as well.
        for vehicle_id, name in self._vehicles.items():
            hear = partial(self._on_onboard, vehicle_id)
            outside.subscribe(msg.OnboardState, names.onboard_state(name), hear)
        outside.subscribe(DiagnosticArray, names.DIAGNOSTICS, self._on_health)
        outside.subscribe(msg.OrderList, names.ORDERS, self._on_orders)
        return fleet, outside

    def __enter__(self) -> Story:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.outside.close()
        self.fleet.stop()

    def again(self, ended: Callable[[RunningFleet], object]) -> None:
        """End the whole fleet in this way, and start it on the same folder."""
        self.outside.close()
        ended(self.fleet)
        deadline_s = time.monotonic() + 20.0
        while leftovers(self.data) and time.monotonic() < deadline_s:
            time.sleep(0.1)
        self._counted = 0
        self.fleet, self.outside = self._begin()
        self.wait_until_ready()

    def _on_report(self, message: msg.VehicleReport) -> None:
        try:
            report = report_of(message)
        except InputError:
            return  # a hostile one
        if self.floor.knows(report):
            self.ledger.hear(report.vehicle_id, report.action_id, report.action_status)
            self.floor.hear(report)

    def _on_onboard(self, vehicle_id: str, message: msg.OnboardState) -> None:
        if message.vehicle_id == vehicle_id:
            self.ledger.hear(vehicle_id, message.action_id, message.action_status)

    def _on_health(self, message: DiagnosticArray) -> None:
        for each in message.status:
            self.health[each.name] = each.message
            values = {value.key: value.value for value in each.values}
            if each.name == "plant_simulator" and values.get("collisions", "").isdigit():
                count = int(values["collisions"])
                self.collisions += max(
                    0, count - self._counted if count >= self._counted else count
                )
                self._counted = count

    def _on_orders(self, message: msg.OrderList) -> None:
        for each in message.orders:
            if each.id in self.ledger.handed_in and each.state in ENDED:
                self.ledger.ended(each.id, each.state)

    def wait_until_ready(self) -> None:
        """All vehicles are in contact and commands are answered."""
        self.fleet.wait_until_ready(self.outside, VEHICLES)

    def spin(self, seconds: float) -> None:
        self.outside.spin(seconds)

    def refill(self) -> None:
        """Hand orders in until so many are open; what is not answered is sent again later."""
        while len(self.ledger.open) < self._open_orders:
            if not self.hand_in():
                return

    def hand_in(self) -> bool:
        """One order; False when the fleet does not take it now."""
        order_id = f"K-{self._handed}"
        pick = 1 + self._handed % PLACES
        stops = [
            msg.Stop(station_id=f"pick_{pick}", action="pick"),
            msg.Stop(station_id=f"drop_{pick}", action="drop"),
        ]
        try:
            submit(self.outside, msg.TransportOrder(id=order_id, stops=stops))
        except WorkError:
            return False  # asked again with the same id: it is one order however often it is sent
        self.ledger.handed_in[order_id] = None
        self._handed += 1
        return True

    def finish(self, what: str, times: int, began_s: float, within_s: float) -> Findings:
        """No more faults: all must be done within a time, and then everything is looked at."""
        found = Findings(what, times)
        deadline_s = time.monotonic() + within_s
        while self.ledger.open and time.monotonic() < deadline_s and self.fleet.runs:
            self.spin(1.0)
            self._ask_for_missing()
        if not self.fleet.runs:
            found.broken.append(f"the fleet has ended: {self.fleet.said().splitlines()[-1:]}")
        else:
            self._judge_orders(found)
        found.orders = len(self.ledger.handed_in)
        found.twice = self.ledger.twice()
        found.broken += [f"{key} was never seen" for key in self.ledger.unseen()]
        found.overlaps = [f"{a} and {b}: {m2:.2f} m2" for (a, b), m2 in self.floor.overlaps.items()]
        if self.collisions:
            found.overlaps.append(f"the plant counts {self.collisions}")
        found.broken += self._audit()
        found.note = f"{self.floor.checked} pairs of poses"
        found.seconds = time.monotonic() - began_s
        say(f"{what}: {'good' if found.good else found}")
        return found

    def _audit(self) -> list[str]:
        """Whether the stored lives of orders are whole, each with one end."""
        report = verified(None if self._database else self.data, self._database)
        return [report.broken] if report.broken else []

    def _ask_for_missing(self) -> None:
        for order_id in self.ledger.open[:3]:
            state = self._state(order_id)
            if state in ENDED:
                self.ledger.ended(order_id, state)

    def _judge_orders(self, found: Findings) -> None:
        for order_id in self.ledger.open:
            state = self._state(order_id)
            (found.stuck if state else found.lost).append(f"{order_id} {state}".strip())
        found.broken += [f"{key} {state}" for key, state in self.ledger.ended_otherwise.items()]
        if not self.ledger.open:
            found.broken += self._still_carried()

    def _still_carried(self) -> list[str]:
        """Loads on vehicles though all orders have ended."""
        state = self.outside.latest(msg.FleetState, names.STATE)
        return [
            f"{each.report.vehicle_id} carries {load_id}"
            for each in vehicles_of(state)
            for load_id in each.report.load_unit_ids
            if load_id.removeprefix("load-") in self.ledger.handed_in
        ]

    def _state(self, order_id: str) -> str:
        try:
            return str(self.outside.order(order_id).order.state)
        except FleetError:
            return ""

    def vehicles_lost(self) -> list[str]:
        state: Any = self.outside.latest(msg.FleetState, names.STATE)
        return [each.report.vehicle_id for each in vehicles_of(state) if each.activity == "lost"]
