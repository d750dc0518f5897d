"""What can be done with the whole fleet."""

from __future__ import annotations

from fleet_core.model.request import PauseFleet, ResumeFleet
from hmi.commands.command import Command
from hmi.commands.command_group import CommandGroup


class FleetCommands(CommandGroup):
    """Pausing is quick and can be undone; nobody is asked first."""

    def commands(self) -> list[Command]:
        return [
            Command(
                "fleet.pause",
                lambda: self.tr("Pause the whole fleet"),
                self._pause,
                lambda: self._why_not(False),
                "Ctrl+Shift+P",
            ),
            Command(
                "fleet.resume",
                lambda: self.tr("Resume the whole fleet"),
                self._resume,
                lambda: self._why_not(True),
                "Ctrl+Shift+R",
            ),
        ]

    def _why_not(self, must_be_paused: bool) -> str:
        if reason := self._why_no_link():
            return reason
        if self._desk.store.snapshot.fleet_paused is not must_be_paused:
            if must_be_paused:
                return self.tr("The fleet is not paused.")
            return self.tr("The fleet is paused already.")
        return ""

    def _pause(self) -> None:
        self._desk.send(PauseFleet(), self.tr("The fleet is paused."), ResumeFleet())

    def _resume(self) -> None:
        self._desk.send(ResumeFleet(), self.tr("The fleet goes on."), PauseFleet())
