"""A plant and its controller in one process: for `fleet sim`, the window without ROS, and tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from math import ceil

import numpy as np

from fleet_core.app.composition import build_controller
from fleet_core.app.local_motion import pilot_of
from fleet_core.app.shared_floor import TICK_S, SharedFloor
from fleet_core.execution.settings import NO_LIMITS, FleetSettings
from fleet_core.model.facility import Facility
from fleet_core.model.order import TransportOrder
from fleet_core.model.request import SubmitOrder
from fleet_core.model.route import Route
from fleet_core.model.scenario import Scenario
from fleet_core.simulation.embedded_plant import Plant
from fleet_core.simulation.motion import Motion
from fleet_core.simulation.order_streams import OrderStreams
from fleet_core.simulation.settings import PlantSettings
from fleet_core.store.memory_store import MemoryStore
from planner.roadmap.build import PIECE_M

CROWD = 7
"""Stands beside the seed: people change no order and no delay of the same seed."""


class EmbeddedFleet:
    """Who owns it says when orders come, when the controller decides, and how time passes; the same
    seed gives the same day."""

    def __init__(
        self,
        facility: Facility,
        scenario: Scenario,
        seed: int,
        motion: Motion | None = None,
        settings: FleetSettings = FleetSettings(),  # noqa: B008 (frozen)
        plant_settings: PlantSettings = PlantSettings(),  # noqa: B008 (frozen)
        *,
        piece_m: float = PIECE_M,
        watch: Callable[[str, str], None] | None = None,
    ) -> None:
        """``motion``: how vehicles drive; None: by speed profiles. ``settings``: but for the limits
        of clients. ``piece_m``, ``watch``: as in `build_controller`."""
        plant_rng, order_rng = np.random.default_rng(seed).spawn(2)
        self.plant = Plant(facility, scenario, plant_rng, plant_settings, motion)
        self.controller = build_controller(
            facility, MemoryStore(), _unlimited(settings), watch=watch, piece_m=piece_m
        )
        self.floor: SharedFloor | None = None  # where people or manned vehicles move about
        if scenario.people + scenario.manned > 0:
            crowd_rng = np.random.default_rng([seed, CROWD])
            people, manned, pilot = scenario.people, scenario.manned, pilot_of(motion)
            self.floor = SharedFloor(self.plant, people, manned, crowd_rng, pilot)
        self._streams = OrderStreams(facility, scenario, order_rng)

    @property
    def now_s(self) -> float:
        return self.plant.now_s

    def take_orders(self) -> list[TransportOrder]:
        """Those of the scenario whose time has come are handed in."""
        orders = list(self._streams.due(self.now_s))
        for order in orders:
            self.controller.do(SubmitOrder(order), order.author, self.now_s).checked()
        return orders

    def hear(self) -> None:
        """The controller is told where everybody is."""
        for report in self.plant.reports(self.now_s):
            self.controller.report(report)
        if self.floor is not None:
            self.controller.restrict(self.floor.snapshot.restrictions, self.now_s)

    def decide(self) -> list[Route]:
        """The controller goes on by one step. Returns what vehicles are to be told."""
        return self.controller.step(self.now_s)

    def command(self, routes: Iterable[Route]) -> None:
        """Vehicles are told."""
        for route in routes:
            self.plant.apply(route)

    def pass_time(self, duration_s: float, look: Callable[[], None]) -> None:
        """At once; among people in ticks, so that everybody sees everybody. ``look`` is called
        after each part of it."""
        if self.floor is None:
            self.plant.step(duration_s)
            look()
            return
        ticks = max(1, ceil(duration_s / TICK_S - 1e-9))
        for _ in range(ticks):
            self.floor.step(duration_s / ticks)
            look()


def _unlimited(settings: FleetSettings) -> FleetSettings:
    """Nobody else is in this process who could be kept from anything."""
    return replace(settings, limits=NO_LIMITS)
