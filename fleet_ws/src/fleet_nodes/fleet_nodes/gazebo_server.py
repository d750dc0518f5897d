"""A Gazebo of a plant as a process of the fleet: ``gazebo_server LAYOUT PORT FOLDER FACTOR``.

It writes the world of LAYOUT into FOLDER and opens it, its master on PORT, paused: `gazebo_bridge`
lets it go on, FACTOR times as fast as real time (parameter ``paced``). Until it is told to end; it
ends when Gazebo does.
"""

from __future__ import annotations

import sys
import time
from math import nan
from pathlib import Path

from fleet_core.layouts import load_facility
from fleet_core.model.errors import FleetError, InputError, WorkError
from fleet_core.worlds import Target, World, world_of, world_text
from fleet_nodes.commands.stop_request import StopRequest
from fleet_nodes.gazebo.server import start_gazebo

_LOOK_EVERY_S = 0.2
_FASTEST = 100.0
_ROS_ARGUMENTS = "--ros-args"
_FASTER = 1.25
"""Than the bridge lets it go on, so that it makes up for what it has lost. A Gazebo that may do
many times more asks many times more often whether it may."""


def write_world(world: World, folder: Path) -> Path:
    """The file that Gazebo reads. Raises WorkError where it cannot be written."""
    path = folder / f"{world.name}.{Target.CLASSIC}.sdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(world_text(world), encoding="utf-8")
    except OSError as error:
        raise WorkError(f"world {path}: {error.strerror}") from error
    return path


def serve(layout: str, port: int, folder: Path, factor: float) -> None:
    """Until SIGINT or SIGTERM. Raises WorkError when Gazebo ends by itself."""
    stop = StopRequest()
    world = world_of(load_facility(layout).facility, _FASTER * factor)
    path = write_world(world, folder)
    server = start_gazebo(path, sys.stdout.buffer, paused=True, port=port)
    try:
        while not stop.wanted:
            time.sleep(_LOOK_EVERY_S)
            code = server.process.poll()
            if code is not None and not stop.wanted:
                raise WorkError(f"Gazebo has ended with exit code {code}")
    finally:
        server.stop()


def _arguments(words: list[str]) -> tuple[str, int, Path, float]:
    """Raises InputError for what is missing or no number. A launch file adds --ros-args."""
    if _ROS_ARGUMENTS in words:
        words = words[: words.index(_ROS_ARGUMENTS)]
    if len(words) != 4:
        raise InputError("usage: gazebo_server LAYOUT PORT FOLDER FACTOR")
    layout, port, folder, factor = words
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise InputError(f"PORT {port}: wanted is a number from 1 to 65535")
    try:
        factor_value = float(factor)
    except ValueError:
        factor_value = nan
    if not 0.0 < factor_value <= _FASTEST:
        raise InputError(f"FACTOR {factor}: wanted is a number above 0, at most {_FASTEST:g}")
    return layout, int(port), Path(folder), factor_value


def main() -> None:
    """Exit code 0: told to end; 2: bad input, with one line; 1: Gazebo has died."""
    try:
        serve(*_arguments(sys.argv[1:]))
    except FleetError as error:
        print(f"gazebo_server: {error}", file=sys.stderr, flush=True)
        sys.exit(2 if isinstance(error, InputError) else 1)


if __name__ == "__main__":
    main()
