"""Stations before they have a place on the floor."""

from __future__ import annotations

from dataclasses import dataclass

from fleet_core.model.facility import StationKind, StationUse


@dataclass(frozen=True, slots=True)
class NamedStation:
    """A station to be drawn: its use and the name that people on the floor give it."""

    use: StationUse
    name: str


def source(station_id: str, name: str, group: str, *loads: str) -> NamedStation:
    """Loads are only picked here."""
    return _transfer(station_id, name, group, loads, can_drop=False)


def sink(station_id: str, name: str, group: str, *loads: str) -> NamedStation:
    """Loads are only dropped here."""
    return _transfer(station_id, name, group, loads, can_pick=False)


def store(station_id: str, name: str, group: str, *loads: str) -> NamedStation:
    """Loads come and go."""
    return _transfer(station_id, name, group, loads)


def _transfer(
    station_id: str, name: str, group: str, loads: tuple[str, ...], can_pick: bool = True,
    can_drop: bool = True,
) -> NamedStation:  # fmt: skip
    use = StationUse(station_id, StationKind.TRANSFER, group, can_pick, can_drop, frozenset(loads))
    return NamedStation(use, name)


def charger(kind: str, number: int) -> NamedStation:
    """A charger for one kind of vehicle."""
    return _rest("charger", StationKind.CHARGER, kind, number)


def parking(kind: str, number: int) -> NamedStation:
    """A parking place for one kind of vehicle."""
    return _rest("parking", StationKind.PARKING, kind, number)


def _rest(word: str, station_kind: StationKind, kind: str, number: int) -> NamedStation:
    title = {"amr": "AMR"}.get(kind, kind.capitalize())
    use = StationUse(
        f"{word}_{kind}_{number}", station_kind, f"{word}_{kind}", can_pick=False, can_drop=False
    )
    return NamedStation(use, f"{title} {word} {number}")
