"""Where the vehicles were during one step of the plant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Trail:
    """Poses of all vehicles after each tick, for those who watch."""

    times_s: NDArray[np.float64]  # (T,)
    poses: NDArray[np.float64]  # (T, V, 3) x, y, heading
    loaded: NDArray[np.bool_]  # (V,) during the whole step
