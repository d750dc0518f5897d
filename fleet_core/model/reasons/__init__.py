"""The codes of the product, by theme: a function a code, its arguments are the parameters.

What a code says is in ``fleet_core/model/catalogue``, a file a language; a test holds both against
each other. Numbers that go on counting (seconds, metres) are rounded by who makes a reason: two
reasons that read the same should be the same.
"""

from __future__ import annotations

from fleet_core.model.reason import declared
from fleet_core.model.reasons import (
    fleet,
    general,
    nearness,
    orders,
    refusals,
    traffic,
    vehicles,
    waiting,
)

__all__ = [
    "fleet",
    "general",
    "is_known",
    "nearness",
    "orders",
    "refusals",
    "traffic",
    "vehicles",
    "waiting",
]


def is_known(code: str) -> bool:
    """Whether this release has words for a code."""
    return code in declared
