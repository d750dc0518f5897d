"""What set-up and nodes do before the first warning."""

from __future__ import annotations

from fleet_core.proximity.warm_up import warm_up


def test_there_is_somebody_to_compile_for() -> None:
    warm_up()
