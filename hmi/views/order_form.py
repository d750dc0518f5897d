"""A new transport order: where from, where to, who could carry it and when. Enter sends it."""

from __future__ import annotations

from uuid import uuid4

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from fleet_core.model.request import Answer, CancelOrder, ListCandidates, SubmitOrder
from hmi.commands.context import CommandContext, OrderPrefill
from hmi.model.drafts import OrderDraft, order_of
from hmi.views.candidate_list import CandidateList
from hmi.views.form import Form
from hmi.views.minutes_box import MinutesBox
from hmi.views.place_boxes import StationBox
from hmi.views.sentences import Sentences

_ASK_AFTER_MS = 120
_LONGEST_DUE_MIN = 24 * 60


class OrderForm(Form):
    """In the inspector's place; nothing is sent before the candidates can be seen."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context)
        self._sentences = Sentences(self)
        self._asked: OrderDraft | None = None
        self._order_id = ""
        self.source, self.target = StationBox(), StationBox()
        self.load = QLineEdit()
        self.priority, self.due_min = QSpinBox(), MinutesBox(_LONGEST_DUE_MIN)
        self.candidates = CandidateList()
        self.reason = QLabel()
        self.send_button, self.close_button = QPushButton(), QPushButton()
        self._title = QLabel()
        self._labels = [QLabel() for _ in range(6)]
        self._timer = QTimer(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def open_with(self, prefill: OrderPrefill) -> None:
        """Begin a new order from what is known."""
        self._order_id = f"T-{uuid4().hex[:8]}"
        for box in (self.source, self.target):
            box.offer(self._context.store)
        self.source.choose(prefill.source)
        self.target.choose(prefill.target)
        self.load.clear()
        self.priority.setValue(0)
        self.due_min.setValue(0)
        self.candidates.show_candidates((), 0.0)
        self.candidates.clearSelection()
        self._asked = None
        self._changed()
        field: QWidget = self.send_button
        if not prefill.target:
            field = self.target if prefill.source else self.source
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def draft(self) -> OrderDraft:
        return OrderDraft(
            self.source.station_id,
            self.target.station_id,
            self.load.text().strip(),
            self.priority.value(),
            self.due_min.value(),
            self.candidates.vehicle_id,
        )

    def retranslate(self) -> None:
        self._title.setText(self.tr("New transport order"))
        names = (
            self.tr("From"),
            self.tr("To"),
            self.tr("Load"),
            self.tr("Priority"),
            self.tr("Due in"),
            self.tr("Vehicle"),
        )
        fields = (self.source, self.target, self.load, self.priority, self.due_min, self.candidates)
        for label, field, name in zip(self._labels, fields, names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self.load.setPlaceholderText(self.tr("any"))
        self.due_min.setSuffix(self.tr(" min"))
        self.due_min.setSpecialValueText(self.tr("no deadline"))
        self.send_button.setText(self.tr("Send order (Enter)"))
        self.send_button.setAccessibleName(self.tr("Send order"))
        self.close_button.setText(self.tr("Discard (Esc)"))
        self.close_button.setAccessibleName(self.tr("Discard"))
        self._show_reason()

    def send(self) -> None:
        """Send the order when it is whole; close when the fleet has accepted it."""
        if self._why_not():
            self._show_reason()
            return
        store = self._context.store
        order = order_of(self.draft(), self._order_id, store.snapshot.time_s)
        said = self.tr("Order {0}: {1} → {2}").format(
            order.id, self.source.currentText(), self.target.currentText()
        )
        undo = CancelOrder(order.id)
        self._context.send(SubmitOrder(order), said, undo)
        self._context.close_panels()

    def _why_not(self) -> str:
        draft = self.draft()
        if not draft.source or not draft.target:
            return self.tr("Choose where the load comes from and where it goes.")
        if draft.source == draft.target:
            return self.tr("The load is there already: choose two different stations.")
        return ""

    def _show_reason(self) -> None:
        self.reason.setText(self._why_not())
        self.reason.setVisible(bool(self.reason.text()))
        self.send_button.setEnabled(not self.reason.text())

    def _changed(self) -> None:
        self._show_reason()
        self._timer.start(_ASK_AFTER_MS)

    def _ask_for_candidates(self) -> None:
        draft = self.draft()
        if self._why_not() or not self.isVisible():
            self.candidates.show_candidates((), 0.0)
            return
        now_s = self._context.store.snapshot.time_s
        self._asked = draft
        request = ListCandidates(order_of(draft, self._order_id, now_s))
        self._context.inquire(request, lambda answer: self._show_candidates(draft, answer))

    def _show_candidates(self, draft: OrderDraft, answer: Answer) -> None:
        if draft is not self._asked:
            return
        if not answer.ok:
            self.reason.setText(self._sentences.say(answer.reason))
            self.reason.setVisible(True)
        self.candidates.show_candidates(answer.candidates, self._context.store.snapshot.time_s)

    def _connect(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask_for_candidates)
        self.source.currentTextChanged.connect(self._changed)
        self.target.currentTextChanged.connect(self._changed)
        self.priority.valueChanged.connect(self._changed)
        self.due_min.valueChanged.connect(self._changed)
        self.send_button.clicked.connect(self.send)
        self.close_button.clicked.connect(self._context.close_panels)

    def _lay_out(self) -> None:
        self._title.setProperty("role", "heading")
        self.reason.setProperty("role", "attention")
        self.reason.setWordWrap(True)
        self.send_button.setProperty("role", "main")
        self.priority.setRange(-100, 100)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = (self.source, self.target, self.load, self.priority, self.due_min)
        for label, field in zip(self._labels, fields, strict=False):
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._title)
        column.addLayout(form)
        column.addWidget(self._labels[5])
        column.addWidget(self.candidates, 1)
        for part in (self.reason, self.send_button, self.close_button):
            column.addWidget(part)
