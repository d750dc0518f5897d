"""A parsed LIF: mended, checked against the schema, and its elements sorted into sound and not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fleet_core.layouts.finding import Finding, error, warning
from fleet_core.layouts.lif.names import ID_KEYS, WORDS, element_name
from fleet_core.layouts.lif.repair import repaired
from fleet_core.layouts.numbers import not_finite, numbers
from fleet_core.layouts.schemas import Path, breaches
from fleet_core.model.errors import LayoutError


@dataclass(frozen=True, slots=True)
class LifDocument:
    """``value`` keeps to the schema but for the elements in ``broken``."""

    value: Mapping[str, Any]
    findings: tuple[Finding, ...]
    broken: frozenset[Path]  # paths of nodes, edges and stations that cannot be read

    def sound(self, index: int) -> dict[str, Any]:
        """A layout with only those elements that can be read."""
        layout = dict(self.value["layouts"][index])
        for kind in ID_KEYS:
            layout[kind] = [
                one
                for place, one in enumerate(layout[kind])
                if ("layouts", index, kind, place) not in self.broken
            ]
        return layout


def checked_document(parsed: Any, file: str, layout_id: str) -> LifDocument:
    """Mend and check. Raises LayoutError when there is no layout left to speak of."""
    if not isinstance(parsed, dict) or "layouts" not in parsed:
        kind = "a list" if isinstance(parsed, list) else "JSON"
        raise LayoutError(
            f"layout {file}: is {kind} without layouts; "
            "expected a LIF object with metaInformation and layouts"
        )
    value, findings = repaired(parsed, file, layout_id)
    found = list(findings)
    broken: set[Path] = set()
    for path, finding in (
        *_breaches(value, file),
        *_not_finite(value, file),
        *_degrees(value, file),
    ):
        found.append(finding)
        if finding.severity == "error":
            broken.add(path[:4])
    found += _version(value, file)
    document = LifDocument(value, tuple(found), frozenset(broken))
    _require_layouts(document, file)
    return document


def _require_layouts(document: LifDocument, file: str) -> None:
    """Whole layouts that are not readable leave nothing to check by meaning."""
    outside = [path for path in document.broken if len(path) < 4 and path[:1] == ("layouts",)]
    if not outside and document.value["layouts"]:
        return
    first = next((one for one in document.findings if one.severity == "error"), None)
    text = first.text if first else f"{file}: layouts is empty; expected at least one layout"
    raise LayoutError(f"layout {text}")


def _breaches(value: Any, file: str) -> Iterator[tuple[Path, Finding]]:
    for one in breaches("lif", value):
        element = element_name(value, one.path)
        if one.path[-1:] == ("weight",) and _positive(value, one.path):
            reason = f"{one.reason} in the schema, while the text allows any weight above 0"
            yield one.path, warning(file, element, reason, "weight")
        else:
            yield one.path, error(file, element, one.reason, "schema")


def _positive(value: Any, path: Path) -> bool:
    for step in path:
        value = value[step]
    return isinstance(value, (int, float)) and value > 0


def _not_finite(value: Any, file: str) -> Iterator[tuple[Path, Finding]]:
    for path, number in not_finite(value):
        reason = f"is {str(number)[:20]}; expected a finite number"
        yield path, error(file, element_name(value, path), reason, "not_finite")


def _degrees(value: Any, file: str) -> Iterator[tuple[Path, Finding]]:
    """The schema allows any number as the degree of a curve, its meaning whole ones only."""
    for path, number in numbers(value.get("layouts"), ("layouts",)):
        if path[-1] == "degree" and isinstance(number, float) and not number.is_integer():
            reason = f"is {number}; expected a whole number"
            yield path, error(file, element_name(value, path), reason, "trajectory")


def _version(value: Any, file: str) -> list[Finding]:
    meta = value.get("metaInformation")
    version = meta.get("lifVersion") if isinstance(meta, dict) else None
    if not isinstance(version, str) or re.match(r"1(\.|$)", version):
        return []
    reason = f"is {version[:40]!r}; expected 1.0.0"
    return [error(file, "metaInformation.lifVersion", reason, "lif_version")]


def repeated_ids(document: LifDocument, file: str) -> Iterator[Finding]:
    """Ids that are given twice. Twins that are equal have one meaning, all others have not."""
    for kind, key in ID_KEYS.items():
        first: dict[str, Any] = {}
        for layout in document.value["layouts"]:
            for one in layout[kind]:
                identity = one.get(key) if isinstance(one, dict) else None
                if not isinstance(identity, str):
                    continue
                if identity not in first:
                    first[identity] = one
                elif first[identity] == one:
                    reason = "is given twice in the same words; read once"
                    yield warning(file, f"{WORDS[kind]} {identity}", reason, "duplicate_id")
                else:
                    reason = "is given twice and differently; expected each id once"
                    yield error(file, f"{WORDS[kind]} {identity}", reason, "duplicate_id")
