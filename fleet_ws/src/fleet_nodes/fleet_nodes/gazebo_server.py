"""A Gazebo of a plant as a process of the fleet: ``gazebo_server LAYOUT PORT FOLDER``.

It writes the world of LAYOUT into FOLDER and opens it, its master on PORT, paused: `gazebo_bridge`
lets it go on (parameter ``paced``). Until it is told to end; it ends when Gazebo does.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from fleet_core.layouts import load_facility
from fleet_core.model.errors import FleetError, InputError, WorkError
from fleet_core.worlds import Target, World, world_of, world_text
from fleet_nodes.commands.stop_request import StopRequest
from fleet_nodes.gazebo.server import start_gazebo

_LOOK_EVERY_S = 0.2
_FASTEST = 8.0
"""Times real time, while it makes the steps that it is asked for; how many is the bridge's."""


def write_world(world: World, folder: Path) -> Path:
    """The file that Gazebo reads. Raises WorkError where it cannot be written."""
    path = folder / f"{world.name}.{Target.CLASSIC}.sdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(world_text(world), encoding="utf-8")
    except OSError as error:
        raise WorkError(f"world {path}: {error.strerror}") from error
    return path


def serve(layout: str, port: int, folder: Path) -> None:
    """Until SIGINT or SIGTERM. Raises WorkError when Gazebo ends by itself."""
    stop = StopRequest()
    world = world_of(load_facility(layout).facility, _FASTEST)
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


def main() -> None:
    """Exit code 0: told to end; 2: bad input, with one line; 1: Gazebo has died."""
    layout, port, folder = sys.argv[1:4]
    try:
        serve(layout, int(port), Path(folder))
    except FleetError as error:
        print(f"gazebo_server: {error}", file=sys.stderr, flush=True)
        sys.exit(2 if isinstance(error, InputError) else 1)


if __name__ == "__main__":
    main()
