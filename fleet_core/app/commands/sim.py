"""``fleet sim``: a shift in the embedded plant, without ROS, as fast as the machine allows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fleet_core.app.commands.disturbance_options import Closures, Faults
from fleet_core.model.errors import InputError, WorkError

if TYPE_CHECKING:
    from fleet_core.app.simulation_run import Shift, SimulationRun
    from fleet_core.simulation.collision_monitor import CollisionMonitor
    from fleet_core.simulation.deadlock_monitor import DeadlockMonitor

STDOUT = "-"


def sim(  # noqa: PLR0913, PLR0917 - one for each option
    layout: Annotated[str, typer.Argument(help="A plant's name, or a layout file.")],
    scenario: Annotated[
        Path | None, typer.Option(help="Orders and disturbances; without: the plant's own.")
    ] = None,
    vehicles: Annotated[int | None, typer.Option(min=1, help="How many vehicles.")] = None,
    delays: Annotated[
        float | None,
        typer.Option(min=0.0, max=1.0, help="Share of legs that take longer, instead of its own."),
    ] = None,
    faults: Faults = 0.0,
    closures: Closures = 0.0,
    people: Annotated[
        int | None,
        typer.Option(min=0, max=400, help="People who walk about; without: as the scenario says."),
    ] = None,
    manned: Annotated[
        int | None,
        typer.Option(min=0, max=100, help="Manned forklifts; without: as the scenario says."),
    ] = None,
    duration: Annotated[float, typer.Option(help="Simulated seconds.")] = 3600.0,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same results.")] = 1,
    out: Annotated[str, typer.Option("--json", help="File for the results; - is stdout.")] = STDOUT,
    trace: Annotated[
        Path | None, typer.Option(help="CSV file for all poses (see --rate); footprints beside it.")
    ] = None,
    local: Annotated[
        str, typer.Option(help="How vehicles drive: by speed profiles, or by planning: nmpc.")
    ] = "profile",
    settings: Annotated[
        Path | None, typer.Option(help="File of the fleet's settings (fleet settings show).")
    ] = None,
    rate: Annotated[
        float,
        typer.Option(min=2.0, max=1000.0, help="Poses a second that are looked at and traced."),
    ] = 10.0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress.")] = False,
) -> None:
    """Simulate a shift. Exit code 1 when vehicles collide or block each other permanently."""
    _check(duration, out, trace)
    from fleet_core.app.local_motion import checked_local  # noqa: PLC0415
    from fleet_core.app.settings_file import read_settings  # noqa: PLC0415
    from fleet_core.app.shifts import disturbed, peopled, shift_of  # noqa: PLC0415 - numba, scipy: seconds

    shift = disturbed(
        shift_of(layout, scenario, vehicles, delays, duration, seed, trace), faults, closures
    )
    shift = replace(shift, local=checked_local(local), rate_hz=rate)
    shift = peopled(replace(shift, settings=read_settings(settings)), people, manned)
    run, results = _run(shift, quiet)
    _write(results, out)
    _judge(run.collisions, run.deadlocks, layout)


def _check(duration_s: float, out: str, trace: Path | None) -> None:
    if not 0.0 < duration_s < float("inf"):
        raise InputError(f"--duration is {duration_s:g} s; it must be above 0 and finite")
    if trace is not None:
        _check_names(out, trace)
    if out != STDOUT:
        _try_to_write(Path(out))


def _check_names(out: str, trace: Path) -> None:
    from fleet_core.simulation.trace_file import footprints_path  # noqa: PLC0415

    beside = footprints_path(trace)
    if out != STDOUT and Path(out).resolve() in (beside.resolve(), trace.resolve()):
        raise InputError(
            f"--json {out}: the trace writes {trace} and {beside}; give the results another name"
        )


def _try_to_write(out: Path) -> None:
    """Better now than after hours of simulation."""
    is_new = not out.exists()
    try:
        out.open("a", encoding="utf-8").close()
        if is_new:
            out.unlink()
    except OSError as error:
        raise InputError(f"--json {out}: cannot be written: {error.strerror}") from error


def _run(shift: Shift, quiet: bool) -> tuple[SimulationRun, dict[str, Any]]:
    from fleet_core.app.simulation_run import SimulationRun  # noqa: PLC0415

    run = SimulationRun(shift)
    with _progress(shift.duration_s, quiet) as progress:
        return run, run.run(progress)


@contextmanager
def _progress(duration_s: float, quiet: bool) -> Iterator[Callable[[float], None]]:
    """A bar on a terminal, else a line every tenth, on stderr."""
    if quiet:
        yield lambda _now_s: None
    elif not sys.stderr.isatty():
        yield _lines(duration_s)
    else:
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import Progress  # noqa: PLC0415

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("simulated", total=duration_s)
            yield lambda now_s: bar.update(task, completed=now_s)


def _lines(duration_s: float) -> Callable[[float], None]:
    tenths = 0

    def tell(now_s: float) -> None:
        nonlocal tenths
        reached = int(10.0 * now_s / duration_s + 1e-9)
        if reached > tenths:
            tenths = reached
            print(f"simulated {now_s:.0f} s of {duration_s:.0f} s", file=sys.stderr)

    return tell


def _write(results: dict[str, Any], out: str) -> None:
    text = json.dumps(results, indent=1) + "\n"
    if out == STDOUT:
        sys.stdout.write(text)
        return
    try:
        Path(out).write_text(text, encoding="utf-8")
    except OSError as error:
        raise WorkError(f"results {out}: cannot be written: {error.strerror}") from error


def _judge(collisions: CollisionMonitor, deadlocks: DeadlockMonitor, layout: str) -> None:
    """Raises WorkError naming the first collision and the first deadlock."""
    complaints = []
    if collisions.count:
        first = collisions.encounters[0]
        names, (x_m, y_m) = " and ".join(first.vehicle_ids), first.point
        complaints.append(
            f"{collisions.count} collisions, the first at {first.time_s:.1f} s between {names} "
            f"near ({x_m:.2f}, {y_m:.2f})"
        )
    if deadlocks.count:
        complaints.append(f"{deadlocks.count} deadlocks, the first {deadlocks.deadlocks[0]}")
    if complaints:
        raise WorkError(f"simulation of {layout}: {'; '.join(complaints)}")
