"""The controller's process is killed with SIGKILL at random points of random work; the vehicles
live on. In the end every order that was accepted is done once or cancelled, and every load is where
it should be."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path
from pickle import UnpicklingError

import numpy as np
import pytest

from fleet_core.model.order import OrderState, Origin, StopAction
from fleet_core.store.sql_store import SqlStore
from tests.execution.crash_child import Accepted, Request, Stepped, serve
from tests.execution.teleport_plant import TRANSFERS, plant
from tests.execution.teleport_vehicles import TeleportWorld

KILLS = 20

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["tests.execution.crash_child"])


class Child:
    """One life of the controller's process."""

    def __init__(self, folder: Path) -> None:
        self.pipe, theirs = SERVER.Pipe()
        self.process = SERVER.Process(target=serve, args=(folder, theirs), daemon=True)
        self.process.start()
        theirs.close()
        assert self.read() == "ready"

    def read(self) -> object:
        """The next message, or None when the process is gone."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError, UnpicklingError):
            return None

    def kill(self) -> None:
        self.process.kill()
        self.process.join(30)
        self.pipe.close()


class Story:
    """Random work for a controller that dies again and again."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.rng = np.random.default_rng(seed)
        self.world = TeleportWorld(plant(4))
        self.accepted: dict[str, tuple[str, str]] = {}
        self.submitted = 0

    def step(self, child: Child, new_orders: int, kill_after_s: float | None = None) -> None:
        """One step of the world and the controller, which may be killed in the middle of it."""
        world = self.world
        world.now_s += world.step_s
        for vehicle in world.vehicles.values():
            vehicle.live()
        orders = tuple(self.new_order() for _ in range(new_orders))
        cancels = tuple(name for name in self.accepted if self.rng.random() < 0.005)
        reports = tuple(vehicle.report(world.now_s) for vehicle in world.vehicles.values())
        child.pipe.send(Request(world.now_s, orders, cancels, reports))
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            child.process.kill()
        self.listen(child, {order[0]: order[1:] for order in orders})

    def listen(self, child: Child, stations: dict[str, tuple[str, str]]) -> None:
        """Take in what was said, up to the end of the step or of the process."""
        while (answer := child.read()) is not None:
            if isinstance(answer, Accepted):
                self.accepted[answer.order_id] = stations[answer.order_id]
            elif isinstance(answer, Stepped):
                for route in answer.routes:
                    self.world.vehicles[route.vehicle_id].hear(route)
                return

    def new_order(self) -> tuple[str, str, str]:
        self.submitted += 1
        source, target = self.rng.choice(TRANSFERS, 2, replace=False)
        return (f"O{self.submitted}", str(source), str(target))


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_twenty_kills_lose_no_order_and_do_none_twice(tmp_path: Path) -> None:
    story = Story(tmp_path, seed=5)
    for _ in range(KILLS):
        child = Child(tmp_path)
        try:
            for _ in range(int(story.rng.integers(2, 12))):
                story.step(child, int(story.rng.integers(0, 3)))
            story.step(child, 2, kill_after_s=float(story.rng.uniform(0.0, 0.012)))
        finally:
            child.kill()
        for _ in range(int(story.rng.integers(0, 4))):
            story.world.step(None)
    finish(story)
    check(story)


def finish(story: Story) -> None:
    """The last life is long enough for everything that is left."""
    child = Child(story.folder)
    story.rng = np.random.default_rng(0)
    try:
        for _ in range(600):
            story.step(child, 0)
    finally:
        child.kill()


def check(story: Story) -> None:
    store = SqlStore.in_folder(story.folder)
    try:
        assert len(story.accepted) > KILLS
        state = store.load(10_000)
        assert not state.orders, "orders are left undone"
        assert not [load for load in state.loads if load.vehicle_id]
        for order_id in story.accepted:
            check_order(story, store, order_id)
        recoveries = [entry for entry in state.ended_orders if entry.origin is Origin.RECOVERY]
        assert all(entry.state is OrderState.DONE for entry in recoveries)
    finally:
        store.close()


def check_order(story: Story, store: SqlStore, order_id: str) -> None:
    source, target = story.accepted[order_id]
    order = store.order(order_id)
    assert order is not None, f"{order_id} was accepted and is lost"
    picks = story.world.done(StopAction.PICK).count((order.load_unit_id, source))
    drops = [
        place for load, place in story.world.done(StopAction.DROP) if load == f"load-{order_id}"
    ]
    if order.state is OrderState.DONE:
        assert picks == 1, order
        assert drops == [target], order
    else:
        assert order.state is OrderState.CANCELLED, order
        assert picks == len(drops) <= 1, order
    life = store.transitions(order_id)
    assert [entry.sequence for entry in life] == list(range(len(life)))
    assert sum(entry.to_state.ended for entry in life) == 1
