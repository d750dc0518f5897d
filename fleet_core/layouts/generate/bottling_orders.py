"""A shift's work in the bottling hall.

Rates are those of two lines of about 30 000 bottles an hour: some 15 to 20 pallets an hour each
leave a palletiser (1 500 to 2 000 half-litre bottles a pallet); about half of it is carried
here, the rest leaves by conveyor.
"""

from __future__ import annotations

from dataclasses import replace

from fleet_core.model.scenario import OrderStream, Scenario

TRUCK_S = 2400.0
"""A truck stands at the dock for 40 to 60 minutes."""
LINE_S = 900.0
"""What a line's infeed holds, so that it does not stop."""

STREAMS = (
    OrderStream("bottles_in", "docks_in", "block_c", 9.0, "raw_pallet", due_s=TRUCK_S),
    OrderStream("preforms_in", "docks_in", "block_d", 9.0, "raw_pallet", due_s=TRUCK_S),
    OrderStream("bottles_to_line_1", "block_c", "line_1_feed", 9.0, "raw_pallet", 20, LINE_S),
    OrderStream("preforms_to_line_2", "block_d", "line_2_feed", 9.0, "raw_pallet", 20, LINE_S),
    OrderStream("line_1_to_block", "line_1_end", "block_a", 6.0, "finished_pallet", 10, LINE_S),
    OrderStream("line_2_to_block", "line_2_end", "block_b", 6.0, "finished_pallet", 10, LINE_S),
    OrderStream("line_1_to_dock", "line_1_end", "docks_out", 3.5, "finished_pallet", 10, LINE_S),
    OrderStream("line_2_to_dock", "line_2_end", "docks_out", 3.5, "finished_pallet", 10, LINE_S),
    OrderStream("block_a_out", "block_a", "docks_out", 6.0, "finished_pallet", due_s=TRUCK_S),
    OrderStream("block_b_out", "block_b", "docks_out", 6.0, "finished_pallet", due_s=TRUCK_S),
    OrderStream("empties", "line_empties", "empty_return", 6.0, "empty_pallets", due_s=1800.0),
    OrderStream("caps", "caps_store", "line_caps", 21.0, "caps", 20, LINE_S),
    OrderStream("labels", "labels_store", "line_labels", 14.0, "labels", 20, LINE_S),
    OrderStream("milk_run", "supermarket", "line_supplies", 8.5, "supplies", 0, 1800.0),
    OrderStream("waste", "line_supplies", "waste", 4.5, "waste", -10, 3600.0),
)


def bottling_scenario(vehicles: int = 12) -> Scenario:
    """The order streams, in proportion to the fleet."""
    factor = vehicles / 12.0
    return Scenario(
        "bottling_hall",
        tuple(replace(one, rate_per_h=round(one.rate_per_h * factor, 3)) for one in STREAMS),
        delay_share=0.03,
    )
