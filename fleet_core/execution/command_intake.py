"""The one door for requests: each is carried out once, kept, and answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fleet_core.execution import (
    closure_commands,
    load_commands,
    maintenance_commands,
    order_commands,
    vehicle_commands,
)
from fleet_core.execution.act import Act, Storing
from fleet_core.execution.answer_book import AnswerBook, GivenAnswer
from fleet_core.execution.fleet import Fleet
from fleet_core.execution.request_limits import RequestPace
from fleet_core.model import reasons
from fleet_core.model.errors import BusyError, InputError, StoreError
from fleet_core.model.request import Answer, Request, check_author

ACTS: Mapping[type[Request], Act] = {
    **order_commands.ACTS,
    **load_commands.ACTS,
    **vehicle_commands.ACTS,
    **maintenance_commands.ACTS,
    **closure_commands.ACTS,
}
_ANSWERS = "answers"
"""The setting under which the store keeps them."""


class CommandIntake:
    """Nothing that was answered as done is forgotten: it is stored before the answer is given."""

    def __init__(self, fleet: Fleet, answers: AnswerBook) -> None:
        self._fleet = fleet
        self._answers = answers
        self._pace = RequestPace(fleet.settings.limits)

    @classmethod
    def of(cls, fleet: Fleet, settings: Mapping[str, list[dict[str, object]]]) -> CommandIntake:
        """``settings``: those of the store, with the answers that a controller before gave."""
        return cls(fleet, AnswerBook(settings.get(_ANSWERS, ())))

    def do(self, request: Request, author: str, now_s: float) -> Answer:
        """What came of it, or what came of it when it was asked before. ``author``: who asks."""
        act = ACTS[type(request)]
        try:
            if act.storing is Storing.NEVER:
                return act.carry_out(self._fleet, request, author, now_s) or Answer()
            check_author(author)
            given = self._answers.find(request)
            if given is None and act.storing is Storing.BEFORE_THE_ANSWER:
                self._pace.take(author, now_s)
            given = given or self._carried_out(act, request, author, now_s)
            return self._with_order(given)
        except (InputError, StoreError, BusyError) as error:
            return Answer.refusal(error)

    def _carried_out(self, act: Act, request: Request, author: str, now_s: float) -> GivenAnswer:
        journal = self._fleet.journal
        try:
            if act.storing is Storing.BEFORE_THE_ANSWER:
                self._write(now_s)
            answer = act.carry_out(self._fleet, request, author, now_s) or Answer()
            self._fleet.note_request()
        except (InputError, StoreError) as error:
            return self._answers.note(request, Answer.refusal(error))
        given = self._answers.note(request, answer)
        if given.stored:
            journal.changes.settings[_ANSWERS] = self._answers.to_json()
        self._fleet.note_traffic()
        if act.storing is Storing.WHEN_POSSIBLE:
            journal.flush(now_s)
            return given
        try:
            self._write(now_s)
        except StoreError as error:
            if act.take_back is not None:
                act.take_back(self._fleet, request)
            given = self._answers.note(request, Answer.refusal(error))
            if _ANSWERS in journal.changes.settings:
                journal.changes.settings[_ANSWERS] = self._answers.to_json()
        return given

    def _write(self, now_s: float) -> None:
        """A command that could be forgotten is refused. Raises StoreError."""
        try:
            self._fleet.journal.flush_now(now_s)
        except StoreError as error:
            raise StoreError(reasons.refusals.not_possible_now(error.reason)) from error

    def _with_order(self, given: GivenAnswer) -> Answer:
        if not (given.order_id and given.answer.ok):
            return given.answer
        return replace(given.answer, order=self._fleet.orders.get(given.order_id))
