"""Puts a timed path into the order of passing."""

from __future__ import annotations

from dataclasses import replace

from planner.roadmap.graph import Roadmap
from planner.traffic.forecast import Forecast
from planner.traffic.itinerary import Itineraries, Itinerary, Step, StepRef
from planner.traffic.sipp import Timed


def with_path(
    roadmap: Roadmap,
    itineraries: Itineraries,
    times: Forecast,
    vehicle_id: str,
    path: list[Timed],
) -> dict[str, Itinerary]:
    """All itineraries after ``path`` was appended to that of ``vehicle_id``.

    ``path`` must be free of conflicts with ``times``. Two steps whose regions exclude each other
    pass in the order of their times; since every reference then leads from an earlier end to a
    later begin, the graph stays acyclic.
    """
    own = itineraries[vehicle_id]
    after: list[dict[str, int]] = [{} for _ in path]  # by own step: other vehicle -> its last step
    result = dict(itineraries)
    for other_id, other in itineraries.items():
        if other_id != vehicle_id and other.steps:
            begins = times.begin_s[other_id]
            result[other_id] = _woven(roadmap, own, path, after, other, begins)
    steps = tuple(
        Step(move, tuple(refs.items())) for (move, _), refs in zip(path, after, strict=True)
    )
    result[vehicle_id] = replace(own, steps=own.steps + steps)
    return result


def _woven(
    roadmap: Roadmap,
    own: Itinerary,
    path: list[Timed],
    after: list[dict[str, int]],
    other: Itinerary,
    other_begin_s: list[float],
) -> Itinerary:
    """Notes in ``after`` which steps of ``other`` go first; returns ``other`` with references to
    those own steps that go before it."""
    regions = [int(roadmap.move_region[step.move]) for step in other.steps]
    granted = other.granted - other.done
    first_own: dict[int, int] = {}  # index in other -> number of the last own step before it
    for index, (move, begin_s) in enumerate(path):
        excluded = roadmap.conflicts.excluded[int(roadmap.move_region[move])]
        for at, region in enumerate(regions):
            if region not in excluded:
                continue
            if at < granted or other_begin_s[at] <= begin_s:
                after[index][other.vehicle_id] = other.done + at
            else:
                first_own[at] = own.end + index
    if not first_own:
        return other
    return replace(other, steps=_bound(other.steps, own.vehicle_id, first_own))


def _bound(
    steps: tuple[Step, ...], to_vehicle_id: str, numbers: dict[int, int]
) -> tuple[Step, ...]:
    """Steps with references added; of several to the same vehicle the later one counts."""
    bound = list(steps)
    for index, number in numbers.items():
        refs: dict[str, int] = dict(bound[index].after)
        refs[to_vehicle_id] = max(number, refs.get(to_vehicle_id, -1))
        bound[index] = Step(bound[index].move, tuple(refs.items()))
    return tuple(bound)


def find_cycle(itineraries: Itineraries) -> list[StepRef]:
    """A cycle of steps that wait for each other, or an empty list. For checks and tests."""
    visiting: dict[StepRef, bool] = {}
    for vehicle_id, itinerary in itineraries.items():
        for number in range(itinerary.done, itinerary.end):
            trail = _walk((vehicle_id, number), itineraries, visiting)
            if trail:
                return trail
    return []


def _walk(start: StepRef, itineraries: Itineraries, visiting: dict[StepRef, bool]) -> list[StepRef]:
    stack = [start]
    while stack:
        node = stack[-1]
        if node in visiting:
            visiting[node] = False
            stack.pop()
            continue
        visiting[node] = True
        for ref in _before(node, itineraries):
            if visiting.get(ref):
                return [*(entry for entry in stack if visiting.get(entry)), ref]
            if ref not in visiting:
                stack.append(ref)
    return []


def _before(node: StepRef, itineraries: Itineraries) -> list[StepRef]:
    itinerary = itineraries[node[0]]
    refs = [
        ref
        for ref in itinerary.step(node[1]).after
        if ref[0] in itineraries and itineraries[ref[0]].done <= ref[1]
    ]
    if node[1] > itinerary.done:
        refs.append((node[0], node[1] - 1))
    return refs
