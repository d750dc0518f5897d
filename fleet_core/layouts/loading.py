"""From a plant's name or a file to a facility, with all that was found on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fleet_core.layouts.assembly import Draft, assembled
from fleet_core.layouts.finding import Finding, errors_of, made_strict
from fleet_core.layouts.lif.lif_plant import read_lif_plant
from fleet_core.layouts.opentcs.opentcs_plant import read_opentcs_plant
from fleet_core.layouts.rmf.rmf_plant import read_rmf_plant
from fleet_core.layouts.sources import Format, LayoutPart, format_of, path_of
from fleet_core.model.errors import LayoutError
from fleet_core.model.facility import Facility
from fleet_core.model.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that can be said of a source; ``facility`` is None when it cannot be used."""

    facility: Facility | None
    findings: tuple[Finding, ...]
    scenario: Scenario | None
    path: Path
    document: Mapping[str, Any] | None = None  # the LIF as it was read, mended


@dataclass(frozen=True, slots=True)
class LoadedFacility:
    """A facility ready for use; ``findings`` holds warnings and notes only."""

    facility: Facility
    findings: tuple[Finding, ...]
    scenario: Scenario | None
    path: Path
    document: Mapping[str, Any] | None = None  # of a LIF: the whole file, for a lossless export


def inspect_facility(
    source: str | Path,
    strict: bool = False,
    selection: LayoutPart | None = None,
    thorough: bool = True,
) -> Inspection:
    """Everything about a source, errors too. ``strict`` makes every warning an error. Not
    ``thorough`` leaves out what takes long and only warns: lanes too near each other or to
    walls, slow curves.

    Raises LayoutError when the file is nothing of which findings could be listed.
    """
    path = path_of(source)
    draft = _read(path, selection or LayoutPart())
    finished = assembled(draft, path.name, thorough)
    findings = made_strict(finished.findings) if strict else finished.findings
    usable = finished.facility if not errors_of(findings) else None
    return Inspection(usable, findings, finished.scenario, path, draft.document)


def load_facility(
    source: str | Path, strict: bool = False, selection: LayoutPart | None = None
) -> LoadedFacility:
    """The facility of a plant that ships with the product (by name) or of a file.

    Raises LayoutError with the first error and the number of all.
    """
    seen = inspect_facility(source, strict, selection, thorough=strict)
    wrong = errors_of(seen.findings)
    if wrong or seen.facility is None:
        more = f" (and {len(wrong) - 1} more errors)" if len(wrong) > 1 else ""
        reason = wrong[0].text if wrong else f"{seen.path.name}: cannot be used"
        raise LayoutError(f"layout {reason}{more}; 'fleet layout check' lists every finding")
    return LoadedFacility(seen.facility, seen.findings, seen.scenario, seen.path, seen.document)


def _read(path: Path, selection: LayoutPart) -> Draft:
    match format_of(path):
        case Format.LIF:
            return read_lif_plant(path, selection)
        case Format.RMF:
            return read_rmf_plant(path, selection)
        case Format.OPENTCS:
            return read_opentcs_plant(path)
