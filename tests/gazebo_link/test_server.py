"""Where there is no Gazebo, or not a whole one: one clear line."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

from fleet_core.model.errors import ConfigurationError
from fleet_nodes.gazebo.server import script, start_gazebo, trouble


def status(folder: Path, version: str) -> None:
    """A folder in which packages of this version are installed."""
    names = ("gazebo", "libgazebo11", "gazebo-plugin-base", "libsdformat9-9")
    installed = "Status: install ok installed"
    entries = [f"Package: {name}\n{installed}\nVersion: {version}-6\n" for name in names]
    (folder / "var/lib/dpkg").mkdir(parents=True)
    (folder / "var/lib/dpkg/status").write_text("\n".join(entries), encoding="utf-8")


def test_a_missing_gazebo_is_said_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLEET_GAZEBO", str(tmp_path / "none"))
    said = f"gazebo: not set up in {tmp_path / 'none'}; make gazebo sets it up"
    assert trouble() == said
    with pytest.raises(ConfigurationError, match="make gazebo sets it up"):
        start_gazebo(tmp_path / "hall.sdf", (tmp_path / "said").open("wb"))


def test_an_old_gazebo_is_said_by_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status(tmp_path, "9.0.0")
    monkeypatch.setenv("FLEET_GAZEBO", str(tmp_path))
    assert "has gazebo 9.0.0-6, wanted is 11.1.0" in trouble()


def test_a_port_that_is_in_use_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fleet_nodes.gazebo.server.trouble", lambda: "")
    (tmp_path / "hall.sdf").touch()
    with socket.socket() as other, (tmp_path / "said").open("wb") as said:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ConfigurationError, match=f"gazebo: port {port} of this machine"):
            start_gazebo(tmp_path / "hall.sdf", said, port=port)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")
def test_without_root_it_says_what_is_needed(tmp_path: Path) -> None:
    words = ["setpriv", "--reuid", "65534", "--clear-groups", "bash", "-s", "setup"]
    tmp_path.chmod(0o777)
    for folder in tmp_path.parents:
        if folder != Path("/tmp") and str(folder).startswith("/tmp/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    said = subprocess.run(
        words,
        input=script().read_text(encoding="utf-8"),
        env={**os.environ, "FLEET_GAZEBO": str(tmp_path / "gazebo11")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "setting it up needs root" in said.stderr
    assert not (tmp_path / "gazebo11").exists()
