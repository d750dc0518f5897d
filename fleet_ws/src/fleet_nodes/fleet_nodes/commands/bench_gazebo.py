"""``fleet bench gazebo``: the whole fleet at work in Gazebo, and what came of it."""

from __future__ import annotations

import csv
import json
import signal
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from fleet_core.model.errors import InputError, WorkError
from fleet_core.model.facility import Facility, FleetVehicle
from fleet_nodes.commands.compare_gazebo import compare, table
from fleet_nodes.commands.options import AsJson, Layout, RealTimeFactor, Seed

_LOOK_S = 0.5
_READY_WITHIN_S = 120.0
_BRIDGE = "gazebo_bridge"


def bench_gazebo(
    layout: Layout = "bottling_hall",
    vehicles: Annotated[
        int, typer.Option(min=0, help="How many, of all types in turn; 0: the plant's own fleet.")
    ] = 8,
    minutes: Annotated[float, typer.Option(min=0.1, help="Simulated.")] = 20.0,
    real_time_factor: RealTimeFactor = 1.0,
    seed: Seed = 1,
    scene: Annotated[
        str,
        typer.Option(
            "--compare",
            help="Instead: the embedded plant and Gazebo on a scene of the bottling hall: "
            "junction, transports, all.",
        ),
    ] = "",
    trace: Annotated[
        Path | None, typer.Option(help="CSV file for where vehicles were; docs/gazebo.md draws it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Orders of the plant's scenario, the nodes, a Gazebo; no window. Real time is measured."""
    signal.signal(signal.SIGTERM, _interrupt)  # what it has started ends with it, however it ends
    if scene:
        found = compare(scene, seed)
        typer.echo(json.dumps(found, indent=1) if as_json else "\n".join(table(found)))
        return
    figures = measure(layout, vehicles, 60.0 * minutes, real_time_factor, seed, trace)
    if as_json:
        typer.echo(json.dumps(figures, indent=1))
        return
    for name, value in figures.items():
        typer.echo(f"{name}: {value}")


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def in_turn(facility: Facility, vehicles: int) -> Facility:
    """The facility with so many of its vehicles, one of each type after another.

    Raises InputError when it has fewer.
    """
    if not vehicles:
        return facility
    if vehicles > len(facility.fleet):
        raise InputError(f"--vehicles {vehicles}: {facility.name} has {len(facility.fleet)}")
    by_type: dict[str, list[FleetVehicle]] = defaultdict(list)
    for one in facility.fleet:
        by_type[one.type_id].append(one)
    rows = zip_longest(*by_type.values())
    chosen = [one for row in rows for one in row if one is not None][:vehicles]
    return replace(facility, fleet=tuple(one for one in facility.fleet if one in chosen))


def measure(
    layout: str,
    vehicles: int,
    duration_s: float,
    real_time_factor: float,
    seed: int,
    trace: Path | None = None,
) -> dict[str, Any]:
    """The figures, of ``duration_s`` of Gazebo's time from when all vehicles were heard. ``trace``:
    a file for poses. Raises InputError where it cannot be written."""
    from fleet_core.layouts import load_facility  # noqa: PLC0415 - the same
    from fleet_core.layouts.facility_file import write_plant  # noqa: PLC0415
    from fleet_nodes.commands.data_folder import prepared  # noqa: PLC0415 - ROS: seconds
    from fleet_nodes.commands.domain import environment_for, free_domain  # noqa: PLC0415
    from fleet_nodes.commands.plans import FleetPlan, gazebo_port  # noqa: PLC0415

    if trace is not None:
        _write_trace(trace, [])  # rather now than after 20 minutes
    loaded = load_facility(layout)
    facility = in_turn(loaded.facility, vehicles)
    with tempfile.TemporaryDirectory(prefix="fleet_gazebo_") as name:
        folder = Path(name)
        lif = folder / f"{facility.name}.lif.json"
        write_plant(facility, loaded.scenario, lif)
        domain = free_domain(60)
        plan = FleetPlan(
            layout=str(lif),
            scenario="",
            simulated=True,
            real_time_factor=real_time_factor,
            seed=seed,
            data_folder=prepared(folder / "data"),
            database_url="",
            environment=environment_for(domain),
            gazebo_port=gazebo_port(),
        )
        return {
            "layout": facility.name,
            "vehicles": len(facility.fleet),
            "seed": seed,
            **_run(plan, domain, len(facility.fleet), duration_s, trace),
        }


@dataclass
class _Heard:
    """What the graph says."""

    values: dict[str, str] = field(default_factory=dict)  # of the bridge's diagnostics
    said: set[str] = field(default_factory=set)  # by the bridge, where it was not well
    orders: Mapping[str, str] = field(default_factory=dict)  # state by id
    lost: set[str] = field(default_factory=set)
    doing: Mapping[str, str] = field(default_factory=dict)  # activity and reason by vehicle
    known: int = 0
    poses: list[tuple[object, ...]] = field(default_factory=list)  # rows of a trace

    @property
    def gazebo_s(self) -> float:
        return float(self.values.get("gazebo_time_s", 0.0))


def _write_trace(path: Path, rows: Sequence[tuple[object, ...]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("time_s", "vehicle", "x_m", "y_m", "heading_rad", "loads"))
            writer.writerows(rows)
    except OSError as error:
        raise InputError(f"--trace {path}: {error.strerror}") from error


def _run(
    plan: Any, domain: int, vehicles: int, duration_s: float, trace: Path | None
) -> dict[str, Any]:
    from fleet_nodes.client import FleetClient  # noqa: PLC0415
    from fleet_nodes.commands.plans import node_plans  # noqa: PLC0415
    from fleet_nodes.supervision.supervisor import Supervisor  # noqa: PLC0415

    restarted: list[str] = []
    with (
        FleetClient("fleet_bench", domain=domain) as client,
        Supervisor(node_plans(plan), restarted.append) as supervisor,
    ):
        heard = _listen(client)

        def spin_until(done: Any, within_s: float, what: str) -> None:
            deadline_s = time.monotonic() + within_s
            while not done():
                supervisor.check()
                if time.monotonic() > deadline_s:
                    raise WorkError(f"{what} within {within_s:.0f} s")
                client.spin(_LOOK_S)

        spin_until(
            lambda: heard.known == vehicles and heard.gazebo_s > 0.0 and not heard.lost,
            _READY_WITHIN_S,
            f"{vehicles} vehicles are not heard",
        )
        began_s, from_s = time.monotonic(), heard.gazebo_s
        before = _processor_s(supervisor.pids)
        spin_until(
            lambda: heard.gazebo_s - from_s >= duration_s,
            10.0 * duration_s / min(1.0, plan.real_time_factor) + 60.0,
            f"{duration_s:g} simulated seconds have not passed",
        )
        wall_s, simulated_s = time.monotonic() - began_s, heard.gazebo_s - from_s
        used = {
            name: round((now_s - before.get(name, 0.0)) / wall_s, 3)
            for name, now_s in _processor_s(supervisor.pids).items()
        }
    if trace is not None:
        _write_trace(trace, heard.poses)
    states = Counter(heard.orders.values())
    return {
        "simulated_s": round(simulated_s, 1),
        "wall_s": round(wall_s, 1),
        "real_time_factor": round(simulated_s / wall_s, 3),
        "orders": dict(sorted(states.items())),
        "contacts": int(heard.values["contacts"]),
        "contacts_of": sorted(heard.said),
        "set_downs": int(heard.values["set_downs"]),
        "set_down_off_mm": float(heard.values["set_down_off_mm"]),
        "loads_lost": int(heard.values["loads_lost"]),
        "restarts": restarted,
        "at_the_end": dict(heard.doing),
        "cores": used,
    }


def _listen(client: Any) -> _Heard:
    from diagnostic_msgs.msg import DiagnosticArray  # noqa: PLC0415
    from fleet_interfaces import msg  # noqa: PLC0415

    from fleet_core.model.wording import sentence  # noqa: PLC0415
    from fleet_nodes import names  # noqa: PLC0415
    from fleet_nodes.conversions.fleet import vehicles_of  # noqa: PLC0415

    heard = _Heard()

    def on_state(message: Any) -> None:
        found = vehicles_of(message)
        heard.known = len(found)
        heard.poses += [
            (
                round(heard.gazebo_s, 2), each.report.vehicle_id, round(each.report.pose.x_m, 3),
                round(each.report.pose.y_m, 3), round(each.report.pose.heading_rad, 4),
                len(each.report.load_unit_ids),
            )
            for each in found
        ]  # fmt: skip
        heard.doing = {
            each.report.vehicle_id: f"{each.activity}: {sentence(each.reason)}".rstrip(": ")
            for each in found
        }
        heard.lost = {each.report.vehicle_id for each in found if each.activity == "lost"}

    def on_diagnostics(message: Any) -> None:
        for status in message.status:
            if status.name == _BRIDGE:
                heard.values.update({each.key: each.value for each in status.values})
                if "touched" in status.message:
                    heard.said.add(status.message)

    def on_orders(message: Any) -> None:
        heard.orders = {**heard.orders, **{each.id: each.state for each in message.orders}}

    client.subscribe(msg.FleetState, names.STATE, on_state)
    client.subscribe(DiagnosticArray, names.DIAGNOSTICS, on_diagnostics)
    client.subscribe(msg.OrderList, names.ORDERS, on_orders)
    return heard


def _processor_s(pids: Mapping[str, int]) -> dict[str, float]:
    """Processor time of each child and all that it has started."""
    import psutil  # noqa: PLC0415

    def used(pid: int) -> Iterator[float]:
        for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            yield times.user + times.system

    return {name: sum(used(pid)) for name, pid in pids.items()}
