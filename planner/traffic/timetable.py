"""Everybody's itinerary and the order in which they pass: the fleet's one plan.

The order of passing is an action dependency graph (W. Hönig et al., "Persistent and Robust
Execution of MAPF Schedules in Warehouses", IEEE RA-L 4(2), 2019) that is never written down: every
step has a *turn*, and of two steps whose regions exclude each other the one with the smaller turn
goes first. Turns rise along every itinerary, so the graph cannot have a cycle, whatever is appended
or taken back, and however late anybody is, everybody gets on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from planner.roadmap.graph import Roadmap
from planner.traffic.forecast import NEVER_S, Times, forecast
from planner.traffic.glide import free_at_s
from planner.traffic.horizon import RELEASE_S, RELEASE_STEPS
from planner.traffic.itinerary import Itinerary
from planner.traffic.release import FREE, SHARED, before, grant, holders
from planner.traffic.roads import Roads
from planner.traffic.rows import Rows, copied, empty_rows, enlarged
from planner.traffic.sipp import Timed

FRESH_S = 1.0
"""A forecast is made anew when it is this old, or when anything has changed."""


class Timetable:
    """Itineraries by vehicle id; changed in place, time handed in."""

    def __init__(self, roadmap: Roadmap, roads: Roads | None = None) -> None:
        self.roadmap = roadmap
        self.roads = roads or Roads.of(roadmap)
        self.rows = empty_rows(16, 64)
        self._row: dict[str, int] = {}
        self._done: dict[str, int] = {}
        self._bars: dict[str, NDArray[np.bool_]] = {}  # regions (n_r,) that each vehicle bars
        self._barred = np.full(len(self.roads.excluded_index) - 1, FREE)  # see `release`
        self._times: Times | None = None
        self._times_s = 0.0
        self.changed: set[str] = set()  # planned anew since it was copied

    def __contains__(self, vehicle_id: object) -> bool:
        return vehicle_id in self._row

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)

    def copy(self) -> Timetable:
        """One that can be changed on trial."""
        other = Timetable(self.roadmap, self.roads)
        other.rows = copied(self.rows)
        other._row, other._done = dict(self._row), dict(self._done)
        other._bars, other._barred = dict(self._bars), self._barred
        if self._times is not None:
            other._times = Times(self._times.begin_s.copy(), self._times.end_s.copy())
        other._times_s = self._times_s
        return other

    # --- who takes part -------------------------------------------------------------------

    def enter(self, itinerary: Itinerary, begun_s: float) -> None:
        """Takes a vehicle up with all its steps."""
        row = self._free_row()
        rows = self._room(row + 1, len(itinerary.moves))
        count = len(itinerary.moves)
        rows.state[row] = itinerary.state
        rows.length[row] = count
        rows.granted[row] = itinerary.granted - itinerary.done
        rows.move[row, :count] = itinerary.moves
        rows.turn_s[row, :count] = itinerary.turn_s
        rows.begun_s[row] = begun_s
        rows.stopped[row] = False
        self._row[itinerary.vehicle_id] = row
        self._done[itinerary.vehicle_id] = itinerary.done
        self._note_bars()
        self._times = None

    def leave(self, vehicle_id: str) -> None:
        """Forgets a vehicle and all that it planned."""
        row = self._row.pop(vehicle_id)
        del self._done[vehicle_id]
        self.rows.state[row] = -1
        self.rows.length[row] = self.rows.granted[row] = 0
        self._note_bars()
        self._times = None

    def _free_row(self) -> int:
        free = np.flatnonzero(self.rows.state < 0)
        return int(free[0]) if len(free) else len(self.rows.state)

    def _room(self, size: int, width: int) -> Rows:
        """The rows, made larger by half and more where that is not enough."""
        rows, (has, wide) = self.rows, self.rows.move.shape
        if size > has or width > wide:
            size = max(size, has * 3 // 2) if size > has else has
            width = max(width, wide * 3 // 2) if width > wide else wide
            self.rows = rows = enlarged(rows, size, width)
            if self._times is not None:
                begin_s, end_s = np.zeros(rows.move.shape), np.zeros(rows.move.shape)
                begin_s[:has, :wide], end_s[:has, :wide] = self._times
                self._times = Times(begin_s, end_s)
        return rows

    # --- changes --------------------------------------------------------------------------

    def stop(self, vehicle_id: str, is_stopped: bool) -> None:
        """A stopped vehicle is granted no more, and the forecast counts on it no longer."""
        self.rows.stopped[self._row[vehicle_id]] = is_stopped
        self._times = None

    def bar(self, vehicle_id: str, regions: NDArray[np.bool_] | None) -> None:
        """Floor (n_r,) on which a vehicle may be though none of its steps leads there: the others
        are granted nothing on it. The vehicle need not be in the timetable. None: none any more."""
        self._bars.pop(vehicle_id, None)
        if regions is not None:
            self._bars[vehicle_id] = regions
        self._note_bars()

    def _note_bars(self) -> None:
        barred = np.full(len(self.roads.excluded_index) - 1, FREE)
        for vehicle_id, regions in self._bars.items():
            row = self._row.get(vehicle_id, SHARED)
            barred[regions] = np.where(barred[regions] == FREE, row, SHARED)
        self._barred = barred

    def barred_for(self, vehicle_id: str) -> NDArray[np.bool_]:
        """Regions (n_r,) that others bar to a vehicle."""
        own = self._row.get(vehicle_id, SHARED - 1)
        barred: NDArray[np.bool_] = (self._barred != FREE) & (self._barred != own)
        return barred

    def barring(self, vehicle_id: str, regions: Collection[int]) -> list[str]:
        """The other vehicles that bar any of these regions."""
        near = list(regions)
        return [who for who, mask in self._bars.items() if who != vehicle_id and mask[near].any()]

    @property
    def any_barred(self) -> bool:
        return bool(self._bars)

    def advance(self, vehicle_id: str, done: int, now_s: float) -> bool:
        """A vehicle has done ``done`` steps in all; returns whether that is news.

        Steps beyond what was granted are a vehicle that drove on without leave: it is believed,
        since that is where it stands.
        """
        row, rows = self._row[vehicle_id], self.rows
        passed = min(done - self._done[vehicle_id], int(rows.length[row]))
        if passed <= 0:
            return False
        rows.state[row] = self.roads.move_to[rows.move[row, passed - 1]]
        rows.move[row, :-passed] = rows.move[row, passed:].copy()
        rows.turn_s[row, :-passed] = rows.turn_s[row, passed:].copy()
        rows.length[row] -= passed
        rows.granted[row] = max(0, rows.granted[row] - passed)
        rows.begun_s[row] = now_s
        self._done[vehicle_id] += passed
        self._times = None
        return True

    def cut(self, vehicle_id: str) -> bool:
        """Takes back what is planned and not granted; returns whether there was any."""
        row = self._row[vehicle_id]
        if self.rows.length[row] == self.rows.granted[row]:
            return False
        self.rows.length[row] = self.rows.granted[row]
        self._times = None
        self.changed.add(vehicle_id)
        return True

    def append(self, vehicle_id: str, path: Sequence[Timed], now_s: float) -> None:
        """Puts a timed path behind a vehicle's last step.

        ``path`` must be free of conflicts with ``times(now_s)``; the begin times become the turns.
        All other turns become that forecast first, which changes nobody's order.
        """
        self.changed.add(vehicle_id)
        if not path:
            return
        row = self._row[vehicle_id]
        count = int(self.rows.length[row])
        rows = self._room(0, count + len(path))
        rows.turn_s[:, :] = self.times(now_s).begin_s
        span = slice(count, count + len(path))
        moves = np.array([move for move, _ in path], np.int32)
        begins = np.array([begin for _, begin in path])
        rows.move[row, span], rows.turn_s[row, span] = moves, begins
        rows.length[row] += len(path)
        times = self.times(now_s)  # of nobody else they have changed
        times.begin_s[row, span] = begins
        times.end_s[row, span] = begins + self.roads.move_duration_s[moves]

    def grant(
        self, now_s: float, release_s: float = RELEASE_S, release_steps: int = RELEASE_STEPS
    ) -> list[str]:
        """Grants what may be driven now; returns the vehicles that got more."""
        had = self.rows.granted.copy()
        grant(self.roads, self.rows, self._barred, release_s, release_steps)
        more = self.rows.granted > had
        if not more.any():
            return []
        self.rows.begun_s[more & (had == 0)] = now_s
        self._times = None
        return [vehicle_id for vehicle_id, row in self._row.items() if more[row]]

    def refresh(self) -> None:
        """The forecast is to be made anew. While several are planned on trial it is kept: a path
        may lead through a place that its vehicle will only leave by the next path."""
        self._times = None

    # --- questions ------------------------------------------------------------------------

    def times(self, now_s: float) -> Times:
        """The forecast of all steps that are not done."""
        if self._times is None or not 0.0 <= now_s - self._times_s <= FRESH_S:
            self._times, self._times_s = forecast(self.roads, self.rows, now_s), now_s
        return self._times

    def row(self, vehicle_id: str) -> int:
        """The vehicle's row in ``rows`` and in ``times``; valid until somebody leaves."""
        return self._row[vehicle_id]

    def itinerary(self, vehicle_id: str) -> Itinerary:
        """A copy of what the vehicle is going to do."""
        row, rows, done = self._row[vehicle_id], self.rows, self._done[vehicle_id]
        count = int(rows.length[row])
        return Itinerary(
            vehicle_id,
            int(rows.state[row]),
            done,
            done + int(rows.granted[row]),
            tuple(rows.move[row, :count].tolist()),
            tuple(rows.turn_s[row, :count].tolist()),
        )

    def done(self, vehicle_id: str) -> int:
        """Steps done in the vehicle's life."""
        return self._done[vehicle_id]

    def granted(self, vehicle_id: str) -> int:
        """Number after the last granted step."""
        return self._done[vehicle_id] + int(self.rows.granted[self._row[vehicle_id]])

    def granted_moves(self, vehicle_id: str) -> list[int]:
        """The moves that the vehicle may drive and has not done."""
        row = self._row[vehicle_id]
        moves: list[int] = self.rows.move[row, : self.rows.granted[row]].tolist()
        return moves

    def open_steps(self, vehicle_id: str) -> int:
        """Steps that are not done."""
        return int(self.rows.length[self._row[vehicle_id]])

    def is_stopped(self, vehicle_id: str) -> bool:
        return bool(self.rows.stopped[self._row[vehicle_id]])

    def state(self, vehicle_id: str) -> int:
        """Where the vehicle stands, or from where it is on its first step."""
        return int(self.rows.state[self._row[vehicle_id]])

    def committed_state(self, vehicle_id: str) -> int:
        """Where the granted steps end: another way can begin there."""
        row, rows = self._row[vehicle_id], self.rows
        last = int(rows.granted[row]) - 1
        return int(self.roads.move_to[rows.move[row, last]]) if last >= 0 else int(rows.state[row])

    def end_state(self, vehicle_id: str) -> int:
        """Where the vehicle will rest after all its steps."""
        row, rows = self._row[vehicle_id], self.rows
        last = int(rows.length[row]) - 1
        return int(self.roads.move_to[rows.move[row, last]]) if last >= 0 else int(rows.state[row])

    def committed_s(self, vehicle_id: str, now_s: float) -> float:
        """When the granted steps will be done."""
        row = self._row[vehicle_id]
        last = int(self.rows.granted[row]) - 1
        return float(self.times(now_s).end_s[row, last]) if last >= 0 else now_s

    def arrival_s(self, vehicle_id: str, now_s: float) -> float:
        """When the last step will be done; ``now_s`` at the end, inf when it waits for somebody who
        has stopped."""
        row = self._row[vehicle_id]
        last = int(self.rows.length[row]) - 1
        if last < 0:
            return now_s
        end_s = float(self.times(now_s).end_s[row, last])
        return end_s if end_s < NEVER_S else float("inf")

    def free_at_s(self, now_s: float) -> dict[str, float]:
        """When the next step of vehicles is expected to become free, for those that would have to
        stop for it and can be slow without harm to anybody."""
        times = free_at_s(self.roads, self.rows, self.times(now_s))
        waiting = np.flatnonzero(~np.isnan(times))
        if not len(waiting):
            return {}
        free = dict(zip(waiting.tolist(), times[waiting].tolist(), strict=True))
        return {name: free[row] for name, row in self._row.items() if row in free}

    def waiting_for_ever(self, now_s: float) -> set[str]:
        """Vehicles that wait for somebody who has stopped, or who stays where they must pass."""
        end_s = self.times(now_s).end_s
        last = np.maximum(self.rows.length - 1, 0)
        held = (self.rows.length > 0) & (end_s[np.arange(len(last)), last] >= NEVER_S)
        return {name for name, row in self._row.items() if held[row]}

    def held_regions(self, vehicle_id: str) -> list[int]:
        """Regions that are the vehicle's now: its granted steps, or the place where it stands."""
        row, rows = self._row[vehicle_id], self.rows
        moves = rows.move[row, : rows.granted[row]]
        regions: list[int] = self.roads.move_region[moves].tolist()
        return regions or [int(self.roads.state_region[rows.state[row]])]

    def holders(self, region: int, but: Collection[str] = ()) -> list[str]:
        """Vehicles that hold something which excludes ``region``."""
        rows = set(holders(self.roads, self.rows, region))
        return [name for name, row in self._row.items() if row in rows and name not in but]

    def planned_through(self, regions: AbstractSet[int], but: str) -> list[str]:
        """Vehicles whose planned steps that are not granted lead through any of ``regions``."""
        rows, region = self.rows, self.roads.move_region
        unsure = set(np.flatnonzero(rows.length > rows.granted).tolist())
        return [
            name
            for name, row in self._row.items()
            if row in unsure
            and name != but
            and not regions.isdisjoint(
                region[rows.move[row, rows.granted[row] : rows.length[row]]].tolist()
            )
        ]

    def before(self, vehicle_id: str, number: int) -> list[str]:
        """Vehicles that step ``number`` of a vehicle waits for."""
        row = self._row[vehicle_id]
        rows = set(before(self.roads, self.rows, row, number - self._done[vehicle_id]))
        return [name for name, other in self._row.items() if other in rows]
