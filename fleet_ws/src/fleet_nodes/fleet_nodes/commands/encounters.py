"""``fleet encounters``: near misses that were kept, to learn from."""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Any

import typer

from fleet_core.model.errors import ConfigurationError, InputError, WorkError
from fleet_core.model.proximity import WarningLevel
from fleet_core.proximity.ranking import By, ranked
from fleet_core.store.near_miss_file import DAY_S, NAME, Kept, read_near_misses
from fleet_nodes.commands.options import AsJson, Data

app = typer.Typer(help="Near misses: list, show, rank, export.", no_args_is_help=True)

Days = Annotated[float, typer.Option(min=0.0, help="Of the last days only; 0: all that are kept.")]
Level = Annotated[WarningLevel, typer.Option(help="Of this level and above.")]
MOMENTS = (
    "encounter", "time_s", "party", "party_kind", "party_x_m", "party_y_m", "party_heading_rad",
    "party_mps", "other_kind", "other_x_m", "other_y_m", "other_vx_mps", "other_vy_mps", "gap_m",
    "level", "cause",
)  # fmt: skip


@app.command("list")
def list_encounters(
    data: Data = None,
    days: Days = 0.0,
    level: Level = WarningLevel.WARNING,
    most: Annotated[int, typer.Option(min=1, help="So many at most, the newest.")] = 50,
    as_json: AsJson = False,
) -> None:
    """The newest first."""
    from fleet_nodes.commands.printing import print_json  # noqa: PLC0415

    rows = [_row(each) for each in _kept(data, days, level)[:most]]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(
            f"{row['id']:6}  {row['began']}  {row['level']:9}  {row['cause']:11}  "
            f"{row['party'] or row['party_kind']:12}  {row['other_kind']:8}  "
            f"{row['closest_m']:5.2f} m at {row['x_m']:.1f}, {row['y_m']:.1f}"
        )


@app.command()
def show(
    number: Annotated[int, typer.Argument(metavar="NUMBER", help="As the list says.")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """One encounter, moment by moment."""
    from fleet_nodes.commands.printing import print_json  # noqa: PLC0415

    found = [each for each in _kept(data, 0.0, WarningLevel.NOTICE) if each.id == number]
    if not found:
        raise InputError(f"encounter {number} is not kept; `fleet encounters list` says which are")
    (kept,) = found
    moments = [dict(zip(MOMENTS, row, strict=True)) for row in _moments(kept)]
    if as_json:
        print_json({**_row(kept), "moments": moments})
        return
    print("  ".join(f"{name}: {value}" for name, value in _row(kept).items() if value != ""))
    for row in moments:
        after_s = row["time_s"] - kept.near_miss.began_s
        print(
            f"{after_s:6.1f} s  party {row['party_x_m']:7.2f}, {row['party_y_m']:7.2f} at "
            f"{row['party_mps']:4.1f} m/s  other {row['other_x_m']:7.2f}, "
            f"{row['other_y_m']:7.2f}  gap {row['gap_m']:5.2f} m"
        )


@app.command()
def rank(
    by: Annotated[By, typer.Option(help="What they are counted by.")] = By.PLACE,
    data: Data = None,
    days: Days = 0.0,
    level: Level = WarningLevel.WARNING,
    as_json: AsJson = False,
) -> None:
    """Places (squares of 2 m), hours, vehicles or types with the most near misses."""
    from fleet_nodes.commands.printing import plain, print_json  # noqa: PLC0415

    rows = ranked([each.near_miss for each in _kept(data, days, level)], by)
    if as_json:
        print_json([plain(each) for each in rows])
        return
    for row in rows:
        print(
            f"{row.count:6}  of these urgent {row.urgent:6}  closest {row.closest_m:5.2f} m  "
            f"{row.what}"
        )


@app.command()
def export(
    out: Annotated[
        Path, typer.Argument(metavar="FILE", help="NAME.mcap, or CSV; '-': CSV to the terminal.")
    ],
    data: Data = None,
    days: Days = 0.0,
    level: Level = WarningLevel.NOTICE,
) -> None:
    """All moments of all encounters, as CSV or as ROS 2 messages for `ros2 bag play`."""
    kept = _kept(data, days, level)
    if out.suffix == ".mcap":
        from fleet_nodes.encounter_bag import write_bag  # noqa: PLC0415 - rclpy

        with _writing(out), out.open("wb") as bag:
            write_bag(bag, kept)
        return
    with _opened(out) as file:
        writer = csv.writer(file)
        writer.writerow(MOMENTS)
        for each in reversed(kept):
            writer.writerows(_moments(each))


def _kept(data: Path | None, days: float, level: WarningLevel) -> list[Kept]:
    from fleet_nodes.commands.data_folder import state_folder  # noqa: PLC0415

    folder = state_folder() if data is None else data.expanduser()
    since_s = time.time() - days * DAY_S if days else 0.0
    try:
        return read_near_misses(folder / NAME, since_s, level)
    except ConfigurationError as error:
        raise InputError(str(error)) from error


@contextmanager
def _opened(out: Path) -> Iterator[IO[str]]:
    if str(out) == "-":
        yield sys.stdout
        return
    with _writing(out), out.open("w", newline="", encoding="utf-8") as file:
        yield file


@contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Raises WorkError where it cannot be written."""
    try:
        yield
    except OSError as error:
        raise WorkError(f"{out}: cannot be written ({error.strerror})") from error


def _row(kept: Kept) -> dict[str, Any]:
    each = kept.near_miss
    return {
        "id": kept.id,
        "began": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(each.began_s)),
        "began_s": each.began_s,
        "lasted_s": round(each.ended_s - each.began_s, 2),
        "level": each.level.value,
        "cause": each.cause.value,
        "party": each.party_id,
        "party_kind": each.party_kind.value,
        "party_type": each.party_type,
        "other_kind": each.other_kind.value,
        "closest_m": round(each.closest_m, 3),
        "x_m": round(each.at[0], 2),
        "y_m": round(each.at[1], 2),
    }


def _moments(kept: Kept) -> list[tuple[Any, ...]]:
    near_miss = kept.near_miss
    return [
        (
            kept.id, round(each.time_s, 3), near_miss.party_id, near_miss.party_kind.value,
            *each.party, each.party_heading_rad, each.party_mps, near_miss.other_kind.value,
            *each.other, *each.other_velocity_mps, each.gap_m, near_miss.level.value,
            near_miss.cause.value,
        )
        for each in near_miss.moments
    ]  # fmt: skip
