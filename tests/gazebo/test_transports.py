"""Loads are picked, carried and put down: on forks, on a plate, on a trolley."""

from __future__ import annotations

from math import hypot, radians

from fleet_core.model.order import OrderState
from fleet_nodes.gazebo.handling import FLOOR
from fleet_nodes.gazebo.scenes import TRANSPORTS
from fleet_nodes.gazebo.station_loads import model_of
from fleet_nodes.gazebo.stepped_fleet import SteppedFleet
from tests.gazebo.conftest import Start
from tests.gazebo.fleet_scene import run_fleet

FORKLIFT, AMR, TUGGER = "forklift_1", "amr_1", "tugger_1"
ORDERS = {order.intended_vehicle: order for order in TRANSPORTS.orders}
WITHIN_M, WITHIN_RAD = 0.020, radians(1.0)


class Carried:
    """What was seen of a load unit while its vehicle said that it is on board, and what was felt
    under it when it was let go."""

    def __init__(self, vehicle: str, unit: str) -> None:
        self.vehicle, self.unit, self.model = vehicle, unit, model_of(unit)
        self.heights_m: list[float] = []
        self.offs_m: list[float] = []
        self.tilts_rad: list[float] = []
        self.stands_on: set[str] = set()

    def look(self, fleet: SteppedFleet) -> None:
        member = fleet.members[self.vehicle]
        load = fleet.plant.load(self.model)
        if member.report is None or self.unit not in member.report.load_unit_ids or load is None:
            return
        touched = load.touched(fleet.plant.now_s)
        if touched and self.vehicle not in touched:
            self.stands_on = touched
        lift, seen = member.vehicle.lift, member.vehicle.seen
        if lift.height_m < lift.carrier.stroke_m or load.seen is None or seen is None:
            return
        at = load.seen.pose
        self.heights_m.append(load.seen.height_m)
        self.tilts_rad.append(load.seen.tilt_rad)
        self.offs_m.append(hypot(at.x_m - seen.pose.x_m, at.y_m - seen.pose.y_m))


def test_loads_are_picked_carried_and_put_down_where_they_belong(start: Start) -> None:
    carried = {name: Carried(name, order.load_unit_id) for name, order in ORDERS.items()}

    def look(fleet: SteppedFleet) -> None:
        for each in carried.values():
            each.look(fleet)

    def both_are_done(fleet: SteppedFleet) -> bool:
        """The tugger's way is long; that it carries is seen by then."""
        return fleet.accepted and all(
            fleet.order(ORDERS[name].id).state.ended for name in (FORKLIFT, AMR)
        )

    fleet = run_fleet(
        start, TRANSPORTS.facility(), TRANSPORTS.orders, TRANSPORTS.within_s, look, both_are_done
    )
    assert not fleet.plant.contacts
    for name in (FORKLIFT, AMR):
        order = fleet.order(ORDERS[name].id)
        assert order.state is OrderState.DONE, order.reason
    for name in ORDERS:
        # On board: as high as what carries it, in its place, and upright; so nowhere on the floor.
        seen = carried[name]
        assert len(seen.heights_m) > 100
        assert max(seen.heights_m) - min(seen.heights_m) < 0.01
        assert max(seen.offs_m) - min(seen.offs_m) < 0.01
        assert min(seen.heights_m) > 0.05
        assert max(seen.tilts_rad) < WITHIN_RAD
    # Put down, by Gazebo's own contacts and pose, beside its station's place.
    downs = {down.load_unit_id: down for down in fleet.loads.set_downs}
    assert set(downs) == {ORDERS[FORKLIFT].load_unit_id, ORDERS[AMR].load_unit_id}
    for name, under in ((FORKLIFT, FLOOR), (AMR, "stand_2")):
        order = ORDERS[name]
        down, load = downs[order.load_unit_id], fleet.plant.load(carried[name].model)
        assert down.station_id == order.stops[-1].station_id
        assert down.off_m < WITHIN_M
        assert down.off_rad < WITHIN_RAD
        assert load is not None and load.seen is not None
        assert load.seen.tilt_rad < WITHIN_RAD
        assert carried[name].stands_on == {under}
    tugger = fleet.members[TUGGER].report
    assert tugger is not None and tugger.load_unit_ids == (ORDERS[TUGGER].load_unit_id,)
