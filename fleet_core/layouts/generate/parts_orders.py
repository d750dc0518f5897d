"""A shift's work in the parts warehouse: an assembly line that takes about 40 carriers an hour."""

from __future__ import annotations

from dataclasses import replace

from fleet_core.model.scenario import OrderStream, Scenario

TRUCK_S = 2400.0
"""A truck stands at the dock for 40 to 60 minutes."""
PERSON_S = 600.0
"""A picker waits for the next shelf; each station has two to work on meanwhile."""
LINE_S = 1200.0
"""What stands at the line, before it stops."""

STREAMS = (
    *(OrderStream(f"put_away_{n}", "docks_in", f"rack_{n}", 6.0, "pallet", due_s=TRUCK_S)
      for n in (1, 2, 3)),
    *(OrderStream(f"pallets_to_line_{n}", f"rack_{n}", "line_pallets", 5.0, "pallet", 20, LINE_S)
      for n in (1, 2, 3)),
    *(OrderStream(f"dispatch_{n}", f"rack_{n}", "docks_out", 4.0, "pallet", due_s=TRUCK_S)
      for n in (1, 2, 3)),
    *(OrderStream(f"shelf_to_person_{n}", f"shelf_{n}", "gtp", 6.5, "shelf", 10, PERSON_S)
      for n in (1, 2, 3)),
    *(OrderStream(f"shelf_back_{n}", "gtp", f"shelf_{n}", 6.5, "shelf", due_s=LINE_S)
      for n in (1, 2, 3)),
    *(OrderStream(f"shelf_to_kitting_{n}", f"shelf_{n}", "kitting", 4.0, "shelf", 10, PERSON_S)
      for n in (1, 2, 3)),
    OrderStream("kits_to_line", "kitting", "line_kits", 14.0, "kit", 20, LINE_S),
    OrderStream("milk_run", "box_outlet", "line_side", 9.0, "boxes", 10, 1800.0),
    OrderStream("empty_boxes", "line_side", "empty_boxes", 6.0, "empty_boxes", -10, 3600.0),
)  # fmt: skip


def parts_scenario(vehicles: int = 12) -> Scenario:
    """The order streams, in proportion to the fleet."""
    factor = vehicles / 12.0
    return Scenario(
        "parts_warehouse",
        tuple(replace(one, rate_per_h=round(one.rate_per_h * factor, 3)) for one in STREAMS),
        delay_share=0.03,
    )
