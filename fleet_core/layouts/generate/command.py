"""``fleet layout generate``: plants by rule, written as LIF, facility and scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Draw a plant by rule.", no_args_is_help=True)

Out = Annotated[Path, typer.Option("--out", help="The LIF; facility and scenario go beside it.")]
