"""Charge of all vehicles' batteries, by the linear model of the vehicle types."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fleet_core.model.vehicle_type import BatteryType

SECONDS_PER_HOUR = 3600.0


class Batteries:
    """One battery for each vehicle; energy in kWh, charge as a share of the capacity."""

    def __init__(self, types: Sequence[BatteryType], soc: Sequence[float]) -> None:
        self.soc = np.array(soc, dtype=np.float64)
        self.used_kwh = np.zeros(len(types))
        self._capacity_kwh = np.array([battery.capacity_kwh for battery in types])
        self._empty_kwh_per_m = np.array([battery.drive_kwh_per_m for battery in types])
        self._loaded_kwh_per_m = np.array([battery.drive_loaded_kwh_per_m for battery in types])
        self._idle_kw = np.array([battery.idle_kw for battery in types])
        self._charge_kw = np.array([battery.charge_kw for battery in types])
        self._handling_kwh = np.array([battery.handling_kwh for battery in types])

    def pass_time(
        self,
        driven_m: NDArray[np.float64],
        loaded: NDArray[np.bool_],
        charging: NDArray[np.bool_],
        dt_s: float,
    ) -> None:
        """Use for driving and standing by, and charge where a charger is connected."""
        per_m = np.where(loaded, self._loaded_kwh_per_m, self._empty_kwh_per_m)
        used = driven_m * per_m + self._idle_kw * (dt_s / SECONDS_PER_HOUR)
        gained = np.where(charging, self._charge_kw * (dt_s / SECONDS_PER_HOUR), 0.0)
        self.used_kwh += np.minimum(used, self.soc * self._capacity_kwh)
        self.soc = np.clip(self.soc + (gained - used) / self._capacity_kwh, 0.0, 1.0)

    def handle(self, vehicle: int) -> None:
        """Use for one pick or drop."""
        used = min(self._handling_kwh[vehicle], self.soc[vehicle] * self._capacity_kwh[vehicle])
        self.used_kwh[vehicle] += used
        self.soc[vehicle] -= used / self._capacity_kwh[vehicle]
