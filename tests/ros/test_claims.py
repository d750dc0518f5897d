"""Who comes first is decided alike by everybody, also by two that start at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from diagnostic_msgs.msg import DiagnosticStatus
from hypothesis import given
from hypothesis import strategies as st

from fleet_nodes import names
from fleet_nodes.client import FleetClient
from fleet_nodes.ownership import Claim, claim_message, claim_of
from tests.ros.node_process import NodeProcess
from tests.ros.running_fleet import START_WITHIN_S, own_domain

claims = st.builds(
    Claim,
    role=st.just("dispatcher"),
    owner_id=st.text(max_size=5),
    who=st.text(max_size=20).filter(lambda text: "\0" not in text),
    since_s=st.floats(0.0, 2e9),
    owns=st.booleans(),
)


@given(claims, claims)
def test_of_two_claims_one_comes_first(one: Claim, other: Claim) -> None:
    same = (one.owns, one.since_s, one.owner_id) == (other.owns, other.since_s, other.owner_id)
    assert one.before(other) + other.before(one) == (0 if same else 1)


@given(st.lists(claims, min_size=1, unique_by=lambda each: each.owner_id))
def test_of_many_one_has_nobody_before_it(many: list[Claim]) -> None:
    first = [one for one in many if not any(other.before(one) for other in many)]
    assert len(first) == 1


def test_who_owns_keeps_it_against_who_claimed_earlier() -> None:
    owner = Claim("dispatcher", "b", "", 10.0, owns=True)
    assert owner.before(Claim("dispatcher", "a", "", 5.0))


@given(claims)
def test_a_claim_arrives_as_it_was_said(claim: Claim) -> None:
    assert claim_of(claim_message(claim)) == claim


def test_what_is_no_claim_is_none() -> None:
    message = claim_message(Claim("dispatcher", "a", "", 5.0))
    message.values = []
    assert claim_of(message) is None


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[FleetClient, list[NodeProcess]]]:
    domain = own_domain()
    both = [
        NodeProcess("dispatcher", domain, tmp_path / f"said{n}", data_folder=tmp_path / f"data{n}")
        for n in (1, 2)
    ]
    with FleetClient("looker", domain=domain) as looker:
        yield looker, both
    for each in both:
        each.stop()


@pytest.mark.ros
@pytest.mark.timeout(300)
def test_of_two_that_start_at_once_one_goes_on(
    pair: tuple[FleetClient, list[NodeProcess]],
) -> None:
    looker, both = pair
    owners: set[str] = set()

    def hear(message: DiagnosticStatus) -> None:
        claim = claim_of(message)
        if claim is not None and claim.owns:
            owners.add(claim.who)

    looker.subscribe(DiagnosticStatus, names.OWNERS, hear)
    ended = looker.wait(
        lambda: [each for each in both if each.exit_code() is not None],
        START_WITHIN_S,
        "both go on",
    )
    (lost,) = ended
    (won,) = (each for each in both if each is not lost)
    looker.wait(lambda: owners or None, START_WITHIN_S, "nobody owns")
    assert lost.exit_code() == 2
    assert f"process {won.pid} on " in lost.said()
    assert any(f"process {won.pid} on " in who for who in owners)
    assert won.exit_code() is None
