"""What was found in a layout or facility file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class FindingSeverity(StrEnum):
    """ERROR: the file cannot be used. WARNING: it is read, with the meaning that is told.
    NOTE: nothing is wrong; something was chosen, assumed or not carried over."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about a file. ``element`` and ``reason`` make one sentence."""

    severity: FindingSeverity
    file: str
    element: str  # "edge E17", "vehicle type FORK", "layouts[0].layoutVersion"
    reason: str  # "ends at unknown node N99"
    code: str  # stable, for filters and documentation: unknown_node, ...

    @property
    def text(self) -> str:
        """File, element and reason in one line, whatever the file put into its names."""
        return f"{self.file}: {' '.join(f'{self.element} {self.reason}'.split())}"


def error(file: str, element: str, reason: str, code: str) -> Finding:
    """A finding that makes the file unusable."""
    return Finding(FindingSeverity.ERROR, file, element, reason, code)


def warning(file: str, element: str, reason: str, code: str) -> Finding:
    """A finding about something that was read with the one meaning it can have."""
    return Finding(FindingSeverity.WARNING, file, element, reason, code)


def note(file: str, element: str, reason: str, code: str) -> Finding:
    """A finding that only informs."""
    return Finding(FindingSeverity.NOTE, file, element, reason, code)


def errors_of(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that make the file unusable."""
    return tuple(one for one in findings if one.severity is FindingSeverity.ERROR)


def made_strict(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The same findings with every warning an error."""
    return tuple(
        replace(one, severity=FindingSeverity.ERROR)
        if one.severity is FindingSeverity.WARNING
        else one
        for one in findings
    )


def counted(number: int, word: str) -> str:
    """``1 vehicle``, ``2 vehicles``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
