"""Names on the map, by zoom and without overlaps.

Which labels are shown is decided a few times a second and when the view changes, so that they do
not flicker; where they are follows every frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor, QPainter

from hmi.model.bodies import DrawnBodies
from hmi.model.fleet_arrays import FleetArrays, Floats
from hmi.model.fleet_store import FleetStore
from hmi.model.label_placement import Box, LabelPlacement
from hmi.model.place_labels import PlaceLabel
from hmi.model.selection import Kind
from hmi.model.tone import Tone
from hmi.model.view_transform import ViewTransform
from hmi.views.fonts import map_font
from hmi.views.map.text_atlas import TextAtlas
from hmi.views.theme import Theme

_DECIDE_EVERY_S = 0.25
_DECIDE_AGAIN_S = 0.08
_ALL_VEHICLES_FROM_SCALE = 9.0
_FEW_VEHICLES = 80
_GAP_PX = 10.0


@dataclass(frozen=True, slots=True)
class LabelScene:
    """What the labels of one frame depend on."""

    store: FleetStore
    view: ViewTransform
    arrays: FleetArrays
    bodies: DrawnBodies


class LabelLayer:
    """Chooses labels; places are drawn below the vehicles, the vehicles' own names above them."""

    def __init__(self) -> None:
        self._places: tuple[PlaceLabel, ...] = ()
        self._vehicle_rows: list[int] = []
        self._shown_places: list[tuple[PlaceLabel, int]] = []
        self._decided: tuple[object, ...] = ()
        self._decided_s = -1.0
        self._hurried = False
        self._atlases: tuple[TextAtlas, TextAtlas] | None = None
        self._atlas_key: tuple[str, float] = ("", 0.0)

    def take_places(self, places: tuple[PlaceLabel, ...]) -> None:
        """Names of stations and areas; earlier ones come first where two would overlap."""
        self._places = places
        self._decided = ()

    def decide(
        self, scene: LabelScene, theme: Theme, dpr: float, now_s: float, hurry: bool = False
    ) -> None:
        """Choose anew when it is time; call before drawing. While the view moves (``hurry``) the
        labels of before will do for longer; once it rests they are chosen at once."""
        atlases = self._atlases_for(theme, dpr)
        rests, self._hurried = self._hurried and not hurry, hurry
        key = (scene.view, scene.store.selection, scene.arrays.ids)
        wait_s = _DECIDE_EVERY_S if hurry or key == self._decided else _DECIDE_AGAIN_S
        if self._decided and not rests and 0.0 <= now_s - self._decided_s < wait_s:
            return
        self._decided, self._decided_s = key, now_s
        self._choose(scene, *atlases)

    def _choose(self, scene: LabelScene, names: TextAtlas, soft: TextAtlas) -> None:
        placement = LabelPlacement()
        rows, middles = self._wanted_rows(scene), _below(scene.bodies).tolist()
        self._vehicle_rows = [
            row
            for row in rows
            if placement.try_place(_box(names, scene.arrays.ids[row], *middles[row]))
        ]
        self._shown_places = []
        view = scene.view
        wanted = [
            place
            for place in self._places
            if view.scale >= place.from_scale and _in_view(place, view)
        ]
        if not wanted:
            return
        seen = scene.bodies.near(view, 0.0) & (scene.arrays.tone != Tone.NORMAL)
        for box in scene.bodies.boxes(seen):
            placement.try_place(box)
        for place in wanted:
            self._try_place(place, view, soft, placement)

    def draw_places(self, painter: QPainter, view: ViewTransform) -> None:
        assert self._atlases is not None, "decide comes first"
        soft = self._atlases[1]
        labels = [_place_label(place, spot, view, soft) for place, spot in self._shown_places]
        middles = np.array([(x, y) for _, x, y in labels]).reshape(-1, 2)
        soft.draw(painter, [text for text, _, _ in labels], middles)

    def draw_vehicles(self, painter: QPainter, scene: LabelScene) -> None:
        assert self._atlases is not None, "decide comes first"
        ids, bodies = scene.arrays.ids, scene.bodies
        rows = [row for row in self._vehicle_rows if row < len(ids)]
        self._atlases[0].draw(painter, [ids[row] for row in rows], _below(bodies)[rows])

    def _try_place(
        self, place: PlaceLabel, view: ViewTransform, soft: TextAtlas, placement: LabelPlacement
    ) -> None:
        """The first of the spots that is free."""
        for spot in range(len(place.spots)):
            if placement.try_place(_box(soft, *_place_label(place, spot, view, soft))):
                self._shown_places.append((place, spot))
                return

    def _wanted_rows(self, scene: LabelScene) -> list[int]:
        """Rows in view; the selected one first, then by urgency, then in the order of the fleet."""
        if not scene.arrays.ids:
            return []
        view, tone, middle = scene.view, scene.arrays.tone, scene.bodies.middle
        inside = (middle[:, 0] > 0) & (middle[:, 0] < view.width_px)
        inside &= (middle[:, 1] > 0) & (middle[:, 1] < view.height_px)
        mine = np.zeros(len(scene.arrays.ids), dtype=np.bool_)
        selected = scene.arrays.row_of.get(scene.store.selected(Kind.VEHICLE))
        if selected is not None:
            mine[selected] = True
        few = int(inside.sum()) <= _FEW_VEHICLES or view.scale >= _ALL_VEHICLES_FROM_SCALE
        wanted = inside if few else inside & (mine | (tone >= Tone.HELD))
        rows = np.flatnonzero(wanted)
        urgency = np.where(mine[rows], 99, tone[rows])
        ordered: list[int] = rows[np.argsort(-urgency, kind="stable")].tolist()
        return ordered

    def _atlases_for(self, theme: Theme, dpr: float) -> tuple[TextAtlas, TextAtlas]:
        if self._atlases is None or self._atlas_key != (theme.name, dpr):
            plate, ground = QColor(theme.surface), QColor(theme.floor)
            plate.setAlpha(225)
            ground.setAlpha(200)
            self._atlases = (
                TextAtlas(map_font(12, bold=True), QColor(theme.text), plate, dpr),
                TextAtlas(map_font(11), QColor(theme.text_soft), ground, dpr),
            )
            self._atlas_key = (theme.name, dpr)
            self._decided = ()
        return self._atlases


def _below(bodies: DrawnBodies) -> Floats:
    """Middles of the vehicles' names (n, 2), pixels."""
    return np.stack([bodies.middle[:, 0], bodies.middle[:, 1] + bodies.below + _GAP_PX], axis=1)


def _place_label(
    place: PlaceLabel, spot: int, view: ViewTransform, soft: TextAtlas
) -> tuple[str, float, float]:
    """Text and middle; held inside the view so that no name is cut by its edge."""
    point, down = place.spots[spot]
    x, y = view.point_to_screen(point)
    half = soft.size(place.text)[0] / 2 + 4
    if 0 < x < view.width_px:
        x = max(half, min(view.width_px - half, x))
    return place.text, x, y + down * _GAP_PX


def _box(atlas: TextAtlas, text: str, x: float, y: float) -> Box:
    width, height = atlas.size(text)
    return x - width / 2 - 2, y - height / 2, x + width / 2 + 2, y + height / 2


def _in_view(place: PlaceLabel, view: ViewTransform) -> bool:
    x, y = view.point_to_screen(place.spots[0][0])
    return -20 < x < view.width_px + 20 and -10 < y < view.height_px + 10
