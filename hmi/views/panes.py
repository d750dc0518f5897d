"""The parts of the window and where they are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from hmi.commands.command import CommandRegistry
from hmi.commands.context import CommandContext
from hmi.commands.view_commands import ViewCommands
from hmi.views.assignment_form import AssignmentForm
from hmi.views.bars import ConnectionBanner, NoticeBar, QuestionBar
from hmi.views.closure_form import ClosureForm
from hmi.views.closure_list import ClosureList
from hmi.views.command_button import CommandButton
from hmi.views.deadline_form import DeadlineForm
from hmi.views.figures_panel import FiguresPanel
from hmi.views.fleet_table import FleetTable
from hmi.views.inspector.inspector import Inspector
from hmi.views.layer_bar import LayerBar
from hmi.views.load_form import LoadForm
from hmi.views.map.map_view import MapView
from hmi.views.message_list import MessageList
from hmi.views.operator_form import OperatorForm
from hmi.views.order_form import OrderForm
from hmi.views.order_list import OrderList
from hmi.views.top_strip import TopStrip
from hmi.views.warning_list import WarningList

_MESSAGES, _CLOSURES, _NEARNESS, _FIGURES = range(4)
"""The tabs at the bottom, from left to right."""


class Panes(QWidget):
    """Everything inside the window's frame."""

    def __init__(
        self,
        context: CommandContext,
        commands: CommandRegistry,
        views: ViewCommands,
        clock: Callable[[], float],
    ) -> None:
        super().__init__()
        self.setObjectName("context")
        store = context.store
        self._store = store
        self.strip = TopStrip(store, commands)
        self.banner = ConnectionBanner(store)
        self.question = QuestionBar()
        self.orders = OrderList(store)
        self.map = MapView(store, clock)
        self.layers = LayerBar(store, commands, views)
        self.inspector = Inspector(store, commands)
        self.order_form = OrderForm(context)
        self.assignment = AssignmentForm(context)
        self.deadline_form = DeadlineForm(context)
        self.load_form = LoadForm(context)
        self.operator_form = OperatorForm(context)
        self.fleet = FleetTable(store)
        self.closure_form = ClosureForm(context)
        self.messages = MessageList(store)
        self.closures = ClosureList(store)
        self.nearness = WarningList(store)
        self.figures = FiguresPanel(store)
        self.notice = NoticeBar()
        self.new_order = CommandButton(commands["order.new"])
        self.operator = CommandButton(commands["view.operator"])
        self._headings = (QLabel(), QLabel())
        self._right = QStackedWidget()
        self._tabs = QTabWidget()
        self.drag_hint = QLabel(self)
        self._lay_out()
        self.retranslate()

    def draw(self) -> None:
        """Lists, numbers and bars; the map draws itself."""
        for part in (
            self.strip,
            self.banner,
            self.orders,
            self.fleet,
            self.messages,
            self.closures,
            self.nearness,
            self.inspector,
            self.closure_form,
        ):
            part.draw()
        self.new_order.refresh()
        self._name_closures()
        self._name_nearness()

    def retranslate(self) -> None:
        self._headings[0].setText(self.tr("Orders by slack"))
        self._headings[1].setText(self.tr("Fleet"))
        self._tabs.setTabText(_MESSAGES, self.tr("Messages"))
        self._tabs.setTabText(_FIGURES, self.tr("Figures"))
        self._name_closures()
        self._name_nearness()
        self._tabs.tabBar().setAccessibleName(self.tr("Messages, closures, nearness or figures"))
        self.new_order.refresh()
        self.operator.refresh()

    def _name_closures(self) -> None:
        number = len(self._store.closures)
        text = self.tr("Closures ({0})").format(number) if number else self.tr("Closures")
        if self._tabs.tabText(_CLOSURES) != text:
            self._tabs.setTabText(_CLOSURES, text)

    def _name_nearness(self) -> None:
        number = self.nearness.count
        text = self.tr("Nearness ({0})").format(number) if number else self.tr("Nearness")
        if self._tabs.tabText(_NEARNESS) != text:
            self._tabs.setTabText(_NEARNESS, text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def show_right(self, page: QWidget) -> None:
        self._right.setCurrentWidget(page)

    def right_shows_form(self) -> bool:
        return self._right.currentWidget() is not self.inspector

    def show_figures(self) -> None:
        shown = self._tabs.currentIndex() == _FIGURES
        self._tabs.setCurrentIndex(_MESSAGES if shown else _FIGURES)

    def focus(self, pane: str) -> None:
        tabs = {"messages": _MESSAGES, "closures": _CLOSURES, "nearness": _NEARNESS}
        self._tabs.setCurrentIndex(tabs.get(pane, self._tabs.currentIndex()))
        {
            "orders": self.orders,
            "map": self.map,
            "inspector": self._right.currentWidget(),
            "fleet": self.fleet,
            "messages": self.messages,
            "closures": self.closures,
            "nearness": self.nearness,
        }[pane].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_drag_hint(self, text: str, place: QPoint) -> None:
        """A few words beside the hand that drags an order."""
        self.drag_hint.setText(text)
        self.drag_hint.adjustSize()
        x = min(place.x() + 16, self.width() - self.drag_hint.width() - 4)
        self.drag_hint.move(x, place.y() + 12)
        self.drag_hint.show()
        self.drag_hint.raise_()

    def _lay_out(self) -> None:
        self.drag_hint.setObjectName("hint")
        self.drag_hint.hide()
        for page in (
            self.inspector,
            self.order_form,
            self.assignment,
            self.closure_form,
            self.deadline_form,
            self.load_form,
            self.operator_form,
        ):
            self._right.addWidget(page)
        for tab in (self.messages, self.closures, self.nearness, self.figures):
            self._tabs.addTab(tab, "")
        upper = _split(Qt.Orientation.Horizontal, self._left(), self._middle(), _panel(self._right))
        upper.setSizes([320, 810, 310])
        upper.setStretchFactor(1, 1)
        lower = _split(
            Qt.Orientation.Horizontal, _panel(self.fleet, self._headings[1]), _panel(self._tabs)
        )
        lower.setSizes([900, 520])
        lower.setStretchFactor(0, 1)
        body = _split(Qt.Orientation.Vertical, upper, lower)
        body.setSizes([620, 210])
        body.setStretchFactor(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.strip, self.banner, self.question):
            column.addWidget(part)
        column.addWidget(body, 1)
        column.addWidget(self.notice)

    def _left(self) -> QWidget:
        panel = _panel(self.orders, self._headings[0])
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 6, 8, 8)
        foot.setSpacing(6)
        foot.addWidget(self.new_order)
        foot.addWidget(self.operator)
        layout = panel.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addLayout(foot)
        panel.setMinimumWidth(230)
        return panel

    def _middle(self) -> QWidget:
        return _panel(self.layers, self.map)


def _panel(*parts: QWidget) -> QFrame:
    """A framed column; a label on top is its heading."""
    panel = QFrame()
    panel.setObjectName("panel")
    column = QVBoxLayout(panel)
    column.setContentsMargins(1, 1, 1, 1)
    column.setSpacing(0)
    headings = [part for part in parts if isinstance(part, QLabel)]
    for heading in headings:
        heading.setProperty("role", "heading")
        heading.setContentsMargins(10, 6, 10, 6)
        column.addWidget(heading)
    for part in parts:
        if part not in headings:
            column.addWidget(part, 0 if isinstance(part, LayerBar) else 1)
    return panel


def _split(orientation: Qt.Orientation, *parts: QWidget) -> QSplitter:
    splitter = QSplitter(orientation)
    splitter.setHandleWidth(5)
    splitter.setChildrenCollapsible(False)
    for part in parts:
        splitter.addWidget(part)
    return splitter
