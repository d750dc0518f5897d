"""What can be done with the whole fleet."""

from __future__ import annotations

from fleet_core.model.request import ForgetVehicle, PauseFleet, ResumeFleet
from hmi.commands.command import Command
from hmi.commands.command_group import CommandGroup
from hmi.commands.context import Question

_NAMED = 3
"""Unknown vehicles that a question names; more are counted."""


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
            Command(
                "fleet.forget",
                lambda: self.tr("Forget unknown vehicles…"),
                self._ask_to_forget,
                self._why_none_unknown,
            ),
        ]

    def _why_not(self, must_be_paused: bool) -> str:
        if reason := self._why_no_link():
            return reason
        if self._context.store.snapshot.fleet_paused is not must_be_paused:
            if must_be_paused:
                return self.tr("The fleet is not paused.")
            return self.tr("The fleet is paused already.")
        return ""

    def _pause(self) -> None:
        self._context.send(PauseFleet(), self.tr("The fleet is paused."), ResumeFleet())

    def _resume(self) -> None:
        self._context.send(ResumeFleet(), self.tr("The fleet goes on."), PauseFleet())

    def _why_none_unknown(self) -> str:
        if not self._context.store.snapshot.unknown_vehicles:
            return self.tr("Nobody reports who is not of this plant.")
        return self._why_no_link()

    def _ask_to_forget(self) -> None:
        ids = tuple(each.vehicle_id for each in self._context.store.snapshot.unknown_vehicles)
        named = ", ".join(ids[:_NAMED])
        if len(ids) > _NAMED:
            named = self.tr("{0} and {1} more").format(named, len(ids) - _NAMED)
        text = self.tr(
            "Reports to this fleet, and is not in its facility file: {0}. Nobody commands it, and "
            "it holds no way. Forget it? Who reports again is named again."
        ).format(named)
        self._context.ask(Question(text, self.tr("Forget"), lambda: self._forget(ids)))

    def _forget(self, ids: tuple[str, ...]) -> None:
        for vehicle_id in ids:
            self._context.send(
                ForgetVehicle(vehicle_id), self.tr("Unknown vehicles are forgotten.")
            )
