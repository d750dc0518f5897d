"""``fleet bench``: measure, and print the numbers.

Every layer brings its own, by the entry point group ``fleet.bench``.
"""

from __future__ import annotations

from importlib.metadata import entry_points

import typer

app = typer.Typer(help="Measure, and print the numbers.")

for entry in sorted(entry_points(group="fleet.bench"), key=lambda entry: entry.name):
    app.command(entry.name)(entry.load())
