"""Every error the product raises on purpose.

    FleetError
    +-- InputError            what somebody gave us is wrong: exit code 2, one clear line
    |   +-- LayoutError       a layout or facility file
    |   +-- OrderError        a transport order that cannot be accepted
    |   +-- CommandError      a command that is not possible in the present state
    |   +-- ConfigurationError  settings, data folder, database URL
    +-- WorkError             the work itself failed: exit code 1
        +-- StoreError        the database refused or lost its medium
        +-- BusyError         too much at once; later it is possible
        +-- TrafficError      a broken promise of the traffic layer; a defect, never a normal event

A message names the thing, the place, the value, and what would be allowed. Where it can reach a
dispatcher it is a reason, which can be shown in every language.
"""

from __future__ import annotations

from fleet_core.model.reason import Reason
from fleet_core.model.reasons.general import said


class FleetError(Exception):
    """Base of all deliberate errors; its text is fit to be shown to a user as it stands."""

    def __init__(self, why: Reason | str) -> None:
        super().__init__(str(why))
        self.reason = why if isinstance(why, Reason) else said(why)


class InputError(FleetError):
    """The input is wrong; the program is not."""


class LayoutError(InputError):
    """A layout or facility file cannot be used."""


class OrderError(InputError):
    """A transport order cannot be accepted."""


class CommandError(InputError):
    """A command is not possible in the present state; the text says why."""


class ConfigurationError(InputError):
    """A setting, a data folder or a database URL cannot be used."""


class WorkError(FleetError):
    """The input was good and the work failed all the same."""


class StoreError(WorkError):
    """The store could not read or write."""


class BusyError(WorkError):
    """More was asked for than the fleet does at a time; later it may be asked for again."""


class TrafficError(WorkError):
    """The traffic layer found its own promises broken."""
