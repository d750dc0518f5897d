"""Small breaches of the LIF schema that have one meaning only, read with a warning.

Files from the field put numbers in quotes, leave out ``stations``, or name the version of the text
instead of that of the format. What is repaired here keeps to the schema afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

from fleet_core.layouts.finding import Finding, warning
from fleet_core.layouts.lif.names import element_name
from fleet_core.layouts.schemas import Path, schema

WRITTEN_NUMBER = re.compile(r"\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?\s*")


def repaired(document: Any, file: str, layout_id: str) -> tuple[Any, tuple[Finding, ...]]:
    """The document with everything mended that has one meaning. The given one is not changed.

    ``layout_id`` is taken for a single layout that has none.
    """
    mending = _Mending(document, file)
    mended = mending.value(schema("lif"), document, ())
    if isinstance(mended, dict):
        mended = mending.defaults(mended, layout_id)
    return mended, tuple(mending.findings)


class _Mending:
    """Walks value and schema side by side, and remembers what it did."""

    def __init__(self, document: Any, file: str) -> None:
        self.document = document
        self.file = file
        self.findings: list[Finding] = []
        self.definitions = schema("lif")["$defs"]

    def value(self, rule: dict[str, Any], given: Any, path: Path) -> Any:
        if "$ref" in rule:
            rule = self.definitions[str(rule["$ref"]).rsplit("/", 1)[1]]
        kind = rule.get("type")
        if kind == "object" and isinstance(given, dict):
            return self._object(rule, given, path)
        if kind == "array" and isinstance(given, list):
            return [self.value(rule["items"], one, (*path, i)) for i, one in enumerate(given)]
        return self._scalar(rule, given, path)

    def _object(self, rule: dict[str, Any], given: dict[str, Any], path: Path) -> dict[str, Any]:
        known = rule["properties"]
        mended: dict[str, Any] = {}
        for key, one in given.items():
            name = self._key(key, given, known, path)
            if name not in known:
                mended[name] = one
            elif one is None and name not in rule["required"]:
                self._warn((*path, name), "is null; read as not given", "null")
            else:
                mended[name] = self.value(known[name], one, (*path, name))
        return mended

    def _key(self, key: str, given: dict[str, Any], known: dict[str, Any], path: Path) -> str:
        name = key.strip()
        if name == key or name not in known or name in given:
            return key
        self._warn((*path, key), f"has blanks in its name; read as {name}", "blank_in_name")
        return name

    def _scalar(self, rule: dict[str, Any], given: Any, path: Path) -> Any:
        for mended in _meant(rule, given):
            self._warn(path, f"is {given!r}; read as {mended!r}", "written_otherwise")
            return mended
        return given

    def defaults(self, document: dict[str, Any], layout_id: str) -> dict[str, Any]:
        """What is required and has one value when it is missing."""
        layouts = document.get("layouts")
        if isinstance(layouts, list):
            layouts = [
                self._layout_defaults(one, layout_id if len(layouts) == 1 else "", index)
                if isinstance(one, dict)
                else one
                for index, one in enumerate(layouts)
            ]
            document = {**document, "layouts": layouts}
        return {**document, "metaInformation": self._meta(document.get("metaInformation", {}))}

    def _layout_defaults(
        self, layout: dict[str, Any], layout_id: str, index: int
    ) -> dict[str, Any]:
        values = {"layoutVersion": "1", "stations": []}
        if layout_id:
            values["layoutId"] = layout_id
        missing = {key: one for key, one in values.items() if key not in layout}
        for key, one in missing.items():
            shown = "none" if one == [] else repr(one)
            self._warn(("layouts", index, key), f"is missing; read as {shown}", "missing")
        return {**layout, **missing}

    def _meta(self, meta: Any) -> Any:
        if not isinstance(meta, dict):
            return meta
        values = {
            "projectIdentification": "",
            "creator": "",
            "exportTimestamp": "",
            "lifVersion": "1.0.0",
        }
        missing = {key: one for key, one in values.items() if key not in meta}
        for key in missing:
            self._warn(("metaInformation", key), "is missing; nothing depends on it", "missing")
        return self._version({**meta, **missing})

    def _version(self, meta: dict[str, Any]) -> dict[str, Any]:
        version = meta["lifVersion"]
        if not isinstance(version, str) or not re.fullmatch(r"0(\.\d+){0,2}|1", version):
            return meta
        self._warn(("metaInformation", "lifVersion"), f"is {version}; read as 1.0.0", "lif_version")
        return {**meta, "lifVersion": "1.0.0"}

    def _warn(self, path: Path, reason: str, code: str) -> None:
        element = element_name(self.document, path)
        self.findings.append(warning(self.file, element, reason, code))


def _meant(rule: dict[str, Any], given: Any) -> Iterator[Any]:
    """The one value that was meant, if the given one breaks the rule and there is one."""
    kind = rule.get("type")
    if isinstance(given, str):
        if kind == "number" and WRITTEN_NUMBER.fullmatch(given) and isfinite(float(given)):
            yield float(given)
        elif kind == "boolean" and given.strip().lower() in ("true", "false"):
            yield given.strip().lower() == "true"
        elif "enum" in rule and given not in rule["enum"]:
            yield from (one for one in rule["enum"] if one == given.strip().upper())
    elif kind == "string" and "enum" not in rule and type(given) is int:
        yield str(given)
