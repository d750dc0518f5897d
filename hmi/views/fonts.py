"""Fonts with a Chinese one to fall back on; without it Chinese is boxes."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

_LATIN = ("Inter", "Noto Sans", "Segoe UI", "DejaVu Sans")
# The family "Noto Sans CJK SC" must be named, or Qt takes the Japanese forms.
_CHINESE = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei")

BODY_PT = 10.0
MAP_PX = 12


def families() -> list[str]:
    """The families of this machine in the order in which glyphs are looked up."""
    here = set(QFontDatabase.families())
    found = [name for name in (*_LATIN, *_CHINESE) if name in here]
    return found or ["Sans Serif"]


def body_font() -> QFont:
    font = QFont(families())
    font.setPointSizeF(BODY_PT)
    return font


def map_font(pixels: int = MAP_PX, bold: bool = False) -> QFont:
    font = QFont(families())
    font.setPixelSize(pixels)
    font.setBold(bold)
    return font
