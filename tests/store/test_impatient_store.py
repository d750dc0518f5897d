"""A store that is not waited for: one that fails is left quickly, one that is only slow is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event, Timer

import pytest

from fleet_core.model.errors import StoreError
from fleet_core.store.impatient_store import FAILING_WITHIN_S, ImpatientStore
from fleet_core.store.memory_store import MemoryStore
from fleet_core.store.protocol import Changes


class SlowStore(MemoryStore):
    """Answers a commit when ``answers`` is set, or fails with ``failure``."""

    def __init__(self) -> None:
        super().__init__()
        self.answers, self.done = Event(), Event()
        self.failure: StoreError | None = None
        self.commits = 0

    def commit(self, changes: Changes) -> None:
        assert self.answers.wait(60.0)
        self.done.set()
        if self.failure is not None:
            raise self.failure
        super().commit(changes)
        self.commits += 1


@contextmanager
def unanswered_once(store: SlowStore, within_s: float) -> Iterator[ImpatientStore]:
    """One that has not answered a commit in time, and has answered it since."""
    with closing(ImpatientStore(store, within_s)) as impatient:
        impatient._within_s = 0.0
        with pytest.raises(StoreError):
            impatient.commit(Changes())
        with pytest.raises(StoreError):
            impatient.commit(Changes())  # the one before is still asked
        store.answers.set()
        assert store.done.wait(60.0)
        assert impatient._asked is not None
        impatient._asked.exception(60.0)
        store.answers.clear()
        impatient._within_s = within_s
        yield impatient


def test_one_that_answered_late_is_waited_for_as_before() -> None:
    store = SlowStore()
    with unanswered_once(store, 60.0) as impatient:
        Timer(3.0 * FAILING_WITHIN_S, store.answers.set).start()
        impatient.commit(Changes())  # raises where it is not waited for
        assert store.commits == 2


def test_one_that_failed_late_is_not_waited_for() -> None:
    store = SlowStore()
    store.failure = StoreError("the disk is full")
    with unanswered_once(store, 60.0) as impatient:
        with pytest.raises(StoreError):
            impatient.commit(Changes())
        assert store.commits == 0
        store.answers.set()
