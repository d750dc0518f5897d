"""Names on the map, by zoom and without overlaps.

Which labels are shown is decided a few times a second and when the view changes, so that they do
not flicker; where they are follows every frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor, QPainter

from hmi.model.fleet_arrays import FleetArrays, Floats
from hmi.model.fleet_store import FleetStore
from hmi.model.label_placement import LabelPlacement
from hmi.model.selection import Kind
from hmi.model.station_place import StationPlace
from hmi.model.tone import Tone
from hmi.model.view_transform import ViewTransform
from hmi.views.fonts import map_font
from hmi.views.map.text_atlas import TextAtlas
from hmi.views.theme import Theme

_DECIDE_EVERY_S = 0.25
_ALL_VEHICLES_FROM_SCALE = 5.0
_FEW_VEHICLES = 80
_STATIONS_FROM_SCALE = 7.0


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """A name that stands still: its text, where on the floor, how far below it in pixels."""

    text: str
    x_m: float
    y_m: float
    below_m: float
    from_scale: float


@dataclass(frozen=True, slots=True)
class LabelScene:
    """What the labels of one frame depend on."""

    store: FleetStore
    view: ViewTransform
    arrays: FleetArrays
    poses: Floats
    reach_px: float


class LabelLayer:
    """Chooses and draws labels."""

    def __init__(self) -> None:
        self._places: list[PlaceLabel] = []
        self._vehicle_rows: list[int] = []
        self._shown_places: list[PlaceLabel] = []
        self._decided: tuple[object, ...] = ()
        self._decided_s = -1.0
        self._atlases: tuple[TextAtlas, TextAtlas] | None = None
        self._atlas_key: tuple[str, float] = ("", 0.0)

    def take_places(self, places: tuple[StationPlace, ...], areas: list[PlaceLabel]) -> None:
        """Stations and named areas of a facility; areas come last and give way."""
        stations = [
            PlaceLabel(
                place.name,
                *place.centre,
                place.centre[1] - min(y for _, y in place.polygon),
                _STATIONS_FROM_SCALE,
            )
            for place in places
        ]
        self._places = [*stations, *areas]
        self._decided = ()

    def draw(self, painter: QPainter, scene: LabelScene, theme: Theme, now_s: float) -> None:
        names, soft = self._atlases_for(theme, painter.device().devicePixelRatioF())
        key = (scene.view, scene.store.selection, scene.arrays.ids)
        if key != self._decided or now_s - self._decided_s > _DECIDE_EVERY_S:
            self._decide(scene, names, soft)
            self._decided, self._decided_s = key, now_s
        self._soft = soft
        screen = scene.view.to_screen(scene.poses[self._vehicle_rows])
        ids = scene.arrays.ids
        names.draw(
            painter,
            [
                (ids[row], x, y + _drop(scene))
                for row, (x, y) in zip(self._vehicle_rows, screen, strict=True)
            ],
        )

    def _decide(self, scene: LabelScene, names: TextAtlas, soft: TextAtlas) -> None:
        placement = LabelPlacement()
        screen = scene.view.to_screen(scene.poses)
        self._vehicle_rows = [
            row
            for row in self._wanted_rows(scene, screen)
            if placement.try_place(
                _box(names, scene.arrays.ids[row], screen[row, 0], screen[row, 1] + _drop(scene))
            )
        ]
        self._shown_places = [
            place
            for place in self._places
            if scene.view.scale >= place.from_scale
            and _inside(scene.view, *_place_label(place, scene.view)[1:])
            and placement.try_place(_box(soft, *_place_label(place, scene.view)))
        ]

    def _wanted_rows(self, scene: LabelScene, screen: Floats) -> list[int]:
        """Rows in view; the selected one first, then by urgency, then in the order of the fleet."""
        if not len(screen):
            return []
        view, tone = scene.view, scene.arrays.tone
        inside = (screen[:, 0] > 0) & (screen[:, 0] < view.width_px)
        inside &= (screen[:, 1] > 0) & (screen[:, 1] < view.height_px)
        selected = scene.store.selected(Kind.VEHICLE)
        mine = np.array([vehicle_id == selected for vehicle_id in scene.arrays.ids])
        few = int(inside.sum()) <= _FEW_VEHICLES or view.scale >= _ALL_VEHICLES_FROM_SCALE
        wanted = inside if few else inside & (mine | (tone >= Tone.HELD))
        rows = np.flatnonzero(wanted)
        urgency = np.where(mine[rows], 99, tone[rows])
        return [int(row) for row in rows[np.argsort(-urgency, kind="stable")]]

    def _atlases_for(self, theme: Theme, dpr: float) -> tuple[TextAtlas, TextAtlas]:
        if self._atlases is None or self._atlas_key != (theme.name, dpr):
            plate, ground = QColor(theme.surface), QColor(theme.floor)
            plate.setAlpha(225)
            ground.setAlpha(190)
            self._atlases = (
                TextAtlas(map_font(12, bold=True), QColor(theme.text), plate, dpr),
                TextAtlas(map_font(11), QColor(theme.text_soft), ground, dpr),
            )
            self._atlas_key = (theme.name, dpr)
            self._decided = ()
        return self._atlases


def _drop(scene: LabelScene) -> float:
    return min(scene.reach_px, 60.0) + 9.0


def _place_label(place: PlaceLabel, view: ViewTransform) -> tuple[str, float, float]:
    x, y = view.point_to_screen((place.x_m, place.y_m - place.below_m))
    return place.text, x, y + (9.0 if place.below_m else 0.0)


def _box(atlas: TextAtlas, text: str, x: float, y: float) -> tuple[float, float, float, float]:
    width, height = atlas.size(text)
    return x - width / 2 - 1, y - height / 2, x + width / 2 + 1, y + height / 2


def _inside(view: ViewTransform, x: float, y: float) -> bool:
    return -20 < x < view.width_px + 20 and -10 < y < view.height_px + 10
