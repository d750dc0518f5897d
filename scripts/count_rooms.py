#!/usr/bin/env python3
"""How large the product's files are, and how they hang together, counted from their syntax trees.

    scripts/count_rooms.py          # as a table
    scripts/count_rooms.py --json

Product files are those of fleet_core, planner, hmi, fleet_nodes and benchmarks; tests are not.
"""

from __future__ import annotations

import argparse
import ast
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ROOMS = {
    "fleet_core": ROOT,
    "planner": ROOT,
    "hmi": ROOT,
    "benchmarks": ROOT,
    "fleet_nodes": ROOT / "fleet_ws/src/fleet_nodes",
}
SMALL = 50  # lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="for programs")
    counts = counted()
    if parser.parse_args().json:
        print(json.dumps(counts, indent=1))
        return
    for name, value in counts.items():
        print(f"{name:32} {value}")


def counted() -> dict[str, Any]:
    """All numbers."""
    files = {name: path for name, path in _modules()}
    trees = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in files.items()}
    lines = {
        name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in files.items()
    }
    importers: dict[str, set[str]] = defaultdict(set)
    for name, tree in trees.items():
        for imported in _imports(tree, files):
            importers[imported].add(name)
    whole = [name for name, path in files.items() if path.name != "__init__.py"]
    functions = [length for tree in trees.values() for length in _function_lines(tree)]
    classes = Counter(
        node.name for tree in trees.values() for node in tree.body if isinstance(node, ast.ClassDef)
    )
    sizes = [lines[name] for name in whole]
    return {
        "files": len(whole),
        "file lines, median": median(sizes),
        "file lines, p90": quantiles(sizes, n=10)[-1],
        f"files of {SMALL} lines or less": sum(size <= SMALL for size in sizes),
        "files over 400 lines": sum(size > 400 for size in sizes),
        "files with exactly one importer": sum(len(importers[name]) == 1 for name in whole),
        "function lines, median": median(functions),
        "function lines, p90": quantiles(functions, n=10)[-1],
        "class names borne twice": sorted(
            name for name, count in classes.items() if count > 1 and not name.startswith("_")
        ),
        "files of fleet_core/execution": _in(whole, "fleet_core.execution."),
        "files of fleet_core/traffic": _in(whole, "fleet_core.traffic."),
        "files of fleet_core/dispatch": _in(whole, "fleet_core.dispatch."),
    }


def _in(names: list[str], room: str) -> int:
    return sum(name.startswith(room) for name in names)


def _modules() -> Iterator[tuple[str, Path]]:
    for room, folder in ROOMS.items():
        for path in sorted((folder / room).rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            yield ".".join(parts).removesuffix(".__init__"), path


def _imports(tree: ast.Module, known: dict[str, Path]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name for name in inner if name in known)
            if node.module in known and not all(name in known for name in inner):
                yield node.module


def _function_lines(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield (node.end_lineno or node.lineno) - node.lineno + 1


if __name__ == "__main__":
    main()
