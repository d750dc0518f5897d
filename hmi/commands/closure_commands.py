"""What can be done about closures: close a way or a zone, open it again."""

from __future__ import annotations

from fleet_core.model.closure import Closure
from fleet_core.model.request import CloseWay, OpenWay
from hmi.commands.command import Command
from hmi.commands.command_group import CommandGroup
from hmi.commands.context import Question
from hmi.model import selection
from hmi.model.closed_places import closures_at, place_name, zone_name
from hmi.model.selection import Kind, Selection


class ClosureCommands(CommandGroup):
    """Closing opens a form and can be undone; opening asks first, for vehicles drive in at once."""

    def commands(self) -> list[Command]:
        return [
            Command(
                "closure.close",
                self._close_title,
                lambda: self._context.open_closure_form(self._place()),
                self._why_no_link,
                "Ctrl+Shift+C",
            ),
            Command(
                "closure.open",
                lambda: self.tr("Open again…"),
                lambda: self._ask_to_open(self._closure()),
                self._why_no_opening,
                "Ctrl+Shift+O",
            ),
            Command(
                "closure.next",
                lambda: self.tr("Select next closure"),
                lambda: self._step(1),
                self._why_none,
                "C",
            ),
            Command(
                "closure.previous",
                lambda: self.tr("Select previous closure"),
                lambda: self._step(-1),
                self._why_none,
                "Shift+C",
            ),
        ]

    def for_places(self) -> list[Command]:
        """Close each zone, open each closure; the palette offers them by name."""
        store = self._context.store
        zones = store.facility.zones if store.facility else ()
        return [
            *(self._open_one(closure) for closure in store.closures.values()),
            *(self._close_zone(zone.id) for zone in zones),
        ]

    def _open_one(self, closure: Closure) -> Command:
        name = place_name(self._context.store.facility, closure)
        return Command(
            f"closure.open.{closure.id}",
            lambda: self.tr("Open {0} again…").format(name),
            lambda: self._ask_to_open(self._context.store.closures.get(closure.id)),
            self._why_no_link,
        )

    def _close_zone(self, zone_id: str) -> Command:
        facility = self._context.store.facility
        name = zone_name(facility, zone_id) if facility else zone_id
        return Command(
            f"closure.close.{zone_id}",
            lambda: self.tr("Close {0}…").format(name),
            lambda: self._context.open_closure_form(selection.zone(zone_id)),
            self._why_no_link,
        )

    def _close_title(self) -> str:
        place = self._place()
        if place is None:
            return self.tr("Close a way or a zone…")
        if place.kind is Kind.ZONE:
            return self.tr("Close this zone…")
        return self.tr("Close this way…")

    def _place(self) -> Selection | None:
        """What of the selection can be closed: an edge or a zone, not a crossing."""
        store = self._context.store
        if store.selected(Kind.EDGE):
            return store.selection
        zones = store.facility.zones if store.facility else ()
        chosen = store.selected(Kind.ZONE)
        return store.selection if any(zone.id == chosen for zone in zones) else None

    def _closure(self) -> Closure | None:
        """The selected closure, or that of the selected edge or zone."""
        store = self._context.store
        if chosen := store.closures.get(store.selected(Kind.CLOSURE)):
            return chosen
        place = self._place()
        found = closures_at(place, store.closures.values()) if place else []
        return found[0] if found else None

    def _why_no_opening(self) -> str:
        if self._closure() is None:
            return self.tr("Nothing that is closed is selected.")
        return self._why_no_link()

    def _why_none(self) -> str:
        return "" if self._context.store.closures else self.tr("No way or zone is closed.")

    def _ask_to_open(self, closure: Closure | None) -> None:
        if closure is None:
            return
        name = place_name(self._context.store.facility, closure)
        text = self.tr("Open {0} again? It is closed because: {1}").format(name, closure.reason)
        said = self.tr("{0} is open again.").format(name)
        self._context.ask(
            Question(
                text,
                self.tr("Open it again"),
                lambda: self._context.send(OpenWay(closure.id), said, CloseWay(closure)),
            )
        )

    def _step(self, by: int) -> None:
        ids = list(self._context.store.closures)
        if ids:
            here = self._context.store.selected(Kind.CLOSURE)
            at = ids.index(here) + by if here in ids else (0 if by > 0 else -1)
            self._context.store.select(selection.closure(ids[at % len(ids)]))
