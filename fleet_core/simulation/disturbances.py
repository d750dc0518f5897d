"""Disturbances that come at random: vehicles that stop, break down, fall silent, freeze or report
what is not so, ways that are closed for a while."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from numpy.random import Generator

from fleet_core.model.closure import Closure
from fleet_core.model.layout import Layout
from fleet_core.model.scenario import Fault, FaultKind

FAULT_S = (10.0, 300.0)
"""Shortest and longest fault: from a box in the way to a visit of the mechanic."""
CLOSURE_S = (60.0, 600.0)
"""Shortest and longest closure: from a spill that is wiped up to a delivery that stands in the
aisle."""

SECONDS_PER_HOUR = 3600.0


def random_faults(
    vehicle_ids: Sequence[str], per_h: float, duration_s: float, rng: Generator
) -> tuple[Fault, ...]:
    """Faults of the whole fleet as a Poisson process; vehicle, kind and length are drawn evenly."""
    kinds = list(FaultKind)
    return tuple(
        Fault(
            at_s=at_s,
            vehicle_id=vehicle_ids[int(rng.integers(len(vehicle_ids)))],
            kind=kinds[int(rng.integers(len(kinds)))],
            duration_s=float(rng.uniform(*FAULT_S)),
        )
        for at_s in _arrivals(per_h, duration_s, rng)
    )


def random_closures(
    layout: Layout, per_h: float, duration_s: float, rng: Generator
) -> tuple[Closure, ...]:
    """Closures as a Poisson process, in the order of their beginning (``since_s``).

    Each is of an edge, drawn evenly, and of all edges that join the same two nodes.
    """
    edges = list(layout.edges.values())
    closures = []
    for number, at_s in enumerate(_arrivals(per_h, duration_s, rng), start=1):
        chosen = edges[int(rng.integers(len(edges)))]
        ends = {chosen.start_node_id, chosen.end_node_id}
        closures.append(
            Closure(
                id=f"disturbance-{number}",
                reason="drawn at random",
                edge_ids=frozenset(
                    edge.id for edge in edges if {edge.start_node_id, edge.end_node_id} == ends
                ),
                author="simulation",
                since_s=at_s,
                until_s=at_s + float(rng.uniform(*CLOSURE_S)),
            )
        )
    return tuple(closures)


def _arrivals(per_h: float, duration_s: float, rng: Generator) -> Iterator[float]:
    """Times of a Poisson process; none for a rate of 0."""
    at_s = 0.0
    while per_h > 0.0:
        at_s += float(rng.exponential(SECONDS_PER_HOUR / per_h))
        if at_s >= duration_s:
            return
        yield at_s
