"""Plans, corridors and interventions on the map, in the inspector and in the table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from small_plant import NO_WORK, small_plant

from fleet_core.app.local_motion import NMPC, motion_for
from fleet_core.model.local_state import VEHICLE, BrakeCause, Intervention, LocalState, Obstacle
from fleet_core.model.request import SendVehicle
from fleet_core.simulation.local_pilot import LocalPilot
from fleet_core.simulation.steered_motion import SteeredMotion
from hmi.bench_scene import BenchScene, bench_scene
from hmi.link.gateway import Gateway
from hmi.link.local_link import EmbeddedPlant, LocalLink
from hmi.model import selection
from hmi.model.fleet_rows import FLEET_COLUMNS
from hmi.model.fleet_store import FleetStore
from hmi.model.layers import DEFAULT_LAYERS, Layer
from hmi.model.local_picture import LocalPicture, MotionPlan, corridor_shape
from hmi.model.picture import Pace, Picture
from hmi.views.fleet_table import FleetTableModel
from hmi.views.inspector.vehicle_sheet import VehicleSheet
from hmi.views.look import Look
from hmi.views.main_window import MainWindow
from hmi.views.map.map_view import MapView
from planner.local.objects import moving_discs
from planner.local.settings import LocalSettings

CHOSEN, OTHER = "V0001", "V0002"
LOCAL_LAYERS = [Layer.PLANS, Layer.CORRIDORS]


@pytest.fixture
def scene() -> BenchScene:
    return bench_scene(12, 60)


@pytest.fixture
def map_view(qtbot: QtBot, look: Look, scene: BenchScene) -> MapView:
    """Two of twelve vehicles have plans and corridors straight on."""
    view = MapView(FleetStore(), lambda: 1.0)
    view.resize(900, 600)
    qtbot.addWidget(view)
    view.show()
    take(view._store, scene, {})
    view.fit()
    return view


def take(store: FleetStore, scene: BenchScene, states: dict[str, LocalState], now_s: float = 1.0):
    snapshot = scene.snapshot(0.0, np.random.default_rng(3))
    plans, corridors = {}, {}
    for status in snapshot.vehicles:
        report = status.report
        if report.vehicle_id in (CHOSEN, OTHER):
            poses = straight_on(report.pose.x_m, report.pose.y_m, report.pose.heading_rad)
            plans[report.vehicle_id] = MotionPlan(0.0, poses)
            corridors[report.vehicle_id] = corridor_shape(poses, 0.2, 1)
    local = LocalPicture(plans, corridors, states)
    store.take(Picture(scene.facility, snapshot, Pace(), now_s, local), now_s)


def straight_on(x: float, y: float, heading: float) -> np.ndarray:
    ways = np.arange(16) * 0.25
    return np.stack([x + ways * np.cos(heading), y + ways * np.sin(heading), 0 * ways + heading], 1)


def picture(view: MapView) -> QImage:
    QApplication.processEvents()
    return view.grab().toImage()


def braked(newest: Intervention, times: int = 1) -> dict[str, LocalState]:
    return {CHOSEN: LocalState(CHOSEN, times, newest)}


@pytest.mark.parametrize("palette", ["light", "dark"])
@pytest.mark.parametrize("layer", LOCAL_LAYERS)
def test_each_layer_draws_in_each_palette(
    map_view: MapView, look: Look, layer: Layer, palette: str
) -> None:
    look.use_theme(palette)
    before = picture(map_view)
    map_view._store.toggle_layer(layer)
    shown = picture(map_view)
    assert shown != before
    map_view.zoom(5.0)
    assert picture(map_view) != shown
    map_view.zoom(1 / 5.0)
    map_view._store.toggle_layer(layer)
    assert picture(map_view) == before


@pytest.mark.parametrize("layer", LOCAL_LAYERS)
def test_without_everybody_only_the_selected_vehicle_is_drawn(
    map_view: MapView, layer: Layer
) -> None:
    store = map_view._store
    store.toggle_layer(Layer.EVERYBODY)
    nothing = picture(map_view)
    store.toggle_layer(layer)
    assert picture(map_view) == nothing
    store.select(selection.vehicle(CHOSEN))
    one = picture(map_view)
    store.toggle_layer(Layer.EVERYBODY)
    assert picture(map_view) != one


def test_a_braked_vehicle_is_marked_and_its_plan_is_not_promised(
    map_view: MapView, scene: BenchScene
) -> None:
    store = map_view._store
    store.toggle_layer(Layer.PLANS)
    before = picture(map_view)
    take(store, scene, braked(Intervention(BrakeCause.OBJECT, 0.0)), 1.1)
    active = picture(map_view)
    assert active != before
    take(store, scene, braked(Intervention(BrakeCause.OBJECT, 0.0, 0.5)), 1.2)
    assert picture(map_view) not in (active, before)
    take(store, scene, braked(Intervention(BrakeCause.OBJECT, 0.0, 0.5)), 60.0)
    assert picture(map_view) == before


@pytest.mark.parametrize(
    ("newest", "english", "chinese"),
    [
        (
            Intervention(BrakeCause.OBJECT, 0.0, None, Obstacle(OTHER, VEHICLE)),
            "Brakes: V0002 is in its way",
            "正在制动：V0002 挡住去路",
        ),
        (
            Intervention(BrakeCause.OBJECT, 0.0, None, Obstacle("p1", "person")),
            "Brakes: a person is in its way",
            "正在制动：前方有人",
        ),
        (
            Intervention(BrakeCause.CORRIDOR, 0.0, 0.4),
            "Has just braked: it is leaving its corridor",
            "刚才制动：正在偏离行驶走廊",
        ),
    ],
)
def test_the_cause_is_said_in_the_inspector_and_in_the_table(
    look: Look, scene: BenchScene, newest: Intervention, english: str, chinese: str
) -> None:
    store = FleetStore()
    sheet, rows = VehicleSheet(store), FleetTableModel(store)
    take(store, scene, {CHOSEN: LocalState(CHOSEN)})
    take(store, scene, braked(newest, times=2), 1.1)
    rows.refresh()
    reason = rows.index(rows.row_of(CHOSEN), FLEET_COLUMNS.index("reason"))
    for language, words in (("en", english), ("zh_CN", chinese)):
        look.use_language(language)
        shown = sheet.sheet(CHOSEN)
        assert shown is not None
        assert words in [fact.text for fact in shown.facts]
        assert words in str(rows.data(reason))
        assert any("2" in fact.text for fact in shown.facts if fact.label in ("Braked", "制动次数"))
        links = [link for fact in shown.facts for link in fact.links]
        in_its_way = newest.obstacle is not None and newest.obstacle.kind == VEHICLE
        assert ((OTHER, selection.vehicle(OTHER)) in links) is in_its_way


def test_every_cause_has_words(look: Look, scene: BenchScene) -> None:
    store = FleetStore()
    sheet = VehicleSheet(store)
    said = set()
    for number, cause in enumerate(BrakeCause):
        take(store, scene, braked(Intervention(cause, float(number)), number + 1), 1.0 + number)
        said.add(next(f.text for f in sheet.sheet(CHOSEN).facts if f.label == "Supervisor"))
    assert len(said) == len(BrakeCause)


def test_the_layers_are_as_they_were_last_time(look: Look) -> None:
    first, second = FleetStore(), FleetStore()
    look.keep_layers(first)
    assert first.layers == DEFAULT_LAYERS
    first.toggle_layer(Layer.PLANS)
    first.toggle_layer(Layer.ZONES)
    look.keep_layers(second)
    assert second.layers == (DEFAULT_LAYERS | {Layer.PLANS}) - {Layer.ZONES}


@pytest.fixture
def motion() -> SteeredMotion:
    motion = motion_for(small_plant(), NMPC)
    assert isinstance(motion, SteeredMotion)
    return motion


@pytest.fixture
def steered(qtbot: QtBot, look: Look, motion: SteeredMotion) -> Iterator[MainWindow]:
    """A window on a plant whose vehicles the local planner steers."""
    link = LocalLink(EmbeddedPlant(small_plant(), NO_WORK, factor=2.0, motion=motion))
    window = MainWindow(Gateway(link, "anna"), look)
    window.show()
    qtbot.waitUntil(lambda: len(window.store.vehicles) == 3, timeout=60_000)
    yield window
    window.close()
    window.deleteLater()


@pytest.mark.timeout(240)
def test_the_embedded_plant_shows_plans_and_who_is_braked(
    steered: MainWindow, motion: SteeredMotion, qtbot: QtBot
) -> None:
    store, pilot = steered.store, motion.pilot
    assert isinstance(pilot, LocalPilot)
    assert not store.local.plans  # nobody looks
    for key in (Qt.Key.Key_9, Qt.Key.Key_K):
        QTest.keyClick(steered.panes.map, key)
    assert {Layer.PLANS, Layer.CORRIDORS} <= store.layers
    answers = []
    steered.inquire(SendVehicle("amr_1", "shelf_2"), answers.append)
    qtbot.waitUntil(
        lambda: "amr_1" in store.vehicles and store.vehicles["amr_1"].report.speed_mps > 0.7,
        timeout=60_000,
    )
    qtbot.waitUntil(lambda: "amr_1" in store.local.corridors, timeout=10_000)
    pose = store.vehicles["amr_1"].report.pose
    ahead = 1.25 * np.array([np.cos(pose.heading_rad), np.sin(pose.heading_rad)])
    where = np.array([[pose.x_m, pose.y_m]]) + ahead
    size = np.array([0.3])
    person = moving_discs(where, np.zeros((1, 2)), size, 0.0 * size, LocalSettings())
    pilot.see(person, [Obstacle("somebody", "person")])
    qtbot.waitUntil(lambda: "amr_1" in store.braking.shown, timeout=20_000)
    brake = store.braking.shown["amr_1"]
    assert brake.intervention.obstacle == Obstacle("somebody", "person")
    assert store.braking.count("amr_1") == 1


def test_the_everybody_key_asks_for_the_selected_vehicle_only(
    window: MainWindow,
) -> None:
    for key in (Qt.Key.Key_9, Qt.Key.Key_A):
        QTest.keyClick(window.panes.map, key)
    assert not window.panes.map.watched()
    window.store.select(selection.vehicle("amr_2"))
    assert window.panes.map.watched() == {"amr_2"}
