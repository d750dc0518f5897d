"""docs/img/soak.png: memory over simulated hours, of results of ``python -m tests.campaign.soak``.

Usage: python scripts/draw_soak.py RESULT.json ...
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen

FILE = Path(__file__).resolve().parents[1] / "docs" / "img" / "soak.png"
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 900, 420, 70, 50, 30
COLOURS = ("#2f6f9f", "#b5472f", "#2f8f4e")
STEP_MB = 50.0


def main() -> None:
    runs = [json.loads(Path(name).read_text()) for name in sys.argv[1:]]
    _app = QGuiApplication([])
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(QFont("DejaVu Sans", 10))
    hours = max(each["hour"] for run in runs for each in run["samples"])
    most = max(each["memory_mb"] for run in runs for each in run["samples"])
    top_mb = STEP_MB * (int(most / STEP_MB) + 1)
    area = QRectF(LEFT, TOP, WIDTH - LEFT - 20, HEIGHT - TOP - BOTTOM)

    def place(hour: float, memory_mb: float) -> QPointF:
        return QPointF(
            area.left() + area.width() * hour / hours,
            area.bottom() - area.height() * memory_mb / top_mb,
        )

    level = 0.0
    while level <= top_mb:
        painter.setPen(QPen(QColor("#dddddd")))
        painter.drawLine(place(0.0, level), place(hours, level))
        painter.setPen(QColor("#333333"))
        beside = QRectF(0, place(0.0, level).y() - 10, LEFT - 8, 20)
        painter.drawText(beside, Qt.AlignmentFlag.AlignRight, f"{level:.0f} MB")
        level += STEP_MB
    below = QRectF(area.left(), area.bottom() + 8, area.width(), 20)
    painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, f"simulated hours, 0 to {hours:.0f}")
    for number, (run, colour) in enumerate(zip(runs, COLOURS, strict=False)):
        painter.setPen(QPen(QColor(colour), 2.0))
        points = [place(each["hour"], each["memory_mb"]) for each in run["samples"]]
        painter.drawPolyline(points)
        words = f"{run['layout']}: {run['hours']:.0f} h, seed {run['seed']}"
        painter.drawText(QPointF(area.left() + 10 + 300 * number, TOP - 10), words)
    painter.end()
    image.save(str(FILE))


if __name__ == "__main__":
    main()
