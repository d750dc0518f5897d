"""Finds a sequence of hops: by search, by exchanges, by search without end, or a proof of none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.traffic.joint.corridors import Corridors
from planner.traffic.joint.exchange import Exchange
from planner.traffic.joint.exhaust import exhaust
from planner.traffic.joint.lacam import EXHAUSTED, SOLVED, lacam
from planner.traffic.joint.places import Hops
from planner.traffic.joint.proof import proof_of_none
from planner.traffic.joint.shortening import Made, shorten
from planner.traffic.joint.situation import Situation
from planner.traffic.joint.step import SearchGround

QUICK_STEPS = (200, 1000)
"""Steps of the searches that come before the exchanges."""
FIRST_STEPS = 4000
"""Steps of the first of the long searches; each further one has twice as many."""
WIDER = 8
"""Placements of the wide search that cost as much as one step of the deep one."""


@dataclass(frozen=True, slots=True)
class Found:
    """Hops of the place graph in order, or None with a proof (empty: no proof either)."""

    made: list[Made] | None
    method: str
    steps: int
    proof: str = ""


def find_sequence(now: Situation, steps: int, seed: int) -> Found:
    """``steps``: how many steps searches may make up in all."""
    lead_in, place = _to_rest(now, seed)
    if lead_in is None:
        return _search_on(now, steps, seed)
    joined = now.joined
    shut = now.joined_shut
    used = 0
    for number, limit in enumerate(QUICK_STEPS):
        scene = scene_of(now, joined.hops, shut, place)
        outcome, vehicles, hops, tried = lacam(scene, place, min(limit, steps), seed + number)
        used += tried
        if outcome == SOLVED:
            return Found(_whole(now, lead_in, joined, place, vehicles, hops), "search", used)
    goals = _spare_places(now, place)
    if goals is not None:
        made = Exchange(joined.hops, shut).plan(place.tolist(), goals, seed)
        if made is not None:
            vehicles, hops = np.array(made, dtype=np.int32).reshape(-1, 2).T
            return Found(_whole(now, lead_in, joined, place, vehicles, hops), "exchange", used)
    proof = proof_of_none(now)
    if proof:
        return Found(None, "pebbles", used, proof)
    return _search_on(now, steps - used, seed)


def scene_of(
    now: Situation, hops: Hops, shut: NDArray[np.bool_], place: NDArray[np.int32]
) -> SearchGround:
    """What a search needs to know; from ``place`` whoever is farthest is planned first."""
    far_first = np.argsort(-now.to_go_s[np.arange(now.count), place], kind="stable")
    return SearchGround(hops, shut, now.to_go_s, far_first.astype(np.int32))


def _to_rest(now: Situation, seed: int) -> tuple[list[Made] | None, NDArray[np.int32]]:
    """Hops after which everybody stands at a node of the layout, and where; None without such."""
    if now.rests[now.place].all():
        return [], now.place
    to_go = np.where(now.rests, 0.0, np.where(np.isfinite(now.to_go_s), 1.0, np.inf))
    order = np.argsort(now.rests[now.place], kind="stable").astype(np.int32)
    scene = SearchGround(now.graph.hops, now.shut, to_go, order)
    outcome, vehicles, hops, _ = lacam(scene, now.place, FIRST_STEPS, seed)
    place = now.place.copy()
    place[vehicles] = now.graph.hops.end[hops]  # the last one counts
    made = list(zip(vehicles.tolist(), hops.tolist(), strict=True))
    return (made if outcome == SOLVED else None), place


def _spare_places(now: Situation, place: NDArray[np.int32]) -> list[int] | None:
    """One place for each vehicle at which it may end, so that nobody stands in another's: goal
    places, nearest to ``place`` first, those with the least choice first; None when the choice made
    in this way leads nowhere."""
    hops = now.graph.hops
    points = now.ground.roadmap.state_pose[hops.states[hops.states_index[:-1]], :2]
    chosen: dict[int, int] = {}
    options = [[one for one in now.goal_places(v) if now.rests[one]] for v in range(now.count)]
    for vehicle in sorted(range(now.count), key=lambda one: len(options[one])):
        free = [
            one for one in options[vehicle]
            if not any(one == other or other in now.near[one] for other in chosen.values())
        ]  # fmt: skip
        if not free:
            return None
        away = np.hypot(*(points[free] - points[place[vehicle]]).T)
        chosen[vehicle] = free[int(np.argmin(away))]
    return [chosen[vehicle] for vehicle in range(now.count)]


def _whole(
    now: Situation,
    lead_in: list[Made],
    joined: Corridors,
    place: NDArray[np.int32],
    vehicles: NDArray[np.int32],
    hops: NDArray[np.int32],
) -> list[Made]:
    """The hops of the place graph, after those of ``lead_in``."""
    long = shorten(
        joined.hops, place.tolist(), list(zip(vehicles.tolist(), hops.tolist(), strict=True))
    )
    made = list(lead_in)
    for vehicle, hop in long:
        made += [(vehicle, one) for one in joined.chain(hop)]
    return made


def _search_on(now: Situation, steps: int, seed: int) -> Found:
    """Searches over all places, deep and wide by turns, until the steps are used up."""
    scene = scene_of(now, now.graph.hops, now.shut, now.place)
    used, limit = 0, FIRST_STEPS
    while used < steps:
        seed += 1
        for wide in (False, True):
            most = max(1, min(limit, steps - used))
            if wide:
                outcome, vehicles, hops, tried = exhaust(scene, now.place, WIDER * most)
            else:
                outcome, vehicles, hops, tried = lacam(scene, now.place, most, seed)
            used += tried // WIDER if wide else tried
            if outcome == SOLVED:
                made = list(zip(vehicles.tolist(), hops.tolist(), strict=True))
                made = shorten(now.graph.hops, now.place.tolist(), made)
                return Found(made, "long search", used)
            if outcome == EXHAUSTED:
                return Found(None, "exhausted", used, _ALL_TRIED.format(now.count, tried))
        limit *= 2
    return Found(None, "", used)


_ALL_TRIED = "all that the {} vehicles could do from where they are was tried, in {} steps"
