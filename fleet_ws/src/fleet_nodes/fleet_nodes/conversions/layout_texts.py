"""The two files of a plant as text, whatever format it was read from."""

from __future__ import annotations

import json

from fleet_core.layouts import LoadedFacility
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
