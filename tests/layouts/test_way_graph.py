"""Strong components and reach, against networkx on random graphs."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.layouts.way_graph import WayGraph

NAMES = st.sampled_from([f"N{number}" for number in range(12)])
EDGES = st.lists(st.tuples(NAMES, NAMES), max_size=40)


@given(EDGES)
def test_homes_are_the_largest_parts_with_ways_both_ways(edges: list[tuple[str, str]]) -> None:
    parts = list(nx.strongly_connected_components(nx.DiGraph(edges)))
    most = max(map(len, parts), default=0)
    expected = sorted((frozenset(part) for part in parts if len(part) == most), key=min)
    assert WayGraph(edges).homes() == expected


@given(EDGES, NAMES)
def test_reach_is_what_a_walk_finds(edges: list[tuple[str, str]], name: str) -> None:
    graph, mine = nx.DiGraph(edges), WayGraph(edges)
    assert (name in mine) == (name in graph)
    if name in graph:
        assert mine.reached(name) == {name, *nx.descendants(graph, name)}
        assert mine.reaching(name) == {name, *nx.ancestors(graph, name)}
    else:
        assert not mine.reached(name)
        assert not mine.reaching(name)
