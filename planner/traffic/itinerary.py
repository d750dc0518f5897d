"""What every vehicle is going to do, and in which order they pass: an action dependency graph.

Each vehicle has an itinerary of steps; a step is one move of the roadmap. A step names the steps of
*other* vehicles that must be done before it may be granted. Steps are numbered from 0 over the
vehicle's whole life, so a reference stays valid while finished steps are forgotten.

After W. Hönig et al., "Persistent and Robust Execution of MAPF Schedules in Warehouses", IEEE
RA-L 4(2), 2019: because the graph is acyclic, every vehicle gets on however late others are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

StepRef = tuple[str, int]
"""Vehicle id and step number."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move and what must be done before it."""

    move: int
    after: tuple[StepRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Itinerary:
    """The steps of one vehicle that are not done: ``steps[i]`` has the number ``done + i``.

    Steps below ``granted`` may be driven and cannot be taken back. ``state`` is where the vehicle
    stands before step ``done``; while a step is granted its whole region is the vehicle's.
    """

    vehicle_id: str
    state: int
    done: int = 0
    granted: int = 0
    steps: tuple[Step, ...] = ()

    @property
    def end(self) -> int:
        """The number after the last step."""
        return self.done + len(self.steps)

    def step(self, number: int) -> Step:
        return self.steps[number - self.done]

    @property
    def granted_steps(self) -> tuple[Step, ...]:
        return self.steps[: self.granted - self.done]


Itineraries = Mapping[str, Itinerary]


def advanced(itinerary: Itinerary, done: int, state_after: tuple[int, ...]) -> Itinerary:
    """The itinerary after its vehicle has reported ``done`` steps in all.

    ``state_after``: the state after each of the present steps. ``done`` beyond what was granted is
    a vehicle that drove on without leave: it is believed, since that is where it stands.
    """
    passed = min(done, itinerary.end) - itinerary.done
    if passed <= 0:
        return itinerary
    return replace(
        itinerary,
        state=state_after[passed - 1],
        done=itinerary.done + passed,
        granted=max(itinerary.granted, itinerary.done + passed),
        steps=itinerary.steps[passed:],
    )


def without_tail(itineraries: Itineraries, vehicle_id: str) -> dict[str, Itinerary]:
    """All itineraries, of ``vehicle_id`` only what is granted; nobody waits for the rest of it."""
    kept = itineraries[vehicle_id]
    limit = kept.granted
    result = {
        other_id: _unbound(other, vehicle_id, limit) for other_id, other in itineraries.items()
    }
    result[vehicle_id] = replace(kept, steps=kept.granted_steps)
    return result


def _unbound(itinerary: Itinerary, from_vehicle_id: str, from_number: int) -> Itinerary:
    """Without references to steps of ``from_vehicle_id`` from ``from_number`` on."""

    def bound(ref: StepRef) -> bool:
        return ref[0] != from_vehicle_id or ref[1] < from_number

    if all(bound(ref) for step in itinerary.steps for ref in step.after):
        return itinerary
    steps = tuple(
        replace(step, after=tuple(ref for ref in step.after if bound(ref)))
        for step in itinerary.steps
    )
    return replace(itinerary, steps=steps)


def is_done(ref: StepRef, itineraries: Itineraries) -> bool:
    """Whether a step is done; a vehicle that was taken away keeps nobody waiting."""
    other = itineraries.get(ref[0])
    return other is None or ref[1] < other.done


def open_after(step: Step, itineraries: Itineraries) -> list[StepRef]:
    """What a step still waits for."""
    return [ref for ref in step.after if not is_done(ref, itineraries)]
