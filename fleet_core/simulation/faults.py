"""Disturbances: when each begins, and which vehicle suffers from what until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from fleet_core.model.scenario import Fault, FaultKind


@dataclass(slots=True)
class Troubles:
    """Until when (clock time) one vehicle suffers from each kind of fault."""

    until_s: dict[FaultKind, float] = field(default_factory=dict)

    def has(self, kind: FaultKind) -> bool:
        return kind in self.until_s

    @property
    def any(self) -> bool:
        return bool(self.until_s)


class FaultPlan:
    """Faults that are still to come, and those that last."""

    def __init__(self, vehicle_ids: Iterable[str], faults: Iterable[Fault]) -> None:
        self.troubles = {vehicle_id: Troubles() for vehicle_id in vehicle_ids}
        self._to_come = [
            (fault.at_s, number, fault)
            for number, fault in enumerate(faults)
            if fault.vehicle_id in self.troubles
        ]
        self._number = len(self._to_come) + 1_000_000
        heapify(self._to_come)

    def add(self, fault: Fault) -> None:
        """Plan one more."""
        self._number += 1
        heappush(self._to_come, (fault.at_s, self._number, fault))

    def end(self, vehicle_id: str, kind: FaultKind) -> None:
        """End a fault before its time."""
        self.troubles[vehicle_id].until_s.pop(kind, None)

    def recall(self, until_s: Mapping[str, Mapping[FaultKind, float]], now_s: float) -> None:
        """What each vehicle suffers from; what was planned for before ``now_s`` has begun."""
        for vehicle_id, kinds in until_s.items():
            self.troubles[vehicle_id].until_s = dict(kinds)
        while self._to_come and self._to_come[0][0] <= now_s:
            heappop(self._to_come)

    def update(self, now_s: float) -> None:
        """Begin what is due and end what is over."""
        while self._to_come and self._to_come[0][0] <= now_s:
            fault = heappop(self._to_come)[2]
            until = self.troubles[fault.vehicle_id].until_s
            until[fault.kind] = max(until.get(fault.kind, 0.0), fault.at_s + fault.duration_s)
        for trouble in self.troubles.values():
            if trouble.until_s:
                over = [kind for kind, until_s in trouble.until_s.items() if until_s <= now_s]
                for kind in over:
                    del trouble.until_s[kind]
