"""Where people and drivers can go: cells of the floor clear of walls, and the cheapest way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, dijkstra

from fleet_core.model.facility import Facility, ZoneKind
from fleet_core.model.geometry import Point

Floats = NDArray[np.float64]
CELL_M = 0.5
_MARGIN_M = 2.0
_NEIGHBOURS = ((0, 1), (1, 0), (1, 1), (1, -1))


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody chooses a way."""

    clear_m: float  # kept from walls, of the middle of the body
    on_lane: float  # price of a metre on a lane
    off_lane: float
    lane_m: float = 1.1  # half the width of a lane
    against: float = 1.0  # times as costly is a lane that is driven against its direction


WALKING = Manner(clear_m=0.4, on_lane=3.0, off_lane=1.0)
DRIVING = Manner(clear_m=0.9, on_lane=1.0, off_lane=2.0, against=6.0)


class FloorGrid:
    """Cells of half a metre; those that cannot be reached from most others are left out."""

    def __init__(self, facility: Facility, manner: Manner) -> None:
        nodes = np.array([node.point for node in facility.layout.nodes.values()])
        self._low = nodes.min(axis=0) - _MARGIN_M
        shape = np.ceil((nodes.max(axis=0) + _MARGIN_M - self._low) / CELL_M).astype(int) + 1
        self._shape = (int(shape[0]), int(shape[1]))
        index = np.stack(np.meshgrid(*map(np.arange, self._shape), indexing="ij"), axis=-1)
        self.middles: Floats = (self._low + index * CELL_M).reshape(-1, 2)
        points = shapely.points(self.middles)
        clear_m = shapely.distance(points, _solid(facility))
        self.lane_m: Floats = shapely.distance(points, _lanes(facility))
        price = np.where(self.lane_m < manner.lane_m, manner.on_lane, manner.off_lane)
        price[shapely.intersects(points, _ways(facility))] = 1.0
        self._price, self._against = price, manner.against
        self._direction = lane_directions(facility, self.middles, manner.lane_m)
        self.free: NDArray[np.bool_] = np.nan_to_num(clear_m, nan=np.inf) >= manner.clear_m
        self.free &= self._main_part()
        self._steps = self._all_steps()

    def cell_of(self, x_m: float, y_m: float) -> int:
        """The free cell that is nearest to a point."""
        away = np.hypot(*(self.middles - (x_m, y_m)).T)
        return int(np.argmin(np.where(self.free, away, np.inf)))

    def clear(self, points: Floats) -> bool:
        """Whether a body could be at all of these (n, 2)."""
        index = np.rint((points - self._low) / CELL_M).astype(int)
        if np.any(index < 0) or np.any(index >= np.array(self._shape)):
            return False
        return bool(self.free[index[:, 0] * self._shape[1] + index[:, 1]].all())

    def way(
        self, start: Point, goal: Point, bodies: Sequence[Point] = (), keep_m: float = 1.5
    ) -> Floats:
        """(n, 2) points from near ``start`` to near ``goal``, (0, 2) where there is no way.

        A way past one of ``bodies``, nearer than ``keep_m``, is twenty times as costly.
        """
        price = self._price
        if len(bodies):
            price = price.copy()
            for x, y in bodies:
                price[np.hypot(self.middles[:, 0] - x, self.middles[:, 1] - y) < keep_m] *= 20.0
        source, target = self.cell_of(*start), self.cell_of(*goal)
        graph = self._steps.back(price)
        _cost, before = dijkstra(graph, indices=target, return_predecessors=True)
        cells = [source]
        while cells[-1] != target:
            cells.append(int(before[cells[-1]]))
            if cells[-1] < 0:
                return np.zeros((0, 2))
        return self._straightened(cells, price)

    def _all_steps(self) -> _Steps:
        """Both ways between free neighbours."""
        columns, count = self._shape[1], len(self.free)
        index = np.arange(count).reshape(self._shape)
        pairs = []
        for di, dj in _NEIGHBOURS:
            a = index[: self._shape[0] - di, max(0, -dj) : columns - max(0, dj)].ravel()
            b = a + di * columns + dj
            good = self.free[a] & self.free[b]
            pairs += [np.stack([a[good], b[good]]), np.stack([b[good], a[good]])]
        begin, end = np.concatenate(pairs, axis=1)
        step = self.middles[end] - self.middles[begin]
        length = np.hypot(step[:, 0], step[:, 1])
        way = step / length[:, None]
        share = 0.25 * (self._dearer(begin, way) + self._dearer(end, way))
        return _Steps(begin, end, length * share, count)

    def _dearer(self, cells: NDArray[np.int64], way: Floats) -> Floats:
        """Times as costly as along its lane it is to go ``way`` (n, 2; unit) at ``cells``."""
        along = np.sum(self._direction[cells] * way, axis=1)
        return np.asarray(1.0 + (self._against - 1.0) * np.maximum(0.0, -along))

    def _main_part(self) -> NDArray[np.bool_]:
        steps = self._all_steps()
        _count, label = connected_components(steps.back(self._price), directed=False)
        sizes = np.bincount(label[self.free], minlength=label.max() + 1)
        return np.asarray(label == np.argmax(sizes))

    def _straightened(self, cells: list[int], price: Floats) -> Floats:
        """Corners of a grid are cut where it is neither dearer nor less clear."""
        steps = np.diff(self.middles[cells], axis=0)
        length = np.hypot(steps[:, 0], steps[:, 1])
        way, at = steps / length[:, None], np.array(cells)
        costs = 0.5 * length * price[at[:-1]] * self._dearer(at[:-1], way)
        costs += 0.5 * length * price[at[1:]] * self._dearer(at[1:], way)
        total = np.concatenate([[0.0], np.cumsum(costs)])
        kept, k = [cells[0]], 0
        while k < len(cells) - 1:
            reach = k + 1
            for jump in (32, 16, 8, 4, 2):
                to = min(k + jump, len(cells) - 1)
                if self._line_cost(cells[k], cells[to], price) <= 1.02 * (total[to] - total[k]):
                    reach = to
                    break
            k = reach
            kept.append(cells[k])
        return self.middles[kept]

    def _line_cost(self, first: int, second: int, price: Floats) -> float:
        a, b = self.middles[first], self.middles[second]
        length = float(np.hypot(*(b - a)))
        share = np.linspace(0.0, 1.0, max(2, int(length / 0.2)))
        points = a + share[:, None] * (b - a)
        index = np.rint((points - self._low) / CELL_M).astype(int)
        on = index[:, 0] * self._shape[1] + index[:, 1]
        if length == 0.0 or not self.free[on].all():
            return np.inf
        way = np.tile((b - a) / length, (len(on), 1))
        return length * float((price[on] * self._dearer(on, way)).mean())


class _Steps:
    """From cell to cell, with what a step costs; laid out once as a sparse matrix."""

    def __init__(
        self, begin: NDArray[np.int64], end: NDArray[np.int64], weight: Floats, count: int
    ) -> None:
        """``weight``: of the sum of both cells' prices."""
        order = np.lexsort((begin, end))  # rows are ends: ways are looked for backwards
        self._begin, self._end, self._weight = begin[order], end[order], weight[order]
        rows = np.concatenate([[0], np.cumsum(np.bincount(end, minlength=count))])
        self._layout = (self._begin.astype(np.int32), rows.astype(np.int32))
        self._shape = (count, count)

    def back(self, price: Floats) -> csr_array:
        """Steps from where they end to where they begin."""
        cost = self._weight * (price[self._begin] + price[self._end])
        return csr_array((cost, *self._layout), shape=self._shape)


def lane_directions(facility: Facility, points: Floats, within_m: float) -> Floats:
    """(n, 2) unit vectors: of the lane that is nearest to each point, where one is within
    ``within_m`` and is not driven both ways; else (0, 0)."""
    edges = facility.layout.edges.values()
    ends = {(each.start_node_id, each.end_node_id) for each in edges}
    one_way = [each for each in edges if (each.end_node_id, each.start_node_id) not in ends]
    found = np.zeros((len(points), 2))
    nodes = facility.layout.nodes
    both = [each for each in edges if (each.end_node_id, each.start_node_id) in ends]
    lines = [
        shapely.LineString([nodes[e.start_node_id].point, nodes[e.end_node_id].point])
        for e in (*one_way, *both)
    ]
    if not lines:
        return found
    tree = shapely.STRtree(lines)
    at, of = tree.query_nearest(shapely.points(points), max_distance=within_m, all_matches=False)
    begin = np.array([nodes[e.start_node_id].point for e in (*one_way, *both)])[of]
    end = np.array([nodes[e.end_node_id].point for e in (*one_way, *both)])[of]
    length = np.hypot(*(end - begin).T)
    is_one_way = (of < len(one_way)) & (length > 0.0)
    found[at[is_one_way]] = ((end - begin) / np.maximum(length, 1e-9)[:, None])[is_one_way]
    return found


def _solid(facility: Facility) -> shapely.Geometry:
    return shapely.union_all(
        [
            shapely.Polygon(wall.points) if wall.closed else shapely.LineString(wall.points)
            for wall in facility.walls
        ]
    )


def _lanes(facility: Facility) -> shapely.Geometry:
    nodes = facility.layout.nodes
    return shapely.union_all(
        [
            shapely.LineString([nodes[e.start_node_id].point, nodes[e.end_node_id].point])
            for e in facility.layout.edges.values()
        ]
    )


def _ways(facility: Facility) -> shapely.Geometry:
    """Walkways and crossings."""
    areas = [each.polygon for each in facility.zones if each.kind is ZoneKind.PEDESTRIAN]
    areas += [each.polygon for each in facility.crossings]
    return shapely.union_all([shapely.Polygon(each) for each in areas])
