"""Which streams of a scenario a smaller fleet can still carry."""

from __future__ import annotations

from fleet_core.model.facility import Facility
from fleet_core.model.scenario import OrderStream, Scenario
from fleet_core.model.vehicle_type import VehicleType


def uncarried(facility: Facility, scenario: Scenario) -> tuple[OrderStream, ...]:
    """Streams that no vehicle of the fleet can carry, whatever its way."""
    types = [facility.vehicle_types[vehicle.type_id] for vehicle in facility.fleet]
    return tuple(
        stream for stream in scenario.streams if not any(_carries(one, stream) for one in types)
    )


def _carries(kind: VehicleType, stream: OrderStream) -> bool:
    return (
        not kind.manned
        and stream.required_vehicle_type in ("", kind.id)
        and (not stream.required_capability or stream.required_capability in kind.capabilities)
        and (not stream.load_type or not kind.load_types or stream.load_type in kind.load_types)
    )
