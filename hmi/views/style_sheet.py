"""Sizes and edges of the widgets; all targets are at least 28 px high (24 are wanted)."""

from __future__ import annotations

from hmi.views.theme import Theme

_TEMPLATE = """
QWidget { color: @text; }
QMainWindow, QWidget#context { background: @window; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 4px; }
QFrame#panel { background: @surface; border: 1px solid @line; border-radius: 4px; }
QFrame#strip { background: @surface; border: none; border-bottom: 1px solid @line; }
QFrame#notice { background: @surface; border: none; border-top: 1px solid @line; }
QFrame#question { background: @surface; border: 2px solid @attention_text; border-radius: 4px; }
QFrame#banner { background: @banner; border: none; }
QFrame#banner QLabel { color: @on_banner; font-weight: bold; background: transparent; }
QFrame#palette { background: @raised; border: 2px solid @accent; border-radius: 6px; }
QLabel { background: transparent; }
QLabel#hint {
    background: @raised; border: 1px solid @accent; border-radius: 4px; padding: 4px 8px;
}
QLabel[role="heading"] { font-weight: bold; }
QLabel[role="soft"] { color: @text_soft; }
QLabel[role="attention"] { color: @attention_text; }
QLabel[role="alarm"] { color: @alarm_text; }
QPushButton, QToolButton {
    background: @raised; border: 1px solid @line; border-radius: 4px;
    padding: 3px 10px; min-height: 20px; min-width: 10px;
}
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @line; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: 2px 9px; }
QPushButton:disabled, QToolButton:disabled { color: @text_soft; background: @surface; }
QPushButton[role="main"] { background: @accent; color: @on_accent; border-color: @accent; }
QPushButton[role="main"]:focus { border: 2px solid @text; }
QPushButton[role="main"]:disabled { background: @surface; color: @text_soft; border-color: @line; }
QPushButton[role="link"] {
    background: transparent; border: 1px solid transparent; color: @accent_text;
    text-align: left; padding: 3px 4px; text-decoration: underline;
}
QPushButton[role="link"]:hover { background: @hover; }
QPushButton[role="link"]:focus { border: 2px solid @accent; padding: 2px 3px; }
QPushButton[role="layer"] {
    background: transparent; border: 1px solid transparent; color: @text_soft; padding: 3px 4px;
}
QPushButton[role="layer"]:hover { background: @hover; }
QPushButton[role="layer"]:checked { background: @raised; border: 1px solid @line; color: @text; }
QPushButton[role="layer"]:focus { border: 2px solid @accent; padding: 2px 3px; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: @raised; border: 1px solid @line; border-radius: 4px;
    padding: 3px 6px; min-height: 20px;
    selection-background-color: @accent; selection-color: @on_accent;
}
QLineEdit { placeholder-text-color: @text_soft; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus {
    border: 2px solid @accent; padding: 2px 5px;
}
QSpinBox::up-button, QSpinBox::down-button { width: 0px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox QAbstractItemView { background: @raised; selection-background-color: @accent;
    selection-color: @on_accent; border: 1px solid @line; }
QTableView, QListView, QTreeView {
    background: @surface; border: none; gridline-color: @line; outline: none;
    selection-background-color: @accent; selection-color: @on_accent;
}
QListWidget::item, QTreeWidget::item, QComboBox QAbstractItemView::item {
    min-height: 26px; padding: 0 6px;
}
QCheckBox { min-height: 26px; spacing: 8px; }
QCheckBox:focus { color: @accent_text; }
QMenu { background: @raised; border: 1px solid @line; padding: 4px 0; }
QMenu::item { min-height: 20px; padding: 4px 20px; background: transparent; color: @text; }
QMenu::item:selected { background: @accent; color: @on_accent; }
QMenu::item:disabled { color: @text_soft; background: transparent; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section {
    background: @surface; color: @text_soft; border: none;
    border-bottom: 1px solid @line; padding: 3px 8px; min-height: 20px;
}
QHeaderView::section:hover { background: @hover; }
QTabBar::tab {
    background: transparent; color: @text_soft; padding: 5px 12px; min-height: 18px;
    border: none; border-bottom: 2px solid transparent;
}
QTabBar::tab:selected { color: @text; border-bottom: 2px solid @accent; }
QTabBar::tab:focus { background: @hover; }
QTabWidget::pane { border: none; }
QScrollArea { border: none; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @line; border-radius: 4px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @station_edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @window; }
QSplitter::handle:hover { background: @line; }
"""


def style_sheet(theme: Theme) -> str:
    """The sheet with the theme's colours filled in; longer names first, ``@text`` is in many."""
    names = {name: getattr(theme, name) for name in theme.__slots__ if name != "tones"}
    names["accent_text"] = theme.accent
    sheet = _TEMPLATE
    for name in sorted(names, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", str(names[name]))
    return sheet
