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
    check_places(table)
    graph = waiting_graph(table)
    assert nx.is_directed_acyclic_graph(graph), nx.find_cycle(graph)


def check_places(table: Timetable) -> None:
    """Nobody is planned through a place while somebody waits there between two steps, or after the
    last."""
    roadmap = table.roadmap
    its = [table.itinerary(name) for name in table]
    for it in its:
        for k in range(it.granted - it.done, len(it.moves) + 1):
            state = it.state if k == 0 else int(roadmap.move_to[it.moves[k - 1]])
            begin = it.turn_s[k - 1] if k > it.granted - it.done else float("-inf")
            end = it.turn_s[k] if k < len(it.moves) else float("inf")
            excluded = roadmap.conflicts.excluded[int(roadmap.state_region[state])]
            for other in its:
                for move, turn_s in zip(other.moves, other.turn_s, strict=True):
                    if other is not it and int(roadmap.move_region[move]) in excluded:
                        assert not begin < turn_s < end, (it, k, other)


def waiting_graph(table: Timetable) -> nx.DiGraph:
    """An arc from each step to every step that may begin only after it."""
    roadmap = table.roadmap
    graph: nx.DiGraph = nx.DiGraph()
    steps = []
    places: list[tuple[str, int, Step | None]] = []  # who stands where, and the step that leaves
    for name in table:
        itinerary = table.itinerary(name)
        own = [(name, itinerary.done + k) for k in range(len(itinerary.moves))]
        nx.add_path(graph, own)
        if itinerary.granted == itinerary.done:
            place = int(roadmap.state_region[itinerary.state])
            places.append((name, place, own[0] if own else None))
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
    for name, place, leaves in places:
        for step, region, _, _ in steps:
            if step[0] != name and roadmap.conflicts.between(place, region):
                assert leaves is not None, f"{step} is planned through the place of {name}"
                graph.add_edge(leaves, step)
    return graph
