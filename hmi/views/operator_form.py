"""In whose name commands are given."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from fleet_core.model.errors import CommandError
from fleet_core.model.request import LONGEST_NAME, check_author
from hmi.commands.context import CommandContext
from hmi.views.form import Form
from hmi.views.sentences import Sentences


class OperatorForm(Form):
    """In the inspector's place."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context)
        self._sentences = Sentences(self)
        self._title, self._label, self.refusal = QLabel(), QLabel(), QLabel()
        self.name = QLineEdit()
        self.choose_button, self.close_button = QPushButton(), QPushButton()
        self._lay_out()
        self.name.textChanged.connect(self._changed)
        self.choose_button.clicked.connect(self.send)
        self.close_button.clicked.connect(context.close_panels)
        self.retranslate()

    def open_with(self, name: str) -> None:
        """Begin with the name of the moment."""
        self.name.setText(name)
        self.name.selectAll()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._title.setText(self.tr("Who gives the commands"))
        self._label.setText(self.tr("Name"))
        self.name.setAccessibleName(self.tr("Name"))
        self.choose_button.setText(self.tr("Use this name (Enter)"))
        self.choose_button.setAccessibleName(self.tr("Use this name"))
        self.close_button.setText(self.tr("Leave as it is (Esc)"))
        self.close_button.setAccessibleName(self.tr("Leave as it is"))
        self._changed()

    def send(self) -> None:
        if not self._why_not():
            self._context.choose_operator(self.name.text().strip())
            self._context.close_panels()

    def _why_not(self) -> str:
        try:
            check_author(self.name.text())
        except CommandError as error:
            return self._sentences.say(error.reason)
        return ""

    def _changed(self) -> None:
        self.refusal.setText(self._why_not())
        self.refusal.setVisible(bool(self.refusal.text()))
        self.choose_button.setEnabled(not self.refusal.text())

    def _lay_out(self) -> None:
        self._title.setProperty("role", "heading")
        self.refusal.setProperty("role", "attention")
        self.refusal.setWordWrap(True)
        self.choose_button.setProperty("role", "main")
        self.name.setMaxLength(LONGEST_NAME)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._label, self.name)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._title)
        column.addLayout(form)
        for part in (self.refusal, self.choose_button, self.close_button):
            column.addWidget(part)
        column.addStretch(1)
