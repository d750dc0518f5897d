"""Pictures of local planning for the documentation: docs/img/local_planning.png.

Above: a vehicle lets somebody cross who was seen in time. Below: somebody steps out from behind a
rack, and the supervisor brakes. Left the floor, right the speed.
Usage: python scripts/draw_local_planning.py
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen, QPolygonF

from fleet_core.app.local_motion import solver_folder
from fleet_core.layouts.generate.fleet_types import AMR
from fleet_core.simulation.drive_kernel import roll
from planner.local.local_planner import LocalPlanner
from planner.local.objects import moving_discs, no_objects
from planner.local.sight import Sight
from planner.local.stretch import Line, stretch_along
from planner.local.supervisor import Verdict, put

TARGET = Path(__file__).resolve().parents[1] / "docs" / "img" / "local_planning.png"
PIXELS_PER_M, FLOOR_M, HALF_M = 56.0, 16.0, 2.6
PLOT_PX, MARGIN_PX, TITLE_PX = 430.0, 46.0, 30.0
SECONDS, PERIOD_S, RADIUS_M = 16.0, 0.1, 0.3
RACK, LANE, BODY, PERSON, BRAKES, GRID, INK = (
    "#e6dcc8", "#eef2f6", "#5b7fa6", "#b5472f", "#f3c9c0", "#d5d9de", "#333a44",
)  # fmt: skip
OUTLINES_EVERY_S = 1.0


@dataclass(slots=True)
class Run:
    """What happened, a row each period."""

    title: str
    rack: QRectF | None  # in metres
    poses: list[np.ndarray] = field(default_factory=list)
    speeds: list[float] = field(default_factory=list)
    people: list[np.ndarray] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)


def drive(run: Run, person: Callable[[float], np.ndarray], seen_from_s: float) -> Run:
    """An AMR on a lane of 16 m, and a person who is seen from a time on."""
    planner = LocalPlanner([AMR], solver_folder())
    ends = np.array([[0.0, 0.0, 0.0], [FLOOR_M - 1.0, 0.0, 0.0]])
    line = Line(ends, ends[:, 0].copy(), np.full(2, AMR.max_speed_mps), 1, 0.1)
    planner.begin(0, stretch_along(line))
    pose, speed, steer = np.zeros(3), 0.0, 0.0
    yes, no, zero = np.ones(1, np.bool_), np.zeros(1, np.bool_), np.zeros(1)
    for period in range(round(SECONDS / PERIOD_S)):
        now_s = period * PERIOD_S
        place = person(now_s)
        walks = (person(now_s + 0.01) - place) / 0.01
        people = no_objects()
        if now_s >= seen_from_s:
            people = moving_discs(
                place[None], walks[None], np.full(1, RADIUS_M), np.zeros(1), planner.settings
            )
        sight = Sight(pose[None].copy(), np.array([speed]), np.array([steer]), zero, yes, no, zero)
        commands = planner.plan(sight, people, PERIOD_S)
        speeds = np.array([speed, commands.speed_mps[0]])
        steers = np.array([steer, commands.steer[0]])
        roll(pose, 1, speeds, steers, 0.0, PERIOD_S)
        speed, steer = float(speeds[1]), float(steers[1])
        run.poses.append(pose.copy())
        run.speeds.append(speed)
        run.people.append(place)
        run.verdicts.append(Verdict(commands.verdict[0]))
    return run


def walker(
    x_m: float, from_m: float, begins_s: float, speed_mps: float
) -> Callable[[float], np.ndarray]:
    """Across the lane, upwards, from a time on."""
    return lambda t: np.array([x_m, from_m + max(0.0, t - begins_s) * speed_mps])


def draw(painter: QPainter, run: Run, top_px: float) -> None:
    """One row: the floor, and the speed."""
    painter.setPen(QColor(INK))
    painter.setFont(QFont("Sans", 11, QFont.Weight.Bold))
    painter.drawText(QPointF(MARGIN_PX, top_px + 20.0), run.title)
    _floor(painter, run, top_px + TITLE_PX)
    _speed(painter, run, top_px + TITLE_PX)


def _floor(painter: QPainter, run: Run, top_px: float) -> None:
    def at(x_m: float, y_m: float) -> QPointF:
        return QPointF(MARGIN_PX + x_m * PIXELS_PER_M, top_px + (HALF_M - y_m) * PIXELS_PER_M)

    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRectF(at(-0.7, HALF_M), at(FLOOR_M, -HALF_M)), QColor("white"))
    painter.fillRect(QRectF(at(-0.7, 0.525), at(FLOOR_M, -0.525)), QColor(LANE))
    if run.rack is not None:
        painter.fillRect(
            QRectF(at(run.rack.left(), run.rack.bottom()), at(run.rack.right(), run.rack.top())),
            QColor(RACK),
        )
    outline, corners = np.array(AMR.footprint), np.empty((4, 2))
    for period in range(0, len(run.poses), round(OUTLINES_EVERY_S / PERIOD_S)):
        put(outline, run.poses[period], corners)
        braked = run.verdicts[period] is not Verdict.CLEAR
        painter.setPen(QPen(QColor(PERSON if braked else BODY), 1.6))
        painter.setBrush(QColor(BRAKES) if braked else QColor(91, 127, 166, 36))
        painter.drawPolygon(QPolygonF([at(*point) for point in corners.tolist()]))
        x, y = run.people[period].tolist()
        if abs(y) <= HALF_M - RADIUS_M:
            painter.setPen(QPen(QColor(PERSON), 1.2))
            painter.setBrush(QColor(181, 71, 47, 60))
            painter.drawEllipse(at(x, y), RADIUS_M * PIXELS_PER_M, RADIUS_M * PIXELS_PER_M)


def _speed(painter: QPainter, run: Run, top_px: float) -> None:
    left, height = 2.0 * MARGIN_PX + (FLOOR_M + 0.7) * PIXELS_PER_M, 2.0 * HALF_M * PIXELS_PER_M

    def at(t_s: float, v_mps: float) -> QPointF:
        return QPointF(left + t_s / SECONDS * PLOT_PX, top_px + height * (1.0 - v_mps / 1.8))

    painter.fillRect(QRectF(at(0.0, 1.8), at(SECONDS, 0.0)), QColor("white"))
    for period, verdict in enumerate(run.verdicts):
        if verdict is not Verdict.CLEAR:
            t = period * PERIOD_S
            painter.fillRect(QRectF(at(t, 1.8), at(t + PERIOD_S, 0.0)), QColor(BRAKES))
    painter.setFont(QFont("Sans", 9))
    for v in (0.0, 0.5, 1.0, 1.5):
        painter.setPen(QColor(GRID))
        painter.drawLine(at(0.0, v), at(SECONDS, v))
        painter.setPen(QColor(INK))
        painter.drawText(at(0.0, v) - QPointF(34.0, -4.0), f"{v:.1f}")
    for t in range(0, int(SECONDS) + 1, 4):
        painter.drawText(at(t, 0.0) + QPointF(-4.0, 16.0), f"{t} s")
    painter.drawText(at(0.0, 1.8) + QPointF(6.0, 14.0), "speed, m/s; red: the supervisor brakes")
    painter.setPen(QPen(QColor(BODY), 2.2))
    painter.drawPolyline(QPolygonF([at(k * PERIOD_S, v) for k, v in enumerate(run.speeds)]))


def main() -> None:
    """Draw both."""
    _app = QGuiApplication([])
    crossing = Run("Seen in time: it slows down before somebody who crosses, and goes on", None)
    stepping = Run(
        "Seen late: somebody steps out from behind a rack, the supervisor brakes",
        QRectF(2.0, -2.6, 4.3, 1.9),
    )
    drive(crossing, walker(8.5, -7.5, 0.0, 1.1), 0.0)
    drive(stepping, walker(6.8, -1.1, 3.6, 0.8), 4.5)
    row_px = TITLE_PX + 2.0 * HALF_M * PIXELS_PER_M + 34.0
    width = 3.0 * MARGIN_PX + (FLOOR_M + 0.7) * PIXELS_PER_M + PLOT_PX
    image = QImage(round(width), round(2.0 * row_px), QImage.Format.Format_RGB32)
    image.fill(QColor("#f7f8fa"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter, crossing, 4.0)
    draw(painter, stepping, 4.0 + row_px)
    painter.end()
    if not image.save(str(TARGET)):
        raise SystemExit(f"{TARGET} cannot be written")


if __name__ == "__main__":
    main()
