"""``fleet driver``: for makers of vehicles' drivers."""

from __future__ import annotations

from typing import Annotated

import typer

from fleet_nodes.commands.options import AsJson, Domain

app = typer.Typer(help="Check a vehicle's driver.", no_args_is_help=True, add_completion=False)


@app.callback()
def driver() -> None:
    """Check a vehicle's driver."""


@app.command()
def check(  # noqa: PLR0913, PLR0917 - one for each option
    namespace: Annotated[
        str, typer.Argument(metavar="NAMESPACE", help="Of the vehicle's topics, such as amr_1.")
    ],
    leg: Annotated[
        float, typer.Option(min=0.2, max=20.0, help="Length of a leg, m; 6 legs lie ahead of it.")
    ] = 1.0,
    speed: Annotated[float, typer.Option(min=0.05, max=5.0, help="Limit on all legs, m/s.")] = 0.5,
    patience: Annotated[
        float, typer.Option(min=1.0, max=600.0, help="What should happen happens within, s.")
    ] = 20.0,
    station: Annotated[
        str, typer.Option(help="Id of the station that all actions name.")
    ] = "check",
    loads: Annotated[
        bool, typer.Option(help="Have it pick and drop a load where it stands.")
    ] = True,
    restart: Annotated[
        str, typer.Option(help="Shell command that starts the driver anew; default: not tried.")
    ] = "",
    rule: Annotated[
        list[str] | None, typer.Option(help="Try this rule only; may be given several times.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of losses and orders of messages.")] = 1,
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Play the dispatcher for one vehicle and try every rule of docs/drivers.md. THE VEHICLE
    DRIVES: up to 6 legs straight ahead and back, in reverse. Exit code 1: a rule is broken."""
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import plain, print_json  # noqa: PLC0415
    from fleet_nodes.driver_check.bench import CheckOptions  # noqa: PLC0415
    from fleet_nodes.driver_check.check import RuleVerdict, check_driver  # noqa: PLC0415

    options = CheckOptions(leg, speed, patience, station, loads, restart, seed, tuple(rule or ()))
    results = []
    with connected(domain) as client:
        for result in check_driver(client, namespace.strip("/"), options):
            results.append(result)
            if not as_json:
                typer.echo(f"{result.verdict.replace('_', ' '):9}  {result.rule}: {result.meaning}")
                if result.text:
                    typer.echo(f"           {result.text}")
    kept = all(each.verdict is RuleVerdict.KEPT for each in results)
    if as_json:
        print_json({"vehicle": namespace, "kept": kept, "rules": [plain(each) for each in results]})
    if not kept:
        raise typer.Exit(1)
