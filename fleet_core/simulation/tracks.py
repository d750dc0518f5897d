"""Tracks: the legs each vehicle may drive, in arrays that grow as they must."""

from __future__ import annotations

from itertools import pairwise, takewhile

from fleet_core.simulation.legs import MotionLeg, drives_on
from fleet_core.simulation.motion_arrays import MotionState, TrackArrays, new_tracks

BY_SAMPLE = ("way", "x_m", "y_m", "heading_rad")
BY_LEG = ("kind", "sign", "length", "limit", "joined", "first", "samples")


class Tracks:
    """Appends legs at the end and forgets those that are behind the vehicle."""

    def __init__(self, state: MotionState, joint_tolerance_rad: float) -> None:
        self.arrays: TrackArrays = new_tracks(len(state.leg), legs=16, samples=256)
        self._state = state
        self.joint_tolerance_rad = joint_tolerance_rad
        self._last: list[MotionLeg | None] = [None] * len(state.leg)
        self._legs: list[list[MotionLeg]] = [[] for _ in state.leg]  # as in the arrays
        self.changes = [0] * len(state.leg)  # how often the legs of each vehicle have changed

    def append(self, vehicle: int, leg: MotionLeg) -> None:
        """Let ``vehicle`` drive ``leg`` after all it has."""
        points = leg.samples.shape[1]
        first = self._room_for(vehicle, points)
        arrays, index = self.arrays, int(self.arrays.leg_count[vehicle])
        before = self._last[vehicle]
        arrays.kind[vehicle, index] = leg.kind
        arrays.sign[vehicle, index] = leg.sign
        arrays.length[vehicle, index] = leg.length
        arrays.limit[vehicle, index] = leg.limit
        arrays.joined[vehicle, index] = before is not None and drives_on(
            before, leg, self.joint_tolerance_rad
        )
        arrays.first[vehicle, index], arrays.samples[vehicle, index] = first, points
        for name, row in zip(BY_SAMPLE, leg.samples, strict=True):
            getattr(arrays, name)[vehicle, first : first + points] = row
        arrays.leg_count[vehicle] = index + 1
        self._last[vehicle] = leg
        self._legs[vehicle].append(leg)
        self.changes[vehicle] += 1

    def ahead(self, vehicle: int) -> list[MotionLeg]:
        """Legs that are not driven to their end, the present one first."""
        return self._legs[vehicle][int(self._state.leg[vehicle]) :]

    def run(self, vehicle: int) -> list[MotionLeg]:
        """The present leg and those that are driven after it without a stop."""
        legs = self.ahead(vehicle)
        joined = (
            drives_on(before, after, self.joint_tolerance_rad) for before, after in pairwise(legs)
        )
        return legs[: 1 + sum(1 for _ in takewhile(bool, joined))]

    def drive_as(self, vehicle: int, kind: int, sign: float) -> None:
        """The present leg is driven in another way than it was drawn, and reported so."""
        index = int(self._state.leg[vehicle])
        if index < self.arrays.leg_count[vehicle]:
            self.arrays.kind[vehicle, index], self.arrays.sign[vehicle, index] = kind, sign

    def clear(self, vehicle: int) -> None:
        """Forget all legs of ``vehicle``; it stands where it is."""
        self.arrays.leg_count[vehicle] = 0
        self._state.leg[vehicle] = 0
        self._state.way[vehicle] = 0.0
        self._state.speed[vehicle] = 0.0
        self._last[vehicle] = None
        self._legs[vehicle].clear()
        self.changes[vehicle] += 1

    def _room_for(self, vehicle: int, points: int) -> int:
        """Makes room for one more leg and returns the place of its first sample."""
        if not self._fits(vehicle, points):
            self._forget_passed(vehicle)
        while not self._fits(vehicle, points):
            self._grow()
        return self._used(vehicle)

    def _used(self, vehicle: int) -> int:
        last = int(self.arrays.leg_count[vehicle]) - 1
        if last < 0:
            return 0
        return int(self.arrays.first[vehicle, last] + self.arrays.samples[vehicle, last])

    def _fits(self, vehicle: int, points: int) -> bool:
        arrays = self.arrays
        return bool(
            arrays.leg_count[vehicle] < arrays.kind.shape[1]
            and self._used(vehicle) + points <= arrays.way.shape[1]
        )

    def _forget_passed(self, vehicle: int) -> None:
        arrays = self.arrays
        passed, count = int(self._state.leg[vehicle]), int(arrays.leg_count[vehicle])
        used = self._used(vehicle)
        offset = used if passed == count else int(arrays.first[vehicle, passed])
        for name in BY_LEG:
            row = getattr(arrays, name)[vehicle]
            row[: count - passed] = row[passed:count].copy()
        for name in BY_SAMPLE:
            row = getattr(arrays, name)[vehicle]
            row[: used - offset] = row[offset:used].copy()
        arrays.first[vehicle, : count - passed] -= offset
        arrays.leg_count[vehicle] = count - passed
        del self._legs[vehicle][:passed]
        self._state.leg[vehicle] = 0

    def _grow(self) -> None:
        old = self.arrays
        vehicles, legs = old.kind.shape
        new = new_tracks(vehicles, 2 * legs, 2 * old.way.shape[1])
        new.leg_count[:] = old.leg_count
        for name in (*BY_LEG, *BY_SAMPLE):
            values = getattr(old, name)
            getattr(new, name)[:, : values.shape[1]] = values
        self.arrays = new
