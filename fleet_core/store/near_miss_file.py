"""Near misses on disk: one SQLite file, apart from the orders, that nothing else waits for."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fleet_core.model.errors import ConfigurationError, StoreError
from fleet_core.model.near_miss import Moment, NearMiss
from fleet_core.model.proximity import RANKED, Cause, ObjectClass, WarningLevel

NAME = "near_misses.sqlite"
DAY_S = 86400.0
MOST_KEPT = 200_000
"""The oldest beyond go, whatever the retention."""
_TABLE = """
create table if not exists near_misses (
    id integer primary key autoincrement,
    began_s real not null, ended_s real not null,
    level text not null, cause text not null,
    party_id text not null, party_kind text not null, party_type text not null,
    other_kind text not null, closest_m real not null, x_m real not null, y_m real not null,
    moments text not null
)"""
_COLUMNS = (
    "began_s, ended_s, level, cause, party_id, party_kind, party_type, other_kind, closest_m,"
    " x_m, y_m, moments"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """One with the number under which it is kept."""

    id: int
    near_miss: NearMiss


class NearMissFile:
    """Open for writing by one process, for reading by any. Only its owner may read the file: who
    walked where is no business of others."""

    def __init__(self, path: Path, retention_days: float) -> None:
        """Raises ConfigurationError where the file cannot be used."""
        self._path, self._retention_s = path, retention_days * DAY_S
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600, exist_ok=True)
            self._database = sqlite3.connect(path, timeout=2.0)
            self._database.execute("pragma journal_mode=wal")
            self._database.execute("pragma synchronous=normal")
            with self._database:
                self._database.execute(_TABLE)
                self._database.execute(
                    "create index if not exists by_time on near_misses (began_s)"
                )
        except (OSError, sqlite3.Error) as error:
            raise ConfigurationError(f"{path}: near misses cannot be kept ({error})") from error

    def keep(self, found: Sequence[NearMiss], now_s: float) -> None:
        """Store them, and forget those that are too old. Raises StoreError."""
        try:
            with self._database:
                self._database.executemany(
                    f"insert into near_misses ({_COLUMNS}) values ({', '.join('?' * 12)})",
                    [_row(each) for each in found],
                )
                self._database.execute(
                    "delete from near_misses where began_s < ? or id <="
                    " (select coalesce(max(id), 0) from near_misses) - ?",
                    (now_s - self._retention_s, MOST_KEPT),
                )
        except sqlite3.Error as error:
            raise StoreError(f"{self._path}: near misses are not kept ({error})") from error

    def close(self) -> None:
        """No more is kept."""
        self._database.close()


def read_near_misses(
    path: Path,
    since_s: float = 0.0,
    least: WarningLevel = WarningLevel.NOTICE,
    limit: int = 100_000,
) -> list[Kept]:
    """The newest first. Raises ConfigurationError where there is no such file."""
    if not path.exists():
        raise ConfigurationError(f"{path}: no near misses are kept there")
    levels = [level.value for level in RANKED[least.rank :]]
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=2.0)
        try:
            rows = database.execute(
                f"select id, {_COLUMNS} from near_misses where began_s >= ? and level in"
                f" ({', '.join('?' * len(levels))}) order by id desc limit ?",
                (since_s, *levels, limit),
            ).fetchall()
        finally:
            database.close()
    except sqlite3.Error as error:
        raise ConfigurationError(f"{path}: cannot be read ({error})") from error
    return [Kept(row[0], _near_miss(row[1:])) for row in rows]


def read_places(path: Path) -> list[tuple[float, float]]:
    """Where they all were, frame map, without their tracks. Raises ConfigurationError."""
    try:
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=2.0)
        try:
            return database.execute("select x_m, y_m from near_misses").fetchall()
        finally:
            database.close()
    except sqlite3.Error as error:
        raise ConfigurationError(f"{path}: cannot be read ({error})") from error


def _row(each: NearMiss) -> tuple[object, ...]:
    moments = [
        [
            round(m.time_s - each.began_s, 3), *_rounded(m.party), round(m.party_heading_rad, 3),
            round(m.party_mps, 3), *_rounded(m.other), *_rounded(m.other_velocity_mps),
            round(m.gap_m, 3),
        ]
        for m in each.moments
    ]  # fmt: skip
    return (
        each.began_s, each.ended_s, each.level.value, each.cause.value, each.party_id,
        each.party_kind.value, each.party_type, each.other_kind.value, each.closest_m, *each.at,
        json.dumps(moments, separators=(",", ":")),
    )  # fmt: skip


def _rounded(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 3), round(point[1], 3)


def _near_miss(row: Sequence[Any]) -> NearMiss:
    began_s, ended_s, level, cause, party_id, party_kind, party_type, other_kind, *rest = row
    closest_m, x_m, y_m, text = rest
    moments = [
        Moment(began_s + t, (px, py), heading, speed, (ox, oy), (vx, vy), gap)
        for t, px, py, heading, speed, ox, oy, vx, vy, gap in json.loads(text)
    ]
    return NearMiss(
        began_s, ended_s, WarningLevel(level), Cause(cause), party_id, ObjectClass(party_kind),
        party_type, ObjectClass(other_kind), closest_m, (x_m, y_m), tuple(moments),
    )  # fmt: skip
