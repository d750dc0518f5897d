"""A picture of a run in Gazebo, from above: docs/img/gazebo.png.

Where the vehicles of ``fleet bench gazebo --trace run.csv`` were (their ways; thick: with a load),
and where they stood at a time, on the walls and racks of the plant.
Usage: python scripts/draw_gazebo.py run.csv [seconds from the beginning of the trace]
"""

from __future__ import annotations

import csv
import os
import sys
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, sin
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen, QPolygonF

from fleet_core.layouts import load_facility
from fleet_core.model.facility import Facility
from fleet_core.worlds.solids import floor_marks_of

OUT = Path(__file__).resolve().parents[1] / "docs" / "img" / "gazebo.png"
LAYOUT = "bottling_hall"
PIXELS_PER_M, EDGE_M = 16.0, 1.0
JUMP_M = 3.0
"""Between two rows of a trace: not drawn, a vehicle was set down there."""
FLOOR, SOLID, MARK = "#f7f6f2", "#c9c5b8", "#e9e6dc"
COLOURS = {"forklift": "#d9822b", "amr": "#2f6fb0", "tugger": "#4c8f3c"}


@dataclass(frozen=True)
class Row:
    """One vehicle at one time."""

    time_s: float
    x_m: float
    y_m: float
    heading_rad: float
    loaded: bool


def read(path: Path) -> dict[str, list[Row]]:
    """By vehicle, in the order of time."""
    found: dict[str, list[Row]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            numbers = (float(row[key]) for key in ("time_s", "x_m", "y_m", "heading_rad"))
            found[row["vehicle"]].append(Row(*numbers, loaded=row["loads"] != "0"))
    return found


class TopView:
    """The plant from above; y is up."""

    def __init__(self, facility: Facility) -> None:
        self.facility = facility
        points = [point for wall in facility.walls for point in wall.points]
        xs, ys = zip(*points, strict=True)
        self._left, self._top = min(xs) - EDGE_M, max(ys) + EDGE_M
        size = (max(xs) - min(xs) + 2.0 * EDGE_M, max(ys) - min(ys) + 2.0 * EDGE_M)
        self.image = QImage(
            *(round(each * PIXELS_PER_M) for each in size), QImage.Format.Format_RGB32
        )
        self.image.fill(QColor(FLOOR))
        self.painter = QPainter(self.image)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def at(self, x_m: float, y_m: float) -> QPointF:
        return QPointF((x_m - self._left) * PIXELS_PER_M, (self._top - y_m) * PIXELS_PER_M)

    def floor(self) -> None:
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(MARK))
        for mark in floor_marks_of(self.facility):
            self.painter.drawPolygon(QPolygonF([self.at(*point) for point in mark.polygon]))
        for wall in self.facility.walls:
            polygon = QPolygonF([self.at(*point) for point in wall.points])
            if wall.closed and wall.kind != "wall":
                self.painter.setPen(Qt.PenStyle.NoPen)
                self.painter.setBrush(QColor(SOLID))
                self.painter.drawPolygon(polygon)
            else:
                self.painter.setPen(QPen(QColor(SOLID), 0.2 * PIXELS_PER_M))
                self.painter.setBrush(Qt.BrushStyle.NoBrush)
                (self.painter.drawPolygon if wall.closed else self.painter.drawPolyline)(polygon)

    def way(self, rows: list[Row], colour: str) -> None:
        for before, now in pairwise(rows):
            if hypot(now.x_m - before.x_m, now.y_m - before.y_m) < JUMP_M:
                shade = QColor(colour)
                shade.setAlpha(110)
                self.painter.setPen(QPen(shade, 4.0 if now.loaded else 1.5))
                self.painter.drawLine(self.at(before.x_m, before.y_m), self.at(now.x_m, now.y_m))

    def vehicle(self, name: str, row: Row, colour: str) -> None:
        kinds = {one.id: one.type_id for one in self.facility.fleet}
        along, across = cos(row.heading_rad), sin(row.heading_rad)
        kind = self.facility.vehicle_types[kinds[name]]
        corners = [
            self.at(row.x_m + along * x - across * y, row.y_m + across * x + along * y)
            for x, y in (kind.loaded_footprint if row.loaded else kind.footprint)
        ]
        self.painter.setPen(QPen(QColor("#202020"), 1.0))
        self.painter.setBrush(QColor(colour))
        self.painter.drawPolygon(QPolygonF(corners))
        self.painter.setFont(QFont("Sans Serif", 8))
        self.painter.drawText(self.at(row.x_m, row.y_m) + QPointF(14.0, -10.0), name)


def main() -> None:
    """Draw."""
    rows = read(Path(sys.argv[1]))
    begun_s = min(each[0].time_s for each in rows.values())
    shown_s = begun_s + float(sys.argv[2]) if len(sys.argv) > 2 else float("inf")
    app = QGuiApplication([])
    view = TopView(load_facility(LAYOUT).facility)
    view.floor()
    kinds = {one.id: one.type_id for one in view.facility.fleet}
    colours = {name: COLOURS[view.facility.vehicle_types[kinds[name]].kind] for name in rows}
    for name, each in rows.items():
        view.way(each, colours[name])
    for name, each in rows.items():
        view.vehicle(name, [row for row in each if row.time_s <= shown_s][-1], colours[name])
    view.painter.end()
    view.image.save(str(OUT))
    app.quit()
    print(OUT)


if __name__ == "__main__":
    main()
