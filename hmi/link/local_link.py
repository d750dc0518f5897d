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

from fleet_core.app.embedded_fleet import EmbeddedFleet
from fleet_core.app.shared_floor import TICK_S
from fleet_core.execution.controller import FleetController
from fleet_core.model import reasons
from fleet_core.model.facility import Facility
from fleet_core.model.request import Answer, Outcome, Request
from fleet_core.model.scenario import Scenario
from fleet_core.proximity.near_miss_heat import NearMissHeat
from fleet_core.proximity.near_misses import NearMissRecorder
from fleet_core.simulation.motion import Motion
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
        self._embedded = embedded
        self._link = link
        self._planning = planning_of(embedded.motion)
        self._fleet = EmbeddedFleet(
            embedded.facility,
            embedded.scenario,
            embedded.seed,
            embedded.motion,
        )
        self._recorder = NearMissRecorder()
        self._heat = NearMissHeat(embedded.facility)
        self._step_s = min(LONGEST_STEP_S, max(PICTURE_EVERY_S, embedded.factor * PICTURE_EVERY_S))
        if self._fleet.floor is not None:
            self._step_s = max(self._step_s, TICK_S)

    def run(self) -> None:
        # The first step hears every vehicle and compiles what was never run here: shown before it,
        # a fleet without contact would open the day with a false alarm.
        self._advance(self._step_s)
        wall_s, due_s = monotonic(), self._fleet.now_s
        while not self._link.ended:
            before_s, wall_s = wall_s, monotonic()
            due_s += (wall_s - before_s) * self._embedded.factor
            due_s = min(due_s, self._fleet.now_s + _MOST_BEHIND_S * self._embedded.factor)
            self._advance(due_s)
            self._publish()
            self._link.wait(max(0.0, PICTURE_EVERY_S - (monotonic() - wall_s)))

    def _advance(self, due_s: float) -> None:
        fleet = self._fleet
        while fleet.now_s + self._step_s <= due_s and not self._link.ended:
            fleet.take_orders()
            fleet.hear()
            self._link.answer_requests(fleet.controller, fleet.now_s)
            fleet.command(fleet.decide())
            fleet.pass_time(self._step_s, self._record)
        self._link.answer_requests(fleet.controller, fleet.now_s)

    def _record(self) -> None:
        """Near misses, as they end."""
        floor = self._fleet.floor
        if floor is not None:
            ended = self._recorder.take(floor.snapshot, floor.watch.vehicles)
            self._heat.add(each.at for each in ended)

    def _near(self) -> Nearness:
        if self._fleet.floor is None:
            return NOTHING_NEAR
        seen = self._fleet.floor.snapshot
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
        self._fleet.hear()
        plant, controller = self._fleet.plant, self._fleet.controller
        embedded = self._embedded
        local = NOTHING_LOCAL
        if self._planning is not None:
            ids = plant.vehicle_ids
            local = self._planning.picture(ids, self._link.watched, plant.now_s)
        self._link.publish(
            Picture(
                embedded.facility,
                controller.snapshot(plant.now_s),
                Pace(True, embedded.factor),
                monotonic(),
                local,
                near=self._near(),
            )
        )
