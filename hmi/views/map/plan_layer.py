"""What vehicles mean to drive in the next seconds, the corridors that they keep to, and the points
where they must stand.

A plan is a line that fades, with a tick and the body's outline after each second; a corridor is a
band, in which the vehicle's origin stays; a release point is a bar across it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from fleet_core.model.facility import Facility
from hmi.model.fleet_arrays import SPRITES_A_TYPE, TONES, FleetArrays, Floats, Ints
from hmi.model.fleet_store import FleetStore
from hmi.model.layers import Layer
from hmi.model.plan_lines import (
    at_seconds,
    corridor_ahead,
    moving,
    outlines,
    ticks,
    tracks,
    watched,
)
from hmi.model.view_transform import ViewTransform
from hmi.views.map.line_batch import LineBatch
from hmi.views.theme import Theme

_FADES = ((0, 5, 255), (5, 10, 170), (10, 15, 100))
"""Pieces of a plan, and how much they cover."""

_OUTLINE_FADES = (170, 125, 85)
_TRACK_PX = 5.5
_TICK_PX = 7.0
_OUTLINES_FROM_PX = 22.0
"""Outlines of smaller bodies would fill up."""

_LEAST_BAND_PX = 9.0
_BAND_COVERS = 80
_BAR_PX = 4.0
_BAR_CASING_PX = 8.0
_LEAST_BAR_PX = 7.0
_BAR_BEYOND_M = 0.25
"""The bar reaches beyond the body that stands on it, or it would be hidden."""


@dataclass(frozen=True, slots=True)
class PlanScene:
    """What the plans of one frame depend on."""

    store: FleetStore
    view: ViewTransform
    arrays: FleetArrays
    poses: Floats

    @property
    def chosen(self) -> str:
        """The selected vehicle, or the one that carries out the selected order."""
        status = self.store.vehicle_of_selection()
        return status.report.vehicle_id if status else ""

    def watched(self) -> frozenset[str]:
        """Whose plans are to be seen."""
        return watched(self.store.layers, self.arrays, self.poses, self.view, self.chosen)


class PlanLayer:
    """Draws the plans and corridors that the store holds, of those that are to be seen."""

    def __init__(self) -> None:
        self._batch = LineBatch()
        self._outlines: list[Floats] = []  # two a type: empty and loaded

    def take_facility(self, facility: Facility) -> None:
        self._outlines = [
            np.array(footprint, dtype=np.float64)
            for kind in facility.vehicle_types.values()
            for footprint in (kind.footprint, kind.loaded_footprint)
        ]

    def draw(self, painter: QPainter, scene: PlanScene, theme: Theme) -> None:
        ids, chosen = scene.watched(), scene.chosen
        if not ids:
            return
        layers = scene.store.layers
        for part, ink in (
            (sorted(ids - {chosen}), QColor(theme.text_soft)),
            (sorted(ids & {chosen}), QColor(theme.accent)),
        ):
            if Layer.CORRIDORS in layers:
                bars = self._draw_bands(painter, scene, part, ink)
                self._draw_bars(painter, scene.view, bars, ink, theme)
            if Layer.PLANS in layers:
                self._draw_plans(painter, scene, part, ink)

    def _draw_bands(
        self, painter: QPainter, scene: PlanScene, ids: Sequence[str], ink: QColor
    ) -> list[Floats]:
        """Corridors; returns the bars (4,) at their ends."""
        view, arrays, known = scene.view, scene.arrays, scene.store.local.corridors
        band = QColor(ink)
        band.setAlpha(_BAND_COVERS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        bars, kinds = [], _kinds(arrays)
        for vehicle_id in ids:
            shape = known.get(vehicle_id)
            if shape is None:
                continue
            row = arrays.row_of[vehicle_id]
            width = max(shape.half_width_m, _LEAST_BAND_PX / 2 / view.scale)
            left, right = corridor_ahead(shape, scene.poses[row, :2], width)
            points = view.to_screen(np.concatenate([left, right[::-1]]))
            polygon = QPolygonF([QPointF(x, y) for x, y in points])
            painter.drawPolygon(polygon, Qt.FillRule.WindingFill)
            half = self._half_width_m(kinds[row]) + shape.half_width_m + _BAR_BEYOND_M
            reach = max(half, _LEAST_BAR_PX / view.scale) * shape.across[-1]
            bars.append(np.concatenate([shape.middle[-1] - reach, shape.middle[-1] + reach]))
        return bars

    def _draw_bars(
        self, painter: QPainter, view: ViewTransform, bars: list[Floats], ink: QColor, theme: Theme
    ) -> None:
        if not bars:
            return
        cap = Qt.PenCapStyle.SquareCap
        for width, colour in ((_BAR_CASING_PX, QColor(theme.floor)), (_BAR_PX, ink)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, cap))
            self._batch.draw(painter, view, np.array(bars))

    def _draw_plans(
        self, painter: QPainter, scene: PlanScene, ids: Sequence[str], ink: QColor
    ) -> None:
        known, view, arrays = scene.store.local.plans, scene.view, scene.arrays
        # Who is braked does not drive its plan.
        braking = scene.store.braking
        shown = [each for each in ids if each in known and not braking.is_on(each)]
        if not shown:
            return
        plans = np.stack([known[each].poses for each in shown])
        rows = moving(plans)
        if not len(rows):
            return
        plans = plans[rows]
        kinds = _kinds(arrays)[[arrays.row_of[shown[row]] for row in rows]]
        self._draw_tracks(painter, view, plans, ink)
        self._draw_bodies(painter, view, at_seconds(plans), kinds, ink)

    def _draw_tracks(
        self, painter: QPainter, view: ViewTransform, plans: Floats, ink: QColor
    ) -> None:
        pieces = tracks(plans)
        for first, last, covers in _FADES:
            painter.setPen(_pen(ink, covers, _TRACK_PX, Qt.PenCapStyle.FlatCap))
            self._batch.draw(painter, view, pieces[first:last].reshape(-1, 4))
        bars = ticks(at_seconds(plans).reshape(-1, 3), _TICK_PX / view.scale)
        painter.setPen(_pen(ink, 255, 2.0, Qt.PenCapStyle.FlatCap))
        self._batch.draw(painter, view, bars)

    def _draw_bodies(
        self, painter: QPainter, view: ViewTransform, seconds: Floats, kinds: Ints, ink: QColor
    ) -> None:
        for kind in np.unique(kinds).tolist():
            outline = self._outlines[kind]
            if np.ptp(outline[:, 0]) * view.scale < _OUTLINES_FROM_PX:
                continue
            for poses, covers in zip(seconds[:, kinds == kind], _OUTLINE_FADES, strict=True):
                painter.setPen(_pen(ink, covers, 1.5, Qt.PenCapStyle.RoundCap))
                self._batch.draw(painter, view, outlines(poses, outline))

    def _half_width_m(self, kind: int) -> float:
        return float(np.abs(self._outlines[kind][:, 1]).max())


def _kinds(arrays: FleetArrays) -> Ints:
    """Rows of the outlines, of all vehicles."""
    kinds: Ints = arrays.sprite // SPRITES_A_TYPE * 2 + arrays.sprite % SPRITES_A_TYPE // TONES
    return kinds


def _pen(ink: QColor, covers: int, width: float, cap: Qt.PenCapStyle) -> QPen:
    colour = QColor(ink)
    colour.setAlpha(covers)
    return QPen(colour, width, Qt.PenStyle.SolidLine, cap)
