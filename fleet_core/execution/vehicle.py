"""All that the controller knows of one vehicle."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fleet_core.model.mission import Mission
from fleet_core.model.reason import Reason
from fleet_core.model.route import Route
from fleet_core.model.vehicle import VehicleReport
from fleet_core.traffic.protocol import Floor, Goal


class Condition(StrEnum):
    """Whether the fleet can command a vehicle, and if not, why."""

    NEW = "new"  # not heard of since this controller began
    READY = "ready"
    LOST = "lost"
    BROKEN = "broken"
    MANUAL = "manual"
    ASTRAY = "astray"  # its reports do not fit where it was sent
    SILENT = "silent"  # reports, but does not take up its route
    PAUSED = "paused"
    STUCK = "stuck"  # stands although it may drive


@dataclass(slots=True)
class VehicleContact:
    """What was heard of it, and when. Written by `contact`."""

    report: VehicleReport
    fresh_s: float = 0.0  # stamp of the report, or when it was heard if that was earlier
    heard: bool = True  # False: restored from the store, no report yet
    refused: Reason | None = None  # why its last report was not taken
    unreported: Reason | None = None  # why its adapter passes on no report
    overdue_since_s: float | None = None  # the first step at which its report was too old

    @property
    def trouble(self) -> Reason | None:
        """Why there is no newer report, as far as that is known."""
        return self.refused or self.unreported


@dataclass(slots=True)
class VehiclePlace:
    """Where it is, and whether that is where it was sent. Written by `vehicle_place`."""

    entered: bool = False  # it takes part in traffic
    restored: bool = False  # its place in traffic comes from a controller before this one
    moved_by_hand: bool = True  # a person may have moved it: it is taken up where it stands
    forgot_since_s: float | None = None  # it followed a route and names none since (stamp)
    examined: VehicleReport | None = None  # the report that was last held against its place
    fault: Reason | None = None  # what the last examined report is astray by
    objection: Reason | None = None  # why it is astray: ``fault``, until reports fit for a while
    sound_since_s: float | None = None  # since when they fit again
    floor: Floor | None = None  # where it may be beside what it holds, as traffic was told
    floor_known: bool = False  # traffic was told, since this controller began
    held_for: tuple[str, ...] = ()  # astray vehicles on its released way: it must stand
    furthest: tuple[str, int] = ("", 0)  # route, and most legs of it that it reported done
    jump: Reason | None = None  # how it moved as its type cannot
    jump_until_s: float = float("-inf")  # when it could have driven there
    refusal: Reason | None = None  # why traffic does not take it up where it stands
    next_entry_s: float = float("-inf")


@dataclass(slots=True)
class Sent:
    """What it was told to drive. Written by `outgoing`."""

    routes: list[Route] = field(default_factory=list)  # the one it drives to the last
    at_s: float = float("-inf")
    asked_at_s: float = float("-inf")  # when it was first told of the last of them
    hold: bool = False  # it was told to hold, and not yet to go on
    held_until_s: float = float("-inf")  # its report may still say paused because of us

    @property
    def newest(self) -> Route | None:
        """The newest route that it was told."""
        return self.routes[-1] if self.routes else None


@dataclass(slots=True)
class LoadDoubts:
    """Whether what it carries is what orders say. Written by `misplaced_loads`."""

    wrong_since_s: float | None = None  # since when a load is missing, or one too many
    misplaced_since_s: float | None = None  # since when one is on board that its order is not of
    was_manual: bool = False  # under manual control since its loads were last looked at


@dataclass(slots=True)
class Standing:
    """Whether it stands although it may drive. Written by `standing_watch`."""

    report: VehicleReport | None = None  # when it last moved, began to work, or might not drive
    since_s: float = 0.0
    numbers: Reason | None = None  # of why it should not stand, once that has lasted


@dataclass(frozen=True, slots=True)
class StoppedFor:
    """For whom the proximity system makes it stand."""

    track_id: str
    since_s: float


@dataclass(slots=True)
class Vehicle:
    """Changes from step to step; what must survive a crash of it is its mission. Each part and each
    field is written by one file (tests/execution/test_one_writer.py)."""

    id: str
    contact: VehicleContact
    place: VehiclePlace = field(default_factory=VehiclePlace)
    sent: Sent = field(default_factory=Sent)
    loads: LoadDoubts = field(default_factory=LoadDoubts)
    standing: Standing = field(default_factory=Standing)

    condition: Condition = Condition.NEW
    condition_since_s: float = 0.0
    manual_at_s: float = float("-inf")  # when it was last under manual control
    deaf_at_s: float = float("-inf")  # when it last could not hear what it was told
    told_stopped: bool | None = None  # what traffic was last told
    stopped_for: StoppedFor | None = None  # people near it

    mission: Mission | None = None
    settled_at_s: float = float("-inf")  # before, it may yet begin work that was taken from it
    idle_reason: Reason | None = None
    paused_by: str = ""
    maintained_by: str = ""  # who has taken it out of service

    goal: Goal | None = None  # what traffic was last told
    goal_known: bool = True  # False: traffic has a goal from a controller before this one
    goal_basis: tuple[Mission | None, int] | None = None  # mission and stop that the goal is for
    progress: tuple[str, int] = ("", 0)  # what traffic was last told
    no_charge_before_s: float = float("-inf")
    low_told: bool = False  # its battery is below the reserve, and that was said

    @property
    def report(self) -> VehicleReport:
        """The newest that was taken."""
        return self.contact.report
