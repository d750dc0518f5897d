"""Layouts to test with: files of the project's own, and small ones made on the spot."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent / "data"


@pytest.fixture
def data() -> Path:
    return DATA


@pytest.fixture
def yard() -> dict[str, Any]:
    """A LIF that is sound: two layouts, two vehicle types, curves, additions of its maker."""
    loaded: dict[str, Any] = json.loads((DATA / "yard.lif.json").read_text(encoding="utf-8"))
    return copy.deepcopy(loaded)


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Any], Path]:
    """Writes a value as a LIF file and says where."""

    def write(value: Any, name: str = "case.lif.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps(value), encoding="utf-8")
        return path

    return write
