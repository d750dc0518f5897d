"""All rules, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from fleet_core.model.errors import CommandError, WorkError
from fleet_nodes.client import FleetClient
from fleet_nodes.driver_check import route_rules, work_rules
from fleet_nodes.driver_check.bench import Bench, BrokenError, CheckOptions, NotTriedError
from fleet_nodes.driver_check.track import StraightTrack

HEARD_WITHIN_S = 12.0
"""A battery state comes every 10 s at least."""
LISTEN_S = 3.0
PAUSES_S = {"odom": 1.0, "onboard_state": 1.5, "battery_state": 11.0}
LISTEN_S = 2.0
"""In the end, however short the rest was: who speaks every 2 s is found out."""
MOVING_PAUSE_S = 0.4
"""Odometry comes 5 times a second while it moves; twice that time is allowed for the network."""


class RuleVerdict(StrEnum):
    """NOT_TRIED: a rule before it has left the vehicle where this one cannot be tried."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_TRIED = "not_tried"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What came of one rule."""

    rule: str
    verdict: RuleVerdict
    meaning: str
    text: str = ""  # how it showed that it is broken, or why it was not tried


Rule = Callable[[Bench], None]

ROUTES: tuple[Rule, ...] = (
    route_rules.names_no_route_at_first,
    route_rules.follows_nobody_elses_route,
    route_rules.stops_at_its_release,
    route_rules.grows_by_release,
    route_rules.takes_nothing_back,
    route_rules.keeps_a_release_that_comes_first,
    route_rules.holds,
    route_rules.holds_by_route,
    route_rules.joins_where_the_release_ended,
    route_rules.takes_a_burst,
    route_rules.waits_for_what_is_missing,
    route_rules.never_takes_up_the_past,
    route_rules.survives_losses,
)
WORK: tuple[Rule, ...] = (
    work_rules.works_at_the_end,
    work_rules.works_once,
    work_rules.leaves_out_what_was_cancelled,
    work_rules.ends_a_wait,
    work_rules.ends_a_charge,
)
LOADS: tuple[Rule, ...] = (work_rules.finishes_a_pick, work_rules.says_what_is_on_board)
RESTART: tuple[Rule, ...] = (route_rules.begins_anew_after_a_restart,)
ALWAYS = {
    "never_past_release": "It never passes the end of what is released.",
    "never_beside_legs": "It never leaves its legs.",
    "legs_done_never_falls": "legs_done never falls on one route.",
    "leg_done_when_behind": "A leg is done when it is behind the vehicle, whole.",
    "release_is_what_was_sent": "legs_released is what was sent, never more.",
}


def check_driver(client: FleetClient, name: str, options: CheckOptions) -> Iterator[RuleResult]:
    """The results as they come. Raises CommandError when somebody commands the vehicle already,
    WorkError when nothing is heard of it."""
    rules = chosen_rules(options)
    bench = Bench(client, name, options)
    yield _is_heard(bench)
    if bench.heard.pose is None or bench.heard.onboard is None:
        yield _is_sound(bench)
        return
    bench.track = StraightTrack(bench.heard.pose, options.leg_m, options.speed_mps)
    bench.span_at(0.0)
    for rule in rules:
        yield _try(bench, rule)
    for rule_id, meaning in ALWAYS.items():
        text = bench.broken.get(rule_id, "")
        yield RuleResult(rule_id, RuleVerdict.BROKEN if text else RuleVerdict.KEPT, meaning, text)
    yield _is_sound(bench)
    yield _speaks_often(bench)


def chosen_rules(options: CheckOptions) -> list[Rule]:
    """What is tried, in this order. Raises CommandError for a rule that there is not."""
    possible = [*ROUTES, *WORK]
    possible += LOADS if options.loads else ()
    possible += RESTART if options.restart else ()
    if not options.rules:
        return possible
    names = [rule.__name__ for rule in possible]
    for wanted in options.rules:
        if wanted not in names:
            raise CommandError(f"there is no rule {wanted} to try; there are {', '.join(names)}")
    return [rule for rule in possible if rule.__name__ in options.rules]


def _is_heard(bench: Bench) -> RuleResult:
    heard, meaning = bench.heard, "It speaks on odom, battery_state and onboard_state."
    try:
        bench.client.wait(lambda: heard.complete or None, HEARD_WITHIN_S, "three topics")
    except WorkError:
        topics = {
            "odom": heard.pose,
            "battery_state": heard.battery,
            "onboard_state": heard.onboard,
        }
        silent = [f"/{bench.name}/{topic}" for topic, word in topics.items() if word is None]
        text = f"nothing sound within {HEARD_WITHIN_S:.0f} s on {', '.join(silent)}"
        if not heard.at_s:
            raise WorkError(text) from None
        return RuleResult("is_heard", RuleVerdict.BROKEN, meaning, text)
    bench.client.spin(LISTEN_S)
    return RuleResult("is_heard", RuleVerdict.KEPT, meaning)


def _try(bench: Bench, rule: Rule) -> RuleResult:
    name, meaning = rule.__name__, " ".join((rule.__doc__ or "").split())
    try:
        bench.begin()
        rule(bench)
    except NotTriedError as error:
        return RuleResult(name, RuleVerdict.NOT_TRIED, meaning, str(error))
    except BrokenError as error:
        bench.give_up()
        return RuleResult(name, RuleVerdict.BROKEN, meaning, str(error))
    return RuleResult(name, RuleVerdict.KEPT, meaning)


def _is_sound(bench: Bench) -> RuleResult:
    text = "; ".join(bench.heard.wrong.values())
    verdict = RuleVerdict.BROKEN if text else RuleVerdict.KEPT
    return RuleResult("is_sound", verdict, "Frames, units, stamps and counts can be right.", text)


def _speaks_often(bench: Bench) -> RuleResult:
    """Longest pauses on each topic; of odometry also while it moves, but for the odd one."""
    heard = bench.heard
    bench.client.spin(LISTEN_S)
    pauses_s = {topic: heard.longest_pause_s(topic, bench.steady_s()) for topic in PAUSES_S}
    slow = [
        f"{topic} paused for {pauses_s[topic]:.1f} s; {limit_s:.1f} s is allowed"
        for topic, limit_s in PAUSES_S.items()
        if pauses_s[topic] > limit_s
    ]
    moving = sorted(heard.moving_pauses_s)
    if moving and moving[int(0.95 * (len(moving) - 1))] > MOVING_PAUSE_S:
        typical_s = moving[len(moving) // 2]
        slow.append(f"odom comes every {typical_s:.2f} s while it moves; 0.2 s is needed")
    verdict = RuleVerdict.BROKEN if slow else RuleVerdict.KEPT
    return RuleResult("speaks_often", verdict, "It reports often enough.", "; ".join(slow))
