"""How far ahead is released where nothing else is said."""

from __future__ import annotations

RELEASE_S = 6.0
"""Driving time released ahead. Long enough that a vehicle at full speed need not brake for its
release point (braking from 1.8 m/s at 0.7 m/s2 takes 2.6 s, plus half a second of reports and as
much of network), short enough that plans can still change."""
RELEASE_STEPS = 2
"""Steps released ahead at least, however long they take."""
