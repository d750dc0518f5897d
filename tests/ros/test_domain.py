"""A free ROS domain is one process's alone from the moment it is chosen."""

from __future__ import annotations

import subprocess
import sys

from fleet_nodes.commands.domain import free_domain

ASK = "from fleet_nodes.commands.domain import free_domain; print(free_domain({}))"


def test_two_processes_never_get_the_same() -> None:
    mine = free_domain(90)
    assert free_domain(mine) == mine
    other = subprocess.run(
        [sys.executable, "-c", ASK.format(mine)], capture_output=True, text=True, check=True
    )
    assert int(other.stdout) != mine
