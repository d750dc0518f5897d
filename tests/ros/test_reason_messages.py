"""Reasons on topics: the same after the way, honest about what is not known, closed to garbage."""

from __future__ import annotations

import json

import pytest
from fleet_interfaces import msg
from hypothesis import given, settings
from hypothesis import strategies as st

from fleet_core.model import reasons
from fleet_core.model.errors import InputError
from fleet_core.model.wording import sentence
from fleet_nodes.conversions.reasons import reason_message, reason_of
from tests.ros.model_strategies import said


@settings(deadline=None)
@given(said)
def test_a_reason_arrives_as_it_was_sent(reason: object) -> None:
    assert reason_of(reason_message(reason), "reason") == reason  # type: ignore[arg-type]


def test_people_who_read_the_topic_find_code_parameters_and_english() -> None:
    sent = reason_message(reasons.traffic.lets_pass(("amr_1", "amr_2"), "E17"))
    assert sent.code == "lets_pass"
    assert json.loads(sent.parameters) == {"vehicles": ["amr_1", "amr_2"], "place": "E17"}
    assert sent.text == "Lets amr_1, amr_2 pass before E17."


def test_no_reason_is_an_empty_message() -> None:
    assert reason_message(None) == msg.Reason()
    assert reason_of(msg.Reason(), "reason") is None


def test_a_code_of_a_newer_release_keeps_the_english_that_came_with_it() -> None:
    sent = msg.Reason(code="of_tomorrow", parameters='{"place": "E1"}', text="Waits for tomorrow.")
    reason = reason_of(sent, "reason")
    assert reason is not None
    assert (reason.code, reason.get("place")) == ("of_tomorrow", "E1")
    assert sentence(reason, "zh_CN") == "Waits for tomorrow."


@pytest.mark.parametrize("parameters", ["[1]", "{", '"text"', "[" * 5000, '{"a": true' + "}" * 9])
def test_parameters_that_are_no_object_are_refused_with_what_is_allowed(parameters: str) -> None:
    with pytest.raises(InputError, match="JSON object of names and values"):
        reason_of(msg.Reason(code="busy", parameters=parameters), "reason")


@given(st.text(max_size=60))
def test_whatever_the_parameters_are_it_is_a_reason_or_an_input_error(parameters: str) -> None:
    try:
        reason = reason_of(msg.Reason(code="busy", parameters=parameters), "reason")
    except InputError:
        return
    assert sentence(reason)
