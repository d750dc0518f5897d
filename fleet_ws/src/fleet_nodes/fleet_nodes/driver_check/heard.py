"""What the driver says while it is checked, and what is always wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from fleet_interfaces import msg
from nav_msgs.msg import Odometry
from sensor_msgs.msg import BatteryState

from fleet_core.model.errors import InputError
from fleet_core.model.geometry import Pose
from fleet_nodes.conversions import checks
from fleet_nodes.conversions.instants import seconds_of
from fleet_nodes.conversions.standard import check_odometry, pose_of

MOVES_MPS = 0.05
AGE_S = {"odom": 1.0, "onboard_state": 3.0, "battery_state": 30.0}
"""As the vehicle adapters have them: what is older is not passed on."""


@dataclass
class Heard:
    """The last words, when they came (seconds that only grow), and the longest pauses."""

    pose: Pose | None = None
    speed_mps: float = 0.0
    onboard: msg.OnboardState | None = None
    battery: BatteryState | None = None
    at_s: dict[str, float] = field(default_factory=dict)
    pause_s: dict[str, float] = field(default_factory=dict)
    moving_pauses_s: list[float] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)  # first by topic: what no adapter takes

    @property
    def complete(self) -> bool:
        return self.pose is not None and self.onboard is not None and self.battery is not None

    def longest_pause_s(self, topic: str, steady_s: float) -> float:
        """Also that which still lasts."""
        lasts_s = steady_s - self.at_s.get(topic, steady_s)
        return max(self.pause_s.get(topic, 0.0), lasts_s)

    def take_odometry(self, message: Odometry, steady_s: float, now_s: float) -> None:
        pause_s = self._note("odom", message, steady_s, now_s)
        try:
            check_odometry(message)
            pose = pose_of(message.pose.pose, "odom.pose.pose")
            speed_mps = checks.number(message.twist.twist.linear.x, "odom.twist", -50.0, 50.0)
        except InputError as error:
            self.wrong.setdefault("odom", str(error))
            return
        if abs(speed_mps) > MOVES_MPS and abs(self.speed_mps) > MOVES_MPS:
            self.moving_pauses_s.append(pause_s)
        self.pose, self.speed_mps = pose, speed_mps

    def take_battery(self, message: BatteryState, steady_s: float, now_s: float) -> None:
        self._note("battery_state", message, steady_s, now_s)
        try:
            checks.number(message.percentage, "battery_state.percentage", 0.0, 1.0)
        except InputError as error:
            self.wrong.setdefault("battery_state", str(error))
        self.battery = message

    def take_onboard(self, message: msg.OnboardState, steady_s: float, now_s: float) -> None:
        self._note("onboard_state", message, steady_s, now_s)
        if message.legs_done > message.legs_released:
            self.wrong.setdefault(
                "onboard_state",
                f"legs_done is {message.legs_done} and legs_released {message.legs_released}",
            )
        self.onboard = message

    def _note(
        self,
        topic: str,
        message: Odometry | BatteryState | msg.OnboardState,
        steady_s: float,
        now_s: float,
    ) -> float:
        pause_s = steady_s - self.at_s.get(topic, steady_s)
        self.at_s[topic] = steady_s
        self.pause_s[topic] = max(self.pause_s.get(topic, 0.0), pause_s)
        off_s = now_s - seconds_of(message.header.stamp, f"{topic}.header.stamp")
        if abs(off_s) > AGE_S[topic]:
            word = "behind" if off_s > 0.0 else "ahead of"
            self.wrong.setdefault(
                topic,
                f"{topic} is stamped {abs(off_s):.1f} s {word} this machine's clock; "
                f"{AGE_S[topic]:.1f} s is allowed",
            )
        return pause_s
