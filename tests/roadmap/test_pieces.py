"""An edge in pieces: none too long, none too fast, and cut where a bend begins and ends."""

from itertools import pairwise
from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.roadmap.pieces import SHORTEST_M, WORTH_S, pieces
from planner.roadmap.turning import curvature_radpm, turning_speed_mps
from tests.roadmap.bends import bent_path
from tests.roadmap.small_plants import CART

bends = st.lists(st.tuples(st.floats(0.5, 9.0), st.floats(-8.0, 8.0)), min_size=1, max_size=5)


def test_straights_before_and_behind_a_bend_are_as_fast_as_without_it() -> None:
    path = bent_path((6.0, 0.0), (pi / 4.0, 2.0), (6.0, 0.0))
    limit_mps = np.minimum(1.0, turning_speed_mps(curvature_radpm(path), CART))
    found = pieces(path, 3.0, limit_mps)
    assert [one.path.length_m for one in found] == pytest.approx([3.0, 3.0, pi / 4.0, 3.0, 3.0])
    assert [one.limit_mps for one in found] == pytest.approx([1.0, 1.0, 0.5, 1.0, 1.0])


def test_a_bend_that_costs_less_than_a_piece_is_not_cut_out() -> None:
    path = bent_path((1.0, 0.0), (1.0, 1.25), (1.0, 0.0))
    limit_mps = np.minimum(1.0, turning_speed_mps(curvature_radpm(path), CART))
    assert [one.limit_mps for one in pieces(path, 3.0, limit_mps)] == pytest.approx([0.8])


@pytest.mark.slow
@given(bends)
def test_pieces_join_and_are_never_faster_than_their_tightest_place(
    parts: list[tuple[float, float]],
) -> None:
    path = bent_path(*parts)
    limit_mps = np.minimum(1.0, turning_speed_mps(curvature_radpm(path), CART))
    found = pieces(path, 3.0, limit_mps)
    for first, second in pairwise(found):
        assert first.path.poses[-1] == pytest.approx(second.path.poses[0])
    ends = np.cumsum([one.path.length_m for one in found])
    assert ends[-1] == pytest.approx(path.length_m)
    middles_m = (path.arc_m[1:] + path.arc_m[:-1]) / 2.0
    driven = np.searchsorted(ends, middles_m)
    assert (np.array([found[one].limit_mps for one in driven]) <= limit_mps + 1e-9).all()
    assert all(one.path.length_m <= 3.0 + 1e-9 for one in found)
    assert len(found) == 1 or min(one.path.length_m for one in found) >= SHORTEST_M - 1e-9


@given(bends)
def test_cuts_are_worth_what_they_cost(parts: list[tuple[float, float]]) -> None:
    path = bent_path(*parts)
    limit_mps = np.minimum(1.0, turning_speed_mps(curvature_radpm(path), CART))
    found = pieces(path, 1000.0, limit_mps)
    driven_s = sum(one.path.length_m / one.limit_mps for one in found)
    whole_s = path.length_m / limit_mps.min()
    assert driven_s <= whole_s - WORTH_S * (len(found) - 1) + 1e-6
