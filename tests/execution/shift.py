"""A small world with its controller, for tests that follow orders through it."""

from __future__ import annotations

from fleet_core.execution.controller import FleetController
from fleet_core.model.facility import StationUse
from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.request import SubmitOrder
from fleet_core.store.memory_store import MemoryStore
from tests.execution.teleport_plant import TeleportTravel, plant
from tests.execution.teleport_traffic import TeleportTraffic
from tests.execution.teleport_vehicles import TeleportWorld

ANNA = "anna"


class Shift:
    """A world and the controller that runs it."""

    def __init__(self, vehicles: int = 3, **uses: StationUse) -> None:
        self.facility = plant(vehicles, **uses)
        self.world = TeleportWorld(self.facility)
        self.store = MemoryStore(keeps_traffic=True)
        self.controller = self.new_controller()
        self.world.run(self.controller, 2)

    def new_controller(self) -> FleetController:
        self.controller = FleetController(
            self.facility,
            TeleportTraffic(self.facility),
            TeleportTravel(self.facility),
            self.store,
        )
        return self.controller

    @property
    def now_s(self) -> float:
        return self.world.now_s

    def run(self, steps: int = 1) -> None:
        self.world.run(self.controller, steps)

    def submit(self, order: TransportOrder) -> None:
        self.controller.do(SubmitOrder(order), ANNA, self.now_s).checked()

    def state(self, order_id: str) -> OrderState:
        return self.controller.order(order_id).state

    def run_until(self, order_id: str, *states: OrderState, steps: int = 60) -> None:
        for _ in range(steps):
            if self.state(order_id) in states:
                return
            self.run()
        raise AssertionError(f"{self.controller.order(order_id)} after {steps} steps")

    def run_until_loaded(self, order_id: str) -> None:
        for _ in range(60):
            if self.controller.order(order_id).loaded:
                return
            self.run()
        raise AssertionError(f"{self.controller.order(order_id)} is never loaded")

    def carrier(self, order_id: str):
        return self.world.vehicles[self.controller.order(order_id).vehicle_id]

    def status(self, vehicle_id: str):
        found = {
            status.report.vehicle_id: status
            for status in self.controller.snapshot(self.now_s).vehicles
        }
        return found[vehicle_id]

    def codes(self) -> list[str]:
        return [entry.reason.code for entry in self.controller.snapshot(self.now_s).messages]


def states_of(shift: Shift, order_id: str) -> list[OrderState]:
    states = [entry.to_state for entry in shift.controller.transitions(order_id)]
    return [
        state for index, state in enumerate(states) if index == 0 or state is not states[index - 1]
    ]
