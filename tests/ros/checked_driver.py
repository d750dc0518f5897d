"""``fleet driver check`` in the process of a test."""

from __future__ import annotations

from typing import Any

from fleet_nodes.client import FleetClient
from fleet_nodes.driver_check.bench import CheckOptions
from fleet_nodes.driver_check.check import RuleResult, RuleVerdict, check_driver

SPEED_MPS = 1.0


def rule_results(
    client: FleetClient, name: str, patience_s: float = 10.0, **options: Any
) -> dict[str, RuleResult]:
    """By rule."""
    chosen = CheckOptions(speed_mps=SPEED_MPS, patience_s=patience_s, **options)
    return {each.rule: each for each in check_driver(client, name, chosen)}


def not_kept(found: dict[str, RuleResult]) -> dict[str, str]:
    return {name: each.text for name, each in found.items() if each.verdict is not RuleVerdict.KEPT}
