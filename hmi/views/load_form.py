"""Where the load of an order is that is not on its vehicle any more."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QPushButton, QVBoxLayout

from fleet_core.model.request import ReportLoad
from hmi.commands.context import CommandContext, Question
from hmi.views.form import Form
from hmi.views.place_boxes import StationBox


class LoadForm(Form):
    """In the inspector's place."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context)
        self._order_id = ""
        self._title, self._label, self._hint = QLabel(), QLabel(), QLabel()
        self.station = StationBox()
        self.found_button, self.lost_button = QPushButton(), QPushButton()
        self.close_button = QPushButton()
        self._lay_out()
        self.station.currentTextChanged.connect(lambda _: self._look())
        self.found_button.clicked.connect(self.send)
        self.lost_button.clicked.connect(self._ask_whether_lost)
        self.close_button.clicked.connect(context.close_panels)
        self.retranslate()

    def open_with(self, order_id: str, station_id: str) -> None:
        """``station_id``: where it may be, as a beginning; empty: nobody knows."""
        self._order_id = order_id
        self.station.offer(self._context.store)
        self.station.choose(station_id)
        self.retranslate()
        self.station.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Where is the load of order {0}?").format(self._order_id))
        self._label.setText(self.tr("It stands at"))
        self.station.setAccessibleName(self.tr("It stands at"))
        self._hint.setText(
            self.tr(
                "Where it was to go it counts as delivered; elsewhere it is fetched. "
                "Its vehicle is free for other work."
            )
        )
        self.found_button.setText(self.tr("It stands there (Enter)"))
        self.found_button.setAccessibleName(self.tr("It stands there"))
        self.lost_button.setText(self.tr("It is lost…"))
        self.lost_button.setAccessibleName(self.tr("It is lost"))
        self.close_button.setText(self.tr("Leave as it is (Esc)"))
        self.close_button.setAccessibleName(self.tr("Leave as it is"))
        self._look()

    def send(self) -> None:
        station_id = self.station.station_id
        if not station_id:
            return
        name = self._context.store.station_name(station_id)
        said = self.tr("The load of order {0} stands at {1}.").format(self._order_id, name)
        self._context.send(ReportLoad(self._order_id, station_id), said)
        self._context.close_panels()

    def _ask_whether_lost(self) -> None:
        request = ReportLoad(self._order_id, "")
        said = self.tr("Order {0} is cancelled: its load is lost.").format(self._order_id)
        text = self.tr("The load is lost: cancel order {0}? This cannot be undone.")
        self._context.close_panels()
        self._context.ask(
            Question(
                text.format(self._order_id),
                self.tr("Cancel the order"),
                lambda: self._context.send(request, said),
            )
        )

    def _look(self) -> None:
        self.found_button.setEnabled(bool(self.station.station_id))

    def _lay_out(self) -> None:
        self._title.setProperty("role", "heading")
        self.found_button.setProperty("role", "main")
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._label, self.station)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        for label in (self._title, self._hint):
            label.setWordWrap(True)
        column.addWidget(self._title)
        column.addLayout(form)
        column.addWidget(self._hint)
        for button in (self.found_button, self.lost_button, self.close_button):
            column.addWidget(button)
        column.addStretch(1)
