"""``fleet --help`` lists every command with what it says of itself."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest

from fleet_core.app.cli import GROUP, run


def test_every_command_says_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    lines = {
        line.split()[0]: line.split()[1:]
        for line in capsys.readouterr().out.splitlines()
        if line.split()
    }
    for entry in entry_points(group=GROUP):
        assert len(lines[entry.name]) >= 2, f"fleet {entry.name} says nothing of itself"
