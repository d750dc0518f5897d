"""Vehicles and whom they may meet, as flat arrays: K + 1 times, P parties, O others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Parties(NamedTuple):
    """Vehicles; see `Party`."""

    path: Floats  # (P, K + 1, 3)
    spread: Floats  # (P, K + 1, 3) xx, xy, yy; m2
    sigma_m: Floats  # (P, K + 1) of it, along its widest axis
    outline: Floats  # (P, CORNERS, 2)
    corners: Integers  # (P,)


class Others(NamedTuple):
    """Whom they may meet."""

    path: Floats  # (O, K + 1, 2) middle
    heading: Floats  # (O,)
    spread: Floats  # (O, K + 1, 3) xx, xy, yy; m2
    sigma_m: Floats  # (O, K + 1) of it, along its widest axis
    half_m: Floats  # (O, 2) half length and half width; a disc: its radius, and 0
