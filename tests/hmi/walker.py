"""Walks over a window and lists what is wrong with it as it is now.

Colours are measured on the painted pixels, texts on the laid-out widgets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QTabBar,
    QWidget,
)

LEAST_CONTRAST = 4.5
LEAST_TARGET_PX = 24


@dataclass(frozen=True, slots=True)
class Text:
    """A text on the screen: what, where, and in whose font."""

    text: str
    widget: QWidget
    box: QRect  # within the widget
    room_px: int  # width that it may take
    wraps: bool = False
    may_elide: bool = False

    def __str__(self) -> str:
        return f"{type(self.widget).__name__} {self.text[:60]!r}"


def texts(window: QWidget) -> Iterator[Text]:
    """Every text that can be seen now."""
    for widget in _visible(window):
        if isinstance(widget, QLabel) and widget.text():
            yield Text(
                widget.text(),
                widget,
                widget.rect(),
                widget.contentsRect().width(),
                widget.wordWrap(),
            )
        elif isinstance(widget, QAbstractButton) and widget.text():
            yield Text(widget.text(), widget, widget.rect(), widget.width())
        elif isinstance(widget, QLineEdit):
            text = widget.text() or widget.placeholderText()
            if text:
                yield Text(text, widget, widget.rect(), widget.width())
        elif isinstance(widget, QTabBar):
            for tab in range(widget.count()):
                box = widget.tabRect(tab)
                yield Text(widget.tabText(tab), widget, box, box.width())
        elif isinstance(widget, QHeaderView):
            yield from _headings(widget)
        elif isinstance(widget, QAbstractItemView):
            yield from _cells(widget)


def low_contrast(window: QWidget) -> list[str]:
    """Texts whose strongest pixel differs too little from their ground."""
    found = []
    picture = window.grab().toImage()
    whole = QRect(0, 0, window.width(), window.height())
    for text in texts(window):
        owner = text.widget
        if isinstance(owner, QAbstractItemView) and not isinstance(owner, QHeaderView):
            owner = owner.viewport()
        if not owner.visibleRegion().boundingRect().contains(text.box.intersected(owner.rect())):
            continue  # partly scrolled out: what is left of it may be its margin
        place = owner.mapTo(window, text.box.topLeft())
        box = QRect(place, text.box.size()).intersected(whole)
        ratio = _contrast(picture.copy(box))
        if box.width() > 8 and box.height() > 8 and ratio < LEAST_CONTRAST:
            found.append(f"{text}: contrast {ratio:.1f}")
    return found


def clipped(window: QWidget) -> list[str]:
    """Texts that are wider or higher than their place."""
    found = []
    for text in texts(window):
        metrics = text.widget.fontMetrics()
        if text.wraps:
            needed = text.widget.heightForWidth(text.widget.width())
            if needed > text.widget.height() + 1:
                found.append(f"{text}: {needed} px high in {text.widget.height()} px")
            continue
        widest = max(metrics.horizontalAdvance(line) for line in text.text.split("\n"))
        if widest > text.room_px and not text.may_elide:
            found.append(f"{text}: {widest} px wide in {text.room_px} px")
        if metrics.height() > text.box.height() + 1:
            found.append(f"{text}: {metrics.height()} px high in {text.box.height()} px")
    return found


def overlapping(window: QWidget) -> list[str]:
    """Texts of neighbours that lie on each other."""
    found = []
    leaves = [w for w in _visible(window) if isinstance(w, (QLabel, QAbstractButton, QLineEdit))]
    for number, one in enumerate(leaves):
        for other in leaves[number + 1 :]:
            if one.parentWidget() is not other.parentWidget() or one.objectName() == "hint":
                continue
            if one.geometry().intersects(other.geometry()) and other.objectName() != "hint":
                found.append(f"{_name(one)} overlaps {_name(other)}")
    return found


def small_targets(window: QWidget) -> list[str]:
    """What is clicked and is smaller than 24 x 24 pixels."""
    found = []
    for widget in _visible(window):
        boxes: list[QRect] = []
        if isinstance(widget, (QAbstractButton, QComboBox, QAbstractSpinBox)) or (
            isinstance(widget, QLineEdit)
            and not isinstance(widget.parentWidget(), (QComboBox, QAbstractSpinBox))
        ):
            boxes = [widget.rect()]
        elif isinstance(widget, QTabBar):
            boxes = [widget.tabRect(tab) for tab in range(widget.count())]
        elif isinstance(widget, QHeaderView):
            boxes = [text.box for text in _headings(widget)]
        elif isinstance(widget, QAbstractItemView):
            boxes = [text.box for text in _cells(widget)]
        found += [
            f"{_name(widget)}: {box.width()} x {box.height()}"
            for box in boxes
            if box.width() < LEAST_TARGET_PX or box.height() < LEAST_TARGET_PX
        ]
    return found


def without_keyboard(window: QWidget, command_ids: set[str]) -> list[str]:
    """Buttons that neither Tab reaches nor a command stands for."""
    return [
        _name(widget)
        for widget in _visible(window)
        if isinstance(widget, QAbstractButton)
        and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.property("command") not in command_ids
        and not widget.objectName().startswith("qt_")
    ]


def without_name(window: QWidget) -> list[str]:
    """What can have the focus and tells a screen reader nothing."""
    found = []
    for widget in _visible(window):
        inside = isinstance(widget.parentWidget(), (QComboBox, QAbstractSpinBox, QAbstractItemView))
        reached = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        kinds = (
            QAbstractButton,
            QLineEdit,
            QComboBox,
            QAbstractSpinBox,
            QAbstractItemView,
            QTabBar,
        )
        if isinstance(widget, kinds) and reached and not inside:
            named = widget.accessibleName() or isinstance(widget, QHeaderView)
            if not named:
                found.append(_name(widget))
    return found


def untranslated(window: QWidget, names: set[str]) -> list[str]:
    """Texts with Latin words that are neither names of things nor units nor keys."""
    found = []
    for text in texts(window):
        rest = text.text
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, " ")
        rest = _NOT_WORDS.sub(" ", rest)
        if re.search(r"[A-Za-z]{2,}", rest):
            found.append(f"{text}: {rest.strip()[:40]!r}")
    return found


def missing_glyphs(window: QWidget) -> list[str]:
    """Texts of which a sign would be an empty box."""
    return [str(text) for text in texts(window) if has_missing_glyph(text.text, text.widget.font())]


def has_missing_glyph(text: str, font: QFont) -> bool:
    """Glyph 0 is the box of every font."""
    layout = QTextLayout(text.replace("\n", " "), font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1e6)
    layout.endLayout()
    return any(0 in run.glyphIndexes() for run in layout.glyphRuns())


def menu_texts(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def wrong_in_menu(menu: QMenu) -> list[str]:
    """Lines of a menu that are too faint, too small or cut off, or have a sign without a glyph."""
    found = []
    picture = menu.grab().toImage()
    for action in menu.actions():
        box, text = menu.actionGeometry(action), action.text()
        ratio = _contrast(picture.copy(box))
        if ratio < LEAST_CONTRAST:
            found.append(f"{text!r}: contrast {ratio:.1f}")
        if box.width() < max(LEAST_TARGET_PX, menu.fontMetrics().horizontalAdvance(text)):
            found.append(f"{text!r}: {box.width()} px wide")
        if box.height() < LEAST_TARGET_PX:
            found.append(f"{text!r}: {box.height()} px high")
        if has_missing_glyph(text, menu.font()):
            found.append(f"{text!r}: a sign without a glyph")
    return found


_NOT_WORDS = re.compile(
    r"\b(AMR|LIVE|English|Ctrl|Shift|Esc|Del|Up|Down|kWh|m/s|[A-Z]-[0-9a-f]+)\b"
    r"|\b\d+ ?[a-z]{1,3}\b"
)


def _visible(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            yield widget


def _headings(header: QHeaderView) -> Iterator[Text]:
    model = header.model()
    for section in range(header.count()):
        box = QRect(
            header.sectionViewportPosition(section), 0, header.sectionSize(section), header.height()
        )
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if header.orientation() == Qt.Orientation.Horizontal and text:
            yield Text(text, header, box, box.width())


def _cells(view: QAbstractItemView) -> Iterator[Text]:
    """Cells may be shortened when the whole text is in their tool tip."""
    model = view.model()
    whole = view.viewport().rect()
    for row in range(model.rowCount()):
        for column in range(1 if isinstance(view, QListView) else model.columnCount()):
            index = model.index(row, column)
            box = view.visualRect(index)
            text = str(index.data() or "")
            if text and whole.contains(box):
                tip = index.data(Qt.ItemDataRole.ToolTipRole)
                yield Text(text, view, box, box.width(), may_elide=bool(tip))


def _contrast(picture: QImage) -> float:
    """Of the most frequent colour against the one that differs most from it (WCAG 2.2)."""
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    if picture.isNull():
        return 21.0
    rows = np.frombuffer(picture.constBits(), np.uint32).reshape(picture.height(), -1)
    colours, times = np.unique(rows[:, : picture.width()], return_counts=True)
    ground = _luminance(int(colours[np.argmax(times)]))
    return max(_ratio(_luminance(int(colour)), ground) for colour in colours)


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(rgb: int) -> float:
    colour = QColor(rgb)
    parts = [_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF())]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def _name(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {(text or widget.objectName() or widget.accessibleName())!r}"
