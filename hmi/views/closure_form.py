"""Closing a way or a zone: what, why, how long, for whom. Enter closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from fleet_core.model.closure import Closure
from fleet_core.model.facility import Facility
from fleet_core.model.request import Answer, CloseWay, OpenWay, Request
from hmi.commands.context import CommandContext
from hmi.model import selection
from hmi.model.closed_places import opposite, place_name
from hmi.model.closure_traffic import traffic_of
from hmi.model.drafts import ClosureDraft, closure_of
from hmi.model.selection import Kind, Selection
from hmi.views.closure_words import ClosureWords
from hmi.views.form import Form
from hmi.views.minutes_box import MinutesBox
from hmi.views.place_boxes import PlaceBox

_LONGEST_MIN = 7 * 24 * 60
_LONGEST_REASON = 200
_NOBODY_ELSE = ("", "")


class ClosureForm(Form):
    """In the inspector's place; says who would still drive before anything is sent."""

    def __init__(self, context: CommandContext) -> None:
        super().__init__(context)
        self._words = ClosureWords(context.store, self)
        self.place, self.both_ways = PlaceBox(), QCheckBox()
        self.reason, self.lasts_min, self.whom = QLineEdit(), MinutesBox(_LONGEST_MIN), QComboBox()
        self.refusal, self.note = QLabel(), QLabel()
        self.close_way_button, self.discard_button = QPushButton(), QPushButton()
        self._title = QLabel()
        self._labels = [QLabel() for _ in range(4)]
        self._lay_out()
        self._connect()
        self.retranslate()

    def open_with(self, place: Selection | None) -> None:
        """Begin anew, with the place where it is known."""
        self.place.offer(self._context.store)
        self._offer_vehicles()
        self.whom.setCurrentIndex(0)
        self.place.choose(place)
        self.both_ways.setChecked(True)
        self.reason.clear()
        self.lasts_min.setValue(0)
        self._changed()
        field = self.place if place is None else self.reason
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_place(self, chosen: Selection | None) -> None:
        """What is clicked on the map while the form is open."""
        is_place = chosen is not None and chosen.kind in (Kind.EDGE, Kind.ZONE)
        if self.isVisible() and is_place and chosen != self.place.place:
            self.place.choose(chosen)

    def draft(self) -> ClosureDraft:
        type_id, vehicle_id = self.whom.currentData() or _NOBODY_ELSE
        return ClosureDraft(
            self.place.place,
            self.both_ways.isVisibleTo(self) and self.both_ways.isChecked(),
            self.reason.text().strip(),
            self.lasts_min.value(),
            type_id,
            vehicle_id,
        )

    def retranslate(self) -> None:
        self._title.setText(self.tr("Close a way or a zone"))
        names = (
            self.tr("Way or zone"),
            self.tr("Reason"),
            self.tr("Lasts"),
            self.tr("For"),
        )
        fields = (self.place, self.reason, self.lasts_min, self.whom)
        for label, field, name in zip(self._labels, fields, names, strict=True):
            label.setText(name)
            field.setAccessibleName(name)
        self.both_ways.setText(self.tr("Both directions"))
        self.both_ways.setAccessibleName(self.both_ways.text())
        self.reason.setPlaceholderText(self.tr("why, for whoever meets it"))
        self.lasts_min.setSuffix(self.tr(" min"))
        self.lasts_min.setSpecialValueText(self.tr("until somebody opens it"))
        self.close_way_button.setText(self.tr("Close it (Enter)"))
        self.close_way_button.setAccessibleName(self.tr("Close it"))
        self.discard_button.setText(self.tr("Discard (Esc)"))
        self.discard_button.setAccessibleName(self.tr("Discard"))
        self._offer_vehicles()
        self._changed()

    def draw(self) -> None:
        """Called a few times a second: who would still drive there."""
        closure = self._closure()
        facility = self._context.store.facility
        if closure is None or facility is None or not self.isVisible():
            self.note.clear()
        else:
            traffic = traffic_of(closure, facility, self._context.store.snapshot)
            self.note.setText(self._words.not_kept_out(traffic))
        self.note.setVisible(bool(self.note.text()))

    def send(self) -> None:
        """Close it when everything is known; what the fleet refuses is said at the foot."""
        closure = self._closure()
        if closure is None or self._why_not():
            self._changed()
            return
        before = self._context.store.selection
        request = CloseWay(closure, self.draft().lasts_s)
        self._context.send(request, self._said, _undo, lambda answer: self._show(answer, before))
        self._context.close_panels()

    def _said(self, answer: Answer) -> str:
        closure, facility = answer.closure, self._context.store.facility
        if closure is None or facility is None:
            return ""
        place = place_name(facility, closure)
        inside = traffic_of(closure, facility, self._context.store.snapshot).not_kept_out
        if not inside:
            return self.tr("{0} is closed. Nobody is inside.").format(place)
        text = self.tr("{0} is closed. Inside or released into it: {1}. It is no protective stop.")
        return text.format(place, self._words.named(inside))

    def _show(self, answer: Answer, before: Selection | None) -> None:
        """Bring up what was closed, unless the dispatcher has gone on to something else."""
        store = self._context.store
        if answer.closure is not None and store.selection == before:
            store.select(selection.closure(answer.closure.id))

    def _closure(self) -> Closure | None:
        facility: Facility | None = self._context.store.facility
        draft = self.draft()
        return closure_of(draft, facility.layout) if facility and draft.place else None

    def _why_not(self) -> str:
        draft = self.draft()
        if draft.place is None:
            return self.tr("Choose a way or a zone, or click it on the map.")
        if not draft.reason:
            return self.tr("Say why: everybody who meets it is told.")
        return ""

    def _changed(self) -> None:
        place, facility = self.place.place, self._context.store.facility
        is_edge = place is not None and place.kind is Kind.EDGE
        two_way = is_edge and facility and place and opposite(facility.layout, place.id)
        self.both_ways.setVisible(bool(two_way))
        self.refusal.setText(self._why_not())
        self.refusal.setVisible(bool(self.refusal.text()))
        self.close_way_button.setEnabled(not self.refusal.text())
        self.draw()

    def _place_changed(self) -> None:
        """The map shows what would be closed."""
        if self.place.place is not None:
            self._context.store.select(self.place.place)
        self._changed()

    def _offer_vehicles(self) -> None:
        """Everybody, each type, each vehicle; what was chosen stays chosen."""
        store, chosen = self._context.store, self.whom.currentData()
        self.whom.clear()
        self.whom.addItem(self.tr("everybody"), _NOBODY_ELSE)
        for type_id in store.facility.vehicle_types if store.facility else ():
            text = self.tr("all of type {0}").format(self._words.type_name(type_id))
            self.whom.addItem(text, (type_id, ""))
        for vehicle_id in sorted(store.vehicles):
            self.whom.addItem(vehicle_id, ("", vehicle_id))
        rows = [row for row in range(self.whom.count()) if self.whom.itemData(row) == chosen]
        self.whom.setCurrentIndex(rows[0] if rows else 0)

    def _connect(self) -> None:
        self.place.currentTextChanged.connect(self._place_changed)
        self.reason.textChanged.connect(self._changed)
        self.whom.currentIndexChanged.connect(self.draw)
        self.both_ways.toggled.connect(self.draw)
        self.close_way_button.clicked.connect(self.send)
        self.discard_button.clicked.connect(self._context.close_panels)

    def _lay_out(self) -> None:
        self._title.setProperty("role", "heading")
        self.refusal.setProperty("role", "attention")
        self.close_way_button.setProperty("role", "main")
        for label in (self.refusal, self.note):
            label.setWordWrap(True)
        self.reason.setMaxLength(_LONGEST_REASON)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.whom.setSizeAdjustPolicy(policy)
        self.whom.setMinimumContentsLength(12)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._labels[0], self.place)
        form.addRow(self.both_ways)
        fields = (self.reason, self.lasts_min, self.whom)
        for label, field in zip(self._labels[1:], fields, strict=True):
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._title)
        column.addLayout(form)
        for part in (self.note, self.refusal, self.close_way_button, self.discard_button):
            column.addWidget(part)
        column.addStretch(1)


def _undo(answer: Answer) -> Request | None:
    return OpenWay(answer.closure.id) if answer.closure else None
