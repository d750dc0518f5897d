"""``fleet audit``: whether the stored lives of orders are as the fleet has written them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from fleet_core.model.errors import ConfigurationError, WorkError

app = typer.Typer(
    help="Check the stored lives of orders.", no_args_is_help=True, add_completion=False
)


@app.callback()
def audit() -> None:
    """Check the stored lives of orders."""


@app.command()
def verify(
    data: Annotated[
        Path | None, typer.Option(help="Data folder of the fleet, which may be running.")
    ] = None,
    database: Annotated[
        str,
        typer.Option(
            envvar="FLEET_DATABASE_URL", show_envvar=True, help="PostgreSQL URL, instead of --data."
        ),
    ] = "",
    head: Annotated[
        str, typer.Option(help="Head of the chain as it was noted; it must be a part of it.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Follow the chain of transitions; the first that was touched is named, exit code 1."""
    from fleet_core.app.audit import verified  # noqa: PLC0415 - the database's parts: slow

    if data is None and not database:
        raise ConfigurationError("name the data folder (--data) or the database (--database)")
    report = verified(data, database, head)
    if as_json:
        print(json.dumps(asdict(report), indent=1))
    if report.broken:
        raise WorkError(f"{report.broken}; the {report.transitions} before it are whole")
    if not as_json:
        print(f"{report.transitions} transitions are as they were stored; head {report.head}")
