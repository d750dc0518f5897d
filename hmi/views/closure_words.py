"""Closures in the language of the moment: for whom, until when, who still drives there."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fleet_core.model.closure import Closure
from hmi.model.clock_text import clock_text, duration_text
from hmi.model.closure_traffic import ClosureTraffic
from hmi.model.fleet_store import FleetStore

_MOST_NAMED = 3


class ClosureWords(QObject):
    """Texts that the form, the list and the inspector share."""

    def __init__(self, store: FleetStore, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store

    def for_whom(self, closure: Closure) -> str:
        types = ", ".join(self.type_name(one) for one in sorted(closure.type_ids))
        vehicles = ", ".join(sorted(closure.vehicle_ids))
        if types and vehicles:
            return self.tr("{0}: {1}").format(types, vehicles)
        return types or vehicles or self.tr("everybody")

    def type_name(self, type_id: str) -> str:
        facility = self._store.facility
        kind = facility.vehicle_types.get(type_id) if facility else None
        return kind.name or kind.id if kind else type_id

    def time_left(self, closure: Closure) -> str:
        """Short, for a list."""
        if closure.until_s is None:
            return self.tr("by hand")
        return duration_text(max(0.0, closure.until_s - self._store.snapshot.time_s))

    def ends(self, closure: Closure) -> str:
        """At length, counting down."""
        if closure.until_s is None:
            return self.tr("when somebody opens it")
        return self.tr("{0}, in {1}").format(clock_text(closure.until_s), self.time_left(closure))

    def not_kept_out(self, traffic: ClosureTraffic) -> str:
        """What a closure does not do, to be said before and after."""
        if not traffic.not_kept_out:
            return self.tr("No vehicle that it is for is inside or released into it.")
        return self.tr(
            "Inside or released into it: {0}. A closure is no protective stop: pause whoever must "
            "not drive there."
        ).format(self.named(traffic.not_kept_out))

    def named(self, vehicle_ids: tuple[str, ...]) -> str:
        """The first few, and how many more."""
        shown = ", ".join(vehicle_ids[:_MOST_NAMED])
        more = len(vehicle_ids) - _MOST_NAMED
        return self.tr("{0} and {1} more").format(shown, more) if more > 0 else shown
