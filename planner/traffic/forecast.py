"""When each step will begin and end, if everybody drives as fast as the order of passing allows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import inf

from planner.roadmap.graph import Roadmap
from planner.traffic.itinerary import Itineraries, is_done

NEVER_S = 1e12
"""Steps that wait for a stopped vehicle: after everything else, yet in their order. Far beyond any
clock that counts from 1970, and still exact to a tenth of a millisecond as a float."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Begin and end of every step that is not done, by vehicle, seconds on the fleet's clock."""

    begin_s: dict[str, list[float]]
    end_s: dict[str, list[float]]

    def arrival_s(self, vehicle_id: str, now_s: float) -> float:
        """When the last step ends; ``now_s`` for a vehicle that stands at its end, inf when it
        waits for somebody who has stopped."""
        ends = self.end_s.get(vehicle_id)
        if not ends:
            return now_s
        return ends[-1] if ends[-1] < NEVER_S else inf


def forecast(
    roadmap: Roadmap,
    itineraries: Itineraries,
    begun_s: dict[str, float],
    stopped: Collection[str],
    now_s: float,
) -> Forecast:
    """Earliest times by propagation along the action dependency graph (it has no cycle).

    ``begun_s``: when each vehicle's first open step began, where it has. A step under way ends at
    ``now_s`` at the earliest. A stopped vehicle's steps begin at NEVER_S.
    """
    result = Forecast({}, {})
    for vehicle_id, itinerary in itineraries.items():
        result.begin_s[vehicle_id] = [-inf] * len(itinerary.steps)
        result.end_s[vehicle_id] = [-inf] * len(itinerary.steps)
    for vehicle_id, itinerary in itineraries.items():
        if itinerary.steps:
            _settle(roadmap, itineraries, begun_s, stopped, now_s, result, vehicle_id)
    return result


def _settle(
    roadmap: Roadmap,
    itineraries: Itineraries,
    begun_s: dict[str, float],
    stopped: Collection[str],
    now_s: float,
    result: Forecast,
    vehicle_id: str,
) -> None:
    """Computes all steps of a vehicle and, before them, all that they wait for."""
    stack = [(vehicle_id, len(itineraries[vehicle_id].steps) - 1)]
    while stack:
        who, index = stack[-1]
        if result.end_s[who][index] > -inf:
            stack.pop()
            continue
        itinerary = itineraries[who]
        before = [(who, index - 1)] if index else []
        before += [
            (ref[0], ref[1] - itineraries[ref[0]].done)
            for ref in itinerary.steps[index].after
            if not is_done(ref, itineraries)
        ]
        missing = [ref for ref in before if result.end_s[ref[0]][ref[1]] == -inf]
        if missing:
            stack.extend(missing)
            continue
        begin = max((result.end_s[ref[0]][ref[1]] for ref in before), default=now_s)
        if who in stopped and index == 0:
            begin = NEVER_S
        elif index == 0 and itinerary.granted > itinerary.done:
            begin = begun_s.get(who, now_s)
        duration = float(roadmap.move_duration_s[itinerary.steps[index].move])
        result.begin_s[who][index] = begin
        result.end_s[who][index] = max(begin + duration, now_s)
        stack.pop()
