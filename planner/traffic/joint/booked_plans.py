"""Plans in continuous time, with the table of the floor they take."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.traffic.joint.floor_table import (
    NOBODY,
    FloorTable,
    empty_plans,
    empty_table,
    take,
    take_plan,
)
from planner.traffic.joint.prioritised import prioritised
from planner.traffic.joint.realise import moves_for, schedule
from planner.traffic.joint.refine import refine
from planner.traffic.joint.shortening import Made
from planner.traffic.joint.situation import Situation
from planner.traffic.joint.task import arrival_s

LEAST_ROOM = 128


class BookedPlans:
    """Plans of all vehicles of a situation; empty until `in_order` or `follow` has filled them."""

    def __init__(self, now: Situation, seed: int) -> None:
        self._now = now
        self._random = np.array([seed * 2654435761 + 88172645463325252], dtype=np.uint64)
        self.plans = empty_plans(now.start, now.ready_s, LEAST_ROOM)
        self._table = self._fresh_table(LEAST_ROOM)
        self._is_behind = False  # the table, behind the plans

    def in_order(self, attempts: int) -> bool:
        """Plans one vehicle after the other; False when no order succeeded."""
        now = self._now
        order = np.argsort(-now.alone_s, kind="stable")
        while True:
            made = prioritised(
                now.ground.net, self._table, now.task, self.plans, order, attempts, self._random
            )
            if self._table.overflow[0] == 0:
                return bool(made >= 0)
            self._table = self._fresh_table(2 * self._room)
            self.plans.length[:] = 0

    def follow(self, made: list[Made]) -> None:
        """Plans the hops of a sequence, as early as its order allows."""
        now, net = self._now, self._now.ground.net
        chains: list[list[int]] = [[] for _ in range(now.count)]
        for vehicle, hop in made:
            chains[vehicle].append(hop)
        moves, numbers = zip(
            *(self._moves(v, chain) for v, chain in enumerate(chains)), strict=True
        )
        lengths = [len(row) for row in moves]
        room = max(LEAST_ROOM, 2 * max(lengths, default=0))
        self.plans = empty_plans(now.start, now.ready_s, room)
        schedule(
            net, self._taken_until(), self.plans,
            np.array([one for one, _ in made], dtype=np.int64),
            np.concatenate(moves), np.concatenate(numbers),
            np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64), float(now.problem.gap_s),
        )  # fmt: skip
        self._is_behind = True

    def improve(self, neighbourhoods: int) -> None:
        """Tries as many neighbourhoods."""
        now = self._now
        if self._is_behind:
            self._take_all(LEAST_ROOM)
        refine(now.ground.net, self._table, now.task, self.plans, neighbourhoods, self._random)
        if self._table.overflow[0]:
            self._take_all(2 * self._room)

    def alone_s(self) -> float:
        """Sum of the shortest times alone over all vehicles with a goal."""
        pairs = zip(self._now.problem.travellers, self._now.alone_s.tolist(), strict=True)
        return float(sum(alone for traveller, alone in pairs if traveller.goals))

    def delay_s(self) -> float:
        """Sum of arrival minus shortest time alone over all vehicles with a goal."""
        late_s = (
            arrival_s(self.plans, vehicle) - traveller.ready_s - alone
            for vehicle, (traveller, alone) in enumerate(
                zip(self._now.problem.travellers, self._now.alone_s.tolist(), strict=True)
            )
            if traveller.goals
        )
        return float(sum(late_s))

    def _moves(self, vehicle: int, chain: list[int]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        now, graph, number = self._now, self._now.graph, self._now.task.set_of[vehicle]
        to_go = now.task.to_go_s[vehicle]
        found: tuple[NDArray[np.int32], NDArray[np.int64]] = moves_for(
            now.ground.net, graph.hops, graph.of_state[number],
            now.task.usable[number], np.array(chain, dtype=np.int64), int(now.start[vehicle]),
            np.where(to_go == 0.0, 0.0, np.inf),
        )  # fmt: skip
        return found

    @property
    def _room(self) -> int:
        return int(self._table.begin_s.shape[1])

    def _fresh_table(self, room: int) -> FloorTable:
        """Only what is taken from the outset."""
        net, zones = self._now.ground.net, self._now.ground.zones
        table = empty_table(len(net.zone_index) - 1, room, float(self._now.problem.gap_s))
        for region, until_s in self._now.problem.taken:
            take(net, table, zones[region], -np.inf, until_s, NOBODY)
        return table

    def _take_all(self, room: int) -> None:
        while True:
            self._table = self._fresh_table(room)
            for vehicle in range(self._now.count):
                take_plan(self._now.ground.net, self._table, self.plans, vehicle)
            if self._table.overflow[0] == 0:
                self._is_behind = False
                return
            room *= 2

    def _taken_until(self) -> NDArray[np.float64]:
        net, zones = self._now.ground.net, self._now.ground.zones
        until = np.full(len(net.zone_index) - 1, -np.inf)
        for region, end_s in self._now.problem.taken:
            barred = net.zones[net.zone_index[zones[region]] : net.zone_index[zones[region] + 1]]
            until[barred] = np.maximum(until[barred], end_s)
        return until
