"""A plant and its controller in a thread of this process: no ROS, nothing else to start.

It serves `fleet hmi --embedded`, tests, pictures and the benchmark.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic

import numpy as np

from fleet_core.app.composition import build_controller
from fleet_core.app.shared_floor import TICK_S, SharedFloor
from fleet_core.app.simulation_run import CROWD
from fleet_core.execution.controller import FleetController
from fleet_core.execution.settings import NO_LIMITS, FleetSettings
from fleet_core.model import reasons
from fleet_core.model.facility import Facility
from fleet_core.model.request import Answer, Outcome, Request, SubmitOrder
from fleet_core.model.scenario import Scenario
from fleet_core.proximity.near_miss_heat import NearMissHeat
from fleet_core.proximity.near_misses import NearMissRecorder
from fleet_core.simulation.motion import Motion
from fleet_core.simulation.order_streams import OrderStreams
from fleet_core.simulation.plant import Plant
from fleet_core.store.memory_store import MemoryStore
from hmi.link.embedded_planning import planning_of
from hmi.link.fleet_link import Answered, plain
from hmi.model.local_picture import NOTHING_LOCAL
from hmi.model.nearness import NOTHING_NEAR, Nearness
from hmi.model.picture import Pace, Picture

PICTURE_EVERY_S = 0.05
"""Twenty pictures a second of wall time; the map moves smoothly between two."""

LONGEST_STEP_S = 0.5
_MOST_BEHIND_S = 0.5
"""A machine that is too slow for the factor lets the simulation fall behind instead of rushing."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EmbeddedPlant:
    """What is simulated: a plant, its work, chance, how fast time goes, and how vehicles drive."""

    facility: Facility
    scenario: Scenario
    seed: int = 1
    factor: float = 1.0
    motion: Motion | None = None  # without it, by speed profiles


class LocalLink:
    """Implements ``FleetLink``."""

    def __init__(self, embedded: EmbeddedPlant) -> None:
        self._embedded = embedded
        self._requests: SimpleQueue[tuple[int, Request, str]] = SimpleQueue()
        self._end = Event()
        self._watched: frozenset[str] = frozenset()
        self._picture = Picture(facility=embedded.facility, pace=Pace(True, embedded.factor))
        self._thread = Thread(target=self._run, name="embedded-plant", daemon=True)
        self._answered: Answered = lambda number, answer: None

    def start(self, answered: Answered) -> None:
        self._answered = answered
        self._thread.start()

    def stop(self) -> None:
        self._end.set()
        if self._thread.is_alive():
            self._thread.join()

    def latest(self) -> Picture:
        return self._picture

    def send(self, number: int, request: Request, author: str) -> None:
        self._requests.put((number, request, author))
        if self._picture.failure:
            self._refuse_requests()

    def watch(self, vehicle_ids: frozenset[str]) -> None:
        self._watched = vehicle_ids

    def _run(self) -> None:
        try:
            _Simulation(self._embedded, self).run()
        except Exception as error:  # whatever it is: the window must not go on as if nothing were
            _log.exception("the embedded plant has stopped")
            why = reasons.refusals.plant_stopped(plain(error))
            self.publish(replace(self._picture, failure=why))
            self._refuse_requests()

    def _refuse_requests(self) -> None:
        """Nobody is left to answer, and nobody shall wait for ever."""
        for number, _, _ in self._taken_requests():
            self._answered(number, Answer(Outcome.FAILED, self._picture.failure))

    def _taken_requests(self) -> Iterator[tuple[int, Request, str]]:
        with suppress(Empty):
            while True:
                yield self._requests.get_nowait()

    # For the simulation, in its thread

    @property
    def ended(self) -> bool:
        return self._end.is_set()

    @property
    def watched(self) -> frozenset[str]:
        return self._watched

    def wait(self, seconds: float) -> None:
        self._end.wait(seconds)

    def publish(self, picture: Picture) -> None:
        self._picture = picture  # one reference: readers see the old one or the new one

    def answer_requests(self, controller: FleetController, now_s: float) -> None:
        for number, request, author in self._taken_requests():
            self._answered(number, controller.do(request, author, now_s))


class _Simulation:
    """Steps the plant along wall time, times the factor."""

    def __init__(self, embedded: EmbeddedPlant, link: LocalLink) -> None:
        plant_rng, order_rng = np.random.default_rng(embedded.seed).spawn(2)
        self._embedded = embedded
        self._link = link
        self._controller = build_controller(
            embedded.facility, MemoryStore(), FleetSettings(limits=NO_LIMITS)
        )
        self._plant = Plant(embedded.facility, embedded.scenario, plant_rng, motion=embedded.motion)
        self._planning = planning_of(embedded.motion)
        self._floor = self._shared_floor()
        self._recorder = NearMissRecorder()
        self._heat = NearMissHeat(embedded.facility)
        self._streams = OrderStreams(embedded.facility, embedded.scenario, order_rng)
        self._step_s = min(LONGEST_STEP_S, max(PICTURE_EVERY_S, embedded.factor * PICTURE_EVERY_S))
        if self._floor is not None:
            self._step_s = max(self._step_s, TICK_S)

    def run(self) -> None:
        # The first step hears every vehicle and compiles what was never run here: shown before it,
        # a fleet without contact would open the day with a false alarm.
        self._advance(self._step_s)
        wall_s, due_s = monotonic(), self._plant.now_s
        while not self._link.ended:
            before_s, wall_s = wall_s, monotonic()
            due_s += (wall_s - before_s) * self._embedded.factor
            due_s = min(due_s, self._plant.now_s + _MOST_BEHIND_S * self._embedded.factor)
            self._advance(due_s)
            self._publish()
            self._link.wait(max(0.0, PICTURE_EVERY_S - (monotonic() - wall_s)))

    def _advance(self, due_s: float) -> None:
        plant, controller = self._plant, self._controller
        while plant.now_s + self._step_s <= due_s and not self._link.ended:
            for order in self._streams.due(plant.now_s):
                controller.do(SubmitOrder(order), order.author, plant.now_s).checked()
            for report in plant.reports(plant.now_s):
                controller.report(report)
            self._link.answer_requests(controller, plant.now_s)
            for route in controller.step(plant.now_s):
                plant.apply(route)
            self._step()
        self._link.answer_requests(controller, plant.now_s)

    def _shared_floor(self) -> SharedFloor | None:
        """People and manned forklifts of the scenario, if there are any."""
        people, manned = self._embedded.scenario.people, self._embedded.scenario.manned
        if people + manned == 0:
            return None
        pilot = None if self._planning is None else self._planning.pilot
        rng = np.random.default_rng([self._embedded.seed, CROWD])
        return SharedFloor(self._plant, people, manned, rng, pilot)

    def _step(self) -> None:
        if self._floor is None:
            self._plant.step(self._step_s)
            return
        ticks = max(1, round(self._step_s / TICK_S))
        for _ in range(ticks):
            self._floor.step(self._step_s / ticks)
            ended = self._recorder.take(self._floor.picture, self._floor.watch.vehicles)
            self._heat.add(each.at for each in ended)

    def _near(self) -> Nearness:
        if self._floor is None:
            return NOTHING_NEAR
        seen = self._floor.picture
        return Nearness(
            seen.time_s,
            monotonic(),
            seen.tracks,
            seen.warnings,
            seen.sources,
            seen.restrictions,
            self._heat.map(),
        )

    def _publish(self) -> None:
        plant = self._plant
        for report in plant.reports(plant.now_s):
            self._controller.report(report)
        embedded = self._embedded
        local = NOTHING_LOCAL
        if self._planning is not None:
            ids = plant.vehicle_ids
            local = self._planning.picture(ids, self._link.watched, plant.now_s)
        self._link.publish(
            Picture(
                embedded.facility,
                self._controller.snapshot(plant.now_s),
                Pace(True, embedded.factor),
                monotonic(),
                local,
                near=self._near(),
            )
        )
