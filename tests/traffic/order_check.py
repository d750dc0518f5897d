"""What must hold for a timetable at every moment, found the slow way and apart from the planner."""

from __future__ import annotations

from itertools import combinations

import networkx as nx

from planner.traffic.timetable import Timetable

Step = tuple[str, int]


def check_order(table: Timetable) -> None:
    """Nobody holds what somebody else holds, and nobody waits in a circle."""
    conflicts = table.roadmap.conflicts
    held = {name: table.held_regions(name) for name in table}
    for first, second in combinations(held, 2):
        for region in held[first]:
            for other in held[second]:
                assert not conflicts.between(region, other), (first, second)
    graph = waiting_graph(table)
    assert nx.is_directed_acyclic_graph(graph), nx.find_cycle(graph)


def waiting_graph(table: Timetable) -> nx.DiGraph:
    """An arc from each step to every step that may begin only after it."""
    roadmap = table.roadmap
    graph: nx.DiGraph = nx.DiGraph()
    steps = []
    for name in table:
        itinerary = table.itinerary(name)
        own = [(name, itinerary.done + k) for k in range(len(itinerary.moves))]
        nx.add_path(graph, own)
        for step, move, turn_s in zip(own, itinerary.moves, itinerary.turn_s, strict=True):
            granted = step[1] < itinerary.granted
            steps.append((step, int(roadmap.move_region[move]), turn_s, granted))
    for (step, region, turn_s, granted), (other, near, other_turn_s, other_granted) in combinations(
        steps, 2
    ):
        if step[0] == other[0] or not roadmap.conflicts.between(region, near):
            continue
        first = granted or (turn_s < other_turn_s and not other_granted)
        graph.add_edge(*((step, other) if first else (other, step)))
    return graph
