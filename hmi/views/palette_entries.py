"""What the command palette offers: every command, then everything that can be selected."""

from __future__ import annotations

from collections.abc import Callable

from hmi.commands.command import Command, CommandRegistry
from hmi.commands.vehicle_commands import VehicleCommands
from hmi.model import selection
from hmi.model.closed_places import zone_name
from hmi.model.fleet_store import FleetStore
from hmi.model.selection import Selection
from hmi.views.command_palette import Entry

_COMMANDS_FIRST = 3.0


def palette_entries(
    commands: CommandRegistry, store: FleetStore, vehicles: VehicleCommands, more: list[Command]
) -> list[Entry]:
    """Entries in the order in which they are offered when nothing is typed yet; ``more``: commands
    on single places, below everything else."""
    entries = [
        Entry(command.title(), command.run, command.shortcut, command.why_not(), _COMMANDS_FIRST)
        for command in commands
        if command.id != "view.palette"
    ]
    entries += [
        Entry(one, _select(store, selection.vehicle(one))) for one in sorted(store.vehicles)
    ]
    entries += [
        Entry(order.id, _select(store, selection.order(order.id)), _way(store, order.id))
        for order in store.orders.values()
        if not order.state.ended
    ]
    entries += [
        Entry(closure.id, _select(store, selection.closure(closure.id)), closure.reason)
        for closure in store.closures.values()
    ]
    if store.facility is None:
        return entries
    entries += [
        Entry(zone_name(store.facility, zone.id), _select(store, selection.zone(zone.id)))
        for zone in store.facility.zones
    ]
    stations = tuple(store.facility.layout.stations)
    entries += [
        Entry(store.station_name(one), _select(store, selection.station(one))) for one in stations
    ]
    sends = [vehicles.send_to(one) for one in stations] if store.vehicle_of_selection() else []
    entries += [Entry(one.title(), one.run, reason=one.why_not()) for one in (*sends, *more)]
    return entries


def _select(store: FleetStore, target: Selection) -> Callable[[], None]:
    return lambda: store.select(target)


def _way(store: FleetStore, order_id: str) -> str:
    return " → ".join(store.station_name(stop.station_id) for stop in store.orders[order_id].stops)
