"""``fleet order``: what can be changed about an order that was accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fleet_nodes.commands.options import AsJson, Domain, Operator

if TYPE_CHECKING:
    from fleet_core.model.request import Request

OrderId = Annotated[str, typer.Argument(metavar="ORDER", help="Id of an order.")]


def cancel(
    order_id: OrderId,
    cause: Annotated[str, typer.Option(help="Why; kept with the order.")] = "",
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """End an order; a load on board is set down at a place that the fleet chooses."""
    from fleet_core.model.request import CancelOrder  # noqa: PLC0415

    _do(CancelOrder(order_id, cause), operator, domain, as_json)


def suspend(
    order_id: OrderId,
    cause: Annotated[str, typer.Option(help="Why; kept with the order.")] = "",
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Let an order wait until it is resumed; its vehicle keeps a load that is on board."""
    from fleet_core.model.request import SuspendOrder  # noqa: PLC0415

    _do(SuspendOrder(order_id, cause), operator, domain, as_json)


def resume(
    order_id: OrderId, operator: Operator = "", domain: Domain = None, as_json: AsJson = False
) -> None:
    """Go on with a suspended order."""
    from fleet_core.model.request import ResumeOrder  # noqa: PLC0415

    _do(ResumeOrder(order_id), operator, domain, as_json)


def assign(
    order_id: OrderId,
    vehicle_id: Annotated[str, typer.Argument(metavar="VEHICLE", help="Id of a vehicle.")],
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Give an order to this vehicle; one that is busy does it next."""
    from fleet_core.model.request import AssignOrder  # noqa: PLC0415

    _do(AssignOrder(order_id, vehicle_id), operator, domain, as_json)


def unassign(
    order_id: OrderId, operator: Operator = "", domain: Domain = None, as_json: AsJson = False
) -> None:
    """Take a choice of vehicle back: the fleet chooses again."""
    from fleet_core.model.request import UnassignOrder  # noqa: PLC0415

    _do(UnassignOrder(order_id), operator, domain, as_json)


def load(
    order_id: OrderId,
    at: Annotated[str, typer.Option("--at", metavar="STATION", help="Where it stands.")] = "",
    lost: Annotated[
        bool, typer.Option("--lost", help="It is lost: the order is cancelled.")
    ] = False,
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Say where an order's load is that is not on its vehicle any more."""
    from fleet_core.model.errors import OrderError  # noqa: PLC0415
    from fleet_core.model.request import ReportLoad  # noqa: PLC0415

    if bool(at) == lost:
        raise OrderError("give one of --at STATION, --lost")
    _do(ReportLoad(order_id, at), operator, domain, as_json)


def reprioritise(
    order_id: OrderId,
    priority: Annotated[
        int | None, typer.Option(help="-100 to 100, higher is more urgent.")
    ] = None,
    due_in_s: Annotated[
        float | None, typer.Option("--due-in", help="Seconds until it should be delivered.")
    ] = None,
    no_deadline: Annotated[
        bool, typer.Option("--no-deadline", help="Take its deadline away.")
    ] = False,
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Change the urgency of an order, also after it was assigned; what is not named stays."""
    from fleet_core.model.errors import OrderError  # noqa: PLC0415
    from fleet_core.model.request import NewDeadline, ReprioritiseOrder  # noqa: PLC0415
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.urgency import checked_in_s, checked_priority  # noqa: PLC0415

    if due_in_s is not None and no_deadline:
        raise OrderError("give one of --due-in, --no-deadline")
    checked_in_s("--due-in", due_in_s)
    if priority is not None:
        checked_priority(priority)
    deadline = NewDeadline(None) if no_deadline else None
    if due_in_s is not None:
        with connected(domain) as fleet:
            deadline = NewDeadline(fleet.time_s() + due_in_s)
    _do(ReprioritiseOrder(order_id, priority, deadline), operator, domain, as_json)


CHANGES = (cancel, suspend, resume, assign, unassign, load, reprioritise)


def _do(request: Request, operator: str, domain: int | None, as_json: bool) -> None:
    """Have it done, and print the order as it is then."""
    from fleet_core.app.operator import operator_name  # noqa: PLC0415
    from fleet_core.model.request import CancelOrder  # noqa: PLC0415
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import plain, print_json  # noqa: PLC0415

    with connected(domain) as fleet:
        order = fleet.do(request, operator_name(operator)).order
    assert order is not None, "what is asked about an order is answered with it"
    if as_json:
        print_json(plain(order))
        return
    more = (
        "; it is being ended" if isinstance(request, CancelOrder) and not order.state.ended else ""
    )
    typer.echo(f"order {order.id} is {order.state}{more}")
