"""The worlds in the tree, as Gazebo's own checker reads them."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from fleet_nodes.gazebo.server import script

WORLDS = Path(__file__).parents[2] / "sim_worlds"


@pytest.mark.parametrize("world", sorted(WORLDS.glob("*.classic.sdf")), ids=lambda path: path.name)
def test_gazebo_accepts_the_worlds_in_the_tree(world: Path) -> None:
    words = ["bash", str(script()), "run", "gz", "sdf", "--check", f"/tmp/worlds/{world.name}"]
    environment = {**os.environ, "FLEET_GAZEBO_WORLDS": str(WORLDS)}
    asked = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert asked.stdout.strip() == "Check complete", asked.stdout + asked.stderr
