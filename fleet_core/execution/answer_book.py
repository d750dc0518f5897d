"""The answers to the latest commands, so that who has heard none may ask again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Any

from fleet_core.model import reasons
from fleet_core.model.errors import CommandError
from fleet_core.model.request import Answer, OrderRequest, Request, SubmitOrder
from fleet_core.traffic.stored_plans import closure_json, closure_of_json

KEPT = 200
"""Who asks again does so within seconds; nobody gives so many commands in that time. (Submissions
are told apart by the order's id, for ever.)"""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer without the order that belongs to it: that is looked up, as it is now."""

    content: str  # of the request: the same for the same content, in every process
    answer: Answer
    order_id: str = ""
    stored: bool = True  # to be known after a restart as well


class AnswerBook:
    """By the id of the request, the latest `KEPT`. Refusals are kept too: of a request that was
    sent twice, the second must not succeed when the first was refused and heard."""

    def __init__(self, stored: Iterable[dict[str, Any]] = ()) -> None:
        self._given = {str(entry["id"]): _from_json(entry) for entry in stored}

    def find(self, request: Request) -> GivenAnswer | None:
        """What was answered to this request before. Raises CommandError when its id
        was another's."""
        given = self._given.get(request.request_id)
        if given is not None and given.content != content_of(request):
            raise CommandError(reasons.refusals.request_id_taken(request.request_id))
        return given

    def note(self, request: Request, answer: Answer) -> GivenAnswer:
        """Remember an answer, and forget the oldest."""
        order_id = request.order_id if isinstance(request, OrderRequest) else ""
        given = GivenAnswer(
            content_of(request),
            replace(answer, order=None),
            answer.order.id if answer.order is not None else order_id,
            stored=answer.ok and not isinstance(request, SubmitOrder),  # an order is stored itself
        )
        self._given[request.request_id] = given
        while len(self._given) > KEPT:
            del self._given[next(iter(self._given))]
        return given

    def to_json(self) -> list[dict[str, Any]]:
        """What a controller after this one must know: plain JSON values."""
        return [_to_json(name, given) for name, given in self._given.items() if given.stored]


def content_of(request: Request) -> str:
    """A digest of the kind of a request and of all that it asks for, but not of its id."""
    fields = {**asdict(request), "request_id": ""}
    text = json.dumps([type(request).__name__, fields], sort_keys=True, default=sorted)
    return sha256(text.encode()).hexdigest()


def _to_json(request_id: str, given: GivenAnswer) -> dict[str, Any]:
    closure = given.answer.closure
    return {
        "id": request_id,
        "content": given.content,
        "order_id": given.order_id,
        "closure": None if closure is None else closure_json(closure),
        "not_kept_out": list(given.answer.not_kept_out),
    }


def _from_json(entry: dict[str, Any]) -> GivenAnswer:
    closure = entry["closure"]
    answer = Answer(
        closure=None if closure is None else closure_of_json(closure),
        not_kept_out=tuple(entry["not_kept_out"]),
    )
    return GivenAnswer(str(entry["content"]), answer, str(entry["order_id"]))
