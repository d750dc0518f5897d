"""Options for disturbances that come at random, for every command that simulates."""

from __future__ import annotations

from typing import Annotated

import typer

MOST_PER_H = 3600.0

Faults = Annotated[
    float,
    typer.Option(
        min=0.0,
        max=MOST_PER_H,
        help="Vehicles an hour that stop, break down, fall silent, freeze, jump or lie for a "
        "while, at random.",
    ),
]
Closures = Annotated[
    float,
    typer.Option(
        min=0.0, max=MOST_PER_H, help="Ways an hour that are closed for some minutes, at random."
    ),
]
