"""Whatever a line does to messages (loses, repeats, reorders them), in the end both sides have the same running order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.unit.rundowns.mos_messages import THEM, US, about, action, ids, message, order, story
from webapp.mos.doubts import Doubts
from webapp.mos.orders import Orders
from webapp.mos.receiver import Receiver
from webapp.newsroom.rundowns.mos.envelope import read_envelope
from webapp.newsroom.rundowns.running_order import RunningOrder
from webapp.newsroom.rundowns.settings import MosConfig

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
NAMES = [f"s{n}" for n in range(8)]


class Kept:
    """Stands for the store, which has tests of its own: what is stored must be what is known."""

    def __init__(self) -> None:
        self.orders: dict[str, RunningOrder] = {}

    def put(self, before: RunningOrder | None, after: RunningOrder) -> None:
        assert self.orders.get(after.id) == before
        self.orders[after.id] = after

    def drop(self, order_id: str) -> None:
        del self.orders[order_id]


class NoAir:
    def turn(self, order: RunningOrder, story_id: str) -> None: ...
    def gone(self, order: RunningOrder) -> None: ...


@dataclass
class Newsroom:
    """The other end as it should be: its one running order, and what it says of each change, in a way of its own."""

    stories: list[tuple[str, str]] = field(default_factory=lambda: [(name, "x") for name in NAMES[:4]])
    number: int = 0

    def xml(self, kind: str) -> str:
        return order(kind, [story(name, slug) for name, slug in self.stories])

    def say(self, body: str) -> str:
        self.number += 1
        return message(body, self.number)

    def do(self, what: str, first: int, second: int, slug: str) -> str:
        names = [name for name, _ in self.stories]
        if not names or what == "insert":
            name = NAMES[first % len(NAMES)]
            target = names[second % len(names)] if names else ""
            if name in names:
                return self.say(self.xml("roReplace"))
            self.stories.insert(names.index(target) if target else 0, (name, slug))
            return self.say(action("INSERT", story(name, slug), ids(target)))
        one, other = names[first % len(names)], names[second % len(names)]
        if what == "replace":
            self.stories[names.index(one)] = (one, slug)
            return self.say(action("REPLACE", story(one, slug), ids(one)))
        if what == "delete":
            self.stories.pop(names.index(one))
            return self.say(about("roStoryDelete", ids(one)))
        if one == other:
            return self.say(about("roReadyToAir", "<roAir>READY</roAir>"))
        if what == "swap":
            a, b = names.index(one), names.index(other)
            self.stories[a], self.stories[b] = self.stories[b], self.stories[a]
            return self.say(action("SWAP", ids(one, other)))
        moved = self.stories.pop(names.index(one))
        self.stories.insert([name for name, _ in self.stories].index(other), moved)
        return self.say(about("roStoryMove", ids(one, other)))


changes = st.tuples(
    st.sampled_from(["insert", "replace", "delete", "swap", "move", "move"]), st.integers(0, 7), st.integers(0, 7),
    st.sampled_from(["Floods", "Rice", ""]),
)  # fmt: skip


@dataclass
class Line:
    """What happens to each message: it comes so often, and so much later."""

    fates: Sequence[tuple[int, int]]

    def carries(self, messages: Sequence[str]) -> list[str]:
        come = [
            (n + late, n, text)
            for n, text in enumerate(messages)
            for times, late in [self.fates[n % len(self.fates)]]
            for _ in range(times)
        ]
        return [text for *_, text in sorted(come, key=lambda one: one[:2])]


def receiver() -> tuple[Receiver, Orders, Doubts, Kept]:
    kept: Any = Kept()
    orders = Orders(kept, lambda: NOW)
    doubts = Doubts(clock=iter(range(0, 10**9, 100)).__next__)
    settings_ = MosConfig.ask({"id": US, "ncs_id": THEM})
    return Receiver(settings_, ZoneInfo("UTC"), orders, doubts, NoAir(), lambda: NOW), orders, doubts, kept


@given(
    st.lists(changes, max_size=25),
    st.lists(st.tuples(st.sampled_from([0, 1, 1, 1, 2]), st.sampled_from([0, 0, 0, 1, 3])), min_size=1, max_size=12),
)
@example(  # the whole order, late, after a change that came in time
    [*[("insert", 0, 0, "Floods")] * 6, ("replace", 0, 0, "Floods")], [(1, 0), (1, 0), (0, 0), (0, 0), (1, 3)]
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_bad_line_ends_in_the_same_running_order(
    done: list[tuple[str, int, int, str]], fates: list[tuple[int, int]]
) -> None:
    there = Newsroom()
    here, orders, doubts, kept = receiver()
    here.answer(there.say(there.xml("roCreate")))
    answers: dict[str, set[str]] = {}
    for text in Line(fates).carries([there.do(*one) for one in done]):
        answer = here.answer(text)
        assert answer and fromstring(answer).findtext("messageID") == fromstring(text).findtext("messageID")
        answers.setdefault(text, set()).add(fromstring(answer).findtext("roAck/roStatus") or "")
    here.answer(there.say("<heartbeat><time>2026-03-02T12:00:00</time></heartbeat>"))
    while doubts.take() is not None:
        here.take_list(read_envelope(message(there.xml("roList"))))
    known = orders.get("RO1")
    assert known and [(one.id, one.slug) for one in known.stories] == there.stories
    assert kept.orders == {"RO1": known}
    if all(fate == (1, 0) for fate in fates):
        assert answers.keys() == set(answers) and all(said == {"OK"} for said in answers.values())


def test_a_whole_order_after_a_gap_leaves_the_other_orders_in_doubt() -> None:
    there, other = Newsroom(), order("roCreate", [story("s0", "x")]).replace("RO1", "RO2")
    here, _, doubts, _ = receiver()
    here.answer(there.say(there.xml("roCreate")))
    here.answer(there.say(other))
    there.say("lost")
    here.answer(there.say(there.xml("roReplace")))
    assert (doubts.take(), doubts.take()) == ("RO2", None)


@given(st.lists(changes, min_size=1, max_size=25), st.data())
@settings(max_examples=60, deadline=None)
def test_repeats_change_nothing_and_get_their_first_answer(
    done: list[tuple[str, int, int, str]], data: st.DataObject
) -> None:
    there = Newsroom()
    here, orders, _, _ = receiver()
    sent = [there.say(there.xml("roCreate")), *(there.do(*one) for one in done)]
    first = [here.answer(text) for text in sent]
    known = orders.get("RO1")
    again = data.draw(st.lists(st.integers(0, len(sent) - 1), max_size=20))
    assert [here.answer(sent[n]) for n in again] == [first[n] for n in again]
    assert orders.get("RO1") == known and known
    assert [(one.id, one.slug) for one in known.stories] == there.stories
