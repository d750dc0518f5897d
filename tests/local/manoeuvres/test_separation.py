import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from planner.local.manoeuvres.scene import box, placed
from planner.local.manoeuvres.separation import separation

BODY = np.array(box(-0.4, -0.5, 2.0, 0.5))
OTHER = np.array([(0.0, 0.0), (1.0, 0.2), (0.3, 0.9)])
separation(BODY, OTHER)  # compiled before hypothesis times it

shift = st.floats(-4.0, 4.0)
turn = st.floats(-3.2, 3.2)


@given(shift, shift, turn)
def test_the_sign_of_the_separation_tells_whether_they_overlap(
    x: float, y: float, heading: float
) -> None:
    body = placed(BODY, np.array([x, y, heading]))
    gap, nx, ny = separation(body, OTHER)
    distance = shapely.Polygon(body).distance(shapely.Polygon(OTHER))
    assert gap <= distance + 1e-9
    assert (gap > 1e-9) == (distance > 1e-9) or abs(gap) < 1e-6
    assert np.hypot(nx, ny) == pytest.approx(1.0)


@given(shift, shift, turn)
def test_the_normal_points_from_the_obstacle_to_the_body_and_has_the_gap_along_it(
    x: float, y: float, heading: float
) -> None:
    body: NDArray[np.float64] = placed(BODY, np.array([x, y, heading]))
    gap, nx, ny = separation(body, OTHER)
    normal = np.array([nx, ny])
    assert (body @ normal).min() - (OTHER @ normal).max() == pytest.approx(gap, abs=1e-9)
