"""The connected parts that are left of a graph when one node is taken away, for every node.

One depth-first search finds them all (J. Hopcroft and R. Tarjan, "Algorithm 447: efficient
algorithms for graph manipulation", CACM 16(6), 1973): without a node, the subtree below one of its
children is a part of its own when no edge leads from it to above the node. Everything else that
can be reached is one more part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


class Parts:
    """Parts are numbered from 0 for each node; parts that do not touch the node are left out."""

    def __init__(self, neighbours: Sequence[Sequence[int]]) -> None:
        count = len(neighbours)
        self._first = [-1] * count  # when the search met the node, and how many it had met
        self._last = [-1] * count  # when it left it: the subtree is met in [first, last)
        self._low = [count] * count  # the first met that an edge from the subtree leads to
        self._tree = list(range(count))  # the root of the node's tree
        self._below: list[list[int]] = [[] for _ in range(count)]  # children that part
        self._sizes: list[tuple[int, ...]] = [()] * count
        met = 0
        for root in range(count):
            if self._first[root] < 0:
                met = self._search(neighbours, root, met)
        for node in range(count):
            self._sizes[node] = self._measure(node)

    def sizes(self, node: int) -> tuple[int, ...]:
        """Nodes in each part."""
        return self._sizes[node]

    def component(self, node: int) -> int:
        """Nodes that can be reached from a node, itself among them."""
        root = self._tree[node]
        return self._last[root] - self._first[root]

    def part_of(self, node: int, without: int) -> int:
        """The part that holds ``node`` when ``without`` is taken away; -1 when none does."""
        if node == without or self._tree[node] != self._tree[without]:
            return -1
        at = self._first[node]
        below = self._below[without]
        if self._first[without] < at < self._last[without]:
            number = bisect_right(below, at, key=lambda child: self._first[child]) - 1
            if number >= 0 and at < self._last[below[number]]:
                return number
        return len(below)  # the part that is not below

    def _search(self, neighbours: Sequence[Sequence[int]], root: int, met: int) -> int:
        """Meets all that can be reached from ``root``; returns how many are met in all."""
        path = [(root, iter(neighbours[root]))]
        self._first[root] = met
        met += 1
        while path:
            node, others = path[-1]
            other = next(others, None)
            if other is None:
                path.pop()
                self._leave(node, path[-1][0] if path else -1, met)
            elif self._first[other] < 0:
                self._tree[other], self._first[other] = root, met
                met += 1
                path.append((other, iter(neighbours[other])))
            else:
                self._low[node] = min(self._low[node], self._first[other])
        return met

    def _leave(self, node: int, parent: int, met: int) -> None:
        self._last[node] = met
        if parent < 0:
            return
        self._low[parent] = min(self._low[parent], self._low[node])
        if self._low[node] >= self._first[parent]:
            self._below[parent].append(node)

    def _measure(self, node: int) -> tuple[int, ...]:
        below = tuple(self._last[child] - self._first[child] for child in self._below[node])
        rest = self.component(node) - 1 - sum(below)
        return (*below, rest) if rest else below
