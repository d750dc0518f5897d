"""XML of plant models: no entities, no document types, attributes with a clear line each."""

from __future__ import annotations

from math import isfinite
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from fleet_core.layouts.finding import Finding, error
from fleet_core.model.errors import LayoutError


def parse_xml(text: str, file: str) -> Element:
    """The root element. Raises LayoutError with line and column."""
    try:
        root: Element = fromstring(text.encode("utf-8"), forbid_dtd=True)
    except ParseError as cause:
        line, column = cause.position
        raise LayoutError(
            f"layout {file}: line {line} column {column + 1}: is not XML: {cause.msg}"
        ) from cause
    except DefusedXmlException as cause:
        raise LayoutError(
            f"layout {file}: has a document type or entities, which plant models do not need"
        ) from cause
    except (ValueError, LookupError) as cause:  # an unknown encoding in the declaration
        raise LayoutError(f"layout {file}: is not XML: {cause}") from cause
    return root


class Attributes:
    """Typed attributes of one element; what is missing or wrong becomes a finding and a default."""

    def __init__(self, element: Element, place: str, file: str, found: list[Finding]) -> None:
        self.element = element
        self.place = place
        self.file = file
        self.found = found

    def text(self, name: str) -> str:
        """A required text; empty with a finding when it is missing."""
        value = self.element.get(name)
        if value is None:
            self._wrong(f"lacks {name}")
        return value or ""

    def number(self, name: str, least: float | None = None) -> float:
        """A required number; 0 with a finding when it is missing or none."""
        value = self.element.get(name)
        if value is None:
            self._wrong(f"lacks {name}")
            return 0.0
        return self._number(name, value, least)

    def angle_deg(self, name: str) -> float | None:
        """An optional angle; NaN means any and is None."""
        value = self.element.get(name)
        if value is None or value.strip().lower() == "nan":
            return None
        return self._number(name, value, None)

    def flag(self, name: str) -> bool:
        """A boolean of XML Schema; absent is false."""
        return self.element.get(name, "false").strip() in ("true", "1")

    def _number(self, name: str, value: str, least: float | None) -> float:
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not isfinite(number) or (least is not None and number < least):
            bound = "" if least is None else f" of at least {least:g}"
            self._wrong(f"has {name} {value[:40]!r}; expected a number{bound}")
            return 0.0
        return number

    def _wrong(self, reason: str) -> None:
        self.found.append(error(self.file, self.place, reason, "schema"))
