"""The window: strip on top, orders, map, inspector, fleet and messages; one timer draws them."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QWidget

from fleet_core.model.request import Answer, Request
from hmi.commands.closure_commands import ClosureCommands
from hmi.commands.command import Command, CommandRegistry
from hmi.commands.context import Confirmation, OrderPrefill, Question, Undo
from hmi.commands.fleet_commands import FleetCommands
from hmi.commands.order_commands import OrderCommands
from hmi.commands.vehicle_commands import VehicleCommands
from hmi.commands.view_commands import ViewCommands
from hmi.link.gateway import Gateway, Then
from hmi.model import selection
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.layers import Layer
from hmi.model.selection import Kind, Selection
from hmi.views.command_menu import CommandMenu
from hmi.views.command_palette import CommandPalette, Entry, palette_entries
from hmi.views.look import Look
from hmi.views.panes import Panes
from hmi.views.sentences import Sentences

DRAW_EVERY_MS = 33
"""30 Hz for the map."""

_TABLES_EVERY = 8
"""Lists and numbers change four times a second; faster nobody can read."""

_SMALLEST_PX = (1280, 720)
"""The top strip needs so much in English, with a word under every count."""


class MainWindow(QMainWindow):
    """The dispatcher's context (hmi.commands.context.CommandContext)."""

    def __init__(
        self, gateway: Gateway, look: Look, clock: Callable[[], float] = monotonic
    ) -> None:
        super().__init__()
        self.store = FleetStore()
        self._gateway = gateway
        self._look = look
        self._clock = clock
        self._undo: Request | None = None
        self._sent = 0
        self._ticks = 0
        self._news = True
        self._sentences = Sentences(self)
        self._vehicle_commands = VehicleCommands(self)
        self._order_commands = OrderCommands(self)
        self._fleet_commands = FleetCommands(self)
        self._closure_commands = ClosureCommands(self)
        self._view_commands = ViewCommands(self)
        self.commands = self._all_commands()
        self.panes = Panes(self, self.commands, self._view_commands, clock)
        self.setCentralWidget(self.panes)
        self.palette_box = CommandPalette(self, self._palette_entries)
        self.menu = CommandMenu(self, self.run)
        self._connect()
        self.resize(1440, 900)
        self.setMinimumSize(*_SMALLEST_PX)
        self.retranslate()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._gateway.start()
        self.panes.map.setFocus()
        self._timer.start(DRAW_EVERY_MS)

    # Time and data

    def tick(self) -> None:
        """Take the newest picture and draw what has changed."""
        self.store.take(self._gateway.latest(), self._clock())
        self.panes.map.tick()
        self._ticks += 1
        if self._ticks % _TABLES_EVERY == 0 or self._news:
            self._news = False
            self._gateway.watch(self.panes.map.watched())
            self.panes.draw()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        self._gateway.stop()
        self._look.remember(self)
        super().closeEvent(event)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Fleet controller"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    # The context that commands work at

    def send(
        self, request: Request, said: Confirmation, undo: Undo = None, then: Then | None = None
    ) -> None:
        self._sent += 1
        number = self._sent
        self._forget_undo()

        def answered(answer: Answer) -> None:
            self._answered(number, answer, said, undo)
            if then is not None:
                then(answer)

        self._gateway.send(request, answered)

    def inquire(self, request: Request, then: Then) -> None:
        self._gateway.send(request, then)

    def ask(self, question: Question) -> None:
        self.panes.question.ask(question)

    def open_order_form(self, prefill: OrderPrefill) -> None:
        self.panes.show_right(self.panes.order_form)
        self.panes.order_form.open_with(prefill)

    def open_assignment(self, order_id: str, vehicle_id: str) -> None:
        self.panes.show_right(self.panes.assignment)
        self.panes.assignment.open_with(order_id, vehicle_id)

    @property
    def operator(self) -> str:
        return self._gateway.operator

    def choose_operator(self, name: str) -> None:
        self._gateway.operator = name
        self._look.remember_operator(name)
        self.panes.operator.refresh()

    def open_operator_form(self) -> None:
        self.panes.show_right(self.panes.operator_form)
        self.panes.operator_form.open_with(self.operator)

    def open_load_form(self, order_id: str) -> None:
        self.panes.show_right(self.panes.load_form)
        order = self.store.orders[order_id]
        self.panes.load_form.open_with(order_id, order.stop.station_id if order.stop else "")

    def open_deadline_form(self, order_id: str) -> None:
        self.panes.show_right(self.panes.deadline_form)
        self.panes.deadline_form.open_with(order_id)

    def open_closure_form(self, place: Selection | None) -> None:
        self.panes.show_right(self.panes.closure_form)
        self.panes.closure_form.open_with(place)

    def open_palette(self, begin: str = "") -> None:
        self.palette_box.open_with(begin)

    def undo(self) -> None:
        request, self._undo = self._undo, None
        if request is not None:
            self.send(request, self.tr("Undone."))

    def why_no_undo(self) -> str:
        return "" if self._undo is not None else self.tr("There is nothing to undo.")

    def close_panels(self) -> None:
        """One step back: the palette, the question, the form, following, the selection."""
        if self.palette_box.isVisible():
            self.palette_box.hide()
        elif self.panes.question.isVisible():
            self.panes.question.close_question()
        elif self.panes.right_shows_form():
            # First: a form that hides passes its focus on, and a table would select a row for it.
            self.panes.map.setFocus()
            self.panes.show_right(self.panes.inspector)
        elif self.store.following:
            self.store.follow("")
        else:
            self.store.select(None)

    def fit_map(self) -> None:
        self.panes.map.fit()

    def zoom_map(self, factor: float) -> None:
        self.panes.map.zoom(factor)

    def toggle_layer(self, layer: Layer) -> None:
        self.store.toggle_layer(layer)

    def switch_language(self) -> None:
        self._look.switch_language()

    def switch_theme(self) -> None:
        self._look.switch_theme()

    def focus_pane(self, pane: str) -> None:
        self.panes.focus(pane)

    def show_figures(self) -> None:
        self.panes.show_figures()

    # Inside

    def _all_commands(self) -> CommandRegistry:
        commands = CommandRegistry()
        for part in (
            self._order_commands,
            self._vehicle_commands,
            self._fleet_commands,
            self._closure_commands,
            self._view_commands,
        ):
            commands.add(*part.commands())
        for command in commands:
            if command.shortcut:
                shortcut = QShortcut(QKeySequence(command.shortcut), self)
                shortcut.activated.connect(lambda command=command: self.run(command))
        return commands

    def run(self, command: Command) -> None:
        """Run a command, or say why it is not possible."""
        if reason := command.why_not():
            self.panes.notice.say(reason, refused=True)
        else:
            command.run()

    def _palette_entries(self) -> list[Entry]:
        more = self._closure_commands.for_places()
        return palette_entries(self.commands, self.store, self._vehicle_commands, more)

    def _forget_undo(self) -> None:
        """Until the newest command is answered: an undo now would hit the one before it."""
        self._undo = None
        self.panes.notice.undo.hide()

    def _answered(self, number: int, answer: Answer, said: Confirmation, undo: Undo) -> None:
        self._undo = None
        text = self._sentences.say(answer.reason)
        if answer.ok:
            text = said if isinstance(said, str) else said(answer)
            if number == self._sent:
                self._undo = undo(answer) if callable(undo) else undo
        self.panes.notice.say(text, not answer.ok, self._undo is not None)

    def _connect(self) -> None:
        panes = self.panes
        panes.map.transport_drawn.connect(
            lambda source, target: self.open_order_form(OrderPrefill(source, target))
        )
        panes.map.menu_wanted.connect(self._show_menu)
        panes.orders.dragged.connect(self._drag_order)
        panes.orders.dropped.connect(self._drop_order)
        panes.orders.drag_ended.connect(self.panes.drag_hint.hide)
        panes.notice.undo.clicked.connect(self.undo)
        self.store.subscribe(self._selection_changed)

    def _selection_changed(self, change: Change) -> None:
        self._news |= bool(change & (Change.FACILITY | Change.CONNECTION))
        if Change.SELECTION not in change:
            return
        self.panes.closure_form.take_place(self.store.selection)
        keeps = self.panes.order_form.isVisible() or self.panes.closure_form.isVisible()
        if self.panes.right_shows_form() and not keeps:
            self.panes.show_right(self.panes.inspector)
        if status := self.store.vehicles.get(self.store.selected(Kind.VEHICLE)):
            self.panes.map.show_place((status.report.pose.x_m, status.report.pose.y_m))
        if warning := self.store.warnings.get(self.store.selected(Kind.WARNING)):
            self.panes.map.centre(warning.at)

    def _show_menu(self, place: QPoint) -> None:
        """What may be done with what was clicked; the same as the inspector's buttons."""
        ids = self.panes.inspector.command_ids
        self.menu.offer([self.commands[one] for one in ids])
        if ids:
            self.menu.popup(place)

    def _drag_order(self, order_id: str, place: QPoint) -> None:
        vehicle_id = self._vehicle_below(place)
        text = self.tr("Drop order {0} on a vehicle").format(order_id)
        if vehicle_id:
            text = self.tr("Order {0} → {1}").format(order_id, vehicle_id)
        self.panes.show_drag_hint(text, self.mapFromGlobal(place))

    def _drop_order(self, order_id: str, place: QPoint) -> None:
        vehicle_id = self._vehicle_below(place)
        if not vehicle_id:
            return
        self.store.select(selection.order(order_id))
        command = self.commands["order.assign"]
        if reason := command.why_not():
            self.panes.notice.say(reason, refused=True)
        else:
            self.open_assignment(order_id, vehicle_id)

    def _vehicle_below(self, place: QPoint) -> str:
        """The vehicle on the map or in the table at a place of the screen."""
        map_view, table = self.panes.map, self.panes.fleet
        if _holds(map_view, place):
            at = map_view.mapFromGlobal(place)
            return map_view.vehicle_under((at.x(), at.y()))
        if _holds(table.viewport(), place):
            return table.vehicle_at(table.viewport().mapFromGlobal(place).y())
        return ""


def _holds(widget: QWidget, place: QPoint) -> bool:
    return widget.isVisible() and widget.rect().contains(widget.mapFromGlobal(place))
