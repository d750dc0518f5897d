"""Random lives of a fleet: whatever persons, vehicles and crashes do, no order is lost or done
twice, and every load ends where an order says."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fleet_core.execution.controller import FleetController
from fleet_core.model.errors import InputError
from fleet_core.model.order import OrderState, StopAction
from fleet_core.model.request import (
    AssignOrder,
    CancelOrder,
    NewDeadline,
    PauseVehicle,
    ReprioritiseOrder,
    ResumeOrder,
    ResumeVehicle,
    SendToCharge,
    SendToPark,
    SendVehicle,
    SubmitOrder,
    SuspendOrder,
    UnassignOrder,
)
from fleet_core.model.vehicle import ErrorLevel, OperatingMode, VehicleError
from fleet_core.store.memory_store import MemoryStore
from fleet_core.store.protocol import Changes
from tests.execution.teleport_plant import TRANSFERS, TeleportTravel, plant, transport
from tests.execution.teleport_traffic import TeleportTraffic
from tests.execution.teleport_vehicles import TeleportVehicle, TeleportWorld

VEHICLES = 3
vehicles = st.sampled_from([f"v{index + 1}" for index in range(VEHICLES)])
stations = st.sampled_from(TRANSFERS)
picks = st.integers(0, 10_000)  # of an order: the n-th of those there are


class Killed(BaseException):
    """The process ends here."""


class MortalStore(MemoryStore):
    """Outlives its controllers; may take one with it, before or after a write."""

    dies = ""

    def commit(self, changes: Changes) -> None:
        if self.dies == "before":
            raise Killed
        super().commit(changes)
        if self.dies == "after":
            raise Killed


class Lives(RuleBasedStateMachine):
    """Vehicles and store go on for ever; controllers come and go."""

    @initialize()
    def begin(self) -> None:
        self.facility = plant(VEHICLES)
        self.world = TeleportWorld(self.facility)
        self.store = MortalStore(keeps_traffic=True)
        self.accepted: list[str] = []
        self.restart()

    def restart(self) -> None:
        self.store.dies = ""
        self.controller = FleetController(
            self.facility,
            TeleportTraffic(self.facility),
            TeleportTravel(self.facility),
            self.store,
        )

    @property
    def now_s(self) -> float:
        return self.world.now_s

    def some_order(self, pick: int) -> str:
        return self.accepted[pick % len(self.accepted)] if self.accepted else ""

    def vehicle(self, vehicle_id: str) -> TeleportVehicle:
        return self.world.vehicles[vehicle_id]

    # persons

    @rule(
        source=stations, sink=stations, priority=st.integers(-100, 100), wish=st.none() | vehicles
    )
    def submit(self, source: str, sink: str, priority: int, wish: str | None) -> None:
        if source == sink:
            return
        order_id = f"O{len(self.accepted)}"
        order = transport(order_id, source, sink, priority=priority, intended_vehicle=wish or "")
        self.controller.do(SubmitOrder(order), "anna", self.now_s).checked()
        self.accepted.append(order_id)

    @rule(pick=picks, what=st.sampled_from(["cancel", "suspend", "resume", "resume", "urgent"]))
    def command(self, pick: int, what: str) -> None:
        order_id = self.some_order(pick)
        with suppress(InputError):
            if what == "cancel":
                self.controller.do(CancelOrder(order_id), "anna", self.now_s).checked()
            elif what == "suspend":
                self.controller.do(SuspendOrder(order_id), "anna", self.now_s).checked()
            elif what == "resume":
                self.controller.do(ResumeOrder(order_id), "anna", self.now_s).checked()
            else:
                self.controller.do(
                    ReprioritiseOrder(order_id, 100, NewDeadline(self.now_s + 9.0)),
                    "anna",
                    self.now_s,
                ).checked()

    @rule(pick=picks, vehicle_id=vehicles)
    def override(self, pick: int, vehicle_id: str) -> None:
        with suppress(InputError):
            self.controller.do(
                AssignOrder(self.some_order(pick), vehicle_id), "anna", self.now_s
            ).checked()

    @rule(pick=picks)
    def leave_to_the_fleet(self, pick: int) -> None:
        with suppress(InputError):
            self.controller.do(UnassignOrder(self.some_order(pick)), "anna", self.now_s).checked()

    @rule(vehicle_id=vehicles, what=st.sampled_from(["pause", "go", "charge", "park", "A"]))
    def order_about(self, vehicle_id: str, what: str) -> None:
        with suppress(InputError):
            if what == "pause":
                self.controller.do(PauseVehicle(vehicle_id), "anna", self.now_s).checked()
            elif what == "go":
                self.controller.do(ResumeVehicle(vehicle_id), "anna", self.now_s).checked()
            elif what == "charge":
                self.controller.do(SendToCharge(vehicle_id), "anna", self.now_s).checked()
            elif what == "park":
                self.controller.do(SendToPark(vehicle_id), "anna", self.now_s).checked()
            else:
                self.controller.do(SendVehicle(vehicle_id, what), "anna", self.now_s).checked()

    # vehicles

    @rule(
        vehicle_id=vehicles, what=st.sampled_from(["break", "repair", "silence", "speak", "fail"])
    )
    def trouble(self, vehicle_id: str, what: str) -> None:
        vehicle = self.vehicle(vehicle_id)
        if what == "break":
            vehicle.errors = (VehicleError("E", ErrorLevel.FATAL, "drive fault"),)
        elif what == "repair":
            vehicle.errors = ()
        elif what == "fail":
            vehicle.fail_next = "blocked"
        else:
            vehicle.silent = what == "silence"

    @rule(vehicle_id=vehicles, station_id=stations, steps=st.integers(1, 40))
    def carry_away(self, vehicle_id: str, station_id: str, steps: int) -> None:
        """A person takes over, drives to another known place, and hands back."""
        vehicle = self.vehicle(vehicle_id)
        vehicle.mode = OperatingMode.MANUAL
        self.go_on(steps)
        vehicle.carried_to(self.world.pose_at(f"n{station_id}"))
        self.go_on(1)
        vehicle.mode = OperatingMode.AUTOMATIC

    @rule(steps=st.integers(1, 12))
    def go_on(self, steps: int) -> None:
        self.world.run(self.controller, steps)

    @rule(when=st.sampled_from(["before", "after"]), steps=st.integers(1, 6), gap=st.integers(0, 4))
    def crash(self, when: str, steps: int, gap: int) -> None:
        """Killed at a write, or at the latest when the steps are over; vehicles live on."""
        self.store.dies = when
        with suppress(Killed):
            self.world.run(self.controller, steps)
        self.restart()
        for _ in range(gap):
            self.world.step(None)

    @invariant()
    def nothing_is_lost_or_done_twice(self) -> None:
        if not hasattr(self, "store"):
            return
        for kind in (StopAction.PICK, StopAction.DROP):
            loads = [load for load, _ in self.world.done(kind)]
            assert len(loads) == len(set(loads)), f"{kind} done twice: {loads}"
        for order_id in self.accepted:
            assert self.store.order(order_id) is not None, f"{order_id} is lost"

    def teardown(self) -> None:
        """Everything works again, every order is resumed: then every order comes to an end."""
        if not hasattr(self, "store"):
            return
        for vehicle in self.world.vehicles.values():
            vehicle.errors, vehicle.silent, vehicle.fail_next = (), False, ""
            with suppress(InputError):
                self.controller.do(ResumeVehicle(vehicle.id), "anna", self.now_s).checked()
        for _ in range(60):
            self.world.run(self.controller, 20)
            left = self.controller.snapshot(self.now_s).orders
            left = tuple(order for order in left if not order.state.ended)
            if not left:
                break
            for name in self.world.vehicles:  # a person looks at those that are astray
                with suppress(InputError):
                    self.controller.do(ResumeVehicle(name), "anna", self.now_s).checked()
            for order in left:
                if order.state is OrderState.SUSPENDED:
                    with suppress(InputError):
                        self.controller.do(ResumeOrder(order.id), "anna", self.now_s).checked()
        assert not left, left
        self.check_loads()

    def check_loads(self) -> None:
        drops = dict(self.world.done(StopAction.DROP))
        picked = dict(self.world.done(StopAction.PICK))
        for vehicle in self.world.vehicles.values():
            assert not vehicle.loads, f"{vehicle.id} still carries {vehicle.loads}"
        for order_id in self.accepted:
            order = self.store.order(order_id)
            assert order is not None
            load = f"load-{order_id}"
            if order.state is OrderState.DONE:
                assert picked[load] == order.stops[0].station_id
                assert drops[load] == order.stops[-1].station_id
            assert (load in picked) == (load in drops), order
            sequence = [entry.sequence for entry in self.store.transitions(order_id)]
            assert sequence == list(range(len(sequence)))


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_an_order_given_to_another_just_before_a_crash_is_picked_by_that_one_only() -> None:
    """Found by the machine above: traffic had not heard of it, and both vehicles picked."""
    lives = Lives()
    lives.begin()
    lives.submit(priority=0, source="B", sink="A", wish=None)
    lives.go_on(steps=1)
    lives.override(pick=0, vehicle_id="v1")
    lives.crash(gap=0, steps=1, when="before")
    lives.teardown()
    lives.nothing_is_lost_or_done_twice()
    assert lives.vehicle("v3").loads == []


def test_an_order_taken_from_a_broken_vehicle_after_a_crash_is_not_picked_by_it_later() -> None:
    """Found by the machine above: the vehicle kept the goal that traffic had from before."""
    lives = Lives()
    lives.begin()
    lives.trouble(vehicle_id="v3", what="break")
    lives.submit(priority=0, source="B", sink="A", wish=None)
    lives.trouble(vehicle_id="v1", what="break")
    lives.go_on(steps=1)
    lives.trouble(vehicle_id="v1", what="repair")
    lives.trouble(vehicle_id="v2", what="break")
    lives.crash(gap=0, steps=1, when="before")
    lives.go_on(steps=1)
    lives.teardown()
    lives.nothing_is_lost_or_done_twice()
    assert lives.vehicle("v2").loads == []
