"""The ``fleet`` command.

Sub-commands come from the entry point group ``fleet.commands`` (name = word on the command line,
value = a typer app or a function), so that layers above this one add theirs without being imported.
Only the sub-command that is asked for is loaded: ``fleet layout check`` does not wait for ROS.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer

from fleet_core.model.errors import FleetError, InputError

GROUP = "fleet.commands"


def main() -> None:
    """Runs ``fleet``; exit code 0 done, 1 the work failed, 2 bad input with one clear line."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit code of a call of ``fleet`` with these arguments."""
    try:
        app = build(arguments[0] if arguments else "")
        result = app(args=list(arguments) or ["--help"], prog_name="fleet", standalone_mode=False)
    except typer.Exit as stop:
        return int(stop.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        return _complain("interrupted", 130)
    except FleetError as error:
        return _complain(str(error), 2 if isinstance(error, InputError) else 1)
    except typer.TyperException as error:
        format_message: Callable[[], str] = getattr(error, "format_message", error.__str__)
        return _complain(format_message(), 2)
    except BrokenPipeError:  # the reader of a pipe, such as head, has seen enough
        sys.stderr.close()
        return 0
    return result if isinstance(result, int) else 0


def build(wanted: str) -> typer.Typer:
    """The command line; of the sub-commands only ``wanted`` is loaded, the others just listed."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)

    @app.callback()
    def fleet() -> None:
        """Fleet controller for AGVs, AMRs and forklifts."""

    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        if entry.name == wanted:
            _add(app, entry.name, entry.load())
        else:
            app.command(entry.name, short_help=_summary(entry))(_listed_only)
    return app


def _summary(entry: EntryPoint) -> str:
    """What a command says of itself: the first line of its file, which is read and not loaded."""
    spec = find_spec(entry.module)
    if spec is None or spec.origin is None:
        return ""
    text = ast.get_docstring(ast.parse(Path(spec.origin).read_text(encoding="utf-8"))) or ""
    _, _, said = text.partition("\n")[0].partition(": ")
    return said[:1].upper() + said[1:]


def _add(app: typer.Typer, name: str, found: Any) -> None:
    if isinstance(found, typer.Typer):
        app.add_typer(found, name=name, no_args_is_help=True)
    else:
        app.command(name)(found)


def _listed_only() -> None:
    raise AssertionError("only the sub-command that was asked for is ever run")


def _complain(text: str, code: int) -> int:
    print(f"fleet: {' '.join(text.split())}", file=sys.stderr)
    return code
