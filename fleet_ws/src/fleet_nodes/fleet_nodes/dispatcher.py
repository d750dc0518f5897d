"""The fleet controller as a node: reports in, routes out, orders by services and an action."""

from __future__ import annotations

import time
from traceback import format_exc

from fleet_interfaces import msg
from rclpy.clock import Clock, ClockType
from rclpy.lifecycle import LifecycleNode, LifecycleState, TransitionCallbackReturn
from rclpy.node import Node

from fleet_core.app.settings_file import fitting, read_settings
from fleet_core.model import reasons
from fleet_core.model.errors import FleetError, InputError, StoreError, WorkError
from fleet_core.model.wording import sentence
from fleet_core.store.hold import DatabaseTakenError
from fleet_nodes.conversions.vehicles import report_of
from fleet_nodes.diagnostics import ERROR, OK, WARN, Diagnostics, Health, Part
from fleet_nodes.dispatcher_work import DispatcherWork
from fleet_nodes.fleet_clock import FleetClock
from fleet_nodes.parameters import DispatcherParameters, declare, declare_settings
from fleet_nodes.process import run

TRY_AGAIN_S = 1.0
"""A database that does not answer at the start is asked again so often."""
TAKEN_FOR_S = 15.0
"""A server that was cut off from a fleet before this one misses it after 11 s: so long a database
may be in use by another fleet that is not there any more."""
AT_REST_S = 0.5
"""While nobody moves and nothing is decided the fleet's state is told so often: a picture of it
counts as lost after 2 s."""


class Dispatcher(LifecycleNode):
    """A lifecycle node, because its states mean something on the floor. Configured: the store is
    open and everything is shown, but no service answers and no release grows: vehicles come to a
    stand at the end of what they were given. Active: it commands. Not configured: it has nothing,
    says nothing, and another dispatcher may have the domain.
    """

    def __init__(self) -> None:
        super().__init__("dispatcher")
        self.settings = declare(self, DispatcherParameters)
        declared = declare_settings(self, read_settings(self.settings.settings))
        self._fleet_settings = fitting(declared).stretched(self.settings.patience)
        self.failure: FleetError | None = None  # why configuring has failed
        self._fleet_clock = FleetClock(self)
        self._work: DispatcherWork | None = None
        self._active = False
        self._shown_s = 0.0
        self._began_s = time.monotonic()
        self._tried_s = 0.0
        self._said_failure = ""
        self._refused = ""
        self._steady = Clock(clock_type=ClockType.STEADY_TIME)
        self.create_timer(1.0 / self.settings.step_rate_hz, self._step, clock=self._steady)
        part = Part(self.get_name(), "fleet", self._health)
        self._diagnostics = Diagnostics(self, part, others=self._vehicles)

    def on_configure(self, state: LifecycleState) -> TransitionCallbackReturn:
        self.failure = None
        try:
            self._work = DispatcherWork(
                self, self.settings, self._fleet_settings, self._fleet_clock
            )
        except FleetError as error:
            self.failure = error
            if str(error) != self._said_failure:
                self._said_failure = str(error)
                self.get_logger().error(self._said_failure)
            return TransitionCallbackReturn.FAILURE
        except Exception as error:  # rclpy would swallow it, and the node do nothing, silently
            self.failure = WorkError(f"a defect: {type(error).__name__}: {error}")
            self.get_logger().error(f"{self.failure}\n{format_exc()}")
            return TransitionCallbackReturn.FAILURE
        return super().on_configure(state)

    def on_activate(self, state: LifecycleState) -> TransitionCallbackReturn:
        assert self._work is not None, "a node that is activated is configured"
        self._work.open()
        self._active = True
        return super().on_activate(state)

    def on_deactivate(self, state: LifecycleState) -> TransitionCallbackReturn:
        self._active = False
        if self._work is not None:
            self._work.shut()
        return super().on_deactivate(state)

    def on_cleanup(self, state: LifecycleState) -> TransitionCallbackReturn:
        self.close()
        return super().on_cleanup(state)

    def on_shutdown(self, state: LifecycleState) -> TransitionCallbackReturn:
        self.close()
        return super().on_shutdown(state)

    def close(self) -> None:
        """Give the store back."""
        self._active = False
        if self._work is not None:
            self._work.close()
            self._work = None

    def begin(self) -> None:
        """Configured and activated, as soon as the database answers. Raises what makes it vain to
        wait."""
        self._tried_s = time.monotonic()
        self.trigger_configure()
        if self.failure is None:
            self.trigger_activate()
        elif not self._may_pass(self.failure):
            raise self.failure

    def _may_pass(self, failure: FleetError) -> bool:
        taken = isinstance(failure, DatabaseTakenError)
        early = time.monotonic() - self._began_s < TAKEN_FOR_S
        return isinstance(failure, StoreError) or (taken and early)

    def _step(self) -> None:
        if self._work is None:
            waits = self.settings.autostart and self.failure is not None
            if waits and time.monotonic() - self._tried_s >= TRY_AGAIN_S:
                self.begin()
            return
        self._work.owner.check()
        if not self._fleet_clock.runs:
            return
        # The time first: whatever was said before it is taken in before anybody's age is judged by
        # it, also when taking in takes long.
        now_s = self._fleet_clock.now_s()
        for message in self._work.newest_reports():
            self._take_report(self._work, message, now_s)
        if self._active:
            self._work.step(now_s)
        steady_s = self._steady.now().nanoseconds * 1e-9
        waited_s = steady_s - self._shown_s + 1e-3
        due = waited_s >= 1.0 / self.settings.state_rate_hz
        due_at_rest = waited_s >= max(AT_REST_S, 1.0 / self.settings.state_rate_hz)
        if self._work.show(now_s, self._fleet_clock.simulated, due, due_at_rest):
            self._shown_s = steady_s

    def _take_report(self, work: DispatcherWork, message: msg.VehicleReport, now_s: float) -> None:
        try:
            work.controller.report(report_of(message), now_s)
            self._refused = ""
        except InputError as error:
            self._refused = str(error)
            self.get_logger().warning(f"report refused: {error}", throttle_duration_sec=10.0)

    def _health(self) -> Health:
        if self.failure is not None:
            return Health(ERROR, f"not configured: {self.failure}")
        if self._work is None or not self._fleet_clock.runs:
            return Health(WARN, "not configured" if self._work is None else "no /clock yet")
        values = self._work.numbers()
        if self._fleet_clock.fault or self._refused:
            return Health(ERROR, self._fleet_clock.fault or self._refused, values)
        store_failure = self._work.controller.store_failure
        if store_failure is not None:
            return Health(ERROR, sentence(reasons.fleet.store_failed(store_failure)), values)
        if not self._active:
            return Health(WARN, "inactive: releases do not grow, and no service answers", values)
        unknown_vehicles = self._work.controller.unknown_vehicles
        if unknown_vehicles:
            more = f" and {len(unknown_vehicles) - 5} more" if len(unknown_vehicles) > 5 else ""
            text = f"not of this plant, and not taken in: {', '.join(unknown_vehicles[:5])}{more}"
            return Health(WARN, text, values)
        return Health(OK, "the fleet is commanded", values)

    def _vehicles(self) -> list[Part]:
        return self._work.vehicles_in_trouble() if self._work is not None else []


def make_nodes() -> list[Node]:
    """Configured and activated, unless a lifecycle manager is to do that."""
    node = Dispatcher()
    if node.settings.autostart:
        try:
            node.begin()
        except FleetError:
            node.destroy_node()
            raise
    return [node]


def main() -> None:
    run("dispatcher", make_nodes)


if __name__ == "__main__":
    main()
