"""Simulators that a world is written for."""

from __future__ import annotations

from enum import StrEnum


class Target(StrEnum):
    """One description of a plant, two simulators."""

    CLASSIC = "classic"  # Gazebo 11
    SIM = "sim"  # Gazebo Sim, Harmonic and later
