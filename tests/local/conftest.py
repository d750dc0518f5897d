"""Compiled solvers are made once a test run, in the cache that the product uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from fleet_core.app.local_motion import solver_folder


@pytest.fixture
def folder() -> Path:
    return solver_folder()
