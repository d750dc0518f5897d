"""Which orders were handed in and what was seen of each, kept by nobody but the campaign."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from fleet_core.model.vehicle import ActionStatus

STOPS = 2  # of each order of a campaign: a pick and a drop


@dataclass
class Ledger:
    """``handed_in``: acknowledged by the fleet. What vehicles finished is taken from their own
    words, not from what the fleet says of orders."""

    handed_in: dict[str, None] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    ended_otherwise: dict[str, str] = field(default_factory=dict)
    _finished: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def hear(self, vehicle_id: str, action_id: str, status: str) -> None:
        """A vehicle says which action it has finished; ids are ORDER/STOP/ACTION."""
        if action_id and status == ActionStatus.FINISHED:
            self._finished[action_id].add(vehicle_id)

    def ended(self, order_id: str, state: str) -> None:
        """An order that has ended, as the fleet says."""
        if state == "done":
            self.done.add(order_id)
        else:
            self.ended_otherwise[order_id] = state

    @property
    def open(self) -> list[str]:
        """Handed in, and not known to have ended."""
        return [key for key in self.handed_in if key not in self.done | set(self.ended_otherwise)]

    def twice(self) -> list[str]:
        """Stops that more than one vehicle has finished, or that were finished more than once."""
        by_stop: dict[str, list[str]] = defaultdict(list)
        for action_id, vehicle_ids in self._finished.items():
            stop = "/".join(action_id.split("/")[:2])
            by_stop[stop] += [f"{action_id} by {name}" for name in sorted(vehicle_ids)]
        ours = {key: found for key, found in by_stop.items() if key.split("/")[0] in self.handed_in}
        return [", ".join(found) for found in ours.values() if len(found) > 1]

    def unseen(self) -> list[str]:
        """Orders that the fleet calls done, and of which no vehicle was seen to finish a stop. One
        may be missed while nobody listens; none of both is a fault."""
        seen = {action_id.split("/")[0] for action_id in self._finished}
        return sorted(self.done - seen)
