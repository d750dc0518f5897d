"""Another deadline for an order, or none."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QVBoxLayout

from fleet_core.model.request import NewDeadline, ReprioritiseOrder
from hmi.commands.context import CommandContext
from hmi.views.form import Form
from hmi.views.minutes_box import MinutesBox

_LONGEST_DUE_MIN = 24 * 60


class DeadlineForm(Form):
    """In the inspector's place."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context)
        self._order_id = ""
        self._title, self._label = QLabel(), QLabel()
        self.due_min = MinutesBox(_LONGEST_DUE_MIN)
        self.set_button, self.close_button = QPushButton(), QPushButton()
        self._lay_out()
        self.set_button.clicked.connect(self.send)
        self.close_button.clicked.connect(context.close_panels)
        self.retranslate()

    def open_with(self, order_id: str) -> None:
        """Begin with the deadline that the order has."""
        self._order_id = order_id
        store = self._context.store
        deadline_s = store.orders[order_id].deadline_s
        left_s = 0.0 if deadline_s is None else deadline_s - store.snapshot.time_s
        self.due_min.setValue(max(0, ceil(left_s / 60.0)))
        self.retranslate()
        self.due_min.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Deadline of order {0}").format(self._order_id))
        self._label.setText(self.tr("Due in"))
        self.due_min.setAccessibleName(self.tr("Due in"))
        self.due_min.setSuffix(self.tr(" min"))
        self.due_min.setSpecialValueText(self.tr("no deadline"))
        self.set_button.setText(self.tr("Set deadline (Enter)"))
        self.set_button.setAccessibleName(self.tr("Set deadline"))
        self.close_button.setText(self.tr("Leave as it is (Esc)"))
        self.close_button.setAccessibleName(self.tr("Leave as it is"))

    def send(self) -> None:
        order = self._context.store.orders.get(self._order_id)
        if order is None:
            return
        minutes = self.due_min.value()
        said = self.tr("Order {0} has no deadline.").format(order.id)
        deadline = NewDeadline(None)
        if minutes:
            said = self.tr("Order {0} is due in {1} min.").format(order.id, minutes)
            deadline = NewDeadline(self._context.store.snapshot.time_s + 60.0 * minutes)
        undo = ReprioritiseOrder(order.id, deadline=NewDeadline(order.deadline_s))
        self._context.send(ReprioritiseOrder(order.id, deadline=deadline), said, undo)
        self._context.close_panels()

    def _lay_out(self) -> None:
        self._title.setProperty("role", "heading")
        self._title.setWordWrap(True)
        self.set_button.setProperty("role", "main")
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._label, self.due_min)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._title)
        column.addLayout(form)
        column.addWidget(self.set_button)
        column.addWidget(self.close_button)
        column.addStretch(1)
