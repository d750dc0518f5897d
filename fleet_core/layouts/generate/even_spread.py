"""Choosing some of many, evenly."""

from __future__ import annotations


def spread(total: int, chosen: int) -> list[int]:
    """``chosen`` different indices below ``total`` at even distances, rising."""
    return [index * total // chosen for index in range(chosen)]
