"""``fleet up`` or ``fleet demo`` as a real process, in a ROS domain of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
from fleet_interfaces import msg, srv

from fleet_core.model.order import TransportOrder
from fleet_core.model.request import SubmitOrder
from fleet_core.model.vehicle import VehicleStatus
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.commands.domain import free_domain
from fleet_nodes.conversions.fleet import vehicles_of
from fleet_nodes.conversions.orders import request_of

FLEET = [sys.executable, "-P", "-c", "from fleet_core.app.cli import main; main()"]
START_WITHIN_S = 100.0  # the machine may be busy with other tests


def own_domain() -> int:
    """A domain that nobody uses, from a place that differs between workers."""
    return free_domain(os.getpid() * 7 % 101 + 1)


def fleet_command(*arguments: str, domain: int) -> subprocess.CompletedProcess[str]:
    """A ``fleet`` command, run to its end; once more where the middleware died of its goodbye
    (docs/decisions/0014)."""
    answer = _run(arguments, domain)
    return _run(arguments, domain) if answer.returncode == -signal.SIGSEGV else answer


def _run(arguments: Sequence[str], domain: int) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ROS_DOMAIN_ID": str(domain)}
    return subprocess.run(
        [*FLEET, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def submit(outside: FleetClient, order: msg.TransportOrder) -> TransportOrder:
    """Hand in an order; it is stored when this returns."""
    accepted = outside.do(SubmitOrder(request_of(order)), "test").order
    assert accepted is not None
    return accepted


def leftovers(data: Path) -> list[psutil.Process]:
    """Processes that were started for this data folder and still run."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        words = process.info["cmdline"] or []
        if process.info["status"] != psutil.STATUS_ZOMBIE and any(str(data) in w for w in words):
            found.append(process)
    return found


class RunningFleet:
    """Started by ``start``; ``stop`` ends it and proves that nothing is left."""

    def __init__(
        self, data: Path, real_time_factor: float, *options: str, command: str = "up"
    ) -> None:
        self.data = data
        self.domain = own_domain()
        self._said = data.parent / f"{data.name}.said"
        self._environment = {**os.environ, "ROS_DOMAIN_ID": str(self.domain)}
        words = [
            *FLEET,
            command,
            *("--data", str(data)),
            *("--real-time-factor", f"{real_time_factor:g}"),
            *options,
        ]
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(
                words, env=self._environment, stderr=said, stdout=said, start_new_session=True
            )

    def client(self, timeout_s: float = 30.0) -> FleetClient:
        """A client from outside; it knows the interfaces only."""
        return FleetClient(f"outside_{os.getpid()}", timeout_s, self.domain)

    def said(self) -> str:
        """All that ``fleet up`` wrote."""
        return self._said.read_text()

    @property
    def runs(self) -> bool:
        return self._process.poll() is None

    def pid(self, node: str) -> int:
        """Process id of a node, as last said or found."""
        for process in psutil.Process(self._process.pid).children(recursive=True):
            if any(word == f"fleet_nodes.{node}" for word in process.cmdline()):
                return process.pid
        raise AssertionError(f"{node} does not run; said: {self.said()}")

    def wait_until_ready(self, client: FleetClient, vehicles: int) -> None:
        """All vehicles are in contact and the dispatcher answers."""
        known: dict[str, VehicleStatus] = {}

        def hear(message: msg.FleetState) -> None:
            known.clear()
            known.update({each.report.vehicle_id: each for each in vehicles_of(message)})

        def ready() -> bool:
            assert self._process.poll() is None, self.said()
            return len(known) == vehicles and all(
                each.activity != "lost" for each in known.values()
            )

        client.subscribe(msg.FleetState, names.STATE, hear)
        client.wait(lambda: ready() or None, START_WITHIN_S, f"{vehicles} vehicles are not ready")
        client.ask(srv.ListOrders, names.LIST_ORDERS)

    def ended(self) -> int:
        """The exit code of a fleet that ends by itself."""
        return self._process.wait(START_WITHIN_S)

    def kill_supervisor(self) -> None:
        """As the kernel would, when memory runs out."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> tuple[int, float]:
        """Exit code, and how long the end took."""
        began_s = time.monotonic()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            code = self._process.wait(15.0)
        finally:
            for process in leftovers(self.data):
                process.kill()
        return code, time.monotonic() - began_s

    def restarts(self, node: str) -> int:
        """How often a node was started again."""
        return len(re.findall(rf"^{node} .*starting it again", self.said(), re.MULTILINE))
