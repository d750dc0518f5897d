"""What commands may use of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from fleet_core.model.request import Answer, Request
from hmi.link.gateway import Then
from hmi.model.fleet_store import FleetStore
from hmi.model.layers import Layer
from hmi.model.selection import Selection

Confirmation = str | Callable[[Answer], str]
"""What is shown when the fleet has agreed; some of it may only be known from the answer."""

Undo = Request | Callable[[Answer], Request | None] | None
"""What takes it back."""


@dataclass(frozen=True, slots=True)
class OrderPrefill:
    """What is known of an order before its form opens."""

    source: str = ""
    target: str = ""
    vehicle_id: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Asked inside the window before something that cannot be undone."""

    text: str
    yes: str  # the words on the button that does it
    act: Callable[[], None]


class CommandContext(Protocol):
    """The store, the way to the fleet, and the parts of the window."""

    @property
    def store(self) -> FleetStore: ...

    def send(
        self, request: Request, said: Confirmation, undo: Undo = None, then: Then | None = None
    ) -> None:
        """Ask the fleet; ``said`` is shown when it has agreed, the reason when it has not."""
        ...

    def inquire(self, request: Request, then: Then) -> None:
        """Ask the fleet for something that is shown elsewhere."""
        ...

    def ask(self, question: Question) -> None: ...

    def open_order_form(self, prefill: OrderPrefill) -> None: ...

    def open_assignment(self, order_id: str, vehicle_id: str) -> None: ...

    @property
    def operator(self) -> str:
        """In whose name commands are given."""
        ...

    def choose_operator(self, name: str) -> None:
        """From now on in this name; remembered between sessions."""
        ...

    def open_operator_form(self) -> None: ...

    def open_load_form(self, order_id: str) -> None: ...

    def open_deadline_form(self, order_id: str) -> None: ...

    def open_closure_form(self, place: Selection | None) -> None: ...

    def open_palette(self, begin: str = "") -> None: ...

    def undo(self) -> None: ...

    def why_no_undo(self) -> str: ...

    def close_panels(self) -> None: ...

    def fit_map(self) -> None: ...

    def zoom_map(self, factor: float) -> None: ...

    def toggle_layer(self, layer: Layer) -> None: ...

    def switch_language(self) -> None: ...

    def switch_theme(self) -> None: ...

    def focus_pane(self, pane: str) -> None: ...

    def show_figures(self) -> None: ...
