"""``fleet demo --gazebo``: it shows itself, people walk about in it, it lives through the end of
Gazebo, and leaves nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from math import hypot
from pathlib import Path

import psutil
import pytest

from fleet_core.model.geometry import Pose
from fleet_nodes.gazebo.messages import POSES, poses_of
from fleet_nodes.gazebo.transport import HOST, GazeboNode
from tests.gazebo.conftest import simulators
from tests.ros.running_fleet import RunningFleet, leftovers

pytestmark = pytest.mark.ros

WITHIN_S = 120.0


def wait(demo: RunningFleet, condition: Callable[[], bool], what: str) -> None:
    deadline_s = time.monotonic() + WITHIN_S
    while not condition():
        assert demo.runs, demo.said()
        assert time.monotonic() < deadline_s, f"{what}: {demo.said()}"
        time.sleep(0.2)


class Walkers:
    """Models that move, by Gazebo's own poses; a container of all names that are models'."""

    def __init__(self) -> None:
        self.first: dict[str, Pose] = {}
        self.moved: set[str] = set()

    def __contains__(self, name: object) -> bool:
        return "::" not in str(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.first)

    def __len__(self) -> int:
        return len(self.first)

    def see(self, data: bytes) -> None:
        for name, placement in poses_of(data, self).poses.items():
            begun, now = self.first.setdefault(name, placement.pose), placement.pose
            if hypot(now.x_m - begun.x_m, now.y_m - begun.y_m) > 0.5:
                self.moved.add(name)


def walkers_in(simulator: int, world: str, real_s: float) -> Walkers:
    """Who moves within a while in the world of a gzserver."""
    port = int(psutil.Process(simulator).environ()["GAZEBO_MASTER_URI"].rsplit(":", 1)[1])
    found, node = Walkers(), GazeboNode(HOST, port)
    node.subscribe(f"/gazebo/{world}/pose/info", POSES, found.see)

    async def listen() -> None:
        running = asyncio.create_task(node.run())
        deadline_s = time.monotonic() + real_s
        while time.monotonic() < deadline_s and not _both_walk(found):
            await asyncio.sleep(0.2)
        running.cancel()

    asyncio.run(listen())
    return found


def _both_walk(found: Walkers) -> bool:
    kinds = ("crowd_person", "crowd_forklift")
    return all(any(name.startswith(kind) for name in found.moved) for kind in kinds)


def test_a_demo_in_gazebo_has_people_and_starts_a_dead_gazebo_again(tmp_path: Path) -> None:
    before, data = simulators(), tmp_path / "data"
    # Everybody stays for 10 to 60 s first: of so many somebody soon sets out.
    crowd = ("--people", "16", "--manned", "4")
    demo = RunningFleet(data, 1.0, "--headless", "--gazebo", *crowd, command="demo")
    try:
        wait(demo, lambda: "vehicles: " in demo.said(), "no vehicle is shown")
        (mine,) = simulators() - before
        walkers = walkers_in(mine, "bottling_hall", WITHIN_S)
        assert _both_walk(walkers), sorted(walkers.moved)
        psutil.Process(mine).kill()
        wait(demo, lambda: demo.restarts("gazebo_server") == 1, "nobody misses Gazebo")
        wait(demo, lambda: bool(simulators() - before - {mine}), "Gazebo does not come again")
    finally:
        code, _ = demo.stop()
    assert code == 0
    assert "the demo has ended" in demo.said()
    assert not leftovers(data)
    assert not simulators() - before
