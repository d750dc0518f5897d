"""Every text that the fleet's own code can say to a dispatcher, found in the code itself.

A text is any string of at least two words that is neither a docstring nor the message of an error
that no dispatcher meets. Places of f-strings hold a sample: every word of the model where the code
names one (an order's state, a stop's action), else a name. Where a text ends with a colon,
something follows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fleet_core.model.facility import StationKind
from fleet_core.model.order import OrderState, StopAction
from fleet_core.model.vehicle import OperatingMode

ROOT = Path(__file__).parents[2]
SAMPLE = "amr_7"
_WORDS = re.compile(r"[A-Za-z]{2,}.*\s.*[A-Za-z]{2,}", re.DOTALL)
_UNSEEN = {"TrafficError", "ConfigurationError"}  # a defect; a start that fails before any window
_KINDS = {
    "state": OrderState,
    "action": StopAction,
    "kind": StationKind,
    "mode": OperatingMode,
}


@dataclass(frozen=True)
class SpokenText:
    """A text with its places filled, and where the code says it."""

    text: str
    where: str  # file:line


def spoken_texts(*folders: str) -> list[SpokenText]:
    """All texts of the modules in these folders (or files), in the order of the code."""
    found = []
    for folder in folders:
        path = ROOT / folder
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            silent = set(_silent(tree))
            for node, text in _texts(tree, silent):
                found.append(SpokenText(text, f"{file.relative_to(ROOT)}:{node.lineno}"))
    return found


def _texts(node: ast.AST, silent: set[ast.AST]) -> Iterator[tuple[ast.expr, str]]:
    if node in silent:
        return
    if isinstance(node, ast.Constant | ast.JoinedStr):
        for text in _filled(node):
            if _WORDS.search(text.replace(SAMPLE, "")):
                yield node, text
    inside = node.values if isinstance(node, ast.JoinedStr) else ast.iter_child_nodes(node)
    for child in inside:
        if not (isinstance(node, ast.JoinedStr) and isinstance(child, ast.Constant)):
            yield from _texts(child, silent)


def _silent(tree: ast.AST) -> Iterator[ast.AST]:
    """Docstrings, and errors that no dispatcher meets."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in _UNSEEN:
            yield node


def _filled(node: ast.Constant | ast.JoinedStr) -> list[str]:
    """The text, once for every word of the model that its places can hold."""
    if isinstance(node, ast.Constant):
        return [_ended(node.value)] if isinstance(node.value, str) else []
    texts = [""]
    for part in node.values:
        texts = [text + sample for text in texts for sample in _samples(part)]
    return [_ended(text) for text in texts]


def _ended(text: str) -> str:
    return text + SAMPLE if text.endswith(": ") else text


def _samples(part: ast.expr) -> list[str]:
    if isinstance(part, ast.Constant):
        return [str(part.value)]
    assert isinstance(part, ast.FormattedValue)
    names = [getattr(node, "attr", getattr(node, "id", "")) for node in ast.walk(part.value)]
    kinds = [_KINDS[name] for name in names if name in _KINDS]
    return [word.replace("_", " ") for word in kinds[0]] if kinds else [SAMPLE]
