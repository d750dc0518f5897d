"""The compiled search against its plain reference."""

import numpy as np
import pytest

from planner.traffic.joint.ground import Ground
from planner.traffic.joint.lacam import lacam
from planner.traffic.joint.reference import lacam_reference
from planner.traffic.joint.sequence import scene_of
from planner.traffic.joint.situation import situation
from tests.traffic.joint.random_roadmaps import random_case


@pytest.mark.slow
@pytest.mark.parametrize("block", range(3))
def test_kernel_and_reference_find_the_same_sequence(block: int) -> None:
    compared = 0
    for seed in range(9000 + 100 * block, 9000 + 100 * block + 20):
        case = random_case(seed)
        if case is None:
            continue
        now = situation(Ground(case[0]), case[1])
        if not np.isfinite(now.alone_s).all():
            continue
        scene = scene_of(now, now.graph.hops, now.shut, now.place)
        outcome, vehicles, hops, tried = lacam(scene, now.place, 400, seed)
        expected = lacam_reference(scene, now.place.tolist(), 400, seed)
        made = list(zip(vehicles.tolist(), hops.tolist(), strict=True))
        assert (outcome, made, tried) == expected, seed
        compared += 1
    assert compared > 5
