"""Vehicle ids as ROS names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.model.errors import ConfigurationError
from fleet_nodes.names import vehicle_name, vehicle_names


@given(st.text(min_size=1, max_size=30))
def test_every_id_becomes_a_valid_ros_name(vehicle_id: str) -> None:
    name = vehicle_name(vehicle_id)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
    assert "__" not in name


def test_two_ids_with_one_name_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="AGV-1 and agv_1"):
        vehicle_names(["AGV-1", "agv_1"])
