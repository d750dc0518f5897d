"""``fleet vehicle``: list, pause, send vehicles, take them out of service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from fleet_nodes import names
from fleet_nodes.commands.options import AsJson, Domain, Operator

if TYPE_CHECKING:
    from fleet_core.model.request import Request

app = typer.Typer(
    help="List, pause, resume, send and maintain vehicles.",
    no_args_is_help=True,
    add_completion=False,
)

VehicleId = Annotated[str, typer.Argument(metavar="VEHICLE", help="Id of a vehicle.")]
VehicleOrAll = Annotated[
    str, typer.Argument(metavar="VEHICLE", help="Id of a vehicle; none with --all.")
]
All = Annotated[bool, typer.Option("--all", help="The whole fleet.")]


@app.command("list")
def list_vehicles(domain: Domain = None, as_json: AsJson = False) -> None:
    """All vehicles of the plant, what they do or why they have not reported; who else reports."""
    from fleet_interfaces import msg  # noqa: PLC0415

    from fleet_nodes.commands.connection import connected  # noqa: PLC0415
    from fleet_nodes.commands.printing import (  # noqa: PLC0415
        plain,
        print_json,
        show,
        unknown_table,
        vehicle_table,
    )
    from fleet_nodes.conversions.fleet import unheard_of, unknown_of, vehicles_of  # noqa: PLC0415

    with connected(domain) as fleet:
        state = fleet.latest(msg.FleetState, names.STATE)
    vehicles, unheard, unknown = vehicles_of(state), unheard_of(state), unknown_of(state)
    if as_json:
        silent = ({"report": None, "activity": "lost", **plain(each)} for each in unheard)
        others = ({"report": None, "activity": "unknown", **plain(each)} for each in unknown)
        print_json([*map(plain, vehicles), *silent, *others])
    else:
        show(vehicle_table(vehicles, unheard))
        if unknown:
            show(unknown_table(unknown))


@app.command()
def pause(
    vehicle_id: VehicleOrAll = "",
    everybody: All = False,
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Stop a vehicle as soon as possible; it keeps its order."""
    from fleet_core.model.request import PauseFleet, PauseVehicle  # noqa: PLC0415

    _check_one(vehicle_id, everybody)
    request = PauseFleet() if everybody else PauseVehicle(vehicle_id)
    _do(request, operator, domain)
    _report("paused", vehicle_id, as_json)


@app.command()
def resume(
    vehicle_id: VehicleOrAll = "",
    everybody: All = False,
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Let a paused vehicle go on."""
    from fleet_core.model.request import ResumeFleet, ResumeVehicle  # noqa: PLC0415

    _check_one(vehicle_id, everybody)
    request = ResumeFleet() if everybody else ResumeVehicle(vehicle_id)
    _do(request, operator, domain)
    _report("resumed", vehicle_id, as_json)


@app.command("maintain")
def take_out_of_service(
    vehicle_id: VehicleId, operator: Operator = "", domain: Domain = None, as_json: AsJson = False
) -> None:
    """Take a vehicle out of service: a load on board is delivered, then no more orders."""
    from fleet_core.model.request import TakeOutOfService  # noqa: PLC0415

    _do(TakeOutOfService(vehicle_id), operator, domain)
    _report("out of service", vehicle_id, as_json)


@app.command("return")
def return_to_service(
    vehicle_id: VehicleId, operator: Operator = "", domain: Domain = None, as_json: AsJson = False
) -> None:
    """The end of its maintenance: the vehicle takes orders again."""
    from fleet_core.model.request import ReturnToService  # noqa: PLC0415

    _do(ReturnToService(vehicle_id), operator, domain)
    _report("back in service", vehicle_id, as_json)


@app.command("forget")
def forget_vehicle(
    vehicle_id: VehicleId, operator: Operator = "", domain: Domain = None, as_json: AsJson = False
) -> None:
    """Strike off who reports and is no vehicle of this plant; if it reports again it is back."""
    from fleet_core.model.request import ForgetVehicle  # noqa: PLC0415

    _do(ForgetVehicle(vehicle_id), operator, domain)
    _report("forgotten", vehicle_id, as_json)


@app.command()
def send(
    vehicle_id: VehicleId,
    to: Annotated[str, typer.Option(metavar="STATION", help="To this station.")] = "",
    charge: Annotated[bool, typer.Option("--charge", help="To the best charger.")] = False,
    park: Annotated[bool, typer.Option("--park", help="To the best parking place.")] = False,
    operator: Operator = "",
    domain: Domain = None,
    as_json: AsJson = False,
) -> None:
    """Send an idle vehicle to a station, to charge or to park."""
    from fleet_core.model.errors import CommandError  # noqa: PLC0415
    from fleet_core.model.request import SendToCharge, SendToPark, SendVehicle  # noqa: PLC0415

    if bool(to) + charge + park != 1:
        raise CommandError("give one of --to STATION, --charge, --park")
    errand: Request = SendVehicle(vehicle_id, to)
    if not to:
        errand = SendToCharge(vehicle_id) if charge else SendToPark(vehicle_id)
    _do(errand, operator, domain)
    _report("sent", vehicle_id, as_json)


def _check_one(vehicle_id: str, everybody: bool) -> None:
    from fleet_core.model.errors import CommandError  # noqa: PLC0415

    if bool(vehicle_id) == everybody:
        raise CommandError("give either the id of a vehicle or --all")


def _do(request: Request, operator: str, domain: int | None) -> None:
    from fleet_core.app.operator import operator_name  # noqa: PLC0415
    from fleet_nodes.commands.connection import connected  # noqa: PLC0415

    with connected(domain) as fleet:
        fleet.do(request, operator_name(operator))


def _report(done: str, vehicle_id: str, as_json: bool) -> None:
    from fleet_nodes.commands.printing import print_json  # noqa: PLC0415

    if as_json:
        print_json({"vehicle": vehicle_id or None, "done": done})
    else:
        typer.echo(f"{vehicle_id or 'the fleet'}: {done}")
