"""Bars of the window: connection lost, a question, and what was done last with its undo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from hmi.commands.context import Question
from hmi.model.clock_text import clock_text
from hmi.model.fleet_store import FleetStore
from hmi.model.picture import Connection
from hmi.views.sentences import Sentences
from hmi.views.theme import theme_now


class ConnectionBanner(QFrame):
    """Across the whole window while there is no connection; goes away by itself."""

    def __init__(self, store: FleetStore) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._store = store
        self._sentences = Sentences(self)
        self._text = QLabel()
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.addWidget(self._text)
        self.hide()

    def draw(self) -> None:
        """Called a few times a second."""
        lost = self._store.connection is Connection.LOST
        self.setVisible(lost)
        if lost:
            self._text.setText(self._failed() if self._store.failure else self._silent())

    @property
    def text(self) -> str:
        return self._text.text()

    def _silent(self) -> str:
        text = self.tr(
            "No connection to the fleet for {0} s. What is shown is of {1}. Vehicles stop by "
            "themselves where their release ends."
        )
        return text.format(int(self._store.age_s), clock_text(self._store.snapshot.time_s))

    def _failed(self) -> str:
        """It will not come back by itself: say why, and what to do."""
        why = self._store.failure
        reason = self._sentences.clause(why) if why is not None else ""
        text = self.tr(
            "No connection to the fleet: {0}. Nothing on this screen changes any more. Close the "
            "window and start it again; the log holds the details."
        )
        return text.format(reason)


class QuestionBar(QFrame):
    """Asks before something that cannot be undone; Esc keeps everything as it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("question")
        self._question: Question | None = None
        self._text = QLabel()
        self._text.setWordWrap(True)
        self.yes, self.no = QPushButton(), QPushButton()
        self.yes.clicked.connect(self._act)
        self.no.clicked.connect(self.close_question)
        row = QHBoxLayout(self)
        row.addWidget(self._text, 1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self.hide()

    def ask(self, question: Question) -> None:
        self._question = question
        self._text.setText(question.text)
        self.yes.setText(question.yes)
        self.yes.setAccessibleName(question.yes)
        self.no.setText(self.tr("Keep it"))
        self.no.setAccessibleName(self.no.text())
        self.setAccessibleName(question.text)
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_question(self) -> None:
        self._question = None
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        # A question is asked in one language; another one would need it anew.
        if event.type() == QEvent.Type.LanguageChange:
            self.close_question()
        super().changeEvent(event)

    def _act(self) -> None:
        question = self._question
        self.close_question()
        if question is not None:
            question.act()


class NoticeBar(QFrame):
    """One line at the foot of the window; always there, so that nothing jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setFixedHeight(38)
        self._text = QLabel()
        self._hint = QLabel()
        self._hint.setProperty("role", "soft")
        self.undo = QPushButton()
        self.undo.setProperty("command", "view.undo")
        self.undo.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.addWidget(self._text, 1)
        row.addWidget(self.undo)
        row.addWidget(self._hint)
        self.retranslate()

    def say(self, text: str, refused: bool = False, can_undo: bool = False) -> None:
        self._text.setText(text)
        self._text.setToolTip(text)
        theme = theme_now()
        self._text.setStyleSheet(f"color: {theme.alarm_text};" if refused else "")
        self.undo.setVisible(can_undo)

    @property
    def text(self) -> str:
        return self._text.text()

    def retranslate(self) -> None:
        self.undo.setText(self.tr("Undo"))
        self.undo.setAccessibleName(self.undo.text())
        self._hint.setText(self.tr("Ctrl+K: all commands"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.say("")
            self.retranslate()
        super().changeEvent(event)
