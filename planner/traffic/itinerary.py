"""What one vehicle is going to do, for everybody who asks: a view of a row of the timetable."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Itinerary:
    """The steps of one vehicle that are not done; a step is one move of the roadmap.

    Steps are numbered from 0 over the vehicle's whole life: ``moves[i]`` is step ``done + i``.
    Steps below ``granted`` may be driven and cannot be taken back. ``state`` is where the vehicle
    stands before step ``done``. ``turn_s`` is each step's place in the order of passing.
    """

    vehicle_id: str
    state: int
    done: int = 0
    granted: int = 0
    moves: tuple[int, ...] = ()
    turn_s: tuple[float, ...] = ()

    @property
    def end(self) -> int:
        """The number after the last step."""
        return self.done + len(self.moves)

    @property
    def granted_moves(self) -> tuple[int, ...]:
        return self.moves[: self.granted - self.done]

    @property
    def tail(self) -> tuple[int, ...]:
        """The moves that are planned and not granted."""
        return self.moves[self.granted - self.done :]
