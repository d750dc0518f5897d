"""``python scripts/hmi_local_plans.py FILE``: the window while a supervisor brakes, as a picture.

An embedded plant whose vehicles are steered by the local planner; somebody steps into the way of
one that drives, whose plan and corridor are shown.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from fleet_core.app.local_motion import NMPC, motion_for
from fleet_core.app.scenarios import scenario_for
from fleet_core.layouts import load_facility
from fleet_core.model.local_state import Obstacle
from fleet_core.simulation.local_pilot import LocalPilot
from fleet_core.simulation.steered_motion import SteeredMotion
from hmi.link.gateway import Gateway
from hmi.link.local_link import EmbeddedPlant, LocalLink
from hmi.model import selection
from hmi.model.fleet_store import FleetStore
from hmi.model.layers import Layer
from hmi.model.local_picture import MotionPlan
from hmi.views.look import Look
from hmi.views.main_window import MainWindow
from planner.local.objects import moving_discs
from planner.local.settings import LocalSettings

PLANT, FACTOR, SEED = "bottling_hall", 3.0, 3
BUSY_FROM_S, GIVE_UP_S = 120.0, 900.0
FAST_MPS = 1.0
SCALE = 22.0
NEAR_M, AHEAD_M = 15.0, 6.0
LOOK_EVERY_MS = 50
TOO_NEAR = 0.85
"""Somebody steps in at this share of the way to a stand."""
PERSON_M = 0.3
BRAKES_FOR_S = 0.2


class Photographer:
    """Waits until somebody drives fast straight on, lets a person step in, takes the picture."""

    def __init__(self, window: MainWindow, pilot: LocalPilot, file: Path) -> None:
        self._window, self._pilot, self._file = window, pilot, file
        self._whom = ""
        self.trouble = ""
        self.timer = QTimer(window)
        self.timer.timeout.connect(self.look)
        self.timer.start(LOOK_EVERY_MS)

    def look(self) -> None:
        store = self._window.store
        now_s = store.snapshot.time_s
        if store.failure or now_s > GIVE_UP_S:
            self._end(store.failure or f"nobody has braked within {GIVE_UP_S:g} s")
        elif not self._whom and now_s >= BUSY_FROM_S:
            self._choose(store)
        brake = store.braking.shown.get(self._whom)
        if (
            brake is not None
            and brake.active
            and now_s >= brake.intervention.since_s + BRAKES_FOR_S
        ):
            self._take_picture()

    def _choose(self, store: FleetStore) -> None:
        for vehicle_id, plan in store.local.plans.items():
            speed_mps = abs(store.vehicles[vehicle_id].report.speed_mps)
            if speed_mps < FAST_MPS or np.ptp(plan.poses[:, 2]) > 0.05:
                continue
            if not (_goes_on(store, vehicle_id) and _has_company(store, vehicle_id)):
                continue
            self._whom = vehicle_id
            self._window.panes.map.zoom(SCALE / self._window.panes.map.view.scale)
            store.select(selection.vehicle(vehicle_id))
            store.follow(vehicle_id)
            self._step_in(store, plan, speed_mps)
            return

    def _step_in(self, store: FleetStore, plan: MotionPlan, speed_mps: float) -> None:
        report = store.vehicles[self._whom].report
        assert store.facility is not None
        kind = store.facility.vehicle_types[report.type_id]
        front_m = max(abs(x) for x, _ in kind.footprint)
        braking_m = speed_mps**2 / (2.0 * kind.braking_mps2)
        step = plan.poses[2, :2] - plan.poses[0, :2]
        ahead_m = front_m + PERSON_M + TOO_NEAR * braking_m
        where = plan.poses[0, :2] + ahead_m * step / np.hypot(*step)
        size = np.array([PERSON_M])
        person = moving_discs(where[None], np.zeros((1, 2)), size, 0.0 * size, LocalSettings())
        self._pilot.see(person, [Obstacle("somebody", "person")])

    def _take_picture(self) -> None:
        self._window.tick()
        for _ in range(2):  # words that wrap find their room the second time
            self._window.panes.draw()
            QApplication.processEvents()
        saved = self._window.grab().save(str(self._file), "PNG")
        self._end("" if saved else f"picture {self._file} cannot be written")

    def _end(self, trouble: str) -> None:
        self.timer.stop()
        self.trouble = trouble
        QApplication.quit()


def _goes_on(store: FleetStore, vehicle_id: str) -> bool:
    """Whether its corridor is long enough to be seen."""
    shape = store.local.corridors.get(vehicle_id)
    here = store.local.plans[vehicle_id].poses[0, :2]
    return shape is not None and float(np.hypot(*(shape.middle[-1] - here))) > AHEAD_M


def _has_company(store: FleetStore, vehicle_id: str) -> bool:
    """Whether another vehicle that drives is in the picture as well."""
    plans = store.local.plans
    here = plans[vehicle_id].poses[0, :2]
    return any(
        other != vehicle_id
        and np.hypot(*(plan.poses[0, :2] - here)) < NEAR_M
        and np.hypot(*(plan.poses[-1, :2] - plan.poses[0, :2])) > 2.0
        for other, plan in plans.items()
    )


def main(file: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    loaded = load_facility(PLANT)
    motion = motion_for(loaded.facility, NMPC)
    assert isinstance(motion, SteeredMotion) and isinstance(motion.pilot, LocalPilot)
    plant = EmbeddedPlant(
        loaded.facility, scenario_for("", loaded), seed=SEED, factor=FACTOR, motion=motion
    )
    app = QApplication(["hmi_local_plans"])
    folder = TemporaryDirectory(prefix="fleet_picture_")
    settings = QSettings(str(Path(folder.name) / "hmi.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Gateway(LocalLink(plant), "anna"), Look(app, settings, "en", "light"))
    window.store.show_layers(window.store.layers | {Layer.PLANS, Layer.CORRIDORS})
    window.show()
    photographer = Photographer(window, motion.pilot, file)
    app.exec()
    window.close()
    settings.sync()
    folder.cleanup()
    if photographer.trouble:
        sys.exit(photographer.trouble)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
