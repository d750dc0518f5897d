"""Pictures of planned manoeuvres for the documentation: docs/img/docking.png.

Left: into a slot of an aisle of 4 m, forks first. Right: a turn in points by a
vehicle that cannot turn on the spot. Usage: python scripts/draw_docking.py
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from math import pi
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen, QPolygonF

from fleet_core.app.docking_scenes import Aisle, docking, long_forklift
from fleet_core.layouts.generate.fleet_types import TUGGER
from fleet_core.model.geometry import Pose
from planner.local.manoeuvres.check import clearance_m
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre
from planner.local.manoeuvres.scene import ManoeuvreScene, bodies_at, body_of, box, limits_of

TARGET = Path(__file__).resolve().parents[1] / "docs" / "img" / "docking.png"
PIXELS_PER_M = 90.0
LOW_M, HIGH_M, TITLE_M = -1.9, 4.4, 0.55
RACK, SWEPT, BODY, START, FORTH, BACK = (
    "#e6dcc8", "#dbe7f3", "#5b7fa6", "#8a8f98", "#2f8f4e", "#b5472f",
)  # fmt: skip
EVERY_S = 0.9
"""Between the outlines of the body."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A scene, the part of the floor that is shown, and where on the image."""

    scene: ManoeuvreScene
    title: str
    left_m: float
    right_m: float
    shift_px: float

    def at(self, x_m: float, y_m: float) -> QPointF:
        return QPointF(
            self.shift_px + (x_m - self.left_m) * PIXELS_PER_M,
            (HIGH_M + TITLE_M - y_m) * PIXELS_PER_M,
        )

    def shape(self, polygon: shapely.Polygon) -> QPolygonF:
        return QPolygonF([self.at(*point) for point in polygon.exterior.coords])

    def draw(self, painter: QPainter) -> None:
        answer = plan_manoeuvre(self.scene)
        if not isinstance(answer, Planned):
            raise SystemExit(f"{self.title}: {answer}")
        width = (self.right_m - self.left_m) * PIXELS_PER_M
        painter.save()
        painter.setClipRect(QRectF(self.shift_px, 0.0, width, painter.device().height()))
        self.obstacles(painter)
        self.bodies(painter, answer)
        self.way(painter, answer)
        free_mm = 1e3 * clearance_m(self.scene, answer.drive)
        words = (
            f"{self.title}: {answer.trajectory.duration_s:.1f} s, "
            f"reversals: {len(answer.trajectory.reversals)}, least room: {free_mm:.0f} mm"
        )
        self.words(painter, words, width)
        painter.restore()

    def obstacles(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor("#a08f6c"), 1.2))
        painter.setBrush(QColor(RACK))
        for obstacle in self.scene.obstacles:
            painter.drawPolygon(self.shape(shapely.Polygon(obstacle)))

    def bodies(self, painter: QPainter, answer: Planned) -> None:
        """The floor that is touched, then outlines, the first and the last strong."""
        times = answer.trajectory.times_s
        stands = bodies_at(self.scene, answer.trajectory.poses)[:, 0]
        swept = shapely.union_all(shapely.convex_hull(shapely.union(stands[:-1], stands[1:])))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(SWEPT))
        painter.drawPolygon(self.shape(swept))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for moment in np.arange(0.0, times[-1], EVERY_S):
            painter.setPen(QPen(QColor(BODY), 0.7))
            painter.drawPolygon(self.shape(stands[int(np.searchsorted(times, moment))]))
        for stand, colour in ((stands[0], START), (stands[-1], "#1f3a57")):
            painter.setPen(QPen(QColor(colour), 3.0))
            painter.drawPolygon(self.shape(stand))

    def way(self, painter: QPainter, answer: Planned) -> None:
        """Of the origin, by direction, with a dot at each reversal."""
        trajectory = answer.trajectory
        for k in range(len(trajectory.times_s) - 1):
            ahead = trajectory.speeds_mps[k] + trajectory.speeds_mps[k + 1] > 0.0
            painter.setPen(QPen(QColor(FORTH if ahead else BACK), 3.0))
            painter.drawLine(
                self.at(*trajectory.poses[k, :2]), self.at(*trajectory.poses[k + 1, :2])
            )
        painter.setPen(QPen(QColor("black"), 1.0))
        painter.setBrush(QColor("#f2c230"))
        for k in trajectory.reversals:
            painter.drawEllipse(self.at(*trajectory.poses[k, :2]), 5.0, 5.0)

    def words(self, painter: QPainter, words: str, width_px: float) -> None:
        font = QFont("DejaVu Sans")
        font.setPixelSize(17)
        painter.setFont(font)
        painter.setPen(QColor("#10202f"))
        area = QRectF(self.shift_px + 8.0, 0.0, width_px - 16.0, TITLE_M * PIXELS_PER_M)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), words)


def turn_in_points() -> ManoeuvreScene:
    """A tugger, which cannot turn on the spot, in an aisle only a little wider than it is long."""
    sides = box(-9.0, -1.0, 9.0, 0.0), box(-9.0, 3.2, 9.0, 4.2)
    return ManoeuvreScene(
        Pose(0.0, 1.6, 0.0), Pose(0.0, 1.6, pi), sides,
        body_of(TUGGER, loaded=True), limits_of(TUGGER, 0.6, loaded=True),
    )  # fmt: skip


def main() -> None:
    app = QGuiApplication([])
    slot = docking(Aisle(), long_forklift(), Pose(-1.8, 2.9, 3.3))
    first = Panel(slot, "Into a slot", -6.3, 2.7, 0.0)
    second = Panel(turn_in_points(), "Turn in 3.2 m", -3.3, 3.3, 9.0 * PIXELS_PER_M + 20.0)
    width = second.shift_px + 6.6 * PIXELS_PER_M
    image = QImage(
        round(width), round((HIGH_M - LOW_M + TITLE_M) * PIXELS_PER_M), QImage.Format.Format_RGB32
    )
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for panel in (first, second):
        panel.draw(painter)
    painter.end()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(TARGET))
    print(TARGET)
    del app


if __name__ == "__main__":
    main()
