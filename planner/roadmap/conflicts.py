"""Which swept bodies may not be used at the same time, as a CSR table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Region ``r`` excludes ``regions[index[r]:index[r + 1]]`` (sorted, itself among them)."""

    index: NDArray[np.int64]
    regions: NDArray[np.int32]
    excluded: tuple[frozenset[int], ...]  # the same, for single questions

    @classmethod
    def from_rows(cls, index: NDArray[np.int64], regions: NDArray[np.int32]) -> Conflicts:
        """The table with its sets."""
        rows = np.split(regions, index[1:-1])
        return cls(index, regions, tuple(frozenset(row.tolist()) for row in rows))

    def of(self, region: int) -> NDArray[np.int32]:
        """All regions that exclude ``region``."""
        return self.regions[self.index[region] : self.index[region + 1]]

    def between(self, first: int, second: int) -> bool:
        """Whether two regions exclude each other."""
        return second in self.excluded[first]


def find_conflicts(
    tree: shapely.STRtree, clearance_m: float, within: NDArray[np.int32]
) -> Conflicts:
    """Pairs of the tree's regions nearer together than ``clearance_m``.

    ``within`` (n, 2): region ``within[k, 0]`` lies in ``within[k, 1]``, a place in the sweep that
    leads to it. What excludes the place then excludes the sweep too, even where rounding, or
    headings that were taken as one, would say otherwise.
    """
    geometries = tree.geometries
    first, second = tree.query(geometries, predicate="dwithin", distance=clearance_m)
    count = len(geometries)
    near = csr_array((np.ones(len(first)), (first, second)), shape=(count, count))
    rows = np.concatenate([np.arange(count), within[:, 1]])
    columns = np.concatenate([np.arange(count), within[:, 0]])
    spread = csr_array((np.ones(len(rows)), (rows, columns)), shape=(count, count))
    excluded = csr_array(spread @ near @ spread.T)
    excluded.sort_indices()
    return Conflicts.from_rows(excluded.indptr.astype(np.int64), excluded.indices.astype(np.int32))
