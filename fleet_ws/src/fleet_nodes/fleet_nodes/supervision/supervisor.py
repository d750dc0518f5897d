"""Keeps a set of child processes running, within limits."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence

from fleet_core.model.errors import ConfigurationError, WorkError
from fleet_nodes.supervision.child import Child, ChildPlan, ChildRole

RESTARTS = 5
WINDOW_S = 60.0
_END_WITHIN_S = 3.0
_BAD_INPUT = 2


class Supervisor:
    """Starts children again when they end, at most ``RESTARTS`` times in ``WINDOW_S`` each.

    ``say`` gets one line for each thing that happens. Use it as a context: at its end no child is
    left.
    """

    def __init__(self, plans: Sequence[ChildPlan], say: Callable[[str], None]) -> None:
        self._plans = plans
        self._say = say
        self._children: dict[str, Child] = {}
        self._restarts: dict[str, deque[float]] = {plan.name: deque() for plan in plans}

    def __enter__(self) -> Supervisor:
        try:
            for plan in self._plans:
                self._children[plan.name] = Child(plan)
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_exception: object) -> None:
        self.end()

    @property
    def pids(self) -> dict[str, int]:
        """Process id of each child."""
        return {name: child.pid for name, child in self._children.items()}

    def check(self) -> bool:
        """Look after all children. False: the window was closed.

        Raises ConfigurationError with the child's own words when one has found its input bad, and
        WorkError when one keeps failing.
        """
        for child in list(self._children.values()):
            code = child.exit_code()
            if code is None:
                continue
            role = child.plan.role
            if role is ChildRole.WINDOW and code == 0:
                return False
            if role is ChildRole.EXTRA:
                self._let_go(child, code)
            else:
                self._replace(child, code)
        return True

    def _let_go(self, child: Child, code: int) -> None:
        child.end(0.0)
        del self._children[child.plan.name]
        if code:
            self._say(f"{child.plan.name} {_how(code)}: {child.plan.last_words()}")

    def _replace(self, child: Child, code: int) -> None:
        plan = child.plan
        child.end(0.0)  # what it has started and left behind
        if code == _BAD_INPUT:
            raise ConfigurationError(plan.last_words())
        now_s = time.monotonic()
        restarts = self._restarts[plan.name]
        while restarts and now_s - restarts[0] > WINDOW_S:
            restarts.popleft()
        if len(restarts) >= RESTARTS:
            raise WorkError(
                f"{plan.name} {_how(code)}, and was started again {RESTARTS} times within "
                f"{WINDOW_S:.0f} s before; giving up: {plan.last_words()} (log: {plan.log})"
            )
        restarts.append(now_s)
        self._say(f"{plan.name} {_how(code)}; starting it again ({len(restarts)} of {RESTARTS})")
        self._children[plan.name] = Child(plan)

    def end(self) -> None:
        """End all children, the last first, together within three seconds."""
        children = list(self._children.values())[::-1]
        self._children.clear()
        for child in children:
            child.ask_to_end()
        deadline_s = time.monotonic() + _END_WITHIN_S
        for child in children:
            child.end(deadline_s - time.monotonic())


def _how(code: int) -> str:
    return f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
