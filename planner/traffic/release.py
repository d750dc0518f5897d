"""How far each vehicle may go now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from planner.roadmap.graph import Roadmap
from planner.traffic.itinerary import Itineraries, Itinerary, is_done

RELEASE_S = 6.0
"""Driving time released ahead. Long enough that a vehicle at full speed need not brake for its
release point (braking from 1.8 m/s at 0.7 m/s2 takes 2.6 s, plus half a second of reports and as
much of network), short enough that plans can still change."""
RELEASE_STEPS = 2
"""Steps released ahead at least, however long they take."""


def granted(roadmap: Roadmap, itineraries: Itineraries, held: Collection[str]) -> Itineraries:
    """Itineraries with more steps granted where everything that goes before is done.

    ``held`` vehicles get nothing. Beside the order of passing every grant is checked against what
    the others hold at this moment: safety does not rest on the plan being right.
    """
    result = dict(itineraries)
    for vehicle_id in itineraries:
        if vehicle_id not in held:
            result[vehicle_id] = _extended(roadmap, result, vehicle_id)
    return result


def _extended(roadmap: Roadmap, itineraries: dict[str, Itinerary], vehicle_id: str) -> Itinerary:
    itinerary = itineraries[vehicle_id]
    while itinerary.granted < itinerary.end and _wants_more(roadmap, itinerary):
        step = itinerary.step(itinerary.granted)
        if not all(is_done(ref, itineraries) for ref in step.after):
            break
        if taken_by(roadmap, itineraries, int(roadmap.move_region[step.move]), vehicle_id):
            break
        itinerary = replace(itinerary, granted=itinerary.granted + 1)
    return itinerary


def _wants_more(roadmap: Roadmap, itinerary: Itinerary) -> bool:
    ahead = itinerary.granted_steps
    if len(ahead) < RELEASE_STEPS:
        return True
    return sum(float(roadmap.move_duration_s[step.move]) for step in ahead) < RELEASE_S


def held_regions(roadmap: Roadmap, itinerary: Itinerary) -> list[int]:
    """Regions that are a vehicle's now: its granted steps, or the place where it stands."""
    regions = [int(roadmap.move_region[step.move]) for step in itinerary.granted_steps]
    return regions or [int(roadmap.state_region[itinerary.state])]


def taken_by(
    roadmap: Roadmap, itineraries: Itineraries, region: int, except_vehicle_id: str = ""
) -> list[str]:
    """Vehicles that hold something which excludes ``region``."""
    return [
        other_id
        for other_id, other in itineraries.items()
        if other_id != except_vehicle_id
        and any(roadmap.conflicts.between(region, held) for held in held_regions(roadmap, other))
    ]
