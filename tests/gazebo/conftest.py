"""A real Gazebo for each test, and the proof that nothing of it is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import psutil
import pytest

from fleet_core.worlds import World, world_text
from fleet_nodes.gazebo.server import GazeboServer, start_gazebo, trouble


class Start(Protocol):
    """Starts Gazebo on a world, paused unless told otherwise; stopped at the end of the test."""

    def __call__(
        self, world: World, *, paused: bool = True, port: int | None = None
    ) -> GazeboServer: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder are marked, and skipped where there is no Gazebo."""
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in mine:
        item.add_marker(pytest.mark.gazebo)
        item.add_marker(pytest.mark.timeout(600))
    if mine and (problem := trouble()):
        for item in mine:
            item.add_marker(pytest.mark.skip(reason=problem))


def simulators() -> set[int]:
    """Process ids of all that run now."""
    return {
        each.pid
        for each in psutil.process_iter(["name", "status"])
        if each.info["name"] == "gzserver" and each.info["status"] != psutil.STATUS_ZOMBIE
    }


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """See `Start`. Afterwards no simulator that was started is left."""
    started: list[GazeboServer] = []
    inside: set[int] = set()
    said = tmp_path / "gazebo.said"

    def begin(world: World, *, paused: bool = True, port: int | None = None) -> GazeboServer:
        path = tmp_path / f"{world.name}.sdf"
        path.write_text(world_text(world), encoding="utf-8")
        with said.open("ab") as out:
            started.append(start_gazebo(path, out, paused=paused, port=port))
        return started[-1]

    yield begin
    for server in started:
        if server.process.poll() is not None:
            continue
        inside |= {each.pid for each in psutil.Process(server.process.pid).children(recursive=True)}
        server.stop()
    left = {pid for pid in inside if pid in simulators()}
    assert not left, f"gzserver still runs: {left}"
    print(said.read_text(encoding="utf-8", errors="replace"))
