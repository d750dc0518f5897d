"""Two palettes of our own, light and dark: greys, and colour only for what is not normal.

Fusion's own highlight has a text contrast of 3.7 to 1 and buttons 22 px high; both are replaced.
Contrast of every text colour on its grounds is at least 4.5 to 1 (a test measures it).
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from hmi.model.tone import Tone


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for."""

    name: str
    window: str  # behind everything
    surface: str  # lists, cards
    raised: str  # buttons, fields
    hover: str
    line: str  # borders and separators
    text: str
    text_soft: str  # secondary text
    accent: str  # selection and focus
    on_accent: str
    floor: str  # the map's ground
    lane: str
    wall: str
    rack: str
    station: str
    station_edge: str
    load: str
    trail: str
    zone: str
    zone_edge: str
    tones: tuple[str, str, str, str, str]  # fills of vehicles, by Tone
    outline: str
    attention_text: str
    alarm_text: str
    held_text: str
    banner: str
    on_banner: str

    def tone(self, tone: Tone | int) -> QColor:
        return QColor(self.tones[int(tone)])

    def tone_text(self, tone: Tone) -> QColor:
        """The colour of words that speak of a tone."""
        coloured = {
            Tone.HELD: self.held_text,
            Tone.ATTENTION: self.attention_text,
            Tone.ALARM: self.alarm_text,
        }
        return QColor(coloured.get(tone, self.text))


LIGHT = Theme(
    name="light",
    window="#dfe2e5",
    surface="#eef0f1",
    raised="#f8f9f9",
    hover="#e4e8eb",
    line="#bcc3c9",
    text="#1b2025",
    text_soft="#4a525a",
    accent="#1d5fa6",
    on_accent="#ffffff",
    floor="#e9ebec",
    lane="#bcc2c8",
    wall="#7c858d",
    rack="#cfd4d8",
    station="#dbe0e4",
    station_edge="#87919a",
    load="#f4f5f5",
    trail="#9aa3ab",
    zone="#d9dde0",
    zone_edge="#98a1a9",
    tones=("#aab2b9", "#68727b", "#7a4ba8", "#f0a30a", "#d3222a"),
    outline="#252b31",
    attention_text="#7a4b00",
    alarm_text="#b01219",
    held_text="#673796",
    banner="#b01219",
    on_banner="#ffffff",
)

DARK = Theme(
    name="dark",
    window="#1b1e21",
    surface="#23272b",
    raised="#2e3439",
    hover="#383f45",
    line="#434b52",
    text="#e3e7ea",
    text_soft="#a9b2ba",
    accent="#5aa5ec",
    on_accent="#0a1622",
    floor="#202428",
    lane="#454d54",
    wall="#858e96",
    rack="#363d43",
    station="#31383e",
    station_edge="#7a848d",
    load="#1b1f23",
    trail="#626c75",
    zone="#2a2f34",
    zone_edge="#59636c",
    tones=("#5d6770", "#a3adb6", "#c08ce8", "#ffb02e", "#ff5a52"),
    outline="#e3e7ea",
    attention_text="#ffbe55",
    alarm_text="#ff8d86",
    held_text="#cda6f0",
    banner="#8f1117",
    on_banner="#ffffff",
)

THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def theme_now() -> Theme:
    """The theme of the application; painters ask this, so that none can be out of step."""
    window = QApplication.palette().color(QPalette.ColorRole.Window)
    return DARK if window.lightness() < 128 else LIGHT


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Palette and style sheet of the whole application."""
    from hmi.views.style_sheet import style_sheet  # noqa: PLC0415  (it needs Theme)

    if app.style().name().lower() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(_palette(theme))
    app.setStyleSheet(style_sheet(theme))


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.surface,
        role.AlternateBase: theme.surface,
        role.Text: theme.text,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text,
        role.PlaceholderText: theme.text_soft,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Link: theme.accent,
        role.Mid: theme.line,
        role.BrightText: theme.alarm_text,
    }
    palette = QPalette()
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(theme.text_soft))
    return palette
