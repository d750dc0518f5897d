"""Are routes a solution of an instance? From outside: knows the file's meaning and no solver."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from math import hypot

from benchmarks.pdptw.li_lim import Instance, PdptwTask

SLACK = 1e-6
"""Sums of distances are rounded."""


def route_faults(instance: Instance, routes: Sequence[Sequence[int]]) -> Iterator[str]:
    """Everything that is wrong, in words; nothing when the routes are a solution."""
    if len(routes) > instance.vehicles:
        yield f"{len(routes)} routes; there are {instance.vehicles} vehicles"
    seen: dict[int, int] = {}
    for number, route in enumerate(routes, 1):
        for task in route:
            if not 0 < task < len(instance.tasks):
                yield f"route {number}: there is no task {task}"
                return
            if task in seen:
                yield f"task {task} is done on routes {seen[task]} and {number}"
            seen[task] = number
    missing = [task for task in range(1, len(instance.tasks)) if task not in seen]
    if missing:
        yield f"tasks not done: {missing}"
    for number, route in enumerate(routes, 1):
        yield from (f"route {number}: {fault}" for fault in _of_one(instance, route))


def _of_one(instance: Instance, route: Sequence[int]) -> Iterator[str]:
    tasks, done = instance.tasks, set[int]()
    time, load, before = tasks[0].ready, 0.0, tasks[0]
    for number in [*route, 0]:
        task = tasks[number]
        time = max(task.ready, time + distance(before, task))
        if time > task.due + SLACK:
            yield f"task {number} begins at {time:.3f}, due {task.due:g}"
        time += task.service
        load += task.demand
        if not -SLACK <= load <= instance.capacity + SLACK:
            yield f"load {load:g} after task {number}; capacity {instance.capacity:g}"
        if number and task.pickup and task.pickup not in done:
            yield f"task {number} is dropped before it is picked up"
        done.add(number)
        before = task
    left = [number for number in route if tasks[number].drop and tasks[number].drop not in done]
    if left:
        yield f"picked up and not dropped: {left}"


def distance(one: PdptwTask, other: PdptwTask) -> float:
    """Euclidean, not rounded."""
    return hypot(one.x - other.x, one.y - other.y)


def length_of(instance: Instance, routes: Sequence[Sequence[int]]) -> float:
    """Sum of all distances, depot to depot."""
    total = 0.0
    for route in routes:
        way = [instance.tasks[number] for number in [0, *route, 0]]
        total += sum(distance(one, other) for one, other in itertools.pairwise(way))
    return total
