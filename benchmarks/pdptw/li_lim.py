"""The files of Li and Lim's benchmark of pickup and delivery with time windows.

Li and Lim, *A metaheuristic for the pickup and delivery problem with time windows*, ICTAI 2001.
First line: vehicles, capacity, speed. Then a line a task: number, x, y, demand, earliest, latest,
service time, sibling that is picked up before, sibling that is dropped after; task 0 is the depot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from fleet_core.dispatch.routing.problem import RoutingProblem, checked, no_terms
from fleet_core.model.errors import InputError

UNDONE = 1e6
MOST_TASKS = 5_000


@dataclass(frozen=True, slots=True)
class PdptwTask:
    """A line of the file."""

    x: float
    y: float
    demand: float
    ready: float
    due: float
    service: float
    pickup: int  # its sibling, when this is a drop; else 0
    drop: int  # its sibling, when this is a pickup; else 0


@dataclass(frozen=True, slots=True)
class Instance:
    """PdptwTask 0 is the depot."""

    name: str
    vehicles: int
    capacity: float
    tasks: tuple[PdptwTask, ...]


def read_instance(path: Path) -> Instance:
    """Raises InputError that names file and line."""
    try:
        lines = path.read_text(encoding="ascii").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"instance {path}: cannot be read: {error}") from error
    head = _numbers(path, 1, lines[0], 3)
    rows = [(n, line) for n, line in enumerate(lines[1:], 2) if line.strip()]
    tasks = tuple(_task(path, number, line, k) for k, (number, line) in enumerate(rows))
    if not 2 < len(tasks) <= MOST_TASKS:
        raise InputError(f"instance {path}: holds {len(tasks)} tasks; expected 3 to {MOST_TASKS}")
    if not (1 <= head[0] <= MOST_TASKS and head[0] == int(head[0])):
        raise InputError(
            f"instance {path}: line 1: {head[0]:g} vehicles; expected 1 to {MOST_TASKS}"
        )
    if head[1] <= 0.0:
        raise InputError(f"instance {path}: line 1: capacity {head[1]:g}; expected more than 0")
    instance = Instance(path.stem, int(head[0]), head[1], tasks)
    for number, task in enumerate(tasks[1:], 1):
        _check_siblings(path, instance, number, task)
    return instance


def _numbers(path: Path, line_number: int, line: str, count: int) -> list[float]:
    words = line.split()
    where = f"instance {path}: line {line_number}"
    if len(words) != count:
        raise InputError(f"{where}: {len(words)} values; expected {count}")
    try:
        values = [float(word) for word in words]
    except ValueError as error:
        raise InputError(f"{where}: not a number in {line.strip()[:60]!r}") from error
    if not all(isfinite(value) for value in values):
        raise InputError(f"{where}: a value is not finite")
    return values


def _task(path: Path, line_number: int, line: str, expected: int) -> PdptwTask:
    number, x, y, demand, ready, due, service, pickup, drop = _numbers(path, line_number, line, 9)
    where = f"instance {path}: line {line_number}"
    if number != expected:
        raise InputError(f"{where}: task {number:g}; expected {expected}")
    if ready < 0.0 or service < 0.0 or due < ready:
        raise InputError(f"{where}: window {ready:g} to {due:g}, service {service:g} cannot be")
    if pickup != int(pickup) or drop != int(drop):
        raise InputError(f"{where}: siblings {pickup:g}, {drop:g}; expected task numbers")
    return PdptwTask(x, y, demand, ready, due, service, int(pickup), int(drop))


def _check_siblings(path: Path, instance: Instance, number: int, task: PdptwTask) -> None:
    other = task.pickup or task.drop
    if not (0 < other < len(instance.tasks)) or (task.pickup and task.drop):
        raise InputError(f"instance {path}: task {number} has no one sibling in the file")
    sibling = instance.tasks[other]
    if number not in (sibling.pickup, sibling.drop):
        raise InputError(f"instance {path}: task {number} names {other}, which names another")
    if task.drop and not (0.0 <= task.demand <= instance.capacity):
        raise InputError(
            f"instance {path}: task {number} demands {task.demand:g}; "
            f"expected 0 to {instance.capacity:g}"
        )


def problem_of(instance: Instance) -> RoutingProblem:
    """Nodes are the tasks by number; time and cost are the distance."""
    tasks, vehicles = instance.tasks, instance.vehicles
    at = np.array([(task.x, task.y) for task in tasks])
    apart = np.hypot(at[:, None, 0] - at[None, :, 0], at[:, None, 1] - at[None, :, 1])[None]
    pickups = [number for number, task in enumerate(tasks) if number and task.drop]
    depot = np.zeros(vehicles, np.int32)
    return checked(
        RoutingProblem(
            travel=apart,
            cost=apart,
            into=np.arange(len(tasks), dtype=np.int32),
            out=np.arange(len(tasks), dtype=np.int32),
            ready=np.array([task.ready for task in tasks]),
            due=np.array([task.due for task in tasks]),
            service=np.array([task.service for task in tasks]),
            demand=np.array([task.demand for task in tasks]),
            pickup=np.array(pickups, np.int32),
            drop=np.array([tasks[number].drop for number in pickups], np.int32),
            penalty=np.full(len(pickups), UNDONE),
            kind=depot,
            start=depot,
            end=depot,
            capacity=np.full(vehicles, instance.capacity),
            group=depot,
            able=np.ones((len(pickups), vehicles), np.bool_),
            terms=no_terms(),
        )
    )


def write_routes(path: Path, routes: Sequence[Sequence[int]]) -> None:
    """``Route 1 : 32 171 65``, a line each, as the benchmark's own solutions."""
    lines = [
        f"Route {number} : {' '.join(map(str, route))}\n" for number, route in enumerate(routes, 1)
    ]
    try:
        path.write_text("".join(lines), encoding="ascii")
    except OSError as error:
        raise InputError(f"routes {path}: cannot be written: {error}") from error
