"""Whether bodies overlap, from what vehicles report, by the campaign's own reckoning."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from math import hypot

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.facility import Facility
from fleet_core.model.geometry import wrap_angle
from fleet_core.model.vehicle import VehicleReport
from planner.roadmap.footprints import stand

TOUCH_M2 = 0.02
"""Poses between two reports are reckoned; that much is the error of a body on a curve."""
NEAR_M = 6.0
GAP_S = 1.0
"""Of the vehicle's clock: over longer gaps nothing is reckoned."""

Place = tuple[float, float, float, float]  # stamp, x, y, heading


class FootprintCheck:
    """Compares each report with where all others were at its very time."""

    def __init__(self, facility: Facility) -> None:
        types = facility.vehicle_types
        self._outline: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]] = {
            each.id: (
                np.array(types[each.type_id].footprint),
                np.array(types[each.type_id].loaded_footprint or types[each.type_id].footprint),
            )
            for each in facility.fleet
        }
        self._lately: dict[str, deque[tuple[Place, bool]]] = {}
        self.checked = 0
        self.overlaps: dict[tuple[str, str], float] = {}
        """Largest overlap in m2, by pair."""

    def knows(self, report: VehicleReport) -> bool:
        """It is of the plant, and its figures can be those of a vehicle; a stranger's may not."""
        return report.vehicle_id in self._outline

    def hear(self, report: VehicleReport) -> None:
        """Reports of one vehicle come in the order of their stamps."""
        pose, loaded = report.pose, bool(report.load_unit_ids)
        place = (report.stamp_s, pose.x_m, pose.y_m, pose.heading_rad)
        mine = self._lately.setdefault(report.vehicle_id, deque(maxlen=40))
        if mine and (place[0] <= mine[-1][0][0] or not -1e-6 < place[0] - mine[-1][0][0] < 1e6):
            mine.clear()
        mine.append((place, loaded))
        for other_id, theirs in self._lately.items():
            if other_id != report.vehicle_id:
                self._compare(other_id, theirs, report.vehicle_id, mine)

    def _compare(
        self,
        one_id: str,
        theirs: deque[tuple[Place, bool]],
        other_id: str,
        mine: deque[tuple[Place, bool]],
    ) -> None:
        """All reports of one that lie between the last two of the other, against the line between
        them: each pair of times is looked at once."""
        if len(mine) < 2:
            return
        (before, _), (after, loaded) = mine[-2], mine[-1]
        if after[0] - before[0] > GAP_S:
            return
        for place, carries in theirs:
            if before[0] < place[0] <= after[0]:
                share = (place[0] - before[0]) / (after[0] - before[0])
                between = _between(before, after, share)
                if hypot(between[0] - place[1], between[1] - place[2]) < NEAR_M:
                    self._meet(one_id, place[1:], carries, other_id, between, loaded)
                self.checked += 1

    def _meet(
        self,
        one_id: str,
        one: tuple[float, ...],
        one_loaded: bool,
        other_id: str,
        other: tuple[float, ...],
        other_loaded: bool,
    ) -> None:
        first = stand(self._outline[one_id][one_loaded], np.array(one))
        second = stand(self._outline[other_id][other_loaded], np.array(other))
        area_m2 = float(first.intersection(second).area)
        if area_m2 > TOUCH_M2:
            pair = (min(one_id, other_id), max(one_id, other_id))
            self.overlaps[pair] = max(area_m2, self.overlaps.get(pair, 0.0))


def _between(before: Place, after: Place, share: float) -> tuple[float, float, float]:
    turn_rad = wrap_angle(after[3] - before[3])
    return (
        before[1] + share * (after[1] - before[1]),
        before[2] + share * (after[2] - before[2]),
        before[3] + share * turn_rad,
    )
