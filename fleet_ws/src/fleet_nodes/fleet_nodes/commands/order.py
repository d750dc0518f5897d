"""``fleet order``: submit, cancel and look at transport orders."""

from __future__ import annotations

from typing import Annotated

import typer

from fleet_nodes.commands.options import AsJson, Author, Domain

app = typer.Typer(
    help="Submit, cancel and look at transport orders.", no_args_is_help=True, add_completion=False
)

OrderId = Annotated[str, typer.Argument(metavar="ORDER", help="Id of an order.")]


@app.command()
def submit(  # noqa: PLR0913, PLR0917 - one for each option
    pick: Annotated[str, typer.Argument(metavar="FROM", help="Station where the load is.")],
    drop: Annotated[str, typer.Argument(metavar="TO", help="Station where it shall go.")],
    order_id: Annotated[
        str, typer.Option("--id", help="Id of the order; default: a new one.")
    ] = "",
    load_unit: Annotated[str, typer.Option(help="Id of the load unit.")] = "",
    load_type: Annotated[str, typer.Option(help="Type of the load.")] = "",
    priority: Annotated[int, typer.Option(help="-100 to 100, higher is more urgent.")] = 0,
    due_in_s: Annotated[
        float | None, typer.Option("--due-in", help="Seconds until it should be delivered.")
    ] = None,
    vehicle: Annotated[str, typer.Option(help="The only vehicle that may do it.")] = "",
    vehicle_type: Annotated[str, typer.Option(help="The only vehicle type that may do it.")] = "",
    capability: Annotated[str, typer.Option(help="What the vehicle must be capable of.")] = "",
    after: Annotated[
        list[str] | None, typer.Option(help="Order that must be done before; repeatable.")
    ] = None,
    author: Author = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Have a load taken from one station to another."""
    from fleet_interfaces import msg  # noqa: PLC0415

    from fleet_core.model.errors import OrderError  # noqa: PLC0415
    from fleet_nodes.commands.connection import author_or_login, connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import plain, print_json  # noqa: PLC0415
    from fleet_nodes.conversions.instants import optional_time_message  # noqa: PLC0415
    from fleet_nodes.conversions.orders import order_of  # noqa: PLC0415

    if not -100 <= priority <= 100:
        raise OrderError(f"priority is {priority}; -100 to 100 is allowed")
    if due_in_s is not None and not 0.0 < due_in_s < 1e8:
        raise OrderError(f"--due-in is {due_in_s:g} s; more than 0 is needed")
    with connected(domain) as fleet:
        deadline_s = None if due_in_s is None else fleet.time_s() + due_in_s
        order = msg.TransportOrder(
            id=order_id,
            stops=[
                msg.Stop(station_id=pick, action=msg.Stop.ACTION_PICK),
                msg.Stop(station_id=drop, action=msg.Stop.ACTION_DROP),
            ],
            load_unit_id=load_unit,
            load_type=load_type,
            priority=priority,
            deadline=optional_time_message(deadline_s),
            required_vehicle_type=vehicle_type,
            required_capability=capability,
            intended_vehicle=vehicle,
            depends_on=after or [],
        )
        accepted = order_of(fleet.submit(order, author_or_login(author)))
    if as_json:
        print_json(plain(accepted))
    else:
        typer.echo(f"order {accepted.id} is {accepted.state}")


@app.command()
def cancel(
    order_id: OrderId,
    cause: Annotated[str, typer.Option(help="Why; kept with the order.")] = "cancelled by hand",
    author: Author = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """End an order; a load on board is set down at a place that the fleet chooses."""
    from fleet_interfaces import srv  # noqa: PLC0415

    from fleet_nodes import names  # noqa: PLC0415
    from fleet_nodes.commands.connection import author_or_login, connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import plain, print_json  # noqa: PLC0415
    from fleet_nodes.conversions.orders import order_of  # noqa: PLC0415

    with connected(domain) as fleet:
        request = {"order_id": order_id, "cause": cause, "author": author_or_login(author)}
        answer = fleet.ask(srv.OrderCommand, names.CANCEL_ORDER, **request)
    order = order_of(answer.order)
    if as_json:
        print_json(plain(order))
    else:
        ended = order.state.ended
        typer.echo(f"order {order.id} is {order.state}" + ("" if ended else "; it is being ended"))


@app.command("list")
def list_orders(
    state: Annotated[
        list[str] | None, typer.Option(help="Only orders in this state; repeatable.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many, the newest; 0: all.")] = 0,
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Orders that have not ended, and those that ended lately."""
    from fleet_interfaces import srv  # noqa: PLC0415

    from fleet_nodes import names  # noqa: PLC0415
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import order_table, plain, print_json, show  # noqa: PLC0415
    from fleet_nodes.conversions.orders import order_of  # noqa: PLC0415

    with connected(domain) as fleet:
        answer = fleet.ask(srv.ListOrders, names.LIST_ORDERS, states=state or [], limit=limit)
    orders = [order_of(each) for each in answer.orders]
    if as_json:
        print_json([plain(each) for each in orders])
    else:
        show(order_table(orders))


@app.command("show")
def show_order(order_id: OrderId, domain: Domain = None, as_json: AsJson = False) -> None:
    """One order and its history."""
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import (  # noqa: PLC0415
        order_table,
        plain,
        print_json,
        show,
        transition_table,
    )
    from fleet_nodes.conversions.orders import order_of, transition_of  # noqa: PLC0415

    with connected(domain) as fleet:
        answer = fleet.order(order_id)
    order = order_of(answer.order)
    transitions = [transition_of(each) for each in answer.transitions]
    if as_json:
        print_json({**plain(order), "transitions": [plain(each) for each in transitions]})
    else:
        show(order_table([order]), transition_table(transitions))
