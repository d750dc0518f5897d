"""The arrays of a roadmap that the kernels of this folder read."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.roadmap.graph import Roadmap


class Roads(NamedTuple):
    """Meanings and shapes as in `Roadmap` and `Conflicts`."""

    out_index: NDArray[np.int64]
    out_moves: NDArray[np.int32]
    move_to: NDArray[np.int32]
    move_region: NDArray[np.int32]
    move_duration_s: NDArray[np.float64]
    state_region: NDArray[np.int32]
    excluded_index: NDArray[np.int64]
    excluded: NDArray[np.int32]

    @classmethod
    def of(cls, roadmap: Roadmap) -> Roads:
        """The arrays of ``roadmap``, not copied."""
        return cls(
            roadmap.out_index,
            roadmap.out_moves,
            roadmap.move_to,
            roadmap.move_region,
            roadmap.move_duration_s,
            roadmap.state_region,
            roadmap.conflicts.index,
            roadmap.conflicts.regions,
        )
