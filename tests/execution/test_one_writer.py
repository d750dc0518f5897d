"""Every piece of what the controller knows of a vehicle is written by one file."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import fleet_core.execution
from fleet_core.execution.vehicle import (
    LoadDoubts,
    Sent,
    Standing,
    Vehicle,
    VehicleContact,
    VehiclePlace,
)

ROOM = Path(fleet_core.execution.__file__).parent
PARTS = {
    "contact": VehicleContact,
    "place": VehiclePlace,
    "sent": Sent,
    "loads": LoadDoubts,
    "standing": Standing,
}


def written(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What is assigned to: the name of what holds it, and of the field."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            holder = node.value
            if isinstance(holder, ast.Attribute):
                yield holder.attr, node.attr
            elif isinstance(holder, ast.Name):
                yield holder.id, node.attr


def writers() -> dict[str, set[str]]:
    """Files by ``PART.FIELD``, or ``FIELD`` of the vehicle itself."""
    own = {each.name for each in fields(Vehicle)}
    found: dict[str, set[str]] = defaultdict(set)
    for file in sorted(ROOM.glob("*.py")):
        for holder, field in written(ast.parse(file.read_text())):
            part = PARTS.get(holder)
            if part is not None and field in {each.name for each in fields(part)}:
                found[f"{holder}.{field}"].add(file.stem)
            elif holder in ("vehicle", "carrier", "other", "each") and field in own:
                found[field].add(file.stem)
    return found


def test_each_field_of_a_vehicle_has_one_writer() -> None:
    found = writers()
    assert {name: files for name, files in found.items() if len(files) > 1} == {}
    changing = {f"{name}.{each.name}" for name, part in PARTS.items() for each in fields(part)}
    assert changing <= set(found), "a field that nobody writes"


def test_a_part_is_written_by_the_file_that_its_docstring_names() -> None:
    for field, files in writers().items():
        part = PARTS.get(field.partition(".")[0])
        if part is not None:
            assert f"Written by `{min(files)}`" in (part.__doc__ or ""), field


def test_what_dispatch_must_hear_of_is_said_in_one_place() -> None:
    said = [
        file.stem
        for file in sorted(ROOM.glob("*.py"))
        for holder, field in written(ast.parse(file.read_text()))
        if field == "_dispatch_due"
    ]
    assert set(said) == {"fleet"}
