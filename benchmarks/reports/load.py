"""A real dispatcher in a process of its own, a fleet that reports, and a client that looks on."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil, sqrt
from pathlib import Path
from typing import Any

import numpy as np
from fleet_interfaces import msg

from benchmarks.processes import cpu_s, running
from fleet_core.layouts.facility_file import write_plant
from fleet_core.layouts.generate.grid import grid
from fleet_core.model.errors import WorkError
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.commands.domain import environment_for, free_domain
from fleet_nodes.conversions.fleet import fleet_message_of

READY_WITHIN_S = 900.0
"""For the roadmap of a large plant, and until everybody was heard once."""
SETTLED_STATES = 5
"""In a row in which everybody's report is younger than the limit for a lost vehicle."""
SETTLED_AGE_S = 2.0


@dataclass(frozen=True, slots=True)
class Load:
    """What came of it."""

    vehicles: int
    rate_hz: float
    seconds: float
    reports_per_s: float  # said, by all vehicles
    lost: tuple[str, ...]  # vehicles that were declared lost although they spoke, since the start
    taken_up_s: float  # the oldest report in a state while all of them were taken up
    age_s: Mapping[str, float]  # of the reports in the fleet's state: p50, p99, max
    states_per_s: float
    cpu_share: Mapping[str, float]  # of one core, by process


@dataclass
class _HeardReports:
    """What the graph says."""

    known: int = 0
    states: int = 0
    ages_s: list[np.ndarray[Any, Any]] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    @property
    def settled(self) -> bool:
        """The dispatcher has taken everybody up, and keeps pace."""
        last = self.ages_s[-SETTLED_STATES:]
        return len(last) == SETTLED_STATES and all(each.max() < SETTLED_AGE_S for each in last)


def measured(vehicles: int, rate_hz: float, seconds: float) -> Load:
    """Everybody stands and reports ``rate_hz`` times a second for ``seconds``. Raises WorkError
    when the dispatcher does not hear them all."""
    with tempfile.TemporaryDirectory(prefix="fleet_reports_") as name:
        layout = _plant(vehicles, Path(name))
        domain = free_domain(os.getpid() * 11 % 101 + 1)
        chosen = environment_for(domain)
        os.environ.update(chosen)
        node = [sys.executable, "-m", "fleet_nodes.dispatcher", "--ros-args"]
        node += ["-p", f"layout:={layout}", "-p", f"data_folder:={name}/data"]
        speaker = [sys.executable, "-m", "benchmarks.reports.speaker", layout, str(rate_hz)]
        with (
            running(node) as dispatcher,
            running(speaker) as fleet,
            FleetClient("bench", domain=domain) as client,
        ):
            heard = _listen(client)

            def ready() -> bool | None:
                _check_alive(dispatcher, fleet)
                return (heard.known == vehicles and heard.settled) or None

            client.wait(ready, READY_WITHIN_S, f"{vehicles} vehicles are not heard in time")
            taken_up_s = max(ages.max() for ages in heard.ages_s)
            heard.ages_s.clear()
            states, before_s = heard.states, [cpu_s(dispatcher), cpu_s(fleet)]
            begun_s = time.monotonic()
            client.spin(seconds)
            took_s = time.monotonic() - begun_s
            _check_alive(dispatcher, fleet)
            used_s = np.array([cpu_s(dispatcher), cpu_s(fleet)]) - before_s
            states = heard.states - states
            said_per_s = float(fleet.communicate(timeout=20.0)[0] or 0.0)
    ages_s = np.concatenate(heard.ages_s)
    share = (used_s / took_s).round(3).tolist()
    p50, p99, worst = np.quantile(ages_s, [0.5, 0.99, 1.0]).round(3).tolist()
    return Load(
        vehicles,
        rate_hz,
        round(took_s, 1),
        round(said_per_s, 1),
        tuple(sorted(heard.lost)),
        round(float(taken_up_s), 3),
        {"p50": p50, "p99": p99, "max": worst},
        round(states / took_s, 2),
        {"dispatcher": share[0], "fleet": share[1]},
    )


def _check_alive(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        if process.poll() is not None:
            raise WorkError(f"{process.args!r} has ended")


def _plant(vehicles: int, folder: Path) -> str:
    """Streets with room for them, in a file."""
    side = max(4, 2 * ceil(sqrt(1.6 * vehicles) / 2))
    facility, scenario = grid(rows=side, columns=side, vehicles=vehicles)
    path = folder / f"{facility.name}.lif.json"
    write_plant(facility, scenario, path)
    return str(path)


def _listen(client: FleetClient) -> _HeardReports:
    heard = _HeardReports()

    def on_state(message: Any) -> None:
        heard.known = len(message.vehicles)
        heard.states += 1
        if message.vehicles:  # the first states may know of nobody yet
            heard.ages_s.append(np.array([each.out_of_contact_s for each in message.vehicles]))

    def on_message(message: Any) -> None:
        said = fleet_message_of(message)
        if said.reason.code == "vehicle_lost":
            heard.lost.add(said.vehicle_id)

    client.subscribe(msg.FleetState, names.STATE, on_state)
    client.subscribe(msg.FleetMessage, names.MESSAGES, on_message)
    return heard
