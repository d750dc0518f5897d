"""The fleet in a terminal, while it works."""

from __future__ import annotations

import time
from collections import Counter

from fleet_interfaces import msg
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from fleet_core.model.errors import InputError
from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.vehicle import VehicleStatus
from fleet_core.model.wording import sentence
from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.commands.printing import clock_text, table
from fleet_nodes.conversions.fleet import fleet_message_of, vehicles_of
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.orders import order_of

_ORDERS_SHOWN = 12
_LINE_EVERY_S = 10.0


class LiveView:
    """Draws what the client hears: a table that lives in a terminal, lines now and then elsewhere.

    Use as a context; call ``draw`` a few times a second.
    """

    def __init__(self, client: FleetClient, heading: str, console: Console) -> None:
        self._heading = heading
        self._console = console
        self._vehicles: tuple[VehicleStatus, ...] = ()
        self._orders: tuple[TransportOrder, ...] = ()
        self._clock_s = 0.0
        self._word = ""
        self._line_s = 0.0
        self._live = Live(console=console, auto_refresh=False) if console.is_terminal else None
        client.subscribe(msg.FleetState, names.STATE, self._on_state)
        client.subscribe(msg.OrderList, names.ORDERS, self._on_orders)
        client.subscribe(msg.FleetMessage, names.MESSAGES, self._on_message)

    def __enter__(self) -> LiveView:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._live is not None:
            self._live.stop()

    @property
    def orders_done(self) -> int:
        """Of those that the dispatcher still shows."""
        return sum(order.state is OrderState.DONE for order in self._orders)

    def _on_state(self, message: msg.FleetState) -> None:
        try:
            self._vehicles = vehicles_of(message)
            self._clock_s = seconds_of(message.header.stamp)
        except InputError as error:
            self._word = str(error)

    def _on_orders(self, message: msg.OrderList) -> None:
        try:
            self._orders = tuple(order_of(each) for each in message.orders)
        except InputError as error:
            self._word = str(error)

    def _on_message(self, message: msg.FleetMessage) -> None:
        try:
            said = fleet_message_of(message)
            self._word = f"{clock_text(said.time_s)} {said.severity}: {sentence(said.reason)}"
        except InputError as error:
            self._word = str(error)

    def draw(self) -> None:
        """Show the latest."""
        if self._live is not None:
            self._live.update(self._picture(), refresh=True)
            return
        now_s = time.monotonic()
        if now_s - self._line_s >= _LINE_EVERY_S:
            self._line_s = now_s
            self._console.print(self._summary(), highlight=False, soft_wrap=True)

    def say(self, line: str) -> None:
        """A line above the picture."""
        self._console.print(line, highlight=False, soft_wrap=True)

    def _summary(self) -> str:
        if not self._vehicles:
            return "the nodes are starting"
        busy = Counter(each.activity.value for each in self._vehicles)
        states = Counter(each.state.value for each in self._orders)
        return (
            f"{clock_text(self._clock_s)}  vehicles: {_counted(busy)}; orders: {_counted(states)}"
        )

    def _picture(self) -> Group:
        return Group(
            Text(self._heading, style="bold"),
            Text(self._summary()),
            _vehicle_rows(self._vehicles),
            _order_rows(self._orders),
            Text(self._word),
            Text("Ctrl-C ends the demo", style="dim"),
        )


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {word}" for word, count in sorted(counts.items())) or "none"


def _vehicle_rows(vehicles: tuple[VehicleStatus, ...]) -> Table:
    rows = [
        (
            each.report.vehicle_id,
            each.activity.value,
            f"{each.report.pose.x_m:6.1f} {each.report.pose.y_m:6.1f}",
            f"{abs(each.report.speed_mps):.1f}",
            f"{each.report.battery_soc:.0%}",
            "yes" if each.report.load_unit_ids else "",
            each.goal_station_id,
            sentence(each.reason)[:60],
        )
        for each in sorted(vehicles, key=lambda each: each.report.vehicle_id)
    ]
    columns = ("vehicle", "activity", "x, y m", "m/s", "battery", "loaded", "goal", "reason")
    return table("Vehicles", columns, rows)


def _order_rows(orders: tuple[TransportOrder, ...]) -> Table:
    """The open ones by slack, then the latest that have ended."""
    running = [order for order in orders if not order.state.ended]
    running.sort(key=lambda order: order.deadline_s or float("inf"))
    ended = [order for order in orders if order.state.ended]
    ended.sort(key=lambda order: -(order.ended_at_s or 0.0))
    rows = [
        (
            order.id,
            order.state.value,
            " > ".join(stop.station_id for stop in order.stops),
            clock_text(order.deadline_s),
            order.vehicle_id,
        )
        for order in (running + ended)[:_ORDERS_SHOWN]
    ]
    title = f"Orders ({len(running)} open)"
    return table(title, ("order", "state", "stops", "due", "vehicle"), rows)
