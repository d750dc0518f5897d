#!/usr/bin/env python3
"""The rooms and who may import whom, as docs/img/rooms.svg, from pyproject.toml and the code.

A row is a layer of the import rule; a line goes to each room of lower layers that is
really imported, the more files import it the thicker. All import the model: its lines are left out.
"""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs/img/rooms.svg"
WIDTH, ROW, BOX_HEIGHT, GAP = 980, 92, 46, 16
MODEL = "fleet_core.model"
FOLDERS = {"fleet_nodes": ROOT / "fleet_ws/src/fleet_nodes/fleet_nodes"}


def main() -> None:
    layers = rooms_by_layer()
    rooms = [room for layer in layers for room in layer]
    counts = {room: sum(1 for _ in folder(room).rglob("*.py")) for room in rooms}
    boxes = placed(layers)
    height = ROW * len(layers) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="14">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        *lines(rooms, boxes),
        *(box(room, counts[room], *boxes[room]) for room in rooms),
        "</svg>",
    ]
    OUT.write_text("\n".join(parts) + "\n", encoding="utf-8")
    print(OUT.relative_to(ROOT))


def rooms_by_layer() -> list[list[str]]:
    """As the import rule has them, the top first."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    rule = tool["importlinter"]["contracts"][0]["layers"]
    words = [layer.replace("(", " ").replace(")", " ").replace("|", " ") for layer in rule]
    return [word.split() for word in words]


def folder(room: str) -> Path:
    return FOLDERS.get(room, ROOT / room.replace(".", "/"))


def placed(layers: list[list[str]]) -> dict[str, tuple[float, float, float]]:
    """Left, top and width of each box."""
    boxes = {}
    for number, layer in enumerate(layers):
        width = min(260.0, (WIDTH - GAP * (len(layer) + 1)) / len(layer))
        left = (WIDTH - width * len(layer) - GAP * (len(layer) - 1)) / 2.0
        for place, room in enumerate(layer):
            boxes[room] = (left + place * (width + GAP), number * ROW + 20.0, width)
    return boxes


def lines(rooms: list[str], boxes: dict[str, tuple[float, float, float]]) -> list[str]:
    drawn = []
    for room in rooms:
        used = imports_of(room, rooms)
        for other, files in used.items():
            (left, top, width), (left_2, top_2, width_2) = boxes[room], boxes[other]
            x, y = left + width / 2.0, top + BOX_HEIGHT
            x_2, y_2 = left_2 + width_2 / 2.0, top_2
            bend = (y + y_2) / 2.0
            thick = 1.0 + min(3.0, files / 15.0)
            drawn.append(
                f'<path d="M{x:.0f},{y:.0f} C{x:.0f},{bend:.0f} {x_2:.0f},{bend:.0f} {x_2:.0f},'
                f'{y_2:.0f}" fill="none" stroke="#9aa7b5" stroke-opacity="0.55" '
                f'stroke-width="{thick:.1f}"/>'
            )
    return drawn


def imports_of(room: str, rooms: list[str]) -> Counter[str]:
    """How many files of a room import each other room."""
    found: Counter[str] = Counter()
    for path in folder(room).rglob("*.py"):
        names = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names |= {
                    other
                    for other in rooms
                    if other not in {room, MODEL} and f"{node.module}.".startswith(f"{other}.")
                }
        found.update(names)
    return found


def box(room: str, files: int, left: float, top: float, width: float) -> str:
    middle = left + width / 2.0
    return (
        f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{BOX_HEIGHT}" rx="5" '
        'fill="#eef3f8" stroke="#33485e"/>'
        f'<text x="{middle:.0f}" y="{top + 21:.0f}" text-anchor="middle" fill="#14202c">'
        f"{escape(room)}</text>"
        f'<text x="{middle:.0f}" y="{top + 38:.0f}" text-anchor="middle" font-size="12" '
        f'fill="#52677c">{files} files</text>'
    )


if __name__ == "__main__":
    main()
