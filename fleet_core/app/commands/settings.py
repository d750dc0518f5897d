"""``fleet settings``: what can be set about a fleet, and whether a file does it right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="Show and check what can be set about a fleet.",
    no_args_is_help=True,
    add_completion=False,
)

File = Annotated[
    Path | None, typer.Option("--file", help="A plant's settings; without: the defaults.")
]


@app.command()
def show(
    file: File = None,
    as_yaml: Annotated[
        bool, typer.Option("--yaml", help="As a file of settings, to begin with.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """All settings: value, default, unit, range, meaning."""
    from dataclasses import asdict  # noqa: PLC0415

    from fleet_core.app.settings_file import (  # noqa: PLC0415 - numba: seconds
        as_file,
        as_lines,
        read_settings,
    )
    from fleet_core.model.setting import listed  # noqa: PLC0415

    settings = read_settings(file)
    if as_json:
        rows = [
            {**asdict(each), "unit": each.unit, "changed": each.value != each.default}
            for each in listed(settings)
        ]
        typer.echo(json.dumps(rows, indent=1))
    elif as_yaml:
        typer.echo(as_file(settings), nl=False)
    else:
        for line in as_lines(settings):
            typer.echo(line)


@app.command()
def check(file: Annotated[Path, typer.Argument(help="A plant's settings.")]) -> None:
    """Whether a file of settings can be used; exit code 2 and one clear line if not."""
    from fleet_core.app.settings_file import read_settings  # noqa: PLC0415 - numba: seconds
    from fleet_core.model.setting import listed  # noqa: PLC0415

    other = [each for each in listed(read_settings(file)) if each.value != each.default]
    typer.echo(f"{file}: {len(other)} settings are not the default")
    for each in other:
        typer.echo(f"  {each.path}: {each.value} (default {each.default})")
