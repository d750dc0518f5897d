"""Ages of what a driver says, while there is no time yet and when its clock is off."""

from __future__ import annotations

import time

import pytest
import rclpy
from rclpy.parameter import Parameter
from sensor_msgs.msg import BatteryState

from fleet_core.model.errors import InputError
from fleet_nodes.parameters import AdapterParameters
from fleet_nodes.vehicle_adapter import VehicleAdapter
from tests.ros.running_fleet import own_domain

pytestmark = pytest.mark.ros


@pytest.mark.parametrize(
    ("simulated", "ahead_s", "says"),
    [
        (True, 0.0, "nothing was heard on /clock yet, the time is not known"),
        (False, 60.0, r"battery_state is stamped [56]\d\.\d s ahead of the fleet's clock; 30.0 s"),
        (False, -60.0, r"battery_state is 6\d\.\d s old; at most 30.0 s is allowed"),
    ],
)
def test_what_is_not_of_now_is_refused_in_words_that_fit(
    simulated: bool, ahead_s: float, says: str
) -> None:
    rclpy.init(domain_id=own_domain())
    try:
        use = Parameter("use_sim_time", Parameter.Type.BOOL, simulated)
        node = rclpy.create_node("clock_test", parameter_overrides=[use])
        adapter = VehicleAdapter(node, "v1", "v1", AdapterParameters())
        battery = BatteryState(percentage=0.8)
        battery.header.stamp.sec = int(time.time() + ahead_s)
        with pytest.raises(InputError, match=says):
            adapter._fresh(battery, 30.0, "battery_state")
        node.destroy_node()
    finally:
        rclpy.try_shutdown()
