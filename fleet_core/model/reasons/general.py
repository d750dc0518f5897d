"""Reasons that hold what others have said."""

from __future__ import annotations

from fleet_core.model.reason import Reason, reason


@reason
def said(text: str) -> None: ...  # by a person or a vehicle, in their own words


@reason
def several(reasons: tuple[Reason, ...]) -> None: ...
