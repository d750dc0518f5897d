"""A gzserver of one's own: in the chroot, without a screen, on a free port."""

from __future__ import annotations

import os
import socket
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from fleet_core.model.errors import ConfigurationError

SCRIPT = Path("sim_worlds", "gazebo11.sh")
END_WITHIN_S = 5.0


def script() -> Path:
    """The script that makes and enters the chroot: in the source tree above this file, or where
    colcon has installed it. ConfigurationError where it is in neither."""
    prefixes = os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep)
    shares = (Path(each, "share", "fleet_controller") for each in prefixes if each)
    for folder in (*Path(__file__).resolve().parents, *shares):
        if (folder / SCRIPT).is_file():
            return folder / SCRIPT
    raise ConfigurationError(f"{SCRIPT} is not found above {__file__}; Gazebo runs from the tree")


def trouble() -> str:
    """Why Gazebo cannot be run here, and what to do; empty: it can."""
    asked = subprocess.run(
        ["bash", str(script()), "check"], capture_output=True, text=True, check=False
    )
    if asked.returncode:
        return asked.stderr.strip()
    return "" if os.geteuid() == 0 else "gazebo: running it needs root, for chroot"


@dataclass(frozen=True)
class GazeboServer:
    """A running one. Whatever it has started ends with it, and it ends with this process."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def partition(self) -> str:
        """Of its Ignition Transport; the script names it so."""
        return partition(self.port)

    def stop(self) -> None:
        """At once: a simulation has nothing to save. The first process inside is killed and not
        the one that waits for it, so that nobody is left to be waited for."""
        with suppress(psutil.NoSuchProcess):
            for inside in psutil.Process(self.process.pid).children():
                inside.kill()
        try:
            self.process.wait(END_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(END_WITHIN_S)


def partition(port: int) -> str:
    """Of the Ignition Transport of a Gazebo whose master has this port."""
    return f"gazebo_{port}"


def start_gazebo(
    world: Path, said: IO[bytes], *, paused: bool = False, port: int | None = None
) -> GazeboServer:
    """Start it on a world; what it says goes into ``said``. It is there when a node can connect.
    ``paused``: time stands until somebody steps it. ``port`` of the master; None: a free one.

    Raises ConfigurationError where there is no Gazebo, no such file, or the port is in use.
    """
    if problem := trouble():
        raise ConfigurationError(problem)
    if not world.is_file():
        raise ConfigurationError(f"gazebo: there is no world {world}")
    port = free_port(port)
    environment = {
        **{name: value for name, value in os.environ.items() if name in _PASSED_ON},
        "GAZEBO_MASTER_URI": f"http://127.0.0.1:{port}",
        "FLEET_GAZEBO_WORLDS": str(world.resolve().parent),
    }
    pause = ["--pause"] if paused else []
    simulator = ["gzserver", "--verbose", *pause, f"/tmp/worlds/{world.name}"]
    words = ["bash", str(script()), "run", *simulator]
    process = subprocess.Popen(
        words, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said
    )
    return GazeboServer(process, port)


_PASSED_ON = ("PATH", "HOME", "XDG_CACHE_HOME", "FLEET_GAZEBO")
"""The ROS wheels' library path must not reach another system's programs."""


def free_port(wanted: int | None = None) -> int:
    """``wanted``, or any. ConfigurationError when it is in use."""
    with socket.socket() as probe:
        # As gzserver does: connections of one that has just ended may linger.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted or 0))
        except OSError as error:
            raise ConfigurationError(
                f"gazebo: port {wanted} of this machine cannot be used: {error.strerror}; "
                "another Gazebo may run there"
            ) from error
        return int(probe.getsockname()[1])
