"""``fleet vehicle``: list, pause, resume and send vehicles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from fleet_nodes import names
from fleet_nodes.commands.options import AsJson, Author, Domain

app = typer.Typer(
    help="List, pause, resume and send vehicles.", no_args_is_help=True, add_completion=False
)

VehicleId = Annotated[str, typer.Argument(metavar="VEHICLE", help="Id of a vehicle.")]
VehicleOrAll = Annotated[
    str, typer.Argument(metavar="VEHICLE", help="Id of a vehicle; none with --all.")
]
All = Annotated[bool, typer.Option("--all", help="The whole fleet.")]


@app.command("list")
def list_vehicles(domain: Domain = None, as_json: AsJson = False) -> None:
    """All vehicles that have reported, and what they do."""
    from fleet_interfaces import msg  # noqa: PLC0415

    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import (  # noqa: PLC0415
        plain,
        print_json,
        show,
        vehicle_table,
    )
    from fleet_nodes.conversions.fleet import vehicles_of  # noqa: PLC0415

    with connected(domain) as fleet:
        vehicles = vehicles_of(fleet.latest(msg.FleetState, names.STATE))
    if as_json:
        print_json([plain(each) for each in vehicles])
    else:
        show(vehicle_table(vehicles))


def _halting(done: str, of_vehicle: str, of_fleet: str, summary: str) -> Callable[..., None]:
    """A command that asks one service of a vehicle, or the other of the whole fleet."""

    def command(
        vehicle_id: VehicleOrAll = "",
        everybody: All = False,
        author: Author = "",
        domain: Domain = None,
        as_json: AsJson = False,
    ) -> None:
        from fleet_interfaces import srv  # noqa: PLC0415

        from fleet_core.model.errors import CommandError  # noqa: PLC0415
        from fleet_nodes.commands.connection import author_or_login, connected  # noqa: PLC0415

        if bool(vehicle_id) == everybody:
            raise CommandError("give either the id of a vehicle or --all")
        with connected(domain) as fleet:
            name = author_or_login(author)
            if everybody:
                fleet.ask(srv.FleetCommand, of_fleet, author=name)
            else:
                fleet.ask(srv.VehicleCommand, of_vehicle, vehicle_id=vehicle_id, author=name)
        _report(done, vehicle_id, as_json)

    command.__doc__ = summary
    return command


app.command("pause")(
    _halting(
        "paused",
        names.PAUSE_VEHICLE,
        names.PAUSE_FLEET,
        "Stop a vehicle as soon as possible; it keeps its order.",
    )
)
app.command("resume")(
    _halting("resumed", names.RESUME_VEHICLE, names.RESUME_FLEET, "Let a paused vehicle go on.")
)


@app.command()
def send(
    vehicle_id: VehicleId,
    to: Annotated[str, typer.Option(metavar="STATION", help="To this station.")] = "",
    charge: Annotated[bool, typer.Option("--charge", help="To the best charger.")] = False,
    park: Annotated[bool, typer.Option("--park", help="To the best parking place.")] = False,
    author: Author = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Send an idle vehicle to a station, to charge or to park."""
    from fleet_interfaces import srv  # noqa: PLC0415

    from fleet_core.model.errors import CommandError  # noqa: PLC0415
    from fleet_nodes.commands.connection import author_or_login, connected  # noqa: PLC0415

    if bool(to) + charge + park != 1:
        raise CommandError("give one of --to STATION, --charge, --park")
    kind = srv.SendVehicle.Request
    destination = kind.TO_STATION if to else kind.TO_CHARGE if charge else kind.TO_PARK
    with connected(domain) as fleet:
        fleet.ask(
            srv.SendVehicle,
            names.SEND_VEHICLE,
            vehicle_id=vehicle_id,
            destination=destination,
            station_id=to,
            author=author_or_login(author),
        )
    _report("sent", vehicle_id, as_json)


def _report(done: str, vehicle_id: str, as_json: bool) -> None:
    from fleet_nodes.commands.printing import print_json  # noqa: PLC0415

    if as_json:
        print_json({"vehicle": vehicle_id or None, "done": done})
    else:
        typer.echo(f"{vehicle_id or 'the fleet'}: {done}")
