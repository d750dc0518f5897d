"""``fleet hmi`` from the shell: pictures without a screen, and clear lines for bad input."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

FLEET = [sys.executable, "-c", "from fleet_core.app.cli import main; main()"]


def fleet(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*FLEET, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )


def test_a_screenshot_is_taken_without_a_screen(tmp_path: Path) -> None:
    file = tmp_path / "hmi.png"
    done = fleet(
        *("hmi", "--embedded", "bottling_hall", "--factor", "10", "--language", "zh_CN"),
        *("--palette", "dark", "--screenshot", str(file), "--after", "4"),
        XDG_CONFIG_HOME=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    picture = QImage(str(file))
    assert (picture.width(), picture.height()) == (1440, 900)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("--embedded", "atlantis"), "atlantis"),
        (("--language", "tlh"), "tlh"),
        (("--palette", "pink"), "pink"),
        (("--layers", "plans,fog"), "fog"),
        (("--embedded", "bottling_hall", "--local", "magic"), "magic"),
        (("--embedded", "bottling_hall", "--scenario", "nowhere.json"), "nowhere.json"),
    ],
)
def test_bad_input_gets_one_clear_line(arguments: tuple[str, ...], named: str) -> None:
    done = fleet("hmi", *arguments, "--screenshot", "unused.png")
    assert done.returncode == 2
    assert named in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_without_a_screen_the_way_out_is_named() -> None:
    gone = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""}
    done = fleet("hmi", "--embedded", "bottling_hall", **gone)
    assert done.returncode == 2
    assert "--pictures" in done.stderr
