"""When a report is worth sending: at once when it says something new, and now and then.

Most of a large fleet stands most of the time. Telling the fleet five times a second that nothing
has changed would cost it more than all its planning.
"""

from __future__ import annotations

from dataclasses import replace
from math import hypot

from fleet_core.model.geometry import wrap_angle
from fleet_core.model.vehicle import VehicleReport

HEARTBEAT_S = 0.45
"""Of real time. The fleet takes a vehicle for lost after 2 s; the rest is for a machine that has
more to do than it can: with sixteen busy processes on two cores vehicles that spoke every 0.9 s
were lost in vain."""
STILL_MPS = 0.01
STILL_RADPS = 0.01
STILL_M = 0.01
STILL_RAD = 0.01
SAME_SOC = 0.005


class ReportPace:
    """Of one vehicle."""

    def __init__(self) -> None:
        self._sent: VehicleReport | None = None
        self._sent_s = 0.0

    def is_due(self, report: VehicleReport, steady_s: float) -> bool:
        """Whether to send it; then it is taken note of. ``steady_s``: time that only grows."""
        last = self._sent
        late = steady_s >= self._sent_s + HEARTBEAT_S
        if last is not None and not late and _same(last, report):
            return False
        self._sent, self._sent_s = report, steady_s
        return True


def _same(last: VehicleReport, report: VehicleReport) -> bool:
    """It stands where it stood, within what localisation shakes, and says nothing else."""
    way_m = hypot(report.pose.x_m - last.pose.x_m, report.pose.y_m - last.pose.y_m)
    turn_rad = abs(wrap_angle(report.pose.heading_rad - last.pose.heading_rad))
    return (
        max(abs(report.speed_mps), abs(last.speed_mps)) <= STILL_MPS
        and max(abs(report.turn_rate_radps), abs(last.turn_rate_radps)) <= STILL_RADPS
        and way_m <= STILL_M
        and turn_rad <= STILL_RAD
        and abs(report.battery_soc - last.battery_soc) <= SAME_SOC
        and _with_motion_of(last, report) == last
    )


def _with_motion_of(last: VehicleReport, report: VehicleReport) -> VehicleReport:
    return replace(
        report,
        stamp_s=last.stamp_s,
        pose=last.pose,
        speed_mps=last.speed_mps,
        turn_rate_radps=last.turn_rate_radps,
        battery_soc=last.battery_soc,
    )
