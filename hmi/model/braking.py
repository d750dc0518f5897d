"""Which vehicles are braked by their supervisors, held so long that it can be read, and how often.

The hold is in time of the window: a simulation that runs ten times faster is read no faster.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fleet_core.model.local_state import Intervention, LocalState

HOLD_S = 4.0
"""So long an intervention is still shown after its end."""


@dataclass(slots=True)
class _Seen:
    """What was seen of one vehicle."""

    state: LocalState
    count: int  # interventions since the window was opened
    last_s: float  # when it was last seen to brake, on the window's clock


@dataclass(frozen=True, slots=True)
class Brake:
    """An intervention to be shown."""

    intervention: Intervention
    active: bool  # false: it is over


class Braking:
    """Interventions of this session."""

    def __init__(self) -> None:
        self._states: Mapping[str, LocalState] = {}
        self._seen: dict[str, _Seen] = {}
        self._lively: set[str] = set()  # who brakes, or did a moment ago
        self.shown: Mapping[str, Brake] = {}  # by vehicle id

    def take(self, states: Mapping[str, LocalState], now_s: float) -> None:
        """What is known now; ``now_s`` is on the window's clock. Called with every frame."""
        if states is not self._states:
            self._states = states
            for vehicle_id, state in states.items():
                self._hear(vehicle_id, state, now_s)
        if self._lively:
            brakes = {each: self._brake(each, now_s) for each in sorted(self._lively)}
            self.shown = {each: brake for each, brake in brakes.items() if brake is not None}
            self._lively = set(self.shown)

    def is_on(self, vehicle_id: str) -> bool:
        """Whether it is braked now."""
        brake = self.shown.get(vehicle_id)
        return brake is not None and brake.active

    def count(self, vehicle_id: str) -> int | None:
        """How often a vehicle was braked since the window was opened; None: nobody says so."""
        seen = self._seen.get(vehicle_id)
        return seen.count if seen is not None else None

    def _hear(self, vehicle_id: str, state: LocalState, now_s: float) -> None:
        seen = self._seen.get(vehicle_id)
        if seen is None:
            # What was before the window was opened does not count, but what is still on.
            self._seen[vehicle_id] = seen = _Seen(state, int(_is_on(state)), now_s)
            if _is_on(state):
                self._lively.add(vehicle_id)
        elif seen.state != state:
            more = state.interventions - seen.state.interventions
            # Fewer than before: the planner began anew.
            seen.count += more if more >= 0 else state.interventions
            if state.newest is not None and state.newest != seen.state.newest:
                seen.last_s = now_s
                self._lively.add(vehicle_id)
            seen.state = state

    def _brake(self, vehicle_id: str, now_s: float) -> Brake | None:
        seen = self._seen[vehicle_id]
        assert seen.state.newest is not None
        active = vehicle_id in self._states and _is_on(seen.state)
        if active:
            seen.last_s = now_s
        is_read = 0.0 <= now_s - seen.last_s < HOLD_S
        return Brake(seen.state.newest, active) if active or is_read else None


def _is_on(state: LocalState) -> bool:
    return state.newest is not None and state.newest.until_s is None
