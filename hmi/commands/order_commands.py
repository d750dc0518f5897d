"""What can be done with the selected order."""

from __future__ import annotations

from fleet_core.model.order import OrderState, TransportOrder
from fleet_core.model.request import (
    AssignOrder,
    CancelOrder,
    ReprioritiseOrder,
    ResumeOrder,
    SuspendOrder,
    UnassignOrder,
)
from hmi.commands.command import Command
from hmi.commands.command_group import CommandGroup
from hmi.commands.context import OrderPrefill, Question
from hmi.model.selection import Kind

PRIORITY_STEP = 10
HIGHEST_PRIORITY = 100


def on_sheet(order: TransportOrder) -> tuple[str, ...]:
    """Buttons of the inspector, in this order; none once the order has ended."""
    if order.state.ended:
        return ()
    return (
        "order.assign",
        *(("order.unassign",) if order.intended_vehicle else ()),
        "order.raise",
        "order.lower",
        "order.deadline",
        *(("order.load",) if order.loaded else ()),
        "order.suspend",
        "order.resume",
        "order.cancel",
    )


class OrderCommands(CommandGroup):
    """Commands on one order: the selected one, or that of the selected vehicle."""

    def commands(self) -> list[Command]:
        return [
            Command(
                "order.new",
                lambda: self.tr("New transport order…"),
                self._new,
                self._why_no_link,
                "Ctrl+N",
            ),
            Command(
                "order.assign",
                lambda: self.tr("Assign to a vehicle…"),
                self._assign,
                self._why_no_assignment,
                "Ctrl+G",
            ),
            Command(
                "order.unassign",
                lambda: self.tr("Let the fleet choose the vehicle"),
                self._unassign,
                self._why_no_free_choice,
                "Ctrl+Shift+G",
            ),
            Command(
                "order.raise",
                lambda: self.tr("Raise priority"),
                lambda: self._prioritise(PRIORITY_STEP),
                lambda: self._why_no_priority(PRIORITY_STEP),
                "Ctrl+Up",
            ),
            Command(
                "order.lower",
                lambda: self.tr("Lower priority"),
                lambda: self._prioritise(-PRIORITY_STEP),
                lambda: self._why_no_priority(-PRIORITY_STEP),
                "Ctrl+Down",
            ),
            Command(
                "order.deadline",
                lambda: self.tr("Change deadline…"),
                lambda: self._context.open_deadline_form(self._the_order().id),
                self._why_not_open,
                "Ctrl+T",
            ),
            Command(
                "order.load",
                lambda: self.tr("Say where its load is…"),
                lambda: self._context.open_load_form(self._the_order().id),
                self._why_no_load,
                "Ctrl+Shift+L",
            ),
            Command(
                "order.suspend",
                lambda: self.tr("Suspend order"),
                self._suspend,
                self._why_no_suspension,
                "Ctrl+H",
            ),
            Command(
                "order.resume",
                lambda: self.tr("Resume order"),
                self._resume,
                self._why_no_resumption,
                "Ctrl+J",
            ),
            Command(
                "order.cancel",
                lambda: self.tr("Cancel order…"),
                self._cancel,
                self._why_not_open,
                "Ctrl+Del",
            ),
        ]

    def _order(self) -> TransportOrder | None:
        return self._context.store.order_of_selection()

    def _the_order(self) -> TransportOrder:
        order = self._order()
        assert order is not None, "why_not lets no command run without an order"
        return order

    def _why_not_open(self) -> str:
        order = self._order()
        if order is None:
            return self.tr("No order is selected.")
        if order.state.ended:
            return self.tr("The order has ended.")
        return self._why_no_link()

    def _why_no_assignment(self) -> str:
        order = self._order()
        if order is not None and order.loaded:
            return self.tr("The load is on board of {0}.").format(order.vehicle_id)
        return self._why_not_open()

    def _why_no_free_choice(self) -> str:
        order = self._order()
        if order is not None and not order.state.ended and not order.intended_vehicle:
            return self.tr("The fleet chooses its vehicle already.")
        return self._why_no_assignment()

    def _why_no_priority(self, step: int) -> str:
        order = self._order()
        if order is not None and abs(order.priority + step) > HIGHEST_PRIORITY:
            return self.tr("The priority is at its limit of {0}.").format(order.priority)
        return self._why_not_open()

    def _why_no_load(self) -> str:
        order = self._order()
        if order is not None and not order.state.ended and not order.loaded:
            return self.tr("Its load is on board of no vehicle.")
        return self._why_not_open()

    def _why_no_suspension(self) -> str:
        order = self._order()
        if order is not None and order.state is OrderState.SUSPENDED:
            return self.tr("The order is suspended already.")
        return self._why_not_open()

    def _why_no_resumption(self) -> str:
        order = self._order()
        if order is not None and order.state is not OrderState.SUSPENDED:
            return self.tr("The order is not suspended.")
        return self._why_not_open()

    def _new(self) -> None:
        self._context.open_order_form(
            OrderPrefill(source=self._context.store.selected(Kind.STATION))
        )

    def _assign(self) -> None:
        self._context.open_assignment(self._the_order().id, "")

    def _unassign(self) -> None:
        order = self._the_order()
        self._context.send(
            UnassignOrder(order.id),
            self.tr("The fleet chooses the vehicle of order {0}.").format(order.id),
            AssignOrder(order.id, order.intended_vehicle),
        )

    def _prioritise(self, step: int) -> None:
        order = self._the_order()
        priority = order.priority + step
        self._context.send(
            ReprioritiseOrder(order.id, priority),
            self.tr("Order {0} has priority {1}.").format(order.id, priority),
            ReprioritiseOrder(order.id, order.priority),
        )

    def _suspend(self) -> None:
        order = self._the_order()
        self._context.send(
            SuspendOrder(order.id),
            self.tr("Order {0} is suspended.").format(order.id),
            ResumeOrder(order.id),
        )

    def _resume(self) -> None:
        order = self._the_order()
        self._context.send(
            ResumeOrder(order.id),
            self.tr("Order {0} goes on.").format(order.id),
            SuspendOrder(order.id),
        )

    def _cancel(self) -> None:
        order = self._the_order()
        text = self.tr("Cancel order {0}? This cannot be undone.").format(order.id)
        if order.loaded:
            text = self.tr(
                "Cancel order {0}? Its load is on board; {1} will set it down at a free place."
            ).format(order.id, order.vehicle_id)
        request = CancelOrder(order.id)
        said = self.tr("Order {0} is cancelled.").format(order.id)
        self._context.ask(
            Question(text, self.tr("Cancel the order"), lambda: self._context.send(request, said))
        )
