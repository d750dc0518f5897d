"""Examples fit the interfaces that they show; that they work is tried in tests/ros."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "examples"


@pytest.mark.parametrize("example", sorted(FOLDER.glob("*.py")), ids=lambda each: each.name)
def test_an_example_finds_what_it_imports(example: Path) -> None:
    load = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='example')"
    ended = subprocess.run(
        [sys.executable, "-c", load, str(example)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert len(example.read_text().splitlines()) < 100
