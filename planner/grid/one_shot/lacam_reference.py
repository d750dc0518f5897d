"""`lacam.plan_first` in plain Python: the same search from the same random numbers."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.grid.one_shot.lacam import SearchEnd
from planner.grid.one_shot.pibt_reference import PlainChance, PlainStep
from planner.grid.one_shot.task import GridTask

Config = tuple[int, ...]
Constraint = tuple[tuple[int, int], ...]
"""Agents and where they must go, the newest first."""


@dataclass
class _Node:
    config: Config
    order: list[int]
    parent: _Node | None
    queue: deque[Constraint] = field(default_factory=lambda: deque([()]))


def plan_first_reference(
    task: GridTask, starts: Sequence[int], seed: int
) -> tuple[SearchEnd, NDArray[np.int32]]:
    """The plan that the kernel finds with the random state ``seed``, given unlimited time."""
    chance = PlainChance(seed)
    goals = tuple(int(goal) for goal in task.goals)
    steps = [int(task.distance[agent, start]) for agent, start in enumerate(starts)]
    rank = sorted(range(len(starts)), key=lambda agent: (-steps[agent], agent))
    root = _Node(tuple(int(start) for start in starts), rank, None)
    known = {root.config: root}
    stack = [root]
    while stack:
        node = stack[-1]
        if not node.queue:
            stack.pop()
            continue
        if node.config == goals:
            return SearchEnd.SOLVED, _plan_to(node)
        config = _successor(task, node, chance)
        if config is None:
            continue
        if config not in known:
            known[config] = _Node(config, _order_after(node, config, goals, rank), node)
        stack.append(known[config])
    return SearchEnd.UNSOLVABLE, np.empty((0, len(goals)), np.int32)


def _successor(task: GridTask, node: _Node, chance: PlainChance) -> Config | None:
    constraint = node.queue.popleft()
    if len(constraint) < len(node.config):
        agent = node.order[len(constraint)]
        node.queue.extend(
            ((agent, vertex), *constraint) for vertex in _shuffled(task, node.config[agent], chance)
        )
    step = PlainStep(task, node.config, chance)
    if not all(step.settle(agent, vertex) for agent, vertex in constraint):
        return None
    config = step.complete(node.order)
    return None if config is None else tuple(int(vertex) for vertex in config)


def _shuffled(task: GridTask, here: int, chance: PlainChance) -> list[int]:
    """The places that can be reached from ``here``, mixed from the inside out."""
    mixed: list[int] = []
    for vertex in (*(int(n) for n in task.lanes[here, :4] if n >= 0), here):
        place = chance.below(len(mixed) + 1)
        mixed.append(vertex)
        mixed[-1], mixed[place] = mixed[place], vertex
    return mixed


def _order_after(node: _Node, config: Config, goals: Config, rank: list[int]) -> list[int]:
    under_way = [agent for agent in node.order if config[agent] != goals[agent]]
    return under_way + [agent for agent in rank if config[agent] == goals[agent]]


def _plan_to(node: _Node | None) -> NDArray[np.int32]:
    configs = []
    while node is not None:
        configs.append(node.config)
        node = node.parent
    return np.array(configs[::-1], np.int32)
