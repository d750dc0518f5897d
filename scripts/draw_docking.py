"""Pictures of manoeuvres for the documentation: docs/img/docking.png and docking_station.png.

First, left: into a slot of an aisle of 4 m, forks first; right: a turn in points by a vehicle that
cannot turn on the spot. Second: a forklift into and out of a charger of the bottling hall.
Usage: python scripts/draw_docking.py
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from math import inf, pi
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import shapely
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen, QPolygonF

from benchmarks.docking.scenes import RackAisle, docking, long_forklift
from fleet_core.layouts import load_facility
from fleet_core.layouts.generate.fleet_types import TUGGER
from fleet_core.model.geometry import Pose
from planner.local.manoeuvres.check import clearance_m
from planner.local.manoeuvres.convex import convex_parts
from planner.local.manoeuvres.plan import Planned, plan_manoeuvre
from planner.local.manoeuvres.scene import ManoeuvreScene, bodies_at, body_of, box, limits_of
from planner.local.manoeuvres.station_scenes import SolidFloor, into_frame, moved, station_scene
from planner.local.manoeuvres.station_ways import station_ways

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "img"
PIXELS_PER_M = 90.0
LOW_M, HIGH_M, TITLE_M = -1.9, 4.4, 0.55
RACK, SWEPT, BODY, START, FORTH, BACK, FLOOR = (
    "#e6dcc8", "#dbe7f3", "#5b7fa6", "#8a8f98", "#2f8f4e", "#b5472f", "#e3c9a0",
)  # fmt: skip
STATION = "charger_forklift_1"
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
    high_m: float = HIGH_M

    def at(self, x_m: float, y_m: float) -> QPointF:
        return QPointF(
            self.shift_px + (x_m - self.left_m) * PIXELS_PER_M,
            (self.high_m + TITLE_M - y_m) * PIXELS_PER_M,
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
            f"reversals: {len(answer.trajectory.reversals)}"
        )
        if free_mm < inf:
            words += f", least room: {free_mm:.0f} mm"
        self.words(painter, words, width)
        painter.restore()

    def obstacles(self, painter: QPainter) -> None:
        if self.scene.floor:
            painter.setPen(QPen(QColor(FLOOR), 1.2))
            painter.setBrush(QColor(FLOOR).lighter(112))
            painter.drawPolygon(self.shape(shapely.Polygon(self.scene.floor)))
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
        font.setPixelSize(16)
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


def at_station() -> tuple[ManoeuvreScene, ManoeuvreScene]:
    """Into and out of a station of the bottling hall, seen from the station; walls are drawn as
    they stand, near or not."""
    facility = load_facility("bottling_hall").facility
    solids = SolidFloor.of(facility)
    scenes = []
    for way in station_ways(facility):
        if way.station_id == STATION:
            at = station_scene(way, solids)
            near = [moved(each, at.frame, into_frame) for each in solids.walls.geometries]
            shown = shapely.box(-3.0, -6.0, 8.0, 1.8)
            cut = [each.intersection(shown) for each in near if each.intersects(shown)]
            parts = tuple(part for each in cut for part in convex_parts(each))
            scenes.append(replace(at.scene, obstacles=(*at.scene.obstacles, *parts)))
    return scenes[0], scenes[1]


def draw(path: Path, panels: tuple[Panel, ...], width_px: float, height_m: float) -> None:
    image = QImage(
        round(width_px), round((height_m + TITLE_M) * PIXELS_PER_M), QImage.Format.Format_RGB32
    )
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for panel in panels:
        panel.draw(painter)
    painter.end()
    image.save(str(path))
    print(path)


def main() -> None:
    app = QGuiApplication([])
    FOLDER.mkdir(parents=True, exist_ok=True)
    slot = docking(RackAisle(), long_forklift(), Pose(-1.8, 2.9, 3.3))
    first = Panel(slot, "Into a slot", -6.3, 2.7, 0.0)
    second = Panel(turn_in_points(), "Turn in 3.2 m", -3.3, 3.3, 9.0 * PIXELS_PER_M + 20.0)
    width = second.shift_px + 6.6 * PIXELS_PER_M
    draw(FOLDER / "docking.png", (first, second), width, HIGH_M - LOW_M)
    inward, outward = at_station()
    wide = 6.6 * PIXELS_PER_M
    panels = (
        Panel(inward, f"Into {STATION}", -1.6, 5.0, 0.0, 2.2),
        Panel(outward, f"Out of {STATION}", -1.6, 5.0, wide + 20.0, 2.2),
    )
    draw(FOLDER / "docking_station.png", panels, 2.0 * wide + 20.0, 7.4)
    del app


if __name__ == "__main__":
    main()
