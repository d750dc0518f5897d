"""An order for a certain vehicle: all candidates with their arrivals, then Enter."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout

from fleet_core.model.request import Answer, AssignOrder, ListCandidates, Request, UnassignOrder
from hmi.commands.context import CommandContext
from hmi.views.candidate_list import CandidateList
from hmi.views.form import Form
from hmi.views.sentences import Sentences


class AssignmentForm(Form):
    """In the inspector's place."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context)
        self._sentences = Sentences(self)
        self._order_id = ""
        self._wanted = ""
        self._title = QLabel()
        self._way = QLabel()
        self._refused = QLabel()
        self.candidates = CandidateList()
        self.assign_button, self.close_button = QPushButton(), QPushButton()
        self._lay_out()
        self.candidates.chosen.connect(self._choose)
        self.assign_button.clicked.connect(self.send)
        self.close_button.clicked.connect(context.close_panels)
        self.retranslate()

    def open_with(self, order_id: str, vehicle_id: str) -> None:
        """Show who could carry the order; ``vehicle_id`` is the one it was dragged onto."""
        self._order_id, self._wanted = order_id, vehicle_id
        order = self._context.store.orders[order_id]
        self.candidates.show_candidates((), 0.0)
        self._refused.clear()
        self.retranslate()
        self._context.inquire(ListCandidates(replace(order, intended_vehicle="")), self._show)
        self.assign_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        store = self._context.store
        order = store.orders.get(self._order_id)
        names = [store.station_name(stop.station_id) for stop in order.stops] if order else []
        self._title.setText(self.tr("Assign order {0}").format(self._order_id))
        self._way.setText(" → ".join(names))
        self.close_button.setText(self.tr("Leave as it is (Esc)"))
        self.close_button.setAccessibleName(self.tr("Leave as it is"))
        self._show_choice()

    def send(self) -> None:
        if self._wanted:
            said = self.tr("{0} carries out order {1}.").format(self._wanted, self._order_id)
            self._context.send(AssignOrder(self._order_id, self._wanted), said, self._as_it_was())
            self._context.close_panels()

    def _as_it_was(self) -> Request | None:
        """What undoes the assignment: the vehicle that was meant before, or the fleet's choice."""
        order = self._context.store.orders.get(self._order_id)
        if order is None:
            return None
        if order.intended_vehicle:
            return AssignOrder(order.id, order.intended_vehicle)
        return UnassignOrder(order.id)

    def _choose(self, vehicle_id: str) -> None:
        if vehicle_id:
            self._wanted = vehicle_id
            self._show_choice()

    def _show(self, answer: Answer) -> None:
        self.candidates.show_candidates(answer.candidates, self._context.store.snapshot.time_s)
        possible = [one.vehicle_id for one in answer.candidates if one.possible]
        if not self._wanted and possible:
            self._wanted = possible[0]
        refused = [
            self._sentences.say(one.reason)
            for one in answer.candidates
            if one.vehicle_id == self._wanted and not one.possible
        ]
        text = refused[0] if refused else self._sentences.say(answer.reason)
        self._refused.setText(text)
        self.candidates.select_vehicle(self._wanted)
        self._show_choice()

    def _show_choice(self) -> None:
        self._refused.setVisible(bool(self._refused.text()))
        text = self.tr("Choose a vehicle")
        if self._wanted:
            text = self.tr("Assign to {0} (Enter)").format(self._wanted)
        self.assign_button.setText(text)
        self.assign_button.setAccessibleName(text)
        self.assign_button.setEnabled(bool(self._wanted))

    def _lay_out(self) -> None:
        self._title.setProperty("role", "heading")
        self._refused.setProperty("role", "attention")
        self.assign_button.setProperty("role", "main")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        for label in (self._title, self._way, self._refused):
            label.setWordWrap(True)
        column.addWidget(self._title)
        column.addWidget(self._way)
        column.addWidget(self.candidates, 1)
        for part in (self._refused, self.assign_button, self.close_button):
            column.addWidget(part)
