"""``fleet order``: submit, change and look at transport orders."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from fleet_nodes.commands.options import AsJson, Domain, Operator
from fleet_nodes.commands.order_changes import CHANGES, OrderId
from fleet_nodes.commands.stop_words import FORMS, stops_of

if TYPE_CHECKING:
    from fleet_core.model.order import TransportOrder
    from fleet_nodes.client import FleetClient

app = typer.Typer(
    help="Submit, change and look at transport orders.", no_args_is_help=True, add_completion=False
)


for change in CHANGES:
    app.command()(change)


@app.command()
def submit(  # noqa: PLR0913, PLR0917 - one for each option
    pick: Annotated[str, typer.Argument(metavar="FROM", help="Station where the load is.")] = "",
    drop: Annotated[str, typer.Argument(metavar="TO", help="Station where it shall go.")] = "",
    stop: Annotated[
        list[str] | None,
        typer.Option(help=f"Instead of FROM and TO, for each stop in turn: {FORMS}."),
    ] = None,
    order_id: Annotated[
        str, typer.Option("--id", help="Id of the order; default: a new one.")
    ] = "",
    load_unit: Annotated[str, typer.Option(help="Id of the load unit.")] = "",
    load_type: Annotated[str, typer.Option(help="Type of the load.")] = "",
    priority: Annotated[int, typer.Option(help="-100 to 100, higher is more urgent.")] = 0,
    release_in_s: Annotated[
        float | None, typer.Option("--release-in", help="Seconds before which it is not begun.")
    ] = None,
    due_in_s: Annotated[
        float | None, typer.Option("--due-in", help="Seconds until it should be delivered.")
    ] = None,
    vehicle: Annotated[str, typer.Option(help="The only vehicle that may do it.")] = "",
    vehicle_type: Annotated[str, typer.Option(help="The only vehicle type that may do it.")] = "",
    capability: Annotated[str, typer.Option(help="What the vehicle must be capable of.")] = "",
    after: Annotated[
        list[str] | None, typer.Option(help="Order that must be done before; repeatable.")
    ] = None,
    origin: Annotated[
        str, typer.Option(help="Where it comes from: dispatcher, wms or trigger.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Send nothing: which vehicles could do it, and when.")
    ] = False,
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Have a load taken from one station to another, or several stops made in a row."""
    from fleet_core.model.errors import OrderError  # noqa: PLC0415
    from fleet_core.model.order import TransportOrder  # noqa: PLC0415
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.urgency import (  # noqa: PLC0415
        checked_in_s,
        checked_priority,
        from_now_s,
    )
    from fleet_nodes.conversions.orders import origin_of  # noqa: PLC0415

    stops, named = stops_of(pick, drop, stop or [])
    if load_unit and named and load_unit != named:
        raise OrderError(f"--load-unit is {load_unit}, but the stops name {named}")
    checked_in_s("--release-in", release_in_s)
    checked_in_s("--due-in", due_in_s)
    order = TransportOrder(
        id=order_id,
        stops=stops,
        load_unit_id=load_unit or named,
        load_type=load_type,
        priority=checked_priority(priority),
        required_vehicle_type=vehicle_type,
        required_capability=capability,
        intended_vehicle=vehicle,
        depends_on=tuple(after or ()),
        origin=origin_of(origin),
    )
    with connected(domain) as fleet:
        if release_in_s is not None or due_in_s is not None:
            now_s = fleet.time_s()
            order = replace(
                order,
                release_time_s=from_now_s(now_s, release_in_s) or 0.0,
                deadline_s=from_now_s(now_s, due_in_s),
            )
        if dry_run:
            _show_candidates(fleet, order, as_json)
        else:
            _submit(fleet, order, operator, as_json)


def _show_candidates(fleet: FleetClient, order: TransportOrder, as_json: bool) -> None:
    from fleet_core.model.request import ListCandidates  # noqa: PLC0415
    from fleet_nodes.commands.printing import (  # noqa: PLC0415
        candidate_table,
        plain,
        print_json,
        show,
    )

    found = fleet.do(ListCandidates(order), "").candidates
    if as_json:
        print_json([plain(each) for each in found])
    else:
        show(candidate_table(found, fleet.time_s()))


def _submit(fleet: FleetClient, order: TransportOrder, operator: str, as_json: bool) -> None:
    from fleet_core.app.operator import operator_name  # noqa: PLC0415
    from fleet_core.model.request import SubmitOrder  # noqa: PLC0415
    from fleet_nodes.commands.printing import plain, print_json  # noqa: PLC0415

    accepted = fleet.do(SubmitOrder(order), operator_name(operator)).order
    assert accepted is not None
    if as_json:
        print_json(plain(accepted))
    else:
        typer.echo(f"order {accepted.id} is {accepted.state}")


@app.command("list")
def list_orders(
    state: Annotated[
        list[str] | None, typer.Option(help="Only orders in this state; repeatable.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="At most so many, the newest; 0: all.")] = 0,
    before: Annotated[
        str, typer.Option(metavar="ORDER", help="Only orders that were created before this one.")
    ] = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Orders that have not ended, and those that ended lately."""
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import order_table, plain, print_json, show  # noqa: PLC0415
    from fleet_nodes.conversions.orders import order_of  # noqa: PLC0415

    with connected(domain) as fleet:
        orders = [order_of(each) for each in fleet.orders(state or (), limit, before)]
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
