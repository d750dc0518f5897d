"""Every page and bar of the window, each as a way to bring it up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hmi.commands.context import OrderPrefill
from hmi.model import selection
from hmi.model.selection import Kind, Selection, edge, zone
from hmi.views.main_window import MainWindow

Page = tuple[str, Callable[[MainWindow], None]]


def pages(order_id: str, under_way_id: str) -> Iterator[Page]:
    """The name of a page, and what opens it. ``order_id``: one that may still be assigned."""
    yield "nothing selected", lambda window: window.store.select(None)
    yield "vehicle", lambda window: window.store.select(selection.vehicle("amr_1"))
    yield "paused vehicle", lambda window: window.store.select(selection.vehicle("amr_2"))
    yield "order", lambda window: window.store.select(selection.order(order_id))
    yield "order under way", lambda window: window.store.select(selection.order(under_way_id))
    yield "station", lambda window: window.store.select(selection.station("dock_1"))
    yield "charger", lambda window: window.store.select(selection.station("charger_1"))
    yield "edge", lambda window: window.store.select(Selection(Kind.EDGE, "N0_0-N1_0"))
    yield "zone", lambda window: window.store.select(Selection(Kind.ZONE, "slow"))
    yield "order form", lambda window: window.open_order_form(OrderPrefill("dock_1", "shelf_2"))
    yield "empty order form", lambda window: window.open_order_form(OrderPrefill())
    yield "assignment", lambda window: window.open_assignment(order_id, "amr_2")
    yield "deadline form", lambda window: window.open_deadline_form(order_id)
    yield "load form", lambda window: window.open_load_form(under_way_id)
    yield "operator form", lambda window: window.open_operator_form()
    yield "operator form with a name that cannot be", _nameless
    yield "question", lambda window: _ask(window, order_id)
    yield "palette", lambda window: window.open_palette()
    yield "palette with reasons", lambda window: window.open_palette("s")
    yield "closed way", lambda window: window.store.select(_closure(window, "edge_ids"))
    yield "closed zone", lambda window: window.store.select(_closure(window, "zone_id"))
    yield "closure form", lambda window: window.open_closure_form(edge("N1_1-N2_1"))
    yield "closure form of a zone", lambda window: window.open_closure_form(zone("rest"))
    yield "empty closure form", lambda window: window.open_closure_form(None)
    yield "closures", lambda window: window.panes.focus("closures")
    yield "opening", _open
    yield "figures", lambda window: window.show_figures()


def close_all(window: MainWindow) -> None:
    """Back to the plain window."""
    for _ in range(6):
        window.close_panels()
    window.panes.focus("messages")


def _closure(window: MainWindow, place: str) -> Selection | None:
    """The first closure of edges, or of a zone."""
    found = (one for one in window.store.closures.values() if getattr(one, place))
    one = next(found, None)
    return selection.closure(one.id) if one is not None else None


def _open(window: MainWindow) -> None:
    window.store.select(_closure(window, "zone_id"))
    window.run(window.commands["closure.open"])


def _nameless(window: MainWindow) -> None:
    window.open_operator_form()
    window.panes.operator_form.name.setText("fleet")


def _ask(window: MainWindow, order_id: str) -> None:
    window.store.select(selection.order(order_id))
    window.run(window.commands["order.cancel"])
