"""What becomes of the order of a vehicle that cannot go on, or whose battery is emptier than the
fleet has planned with."""

from __future__ import annotations

from fleet_core.execution.fleet import Fleet
from fleet_core.execution.order_moves import give_back, mark_under_way, suspend_order
from fleet_core.execution.vehicle import Condition, Vehicle
from fleet_core.execution.vehicle_watch import condition_of
from fleet_core.model import reasons
from fleet_core.model.mission import MissionKind
from fleet_core.model.order import OrderState
from fleet_core.model.status import Severity

GIVES_UP = frozenset(
    {
        Condition.LOST,
        Condition.MANUAL,
        Condition.SILENT,
        Condition.BROKEN,
        Condition.ASTRAY,
        Condition.STUCK,
    }
)


ABOVE_SOC = 0.02
"""So much above the reserve it is no longer low: batteries are not measured to the last percent."""


def look_after_order(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Empty: others take the order over. Loaded: it is suspended while the vehicle is broken."""
    mission = vehicle.mission
    if mission is None:
        return
    if vehicle.condition in GIVES_UP:
        if mission.kind is MissionKind.ORDER:
            _give_up_order(fleet, vehicle, now_s)
        elif vehicle.condition is Condition.BROKEN:
            fleet.set_mission(vehicle, None)
    elif vehicle.condition is Condition.READY and not mission.halted_by:
        order = fleet.order_of(vehicle)
        if order is not None and order.state is OrderState.SUSPENDED:
            mark_under_way(fleet, vehicle, now_s, reasons.orders.works_again(vehicle.id))


def _give_up_order(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    order = fleet.order_of(vehicle)
    if order is None or order.state is OrderState.SUSPENDED:
        return
    broken = vehicle.condition is Condition.BROKEN
    waited_s = now_s - vehicle.condition_since_s
    if not broken and waited_s < fleet.settings.give_up_after_s:
        return
    if fleet.at_work(vehicle) or _may_handle_unseen(fleet, vehicle):
        fleet.orders.explain(order.id, reasons.orders.may_be_handling(condition_of(vehicle)))
        return
    cause = condition_of(vehicle)
    if not order.loaded:
        give_back(fleet, vehicle, now_s, cause)
    elif broken and order.state is OrderState.UNDER_WAY:
        suspend_order(fleet, vehicle, order, now_s, reasons.orders.with_load_on_board(cause))


def _may_handle_unseen(fleet: Fleet, vehicle: Vehicle) -> bool:
    """Out of contact with its way released to the end, it may begin the action unseen."""
    if vehicle.condition is not Condition.LOST or vehicle.sent.newest is None:
        return False
    sent = vehicle.sent.newest
    return sent.action is not None and sent.released >= len(sent.legs)


def watch_battery(fleet: Fleet, vehicle: Vehicle, now_s: float) -> None:
    """Below the reserve: said once, and an order that is not picked yet goes to others, so that the
    vehicle can charge. A load on board is delivered, since it must go somewhere."""
    soc, reserve_soc = vehicle.report.battery_soc, fleet.settings.dispatch.reserve_soc
    if soc >= reserve_soc + ABOVE_SOC or vehicle.report.charging:
        vehicle.low_told = False
    if soc >= reserve_soc or vehicle.report.charging or vehicle.condition is not Condition.READY:
        return
    shown_soc = round(soc, 2)
    order = fleet.order_of(vehicle)
    begun = order is not None and (order.loaded or fleet.handling(vehicle))
    if order is not None and not begun and fleet.plant.can_charge(vehicle.report.type_id):
        cause = reasons.orders.battery_below_reserve(vehicle.id, shown_soc, reserve_soc)
        give_back(fleet, vehicle, now_s, cause)
    if not vehicle.low_told:
        vehicle.low_told = True
        said = reasons.vehicles.battery_low(vehicle.id, shown_soc, reserve_soc)
        fleet.journal.message(
            now_s, Severity.WARNING, said, vehicle.id, order.id if order is not None else ""
        )
