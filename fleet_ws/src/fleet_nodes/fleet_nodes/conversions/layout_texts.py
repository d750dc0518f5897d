"""The two files of a plant as text, whatever format it was read from."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from fleet_core.layouts import LoadedFacility, inspect_facility
from fleet_core.layouts.facility_file import facility_document
from fleet_core.layouts.lif.writing import lif_document
from fleet_core.model.facility import Facility


def lif_text(loaded: LoadedFacility) -> str:
    """LIF 1.0: the file itself where there is one, additions of any maker included."""
    document = loaded.document
    return json.dumps(lif_document(loaded.facility.layout) if document is None else dict(document))


def facility_text(facility: Facility) -> str:
    """What ``NAME.facility.json`` holds."""
    return json.dumps(facility_document(facility))


def facility_of(name: str, lif_json: str, facility_json: str) -> Facility | None:
    """The plant of a layout message, read as from its files; None when they cannot be used."""
    stem = "".join(letter if letter.isalnum() or letter in "_-" else "_" for letter in name)
    with TemporaryDirectory(prefix="fleet_layout_") as folder:
        place = Path(folder) / f"{stem or 'layout'}.lif.json"
        place.write_text(lif_json, encoding="utf-8")
        if json.loads(facility_json or "{}"):
            beside = place.with_name(place.name.replace(".lif.json", ".facility.json"))
            beside.write_text(facility_json, encoding="utf-8")
        return inspect_facility(place, thorough=False).facility
