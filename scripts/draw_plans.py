"""Pictures of the project's own plants for the documentation: docs/img/NAME_plan.png.

Usage: python scripts/draw_plans.py [NAME ...]
"""

from __future__ import annotations

import os
import sys
from math import cos, degrees, radians, sin
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
)

from fleet_core.layouts import load_facility
from fleet_core.model.facility import Facility, StationKind, ZoneKind
from fleet_core.model.geometry import Polygon
from planner.roadmap.paths import edge_path

ROOT = Path(__file__).resolve().parents[1]
PIXELS_PER_M = 24.0
MARGIN_M = 1.5

ZONE_FILL = {
    ZoneKind.SPEED_LIMIT: "#fdf3d0",
    ZoneKind.MANNED_SHARED: "#fbe3cf",
    ZoneKind.SHARED_AISLE: "#f9d4b5",
    ZoneKind.PEDESTRIAN: "#d9ecd6",
    ZoneKind.NO_ENTRY: "#f6d5d5",
    ZoneKind.INFORMATION: "#f3f4f6",
}
WALL_FILL = {"wall": "#d8dbe0", "rack": "#e6dcc8", "machine": "#c3cbd6"}
STATION = {
    StationKind.TRANSFER: "#3c6ea5",
    StationKind.CHARGER: "#2f8f4e",
    StationKind.PARKING: "#7a7f87",
}
LABEL_WIDTH_M = 2.3
AREA_INK = "#56606c"
TOP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
VEHICLE = {"forklift": "#d9822b", "amr": "#2a9d8f", "tugger": "#8e5ea2"}


class Picture:
    """One plant on one image, x right, y up."""

    def __init__(self, facility: Facility) -> None:
        self.facility = facility
        points = [node.point for node in facility.layout.nodes.values()]
        points += [point for wall in facility.walls for point in wall.points]
        self.left = min(x for x, _ in points) - MARGIN_M
        self.top = max(y for _, y in points) + MARGIN_M
        width = max(x for x, _ in points) + MARGIN_M - self.left
        height = self.top - min(y for _, y in points) + MARGIN_M
        self.image = QImage(
            round(width * PIXELS_PER_M), round(height * PIXELS_PER_M), QImage.Format.Format_RGB32
        )
        self.image.fill(QColor("white"))
        self.painter = QPainter(self.image)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def at(self, x_m: float, y_m: float) -> QPointF:
        return QPointF((x_m - self.left) * PIXELS_PER_M, (self.top - y_m) * PIXELS_PER_M)

    def shape(self, polygon: Polygon) -> QPolygonF:
        return QPolygonF([self.at(*point) for point in polygon])

    def draw(self) -> QImage:
        self.zones()
        self.walls()
        self.lanes()
        self.stations()
        self.vehicles()
        self.names()
        self.painter.end()
        return self.image

    def zones(self) -> None:
        order = sorted(self.facility.zones, key=lambda one: one.kind is not ZoneKind.INFORMATION)
        for zone in order:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(QColor(ZONE_FILL[zone.kind]))
            self.painter.drawPolygon(self.shape(zone.polygon))
        for crossing in self.facility.crossings:
            self.painter.setBrush(QBrush(QColor("#3a3a3a"), Qt.BrushStyle.VerPattern))
            self.painter.drawPolygon(self.shape(crossing.polygon))

    def walls(self) -> None:
        for wall in self.facility.walls:
            if wall.closed:
                self.painter.setPen(QPen(QColor("#8c939e"), 1.2))
                self.painter.setBrush(QColor(WALL_FILL[wall.kind]))
                self.painter.drawPolygon(self.shape(wall.points))
                centre = self.shape(wall.points).boundingRect()
                self.text(centre, wall.name, 0.5, "#3b424c")
            else:
                self.painter.setPen(QPen(QColor("#4a4f57"), 5.0))
                self.painter.drawPolyline(self.shape(wall.points))

    def lanes(self) -> None:
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        layout = self.facility.layout
        for edge in layout.edges.values():
            path = edge_path(layout, edge, edge.properties[0])
            line = QPainterPath(self.at(*path.poses[0, :2]))
            for x_m, y_m, _ in path.poses[1:]:
                line.lineTo(self.at(x_m, y_m))
            self.painter.setPen(QPen(QColor("#9aa3b0"), 1.6))
            self.painter.drawPath(line)
            if path.length_m > 3.0 and not path.reverse:
                self.arrow(line)

    def arrow(self, line: QPainterPath) -> None:
        tip, angle = line.pointAtPercent(0.55), radians(line.angleAtPercent(0.5))
        self.painter.save()
        self.painter.translate(tip)
        self.painter.rotate(-degrees(angle))
        self.painter.drawPolyline([QPointF(-6, -4), QPointF(0, 0), QPointF(-6, 4)])
        self.painter.restore()

    def stations(self) -> None:
        for station in self.facility.layout.stations.values():
            use, pose = self.facility.uses[station.id], station.pose
            if pose is None:
                continue
            colour = QColor(STATION[use.kind])
            self.painter.setPen(QPen(colour, 1.6))
            self.painter.setBrush(pale(colour))
            self.painter.save()
            self.painter.translate(self.at(pose.x_m, pose.y_m))
            self.painter.rotate(-degrees(pose.heading_rad))
            half = QPointF(use.depth_m, use.width_m) * (PIXELS_PER_M / 2.0)
            self.painter.drawRect(QRectF(-half, half))
            self.painter.restore()

    def names(self) -> None:
        """Names of stations, zones and crossings."""
        for station in self.facility.layout.stations.values():
            if station.pose is not None:
                middle = self.at(station.pose.x_m, station.pose.y_m)
                half = QPointF(LABEL_WIDTH_M, 1.6) * (PIXELS_PER_M / 2.0)
                self.text(QRectF(middle - half, middle + half), short(station.name), 0.4, "#10202f")
        for zone in self.facility.zones:
            self.area_name(zone.name, self.shape(zone.polygon).boundingRect())
        for crossing in self.facility.crossings:
            below = self.shape(crossing.polygon).boundingRect()
            below.translate(0.0, below.height())
            self.text(below, crossing.name, 0.55, AREA_INK, TOP)

    def area_name(self, name: str, area: QRectF) -> None:
        """In the middle, or in a corner where stations need the middle."""
        stations = self.facility.layout.stations.values()
        poses = [station.pose for station in stations if station.pose is not None]
        if any(area.contains(self.at(pose.x_m, pose.y_m)) for pose in poses):
            self.text(area.adjusted(4.0, 2.0, 0.0, 0.0), name, 0.55, AREA_INK, LEFT)
        else:
            self.text(area, name, 0.65, AREA_INK)

    def vehicles(self) -> None:
        layout, types = self.facility.layout, self.facility.vehicle_types
        for vehicle in self.facility.fleet:
            node = layout.nodes[vehicle.start_node_id]
            heading = next(
                (
                    entry.heading_rad
                    for entry in node.properties
                    if entry.vehicle_type_id == vehicle.type_id
                ),
                None,
            )
            c, s = cos(heading or 0.0), sin(heading or 0.0)
            body = tuple(
                (node.x_m + x * c - y * s, node.y_m + x * s + y * c)
                for x, y in types[vehicle.type_id].footprint
            )
            colour = QColor(VEHICLE.get(types[vehicle.type_id].kind, "#555"))
            self.painter.setPen(QPen(colour.darker(), 1.5))
            colour.setAlpha(170)
            self.painter.setBrush(colour)
            self.painter.drawPolygon(self.shape(body))

    def text(
        self,
        area: QRectF,
        words: str,
        height_m: float,
        colour: str,
        place: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
    ) -> None:
        font = QFont("DejaVu Sans")
        font.setPixelSize(round(height_m * PIXELS_PER_M))
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour))
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip
        self.painter.drawText(area, int(place) | int(flags), words)


def pale(colour: QColor) -> QColor:
    """A sixth of the colour on white, opaque."""
    return QColor(*(255 - (255 - part) // 6 for part in colour.getRgb()[:3]))


def short(name: str) -> str:
    """What fits on a place: of rows only the number, for the row stands beside its area's name."""
    for word in (" lane ", " bay "):
        if word in name:
            return name.split(word)[1]
    return name.removeprefix("Forklift ").removeprefix("Tugger ").removeprefix("AMR ")


def main(names: list[str]) -> None:
    app = QGuiApplication([])
    for name in names or ["bottling_hall", "parts_warehouse"]:
        target = ROOT / "docs" / "img" / f"{name}_plan.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        Picture(load_facility(name).facility).draw().save(str(target))
        print(target.relative_to(ROOT))
    del app


if __name__ == "__main__":
    main(sys.argv[1:])
