"""``fleet order``: what can be changed about an order that was accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleet_nodes.commands.options import AsJson, Author, Domain

if TYPE_CHECKING:
    from fleet_core.model.order import TransportOrder

OrderId = Annotated[str, typer.Argument(metavar="ORDER", help="Id of an order.")]


def cancel(
    order_id: OrderId,
    cause: Annotated[str, typer.Option(help="Why; kept with the order.")] = "cancelled by hand",
    author: Author = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """End an order; a load on board is set down at a place that the fleet chooses."""
    from fleet_nodes import names  # noqa: PLC0415

    order = _command(names.CANCEL_ORDER, domain, order_id=order_id, cause=cause, author=author)
    _show(order, as_json, "" if order.state.ended else "; it is being ended")


def suspend(
    order_id: OrderId,
    cause: Annotated[str, typer.Option(help="Why; kept with the order.")] = "suspended by hand",
    author: Author = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Let an order wait until it is resumed; its vehicle keeps a load that is on board."""
    from fleet_nodes import names  # noqa: PLC0415

    order = _command(names.SUSPEND_ORDER, domain, order_id=order_id, cause=cause, author=author)
    _show(order, as_json)


def resume(
    order_id: OrderId, author: Author = "", domain: Domain = None, as_json: AsJson = False
) -> None:
    """Go on with a suspended order."""
    from fleet_nodes import names  # noqa: PLC0415

    order = _command(names.RESUME_ORDER, domain, order_id=order_id, author=author)
    _show(order, as_json)


def assign(
    order_id: OrderId,
    vehicle_id: Annotated[str, typer.Argument(metavar="VEHICLE", help="Id of a vehicle.")],
    author: Author = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Give an order to this vehicle; one that is busy does it next."""
    from fleet_interfaces import srv  # noqa: PLC0415

    from fleet_nodes import names  # noqa: PLC0415

    request = {"order_id": order_id, "vehicle_id": vehicle_id, "author": author}
    _show(_ask(srv.AssignOrder, names.ASSIGN_ORDER, domain, request), as_json)


def unassign(
    order_id: OrderId, author: Author = "", domain: Domain = None, as_json: AsJson = False
) -> None:
    """Take a choice of vehicle back: the fleet chooses again."""
    from fleet_interfaces import srv  # noqa: PLC0415

    from fleet_nodes import names  # noqa: PLC0415

    request = {"order_id": order_id, "vehicle_id": "", "author": author}
    _show(_ask(srv.AssignOrder, names.ASSIGN_ORDER, domain, request), as_json)


def reprioritise(
    order_id: OrderId,
    priority: Annotated[
        int | None, typer.Option(help="-100 to 100, higher is more urgent.")
    ] = None,
    due_in_s: Annotated[
        float | None, typer.Option("--due-in", help="Seconds until it should be delivered.")
    ] = None,
    author: Author = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Change the urgency of an order, also after it was assigned."""
    from fleet_interfaces import srv  # noqa: PLC0415

    from fleet_core.model.errors import OrderError  # noqa: PLC0415
    from fleet_nodes import names  # noqa: PLC0415
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.urgency import (  # noqa: PLC0415
        checked_in_s,
        checked_priority,
        from_now_s,
    )
    from fleet_nodes.conversions.instants import optional_time_message  # noqa: PLC0415

    if priority is None and due_in_s is None:
        raise OrderError("give --priority, --due-in or both")
    checked_in_s("--due-in", due_in_s)
    deadline_s = None
    if due_in_s is not None:
        with connected(domain) as fleet:
            deadline_s = from_now_s(fleet.time_s(), due_in_s)
    request = {
        "order_id": order_id,
        "set_priority": priority is not None,
        "priority": checked_priority(priority or 0),
        "set_deadline": deadline_s is not None,
        "deadline": optional_time_message(deadline_s),
        "author": author,
    }
    _show(_ask(srv.ReprioritiseOrder, names.REPRIORITISE_ORDER, domain, request), as_json)


CHANGES = (cancel, suspend, resume, assign, unassign, reprioritise)


def _command(service: str, domain: int | None, **request: str) -> TransportOrder:
    from fleet_interfaces import srv  # noqa: PLC0415

    return _ask(srv.OrderCommand, service, domain, request)


def _ask(kind: Any, service: str, domain: int | None, request: dict[str, Any]) -> TransportOrder:
    """The order as it is after the request; an author who is not named is the user."""
    from fleet_nodes.commands.connection import author_or_login, connected  # noqa: PLC0415
    from fleet_nodes.conversions.orders import order_of  # noqa: PLC0415

    request = {**request, "author": author_or_login(request["author"])}
    with connected(domain) as fleet:
        return order_of(fleet.ask(kind, service, **request).order)


def _show(order: TransportOrder, as_json: bool, more: str = "") -> None:
    from fleet_nodes.commands.printing import plain, print_json  # noqa: PLC0415

    if as_json:
        print_json(plain(order))
    else:
        typer.echo(f"order {order.id} is {order.state}{more}")
