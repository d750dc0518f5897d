"""Each fault of a driver is named by ``fleet driver check``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fleet_nodes.client import FleetClient
from fleet_nodes.driver_check.check import RuleVerdict
from tests.ros.checked_driver import SPEED_MPS, rule_results
from tests.ros.driver_process import DriverProcess, foreign_drivers
from tests.ros.running_fleet import own_domain

pytestmark = [pytest.mark.ros, pytest.mark.timeout(120)]

FAULTS = {
    "passes_release": ("never_past_release", "stops_at_its_release"),
    "shrinks": ("takes_nothing_back", "takes_nothing_back"),
    "deaf_hold": ("holds", "holds"),
    "joins_anything": ("waits_for_what_is_missing", "waits_for_what_is_missing"),
    "follows_anybody": ("follows_nobody_elses_route", "follows_nobody_elses_route"),
    "takes_up_past": ("never_takes_up_the_past", "never_takes_up_the_past"),
    "counts_early": ("leg_done_when_behind", "stops_at_its_release"),
    "works_again": ("works_once", "works_once"),
    "stubborn": ("ends_a_wait", "ends_a_wait"),
    "breaks_pick": ("finishes_a_pick", "finishes_a_pick"),
    "hides_charge": ("ends_a_charge", "ends_a_charge"),
    "forgets_load": ("says_what_is_on_board", "says_what_is_on_board"),
    "keeps_load": ("says_what_is_on_board", "says_what_is_on_board"),
}
"""A fault of the foreign driver: the rule that it breaks, and the rule that is tried for it."""
VALUES = {
    "percent": (87, "is_sound", "percentage is 87"),
    "clock": (2.5, "is_sound", "ahead of this machine's clock"),
    "frame": ("odom", "is_sound", "'odom'"),
    "nan": (True, "is_sound", "odom.pose.pose.position.x is nan"),
    "rare": (20, "speaks_often", "odom"),
}
"""A fault of what it says: its value, the rule that it breaks, and words of the result."""


@pytest.fixture(scope="module")
def client() -> Iterator[FleetClient]:
    with FleetClient("checker", 10.0, own_domain()) as made:
        yield made


@pytest.fixture(scope="module")
def strangers(
    client: FleetClient, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DriverProcess]:
    """A foreign driver for each fault."""
    words = [
        {
            "name": fault,
            "id": fault,
            "type": "amr",
            "pose": [0.0, 3.0 * number, 0.5],
            "speed_mps": SPEED_MPS,
            "tick_s": 0.1,
            "faults": [fault] if fault in FAULTS or fault == "naive" else [],
        }
        for number, fault in enumerate(("naive", *FAULTS, *VALUES))
    ]
    said = tmp_path_factory.mktemp("drivers") / "said"
    process = foreign_drivers(words, client.node.context.get_domain_id(), said)
    for fault, (value, _, _) in VALUES.items():
        process.switch(fault, fault, value)
    yield process
    process.stop()


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named(fault: str, client: FleetClient, strangers: DriverProcess) -> None:
    broken, tried = FAULTS[fault]
    found = rule_results(client, fault, patience_s=4.0, rules=(tried,))
    assert found[broken].verdict is RuleVerdict.BROKEN
    assert found[broken].text


@pytest.mark.parametrize("fault", VALUES)
def test_wrong_words_are_named(fault: str, client: FleetClient, strangers: DriverProcess) -> None:
    _, broken, words = VALUES[fault]
    found = rule_results(client, fault, rules=("names_no_route_at_first",))
    assert found[broken].verdict is RuleVerdict.BROKEN
    assert words in found[broken].text


def test_a_driver_that_takes_up_old_routes_at_its_start_is_named(
    client: FleetClient, strangers: DriverProcess
) -> None:
    rule = "begins_anew_after_a_restart"
    found = rule_results(client, "naive", restart=strangers.restart_command, rules=(rule,))
    assert found[rule].verdict is RuleVerdict.BROKEN
