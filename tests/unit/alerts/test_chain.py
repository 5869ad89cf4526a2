"""Chains of alerts: in whatever order messages come, what was cancelled or replaced is not in force."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.alerts.messages import AGENCY, NOON, cancel, info, message
from webapp.newsroom.alerts.cap import CapMessage
from webapp.newsroom.alerts.chain import Ledger, decide, take
from webapp.newsroom.alerts.node import POSTED, AlertNode, state_of

BUREAU, MIRROR = "feed:bureau", "feed:mirror"
A = message("a")
B = message("b", A, sent=NOON + timedelta(minutes=1))
C = message("c", B, sent=NOON + timedelta(minutes=2))


class Station:
    """Takes messages one by one, as the store does: each time by a new ledger over what was kept."""

    def __init__(self) -> None:
        self.nodes: dict[str, AlertNode] = {}
        self.now = NOON

    def take(self, one: CapMessage, origin: str = BUREAU, *, granted: bool = False) -> AlertNode:
        ledger = Ledger(self.nodes.get)
        node = take(ledger, one, origin, self.now, granted=granted)
        self.nodes |= {key: AlertNode.load(changed.dump()) for key, changed in ledger.changed.items()}
        return node

    def decide(self, one: CapMessage, wanted: bool) -> None:
        ledger = Ledger(self.nodes.get)
        decide(ledger, one.key, wanted, "Elena", self.now)
        self.nodes |= ledger.changed

    def state(self, one: CapMessage) -> str:
        node = self.nodes.get(one.key)
        return state_of(node, self.now) if node else "unseen"

    def in_force(self) -> set[str]:
        return {key for key, node in self.nodes.items() if state_of(node, self.now) == "in_force"}

    def public_id(self, one: CapMessage) -> str | None:
        return self.nodes[one.key].shown_as


@pytest.fixture
def station() -> Station:
    return Station()


def test_an_alert_of_a_feed_waits_for_a_person(station: Station) -> None:
    station.take(A)
    assert station.state(A) == "draft"
    station.decide(A, True)
    assert station.state(A) == "in_force"


def test_an_update_takes_the_place_of_what_a_person_put_in_force(station: Station) -> None:
    station.take(A)
    station.decide(A, True)
    station.take(B)
    assert (station.state(A), station.state(B)) == ("replaced", "in_force")
    assert station.public_id(B) == A.key and station.nodes[B.key].rev == 2


def test_an_update_of_a_draft_is_a_draft(station: Station) -> None:
    station.take(A)
    station.take(B)
    assert (station.state(A), station.state(B)) == ("replaced", "draft")


def test_a_cancel_that_comes_first_is_remembered(station: Station) -> None:
    station.take(cancel("x", A))
    assert station.take(A, POSTED, granted=True).shown_as is None
    assert station.state(A) == "replaced" and not station.in_force()


def test_a_message_that_was_lost_on_the_way_joins_its_chain_late(station: Station) -> None:
    station.take(A)
    station.decide(A, True)
    station.take(C)
    assert (station.state(A), station.state(C)) == ("in_force", "draft"), "nobody knows yet that they belong together"
    station.take(B)
    assert station.in_force() == {C.key} and station.public_id(C) == A.key


def test_what_an_editor_took_down_does_not_come_back_by_an_update_that_names_its_forerunners(station: Station) -> None:
    station.take(A, POSTED, granted=True)
    station.take(B)
    station.decide(B, False)
    station.take(message("d", A, B, sent=NOON + timedelta(minutes=3)))
    assert not station.in_force()


def test_a_repeat_brings_nothing_back_that_an_editor_took_down(station: Station) -> None:
    station.take(A, POSTED, granted=True)
    station.decide(A, False)
    station.take(A, POSTED, granted=True)
    assert station.state(A) == "aside"


def test_an_alert_that_becomes_two_keeps_one_id_and_gets_another(station: Station) -> None:
    station.take(A, POSTED, granted=True)
    north, south = message("north", A), message("south", A)
    station.take(north)
    station.take(south)
    assert station.in_force() == {north.key, south.key}
    assert (station.public_id(north), station.public_id(south)) == (A.key, south.key)


def test_part_of_an_alert_is_cancelled_and_its_update_goes_on(station: Station) -> None:
    station.take(A, POSTED, granted=True)
    station.take(cancel("x", A))
    station.take(B)
    assert station.in_force() == {B.key}


def test_another_senders_cancel_does_not_count_unless_it_came_by_the_same_way_or_with_authority(
    station: Station,
) -> None:
    station.take(A, BUREAU, granted=True)
    stranger = cancel("x", A, sender="nobody@elsewhere.example")
    station.take(stranger, MIRROR)
    assert station.state(A) == "in_force"
    station.take(stranger, BUREAU)
    assert station.state(A) == "replaced"


def test_the_same_sender_is_believed_whatever_the_way(station: Station) -> None:
    station.take(A, BUREAU, granted=True)
    station.take(cancel("x", A), MIRROR)
    assert not station.in_force()


def test_an_all_clear_ends_the_alert_and_shows_nothing(station: Station) -> None:
    station.take(A, POSTED, granted=True)
    station.take(message("b", A, infos=(info(is_all_clear=True),)))
    assert not station.in_force()


def test_an_exercise_replaces_nothing_that_is_actual(station: Station) -> None:
    station.take(A, POSTED, granted=True)
    station.take(cancel("x", A, status="Exercise"), POSTED, granted=True)
    assert station.state(A) == "in_force"


def test_an_alert_is_over_at_its_time(station: Station) -> None:
    station.take(A, POSTED, granted=True)
    station.now = NOON + timedelta(hours=6)
    assert station.state(A) == "over"


def test_what_came_too_late_to_know_whether_it_stands_is_over() -> None:
    ledger = Ledger(lambda key: None, floor=NOON)
    assert state_of(take(ledger, A, POSTED, NOON, granted=True), NOON) == "over"


def chain_of(names: str, cancelled: bool) -> list[CapMessage]:
    """Messages of which each replaces the one before."""
    chain = [message(names[0])]
    for n, name in enumerate(names[1:], start=1):
        make = cancel if cancelled and n == len(names) - 1 else message
        chain.append(make(name, chain[-1], sent=NOON + timedelta(minutes=n)))
    return chain


@settings(deadline=None)
@given(st.data())
def test_shuffled_and_repeated_chains_end_as_if_they_had_come_in_order(data: st.DataObject) -> None:
    standing, ended = chain_of("abcde", cancelled=False), chain_of("vwxyz", cancelled=True)
    station = Station()
    came = data.draw(st.permutations([*standing, *ended, *standing[:3], *ended[2:]]))
    for one in came:
        station.take(
            one, POSTED if one is standing[0] or one is ended[0] else BUREAU, granted=one in (standing[0], ended[0])
        )
    assert station.in_force() == {standing[-1].key}


IDENTIFIERS = st.sampled_from("abcdef")
WAYS = st.sampled_from([BUREAU, MIRROR, POSTED])


class AnyOrder(RuleBasedStateMachine):
    """Messages that name each other at will come in any order, twice or never; people decide in between."""

    def __init__(self) -> None:
        super().__init__()
        self.station = Station()
        self.came: dict[str, CapMessage] = {}
        self.ways: dict[str, set[str]] = {}
        self.taken_down: set[str] = set()

    @rule(
        own=IDENTIFIERS, named=st.lists(IDENTIFIERS, max_size=3), kind=st.sampled_from(["Alert", "Update", "Update", "Cancel"]),
        status=st.sampled_from(["Actual", "Actual", "Actual", "Exercise", "Test", "Draft"]),
        scope=st.sampled_from(["Public", "Public", "Public", "Restricted"]), clear=st.booleans(), way=WAYS,
        sender=st.sampled_from([AGENCY, AGENCY, "other@weather.example"]),
    )  # fmt: skip
    def comes(
        self, own: str, named: list[str], kind: str, status: str, scope: str, clear: bool, way: str, sender: str
    ) -> None:
        names = [message(one) for one in named]
        infos = () if kind == "Cancel" else (info(is_all_clear=clear),)
        new = message(own, *names, kind=kind, status=status, scope=scope, infos=infos, sender=sender)
        one = self.came.setdefault(new.key, new)  # the same name with other words is the same message
        self.ways.setdefault(one.key, set()).add(way)
        self.station.take(one, way, granted=way == POSTED)

    @rule(data=st.data())
    def an_editor_decides(self, data: st.DataObject) -> None:
        shown = sorted(k for k in self.came if self.station.state(self.came[k]) in ("draft", "in_force", "aside"))
        if shown:
            key, wanted = data.draw(st.sampled_from(shown)), data.draw(st.booleans())
            self.station.decide(self.came[key], wanted)
            (self.taken_down.discard if wanted else self.taken_down.add)(key)

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self.station.now += timedelta(minutes=minutes)

    def is_replaced(self, one: CapMessage) -> bool:
        return any(
            one.key in {name.key for name in other.replaces}
            and (other.status == "Actual" or one.status != "Actual")
            and (other.sender == one.sender or POSTED in self.ways[key] or self.ways[key] & self.ways[one.key])
            for key, other in self.came.items()
        )

    @invariant()
    def nothing_is_in_force_that_may_not_be(self) -> None:
        for key in self.station.in_force():
            one = self.came[key]
            assert one.kind in ("Alert", "Update") and one.active, "a Cancel or an all-clear is shown"
            assert (one.status, one.scope) == ("Actual", "Public"), "an exercise is shown"
            assert not self.is_replaced(one), "what was replaced is shown"
            assert self.station.now < one.until and key not in self.taken_down

    @invariant()
    def what_was_posted_with_authority_and_stands_is_in_force(self) -> None:
        for key, one in self.came.items():
            warns = one.is_for_the_public and one.kind in ("Alert", "Update") and bool(one.active)
            stands = warns and not self.is_replaced(one) and self.station.now < one.until
            if stands and POSTED in self.ways[key] and self.station.state(one) != "aside":
                assert self.station.state(one) == "in_force"

    @invariant()
    def no_two_alerts_have_one_id(self) -> None:
        ids = [self.station.nodes[key].shown_as for key in self.station.in_force()]
        assert None not in ids and len(ids) == len(set(ids))


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
