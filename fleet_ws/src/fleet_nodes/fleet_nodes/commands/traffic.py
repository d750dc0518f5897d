"""``fleet traffic``: why somebody waits, what is closed, close and open ways."""

from __future__ import annotations

from typing import Annotated

import typer

from fleet_nodes import names
from fleet_nodes.commands.options import AsJson, Domain, Operator

app = typer.Typer(
    help="Explain waiting; close and open ways.", no_args_is_help=True, add_completion=False
)


@app.command()
def explain(
    vehicle_id: Annotated[str, typer.Argument(metavar="VEHICLE", help="Id of a vehicle.")],
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Why a vehicle waits, for whom, for how long, and why those wait in turn."""
    from fleet_interfaces import srv  # noqa: PLC0415

    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import plain, print_json, show, wait_table  # noqa: PLC0415
    from fleet_nodes.conversions.closures import wait_reason_of  # noqa: PLC0415

    with connected(domain) as fleet:
        answer = fleet.ask(srv.ExplainWait, names.EXPLAIN_WAIT, vehicle_id=vehicle_id)
        now_s = fleet.time_s()
    chain = [wait_reason_of(each) for each in answer.chain]
    if as_json:
        print_json([plain(each) for each in chain])
    else:
        show(wait_table(chain, now_s))


@app.command("list")
def list_closures(domain: Domain = None, as_json: AsJson = False) -> None:
    """What is closed at the moment."""
    from fleet_interfaces import msg  # noqa: PLC0415

    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import closure_table, print_json, show  # noqa: PLC0415
    from fleet_nodes.conversions.closures import closure_of  # noqa: PLC0415

    with connected(domain) as fleet:
        state = fleet.latest(msg.FleetState, names.STATE)
    closures = [closure_of(each) for each in state.closures]
    if as_json:
        print_json([_plain(each) for each in closures])
    else:
        show(closure_table(closures))


@app.command()
def close(  # noqa: PLR0913, PLR0917 - one for each option
    reason: Annotated[str, typer.Option(help="Why; everybody who meets it is told.")],
    edge: Annotated[
        list[str] | None, typer.Option(metavar="EDGE", help="An edge; may be given several times.")
    ] = None,
    zone: Annotated[str, typer.Option(metavar="ZONE", help="Or a zone of the facility.")] = "",
    lasts: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.0, help="Opens by itself; 0: never.")
    ] = 0.0,
    vehicle_type: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="For this type only.")
    ] = None,
    vehicle: Annotated[
        list[str] | None, typer.Option(metavar="VEHICLE", help="For this vehicle only.")
    ] = None,
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Close edges or a zone now; vehicles that have planned to go there are planned anew."""
    from fleet_core.app.operator import operator_name  # noqa: PLC0415
    from fleet_core.model.closure import Closure  # noqa: PLC0415
    from fleet_core.model.request import CloseWay  # noqa: PLC0415
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import print_json  # noqa: PLC0415

    wanted = Closure(
        id="",
        reason=reason,
        edge_ids=frozenset(edge or ()),
        zone_id=zone,
        type_ids=frozenset(vehicle_type or ()),
        vehicle_ids=frozenset(vehicle or ()),
    )
    with connected(domain) as fleet:
        answer = fleet.do(CloseWay(wanted, lasts), operator_name(operator))
    closed, inside = answer.closure, answer.not_kept_out
    assert closed is not None, "what is closed is answered with the closure"
    if as_json:
        print_json({**_plain(closed), "not_kept_out": list(inside)})
    else:
        typer.echo(f"{closed.id}: {closed.place} is closed")
        if inside:
            typer.echo(f"inside, or still coming in on what is released: {', '.join(inside)}")


@app.command("open")
def open_way(
    closure_id: Annotated[str, typer.Argument(metavar="CLOSURE", help="Id of a closure.")],
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """End a closure."""
    from fleet_core.app.operator import operator_name  # noqa: PLC0415
    from fleet_core.model.request import OpenWay  # noqa: PLC0415
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import print_json  # noqa: PLC0415

    with connected(domain) as fleet:
        fleet.do(OpenWay(closure_id), operator_name(operator))
    if as_json:
        print_json({"closure": closure_id, "done": "opened"})
    else:
        typer.echo(f"{closure_id}: opened")


def _plain(closure: object) -> dict[str, object]:
    """Sets as sorted lists, for JSON."""
    from fleet_nodes.commands.printing import plain  # noqa: PLC0415

    return {
        key: sorted(value) if isinstance(value, frozenset) else value
        for key, value in plain(closure).items()
    }
