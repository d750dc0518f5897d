"""A short part of the fault campaign (``make campaign``), always the same one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.campaign.parts import NODES, kills, left_behind, messages

pytestmark = [pytest.mark.ros, pytest.mark.timeout(600)]


def test_nothing_is_lost_or_done_twice_though_any_process_is_killed(tmp_path: Path) -> None:
    found = kills(tmp_path, random.Random("ci"), len(NODES) + 1, 24)
    assert found.good, found
    assert found.orders >= 24
    assert not left_behind(tmp_path)


def test_nobody_falls_over_hostile_messages(tmp_path: Path) -> None:
    found = messages(tmp_path, random.Random("ci"), 4000, 3)
    assert found.good, found
