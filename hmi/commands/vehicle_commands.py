"""What can be done with the selected vehicle."""

from __future__ import annotations

from fleet_core.model.request import (
    PauseVehicle,
    ResumeVehicle,
    ReturnToService,
    SendToCharge,
    SendToPark,
    SendVehicle,
    TakeOutOfService,
)
from fleet_core.model.vehicle import Activity, OperatingMode, VehicleStatus
from hmi.commands.command import Command
from hmi.commands.command_group import CommandGroup
from hmi.model import selection
from hmi.model.selection import Kind

ON_SHEET = (
    "vehicle.pause",
    "vehicle.resume",
    "vehicle.charge",
    "vehicle.park",
    "vehicle.maintain",
    "vehicle.return",
    "vehicle.follow",
)
"""Buttons of the inspector, in this order."""


class VehicleCommands(CommandGroup):
    """Commands on one vehicle: the selected one, or that of the selected order."""

    def commands(self) -> list[Command]:
        return [
            Command(
                "vehicle.pause",
                lambda: self.tr("Pause vehicle"),
                self._pause,
                self._why_no_pause,
                "Ctrl+P",
            ),
            Command(
                "vehicle.resume",
                lambda: self.tr("Resume vehicle"),
                self._resume,
                self._why_no_resume,
                "Ctrl+R",
            ),
            Command(
                "vehicle.charge",
                lambda: self.tr("Send to charge"),
                self._charge,
                self._why_no_errand,
                "Ctrl+E",
            ),
            Command(
                "vehicle.park",
                lambda: self.tr("Send to park"),
                self._park,
                self._why_no_errand,
                "Ctrl+B",
            ),
            Command(
                "vehicle.maintain",
                lambda: self.tr("Take out of service"),
                self._maintain,
                self._why_no_maintenance,
                "Ctrl+M",
            ),
            Command(
                "vehicle.return",
                lambda: self.tr("Return to service"),
                self._return,
                self._why_no_return,
            ),
            Command(
                "vehicle.follow",
                lambda: self.tr("Follow on the map"),
                self._follow,
                self._why_nobody,
                "F",
            ),
            Command(
                "vehicle.next",
                lambda: self.tr("Select next vehicle"),
                lambda: self._step(1),
                shortcut="N",
            ),
            Command(
                "vehicle.previous",
                lambda: self.tr("Select previous vehicle"),
                lambda: self._step(-1),
                shortcut="Shift+N",
            ),
        ]

    def send_to(self, station_id: str) -> Command:
        """Send the selected vehicle to one station; the palette has one of these a station."""
        name = self._context.store.station_name(station_id)
        return Command(
            f"vehicle.send.{station_id}",
            lambda: self.tr("Send vehicle to {0}").format(name),
            lambda: self._send(station_id),
            self._why_no_errand,
        )

    def _status(self) -> VehicleStatus | None:
        return self._context.store.vehicle_of_selection()

    def _id(self) -> str:
        status = self._status()
        return status.report.vehicle_id if status else ""

    def _why_nobody(self) -> str:
        return "" if self._status() else self.tr("No vehicle is selected.")

    def _why_out_of_reach(self) -> str:
        status = self._status()
        if status is None:
            return self._why_nobody()
        if reason := self._why_no_link():
            return reason
        if status.activity is Activity.LOST:
            return self.tr("The vehicle is out of contact.")
        return ""

    def _why_no_pause(self) -> str:
        status = self._status()
        if status is not None and status.activity is Activity.PAUSED:
            return self.tr("The vehicle is paused already.")
        return self._why_out_of_reach()

    def _why_no_resume(self) -> str:
        status = self._status()
        if status is not None and status.activity is not Activity.PAUSED:
            return self.tr("The vehicle is not paused.")
        return self._why_out_of_reach()

    def _why_no_maintenance(self) -> str:
        status = self._status()
        if status is not None and status.maintenance:
            return self.tr("The vehicle is out of service already.")
        return self._why_nobody() or self._why_no_link()

    def _why_no_return(self) -> str:
        status = self._status()
        if status is not None and not status.maintenance:
            return self.tr("The vehicle is in service.")
        return self._why_nobody() or self._why_no_link()

    def _why_no_errand(self) -> str:
        if reason := self._why_out_of_reach():
            return reason
        status = self._status()
        assert status is not None
        if status.report.mode is not OperatingMode.AUTOMATIC:
            return self.tr("The vehicle is driven by hand.")
        if status.report.broken:
            return self.tr("The vehicle is broken down.")
        if status.order_id:
            return self.tr("The vehicle carries out order {0}.").format(status.order_id)
        return ""

    def _pause(self) -> None:
        who = self._id()
        self._context.send(
            PauseVehicle(who), self.tr("{0} pauses.").format(who), ResumeVehicle(who)
        )

    def _resume(self) -> None:
        who = self._id()
        self._context.send(
            ResumeVehicle(who), self.tr("{0} goes on.").format(who), PauseVehicle(who)
        )

    def _maintain(self) -> None:
        who = self._id()
        said = self.tr("{0} is taken out of service.").format(who)
        self._context.send(TakeOutOfService(who), said, ReturnToService(who))

    def _return(self) -> None:
        who = self._id()
        said = self.tr("{0} is back in service.").format(who)
        self._context.send(ReturnToService(who), said, TakeOutOfService(who))

    def _charge(self) -> None:
        who = self._id()
        self._context.send(SendToCharge(who), self.tr("{0} goes to charge.").format(who))

    def _park(self) -> None:
        who = self._id()
        self._context.send(SendToPark(who), self.tr("{0} goes to park.").format(who))

    def _send(self, station_id: str) -> None:
        who, name = self._id(), self._context.store.station_name(station_id)
        said = self.tr("{0} goes to {1}.").format(who, name)
        self._context.send(SendVehicle(who, station_id), said)

    def _follow(self) -> None:
        store, who = self._context.store, self._id()
        store.follow("" if store.following == who else who)

    def _step(self, by: int) -> None:
        ids = sorted(self._context.store.vehicles)
        if ids:
            here = self._context.store.selected(Kind.VEHICLE)
            at = ids.index(here) + by if here in ids else (0 if by > 0 else -1)
            self._context.store.select(selection.vehicle(ids[at % len(ids)]))
