"""Every code can be said in every language, and nothing that comes from outside can break that."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fleet_core.execution.order_life_cycle import Actor
from fleet_core.model import reasons  # noqa: F401 - fills the registry of codes
from fleet_core.model.facility import StationKind
from fleet_core.model.order import OrderState, StopAction
from fleet_core.model.proximity import Advice, Bearing, ObjectClass
from fleet_core.model.reason import OWN_WORDS, Reason, declared, from_plain, to_plain
from fleet_core.model.reasons import general, orders, traffic, vehicles, waiting
from fleet_core.model.wording import LANGUAGES, catalogue, clause, sentence

WORDS = (OrderState, StopAction, Actor, StationKind, ObjectClass, Bearing, Advice)

values = st.recursive(
    st.none() | st.text(max_size=8) | st.integers() | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.builds(
            Reason,
            st.sampled_from([*declared, "of_tomorrow"]),
            st.dictionaries(st.text(max_size=5), inner, max_size=3).map(lambda d: tuple(d.items())),
        )
    ),
    max_leaves=6,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_in_the_catalogue_with_its_parameters(language: str) -> None:
    book = catalogue(language)
    assert set(book.templates) == set(declared)
    for code, names in declared.items():
        assert book.parameters(code) == set(names), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_model_is_in_the_catalogue(language: str) -> None:
    words = catalogue(language).words
    assert [each for kind in WORDS for each in kind if each not in words] == []
    assert set(words) == set(catalogue("en").words)


def test_a_reason_inside_a_reason_is_said_in_the_same_language() -> None:
    said = waiting.waits_for_vehicle("amr_1", waiting.busy("T-7"))
    assert sentence(said) == "Waits for amr_1, which is busy with order T-7."
    assert sentence(said, "zh_CN") == "等待 amr_1：正忙于订单 T-7。"


def test_what_is_in_brackets_is_left_out_when_there_is_nothing_to_say() -> None:
    assert clause(vehicles.vehicle_broken("v1", None)) == "v1 has broken down"
    why = general.said("drive fault")
    assert clause(vehicles.vehicle_broken("v1", why)) == "v1 has broken down: drive fault"


def test_names_and_clauses_in_a_row_are_joined_as_the_language_does() -> None:
    said = traffic.lets_pass(("a", "b"), "E1")
    assert (clause(said), clause(said, "zh_CN")) == (
        "lets a, b pass before E1",
        "在 E1 前让 a、b 先行",
    )
    both = general.several((orders.priority_changed(0, 5), orders.deadline_removed(60.0)))
    assert clause(both) == "priority 0 to 5; deadline 00:01:00 removed"


def test_a_sentence_has_a_capital_where_it_does_not_begin_with_a_name() -> None:
    assert sentence(vehicles.vehicle_ready("amr_1")) == "amr_1 is back at work."
    assert sentence(vehicles.no_order()) == "No order needs it."
    assert sentence(orders.may_be_handling(vehicles.vehicle_manual("amr_1"))).startswith("amr_1")
    failed = orders.action_failed("pick", "A", "amr_1", orders.no_reason_given())
    assert sentence(failed) == "Pick at A failed on amr_1: the vehicle gives no reason."
    assert sentence(None) == ""


def test_an_unknown_code_is_shown_with_what_it_holds_or_with_its_own_words() -> None:
    assert clause(Reason("of_tomorrow", (("place", "E1"),))) == "of tomorrow (place E1)"
    assert clause(Reason("of_tomorrow", ((OWN_WORDS, "Something new."),))) == "Something new."
    assert clause(Reason("no_way_to")) == "has no way to station {station}"


@given(values)
def test_nothing_that_a_reason_can_hold_keeps_it_from_being_shown(value: object) -> None:
    for code in ("stands", "battery", "waits_for_release", "several", "of_tomorrow"):
        names = declared.get(code, ("x",))
        for language in LANGUAGES:
            assert isinstance(
                sentence(Reason(code, tuple((n, value) for n in names)), language), str
            )


@given(values)
def test_a_reason_is_the_same_after_the_way_through_json(value: object) -> None:
    reason = Reason("several", (("reasons", value),))
    once = from_plain(json.loads(json.dumps(to_plain(reason), allow_nan=False)))
    assert from_plain(json.loads(json.dumps(to_plain(once)))) == once
    assert once.code == reason.code


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda x: (
            st.lists(x, max_size=3)
            | st.dictionaries(st.sampled_from(["code", "parameters", "a"]), x)
        ),
    )
)
def test_json_that_is_no_reason_is_refused_in_one_way(data: object) -> None:
    with contextlib.suppress(ValueError):
        assert isinstance(clause(from_plain(data)), str)
