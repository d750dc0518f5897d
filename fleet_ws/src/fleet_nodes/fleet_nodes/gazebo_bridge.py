"""A plant in Gazebo 11 as the graph sees it: /clock and odometry out, commands in. The topics are
those of the embedded plant, so that nobody above knows which one there is."""

from __future__ import annotations

import time

from fleet_interfaces import msg
from geometry_msgs.msg import Twist
from nav_msgs.msg import Odometry
from rclpy.clock import Clock, ClockType
from rclpy.node import Node
from rosgraph_msgs.msg import Clock as ClockMessage

from fleet_core.layouts import load_facility
from fleet_core.model.errors import InputError
from fleet_core.model.vehicle_type import Kinematics, VehicleType
from fleet_nodes import names, qos
from fleet_nodes.clock_owner import ClockOwner
from fleet_nodes.conversions.corridors import steering_of, twist_of
from fleet_nodes.conversions.instants import time_message
from fleet_nodes.conversions.standard import pose_message
from fleet_nodes.conversions.vehicles import header
from fleet_nodes.diagnostics import ERROR, OK, WARN, Diagnostics, Health, Part
from fleet_nodes.gazebo.link import GazeboLink
from fleet_nodes.gazebo.sightings import Sighting
from fleet_nodes.parameters import GazeboParameters, declare
from fleet_nodes.process import run
from fleet_nodes.wiring import advertise, listen

_LOOKS_HZ = 200.0  # Gazebo tells poses 60 times a second


class _Wires:
    """One vehicle's topics."""

    def __init__(self, node: Node, vehicle_id: str, name: str, kind: VehicleType) -> None:
        self.id, self.name, self._kind = vehicle_id, name, kind
        self._node = node
        self.told: tuple[float, float] | None = None  # see `DriveState`; not handed on yet
        self.reported_s = float("-inf")
        self._odometry = advertise(node, Odometry, names.odometry(name), qos.STATE)
        if kind.kinematics is Kinematics.TRICYCLE:
            topic = names.steering_command(name)
            listen(node, msg.SteeringCommand, topic, self._on_steering, qos.COMMAND)
        else:
            listen(node, Twist, names.velocity_command(name), self._on_twist, qos.COMMAND)

    def report(self, seen: Sighting, stamp_s: float) -> None:
        message = Odometry(header=header(stamp_s), child_frame_id=names.base_frame(self.name))
        message.pose.pose = pose_message(seen.pose)
        message.twist.twist.linear.x = seen.forward_mps
        message.twist.twist.angular.z = seen.turn_radps
        self._odometry.publish(message)

    def _on_twist(self, message: Twist) -> None:
        try:
            self.told = twist_of(message)
        except InputError as error:
            self._refuse(error)

    def _on_steering(self, message: msg.SteeringCommand) -> None:
        try:
            steering_of(message, self._kind.wheelbase_m)  # sound?
        except InputError as error:
            self._refuse(error)
        else:
            self.told = message.speed_mps, message.steer_rad

    def _refuse(self, error: InputError) -> None:
        self._node.get_logger().warning(
            f"{self.name} does not do what it was told: {error}", throttle_duration_sec=10.0
        )


class _FleetTime:
    """Gazebo's time, which begins with 0 at each start, as one that never goes back."""

    def __init__(self) -> None:
        self._offset_s = float(int(time.time()))
        self._last_s = 0.0

    def of(self, gazebo_s: float) -> float:
        if gazebo_s < self._last_s:  # another run
            self._offset_s += self._last_s + 1.0
        self._last_s = gazebo_s
        return self._offset_s + gazebo_s


class GazeboBridge(Node):
    """No lifecycle: it waits for Gazebo as long as it has to, also when Gazebo dies."""

    def __init__(self) -> None:
        super().__init__("gazebo_bridge")
        self._settings = settings = declare(self, GazeboParameters)
        port = settings.master_port
        self._owner = ClockOwner(self, f"gazebo_bridge to the master on port {port}")
        facility = load_facility(settings.layout).facility
        types = {one.id: facility.vehicle_types[one.type_id] for one in facility.fleet}
        commanded = {each: kind for each, kind in types.items() if not kind.manned}
        named = names.vehicle_names(commanded)
        self._owner.take()
        self._wires = [_Wires(self, each, named[each], kind) for each, kind in commanded.items()]
        self._clock_publisher = advertise(self, ClockMessage, names.CLOCK, qos.CLOCK)
        self._time, self._told_s = _FleetTime(), 0.0
        self._link = GazeboLink(
            settings.master_port,
            settings.world or facility.name,
            commanded,
            settings.command_max_age_s,
        )
        self._diagnostics = Diagnostics(self, Part(self.get_name(), facility.name, self._health))
        self._steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(1.0 / _LOOKS_HZ, self._on_timer, clock=self._steady)

    def close(self) -> None:
        """It ends, for whatever reason."""
        self._link.stop()
        self._owner.close()

    def _on_timer(self) -> None:
        self._owner.check()
        for wires in self._wires:
            if wires.told is not None:
                self._link.command(wires.id, *wires.told)
                wires.told = None
        gazebo_s = self._link.now_s
        if not self._link.connected or gazebo_s == self._told_s:
            return
        self._told_s = gazebo_s
        now_s = self._time.of(gazebo_s)
        self._clock_publisher.publish(ClockMessage(clock=time_message(now_s)))
        for wires in self._wires:
            seen = self._link.seen(wires.id)
            period_s = 1.0 / self._settings.report_rate_hz
            if seen is None or abs(gazebo_s - wires.reported_s) < period_s - 0.005:
                continue
            wires.reported_s = gazebo_s
            wires.report(seen, now_s - (gazebo_s - seen.time_s))

    def _health(self) -> Health:
        if not self._link.connected:
            return Health(WARN, f"no Gazebo on port {self._settings.master_port}; waiting for it")
        contacts = self._link.contacts()
        values = {"gazebo_time_s": round(self._link.now_s, 1), "contacts": len(contacts)}
        if contacts:
            last = contacts[-1]
            return Health(ERROR, f"{last.first} has touched {last.second}", values)
        return Health(OK, "the plant runs in Gazebo", values)


def main() -> None:
    run("gazebo_bridge", lambda: [GazeboBridge()])


if __name__ == "__main__":
    main()
