"""Results on stdout: tables for people, JSON for programs."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from fleet_core.model.closure import Closure
from fleet_core.model.order import Transition, TransportOrder
from fleet_core.model.reason import from_plain
from fleet_core.model.reasons.waiting import not_heard_yet
from fleet_core.model.status import Candidate, Unheard, UnknownVehicle, WaitReason
from fleet_core.model.vehicle import VehicleStatus
from fleet_core.model.wording import sentence


def print_json(value: Any) -> None:
    """Enums are their words, times are seconds on the fleet's clock."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def plain(value: Any) -> Mapping[str, Any]:
    """A dataclass of the model as a JSON object; reasons with their English text."""
    return asdict(value, dict_factory=_fields)


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if set(fields) != {"code", "parameters"}:
        return fields
    said = {"code": fields["code"], "parameters": dict(fields["parameters"])}
    return {**said, "text": sentence(from_plain(json.loads(json.dumps(said))))}


def clock_text(time_s: float | None) -> str:
    """A time of day, as the wall clock at this place shows it."""
    return "" if not time_s else time.strftime("%H:%M:%S", time.localtime(time_s))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """A table for the terminal."""
    made = Table(*columns, title=title, title_justify="left", header_style="bold")
    for row in rows:
        made.add_row(*row)
    return made


def order_table(orders: Sequence[TransportOrder]) -> Table:
    rows = [
        (
            order.id,
            order.state.value,
            " > ".join(stop.station_id for stop in order.stops),
            str(order.priority),
            clock_text(order.deadline_s),
            order.vehicle_id,
            sentence(order.reason),
        )
        for order in orders
    ]
    columns = ("order", "state", "stops", "priority", "due", "vehicle", "reason")
    return table(f"{len(orders)} orders", columns, rows)


def transition_table(transitions: Sequence[Transition]) -> Table:
    rows = [
        (clock_text(each.time_s), each.to_state.value, str(each.cause), each.author)
        for each in transitions
    ]
    return table("history", ("time", "state", "cause", "by"), rows)


def vehicle_table(vehicles: Sequence[VehicleStatus], unheard: Sequence[Unheard] = ()) -> Table:
    """``unheard``: those that have not reported, after the others."""
    rows = [
        (
            each.report.vehicle_id,
            each.activity.value,
            f"{each.report.pose.x_m:.1f}, {each.report.pose.y_m:.1f}",
            f"{each.report.battery_soc:.0%}",
            ", ".join(each.report.load_unit_ids),
            each.order_id,
            each.goal_station_id,
            sentence(each.reason),
        )
        for each in sorted(vehicles, key=lambda each: each.report.vehicle_id)
    ]
    rows += [
        (each.vehicle_id, "", "", "", "", "", "", sentence(not_heard_yet(each.reason)))
        for each in sorted(unheard, key=lambda each: each.vehicle_id)
    ]
    columns = ("vehicle", "activity", "x, y m", "battery", "load", "order", "goal", "reason")
    return table(f"{len(rows)} vehicles", columns, rows)


def unknown_table(unknown_vehicles: Sequence[UnknownVehicle]) -> Table:
    """Who reports and is no vehicle of the plant."""
    rows = [(each.vehicle_id, each.type_id, clock_text(each.heard_s)) for each in unknown_vehicles]
    columns = ("vehicle", "type", "last report")
    return table(f"{len(rows)} not of this plant: nobody commands them", columns, rows)


def wait_table(chain: Sequence[WaitReason], now_s: float) -> Table:
    """Who waits, why, and for how long already and still."""

    def span(seconds: float | None) -> str:
        return "" if seconds is None else f"{max(0.0, seconds):.0f} s"

    rows = [
        (
            each.vehicle_id,
            sentence(each.reason),
            ", ".join(each.blocked_by),
            span(None if each.since_s is None else now_s - each.since_s),
            span(None if each.until_s is None else each.until_s - now_s),
        )
        for each in chain
    ]
    return table("why it waits", ("vehicle", "what it does", "waits for", "since", "still"), rows)


def candidate_table(candidates: Sequence[Candidate], now_s: float) -> Table:
    """Who could carry an order, possible ones first, by arrival."""
    rows = [
        (
            each.vehicle_id,
            "yes" if each.possible else "no",
            "" if each.arrival_s is None else f"{max(0.0, each.arrival_s - now_s):.0f} s",
            str(each.reason or ""),
        )
        for each in candidates
    ]
    return table("who could do it", ("vehicle", "possible", "arrival in", "note"), rows)


def closure_table(closures: Sequence[Closure]) -> Table:
    rows = [
        (
            each.id,
            each.place,
            each.reason,
            ", ".join(sorted(each.vehicle_ids or each.type_ids)) or "everybody",
            clock_text(each.until_s),
            each.author,
        )
        for each in closures
    ]
    columns = ("closure", "place", "reason", "for", "until", "by")
    return table(f"{len(closures)} closures", columns, rows)


def show(*tables: Table) -> None:
    """On stdout; as wide as it needs when that is no terminal."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=200)
    for each in tables:
        console.print(each)
