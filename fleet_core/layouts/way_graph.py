"""Who can be reached from whom along directed edges between named nodes."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order, connected_components


class WayGraph:
    """Directed edges; nodes are those that an edge touches."""

    def __init__(self, edges: Iterable[tuple[str, str]]) -> None:
        """Pairs of the names of start and end."""
        pairs = set(edges)
        self._names = sorted({name for pair in pairs for name in pair})
        self._index = {name: index for index, name in enumerate(self._names)}
        count = len(self._names)
        ends = np.array(
            [(self._index[start], self._index[end]) for start, end in pairs], np.int64
        ).reshape(-1, 2)
        ones = np.ones(len(ends), np.int8)
        self._forward = csr_array((ones, (ends[:, 0], ends[:, 1])), shape=(count, count))
        self._backward = csr_array((ones, (ends[:, 1], ends[:, 0])), shape=(count, count))

    def __contains__(self, name: str) -> bool:
        return name in self._index

    def homes(self) -> list[frozenset[str]]:
        """The largest sets of nodes that all reach each other, in the order of their first names.
        More than one only where several are as large."""
        if not self._names:
            return []
        _, labels = connected_components(self._forward, connection="strong")
        sizes = np.bincount(labels)
        largest = np.flatnonzero(sizes == sizes.max())
        parts = (np.flatnonzero(labels == label) for label in largest)
        return sorted((frozenset(self._names[index] for index in part) for part in parts), key=min)

    def reached(self, start: str) -> frozenset[str]:
        """Where one gets from ``start``, itself included; nowhere from a node without edges."""
        return self._walked(self._forward, start)

    def reaching(self, goal: str) -> frozenset[str]:
        """From where one gets to ``goal``, itself included."""
        return self._walked(self._backward, goal)

    def _walked(self, matrix: csr_array, start: str) -> frozenset[str]:
        if start not in self._index:
            return frozenset()
        order = breadth_first_order(matrix, self._index[start], return_predecessors=False)
        return frozenset(self._names[index] for index in order)
