"""``gazebo_server`` as a process where Gazebo cannot run: exit code 2, one line, nobody left."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.gazebo_link.test_server import status

pytestmark = pytest.mark.slow


def ended(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A server that has ended by itself; all that it started ended with it."""
    command = [sys.executable, "-P", "-m", "fleet_nodes.gazebo_server", *words]
    with subprocess.Popen(
        command,
        env={**os.environ, "FLEET_GAZEBO": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        said, complained = process.communicate(timeout=60.0)
    left = [each for each in psutil.process_iter() if _session(each.pid) == process.pid]
    assert left == []
    return subprocess.CompletedProcess(command, process.returncode, said, complained)


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return 0


def whole(folder: Path) -> Path:
    """What looks like a Gazebo, by its packages."""
    status(folder, "11.1.0")
    sdformat = folder / "var/lib/dpkg/status"
    text = sdformat.read_text(encoding="utf-8")
    old, new = "libsdformat9-9\nStatus: install ok installed\nVersion: 11.1.0", "9.3.0"
    sdformat.write_text(text.replace(old, old.replace("11.1.0", new)), encoding="utf-8")
    server = folder / "usr/bin/gzserver"
    server.parent.mkdir(parents=True)
    server.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    server.chmod(0o755)
    return folder


def free() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bottling_hall",), "usage: gazebo_server LAYOUT PORT FOLDER FACTOR"),
        (("bottling_hall", "many", "here", "1"), "PORT many: wanted is a number"),
        (("bottling_hall", "11345", "here", "fast"), "FACTOR fast: wanted is a number"),
        (("nowhere", "11345", "here", "1"), "nowhere"),
        (("nowhere", "11345", "here", "1", "--ros-args", "-r", "a:=b"), "nowhere"),
    ],
)
def test_what_is_asked_wrongly_is_one_line(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    asked = ended(tmp_path / "none", *words)
    assert asked.returncode == 2
    assert asked.stderr.count("\n") == 1
    assert said in asked.stderr


@pytest.mark.slow
def test_a_missing_gazebo_and_an_old_one_are_one_line_each(tmp_path: Path) -> None:
    words = ("bottling_hall", free(), str(tmp_path / "world"), "1")
    missing = ended(tmp_path / "none", *words)
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
    assert "not set up in" in missing.stderr and "make gazebo" in missing.stderr
    status(tmp_path / "old", "9.0.0")
    old = ended(tmp_path / "old", *words)
    assert (old.returncode, old.stderr.count("\n")) == (2, 1)
    assert "has gazebo 9.0.0-6, wanted is 11.1.0" in old.stderr


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="chroot needs root")
def test_a_port_in_use_and_a_gazebo_that_dies_are_one_line_each(tmp_path: Path) -> None:
    folder = whole(tmp_path / "gazebo")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        used = ended(folder, "bottling_hall", port, str(tmp_path / "world"), "1")
    assert (used.returncode, used.stderr.count("\n")) == (2, 1)
    assert f"port {port} of this machine cannot be used" in used.stderr
    died = ended(folder, "bottling_hall", free(), str(tmp_path / "world"), "1")
    assert (died.returncode, died.stderr.count("\n")) == (1, 1)
    assert "Gazebo has ended with exit code" in died.stderr
