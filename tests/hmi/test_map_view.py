"""What is painted: vehicles, layers, labels, and how the map answers the keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hmi.bench import measure
from hmi.bench_scene import bench_scene
from hmi.model import selection
from hmi.model.fleet_store import Change, FleetStore
from hmi.model.layers import Layer
from hmi.model.picture import Pace, Picture
from hmi.views.look import Look
from hmi.views.map.map_view import MapView
from hmi.views.theme import theme_now


@pytest.fixture
def map_view(qtbot: QtBot, look: Look) -> MapView:
    """Sixty vehicles in every activity on a grid."""
    scene = bench_scene(60, 200)
    store = FleetStore()
    view = MapView(store, lambda: 1.0)
    view.resize(900, 600)
    qtbot.addWidget(view)
    view.show()
    snapshot = scene.snapshot(0.0, np.random.default_rng(3))
    store.take(Picture(scene.facility, snapshot, Pace(), 0.9), 1.0)
    view.fit()
    return view


def picture(view: MapView) -> QImage:
    QApplication.processEvents()
    return view.grab().toImage()


def store_of(view: MapView) -> FleetStore:
    return view._store


# Nobody has moved or has a route here, and the grid has no zone.
SHOWN = [Layer.ROADMAP, Layer.STATIONS, Layer.LABELS, Layer.FOOTPRINTS, Layer.CLOSURES]


@pytest.mark.parametrize("layer", SHOWN)
def test_every_layer_changes_what_is_seen(map_view: MapView, layer: Layer) -> None:
    before = picture(map_view)
    if layer is Layer.FOOTPRINTS:
        map_view.zoom(4.0)
        before = picture(map_view)
    store_of(map_view).toggle_layer(layer)
    assert picture(map_view) != before


def test_the_selected_vehicle_is_marked(map_view: MapView) -> None:
    before = picture(map_view)
    store_of(map_view).select(selection.vehicle("V0001"))
    assert picture(map_view) != before


def test_atlas_and_exact_drawing_show_the_same_vehicles(map_view: MapView) -> None:
    near, far = picture(map_view), map_view.view
    map_view.zoom(12.0)
    close_up = picture(map_view)
    map_view.zoom(1 / 12.0)
    assert map_view.view.scale == pytest.approx(far.scale)
    assert close_up != near


def test_arrow_keys_pan_the_map(map_view: MapView) -> None:
    before = map_view.view.centre
    QTest.keyClick(map_view, Qt.Key.Key_Right)
    assert map_view.view.centre[0] > before[0]


def test_a_pan_does_not_blur_or_move_the_picture_by_parts(map_view: MapView) -> None:
    store_of(map_view).toggle_layer(Layer.LABELS)
    before = picture(map_view)
    map_view.pan(40.0, 24.0)
    after = picture(map_view)
    here = before.copy(100, 100, 600, 350)
    there = after.copy(140, 124, 600, 350)
    differing = sum(
        here.pixel(x, y) != there.pixel(x, y) for x in range(0, 600, 3) for y in range(0, 350, 3)
    )
    assert differing < 0.02 * 200 * 117


@pytest.mark.parametrize("factor", [1.3, 1 / 1.3])
def test_after_the_wheel_the_picture_is_the_one_painted_at_once(
    map_view: MapView, qtbot: QtBot, factor: float
) -> None:
    picture(map_view)
    for _ in range(5):
        map_view.zoom(factor)
        picture(map_view)
    qtbot.waitUntil(lambda: not map_view._settle.isActive(), timeout=10_000)
    rested = picture(map_view)
    other = MapView(store_of(map_view), lambda: 1.0)
    other.resize(map_view.size())
    qtbot.addWidget(other)
    other.show()
    other._take(Change.FACILITY | Change.SNAPSHOT)
    other.view = map_view.view
    assert picture(other) == rested


def test_zooming_out_leaves_no_empty_border_while_the_wheel_turns(map_view: MapView) -> None:
    map_view.zoom(6.0)
    map_view._settle.stop()
    picture(map_view)
    map_view.zoom(1 / 6.0)
    hurried = picture(map_view)
    ground = QColor(theme_now().floor)
    top = [hurried.pixelColor(x, 60) != ground for x in range(hurried.width())]
    assert any(top)


def test_the_benchmark_gives_its_keys(look: Look) -> None:
    result = measure(vehicles=40, edges=100, frames=10)
    assert set(result["frame_ms"]) == {"moving", "panning", "zooming"}
    for times in (*result["frame_ms"].values(), result["table_update_ms"]):
        assert 0.0 < times["p50"] <= times["p95"]
