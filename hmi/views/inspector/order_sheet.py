"""A transport order, as the inspector shows it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fleet_core.model.order import OrderState, TransportOrder
from hmi.commands.order_commands import on_sheet
from hmi.model import selection
from hmi.model.clock_text import clock_text, duration_text
from hmi.model.fleet_store import FleetStore
from hmi.model.slack import slack_s
from hmi.model.tone import Tone
from hmi.views.inspector.sheet import Fact, Sheet
from hmi.views.sentences import Sentences
from hmi.views.words import Words


class OrderSheet(QObject):
    """Where it is in its life, its stops, its vehicle, its time."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self._store = store
        self._words = Words(self)
        self._sentences = Sentences(self)

    def sheet(self, order_id: str) -> Sheet | None:
        order = self._store.orders.get(order_id)
        if order is None:
            return None
        failed = order.state is OrderState.FAILED
        facts = [
            Fact(
                self.tr("State"),
                self._words.order_state(order.state),
                Tone.ALARM if failed else Tone.NORMAL,
            ),
            *self._carrier(order),
            *self._stops(order),
            *self._time(order),
            *self._details(order),
        ]
        return Sheet(
            order.id,
            self.tr("Transport order"),
            tuple(facts),
            self._sentences.say(order.reason),
            Tone.ALARM if failed else Tone.NORMAL,
            on_sheet(order),
        )

    def _carrier(self, order: TransportOrder) -> list[Fact]:
        named = (
            (self.tr("Vehicle"), order.vehicle_id),
            (self.tr("Given to"), order.intended_vehicle),
        )
        return [
            Fact(label, links=((vehicle_id, selection.vehicle(vehicle_id)),))
            for label, vehicle_id in named
            if vehicle_id
        ]

    def _stops(self, order: TransportOrder) -> list[Fact]:
        facts = []
        for number, stop in enumerate(order.stops):
            name = self._store.station_name(stop.station_id)
            done = "✓ " if number < order.next_stop else ""
            label = done + self._words.stop_action(stop.action)
            facts.append(Fact(label, links=((name, selection.station(stop.station_id)),)))
        return facts

    def _time(self, order: TransportOrder) -> list[Fact]:
        facts = [Fact(self.tr("Created"), clock_text(order.created_at_s))]
        if order.state is OrderState.ACCEPTED and order.release_time_s > order.created_at_s:
            facts.append(Fact(self.tr("Begins at"), clock_text(order.release_time_s)))
        if order.deadline_s is not None:
            facts.append(Fact(self.tr("Deadline"), clock_text(order.deadline_s)))
        slack = slack_s(order, self._store.vehicles, self._store.snapshot.time_s)
        if slack is not None and not order.state.ended:
            late = slack < 0.0
            label = self.tr("Late by") if late else self.tr("Time left")
            facts.append(
                Fact(label, duration_text(abs(slack)), Tone.ALARM if late else Tone.NORMAL)
            )
        if order.ended_at_s is not None:
            facts.append(Fact(self.tr("Ended"), clock_text(order.ended_at_s)))
        return facts

    def _details(self, order: TransportOrder) -> list[Fact]:
        load = " ".join(part for part in (order.load_unit_id, order.load_type) if part)
        optional = (
            (self.tr("Load"), load),
            (self.tr("Vehicle type"), order.required_vehicle_type),
            (self.tr("Waits for orders"), ", ".join(order.depends_on)),
        )
        return [
            Fact(self.tr("Priority"), str(order.priority)),
            Fact(self.tr("Load on board"), self._words.yes_no(order.loaded)),
            *(Fact(label, text) for label, text in optional if text),
            Fact(self.tr("Origin"), self._words.origin(order.origin)),
        ]
