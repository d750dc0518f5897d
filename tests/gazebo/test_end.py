"""A Gazebo ends with whoever has started it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil

from fleet_core.layouts import load_facility
from fleet_core.worlds import world_of, world_text

STARTER = """
import os, sys, time
from pathlib import Path
from fleet_nodes.gazebo.server import start_gazebo
server = start_gazebo(Path(sys.argv[1]), open(os.devnull, "wb"))
print(server.process.pid, flush=True)
time.sleep(300)
"""
WITHIN_S = 30.0


def test_gazebo_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    world = tmp_path / "hall.sdf"
    hall = world_of(load_facility("bottling_hall").facility)
    world.write_text(world_text(hall), encoding="utf-8")
    words = [sys.executable, "-c", STARTER, str(world)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        outer = psutil.Process(int(starter.stdout.readline()))
        deadline_s = time.monotonic() + WITHIN_S
        while not (inside := [each for each in outer.children() if each.name() == "gzserver"]):
            assert time.monotonic() < deadline_s, "no gzserver was started"
            time.sleep(0.1)
        starter.kill()
    _gone, alive = psutil.wait_procs([outer, *inside], timeout=3.0)
    # Who has died and is waited for by nobody is no longer running either.
    assert [each for each in alive if each.status() != psutil.STATUS_ZOMBIE] == []
