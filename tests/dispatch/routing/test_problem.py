import numpy as np
import pytest

from fleet_core.dispatch.routing.problem import checked
from fleet_core.model.errors import InputError
from tests.dispatch.routing.random_problems import random_problem


@pytest.mark.parametrize(
    ("name", "place", "value", "said"),
    [
        ("travel", (0, 1, 2), -1.0, "travel holds -1"),
        ("cost", (1, 0, 1), float("nan"), "cost holds"),
        ("due", (1,), float("nan"), "due or demand is not a number"),
        ("demand", (1,), -3.0, "request 0: its demand is -3"),
        ("demand", (1,), 9.0, "request 0: picks up 9 and drops"),
        ("capacity", (1,), 0.0, "vehicle 1: its capacity is 0"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    name: str, place: tuple[int, ...], value: float, said: str
) -> None:
    problem = random_problem(np.random.default_rng(1), requests=3, vehicles=2)
    getattr(problem, name)[place] = value
    with pytest.raises(InputError, match=said):
        checked(problem)
