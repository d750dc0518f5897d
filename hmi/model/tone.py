"""What is normal and what is not: the only source of colour on the screen (ISA-101)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from fleet_core.model.vehicle import Activity, ErrorLevel, VehicleStatus

LOW_BATTERY_SOC = 0.15
"""Below this a vehicle that does not charge needs attention."""


class Tone(IntEnum):
    """Grey tones first, then colours by rising urgency; the numbers index colour tables."""

    IDLE = 0
    NORMAL = 1
    HELD = 2  # paused by a person, or driven by hand: meant, but not normal
    ATTENTION = 3
    ALARM = 4


class Group(StrEnum):
    """States of vehicles as the top strip counts them."""

    WORKING = "working"
    IDLE = "idle"
    WAITING = "waiting"
    CHARGING = "charging"
    PAUSED = "paused"
    MANUAL = "manual"
    BROKEN = "broken"
    LOST = "lost"


_GROUPS: Mapping[Activity, Group] = {
    Activity.IDLE: Group.IDLE,
    Activity.TO_PARKING: Group.IDLE,
    Activity.TO_PICK: Group.WORKING,
    Activity.CARRYING: Group.WORKING,
    Activity.HANDLING: Group.WORKING,
    Activity.TO_CHARGER: Group.CHARGING,
    Activity.CHARGING: Group.CHARGING,
    Activity.WAITING: Group.WAITING,
    Activity.PAUSED: Group.PAUSED,
    Activity.MANUAL: Group.MANUAL,
    Activity.BROKEN: Group.BROKEN,
    Activity.LOST: Group.LOST,
}

_TONES: Mapping[Group, Tone] = {
    Group.WORKING: Tone.NORMAL,
    Group.IDLE: Tone.IDLE,
    Group.WAITING: Tone.NORMAL,
    Group.CHARGING: Tone.IDLE,
    Group.PAUSED: Tone.HELD,
    Group.MANUAL: Tone.HELD,
    Group.BROKEN: Tone.ALARM,
    Group.LOST: Tone.ALARM,
}


def group_of(activity: Activity) -> Group:
    return _GROUPS[activity]


def tone_of_group(group: Group) -> Tone:
    return _TONES[group]


def tone_of(status: VehicleStatus) -> Tone:
    """How a vehicle is coloured."""
    tone = _TONES[_GROUPS[status.activity]]
    report = status.report
    if report.errors:
        fatal = any(error.level is ErrorLevel.FATAL for error in report.errors)
        tone = max(tone, Tone.ALARM if fatal else Tone.ATTENTION)
    if report.battery_soc < LOW_BATTERY_SOC and not report.charging:
        tone = max(tone, Tone.ATTENTION)
    return tone


def counts(statuses: tuple[VehicleStatus, ...]) -> dict[Group, int]:
    """Vehicles by group, zeros included."""
    result = dict.fromkeys(Group, 0)
    for status in statuses:
        result[_GROUPS[status.activity]] += 1
    return result
