"""What pages run, run here: the twins of our Python rules give the same answers, and no order of messages loses news."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.unit.node import HERE, NODE, Script
from webapp.newsroom.alerts.items import AlertItem
from webapp.newsroom.board import Board, apply
from webapp.newsroom.events import AlertsChange, ArticleChange, Body, BreakingChange, Event, PromoGone, event_type
from webapp.newsroom.model import (
    ArticleCard,
    BreakingItem,
    MostRead,
    MostReadItem,
    OnAir,
    Picture,
    Programme,
    Promo,
    Rotation,
    Stream,
)
from webapp.newsroom.schedule.rotation import article_beside
from webapp.newsroom.times import rfc3339
from webapp.pages.html.filters import turn
from webapp.web.assets.module_graph import module_graph
from webapp.web.folders import STATIC

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SLUGS = st.sampled_from(["rice", "ferry", "taal"])
QUICK = settings(max_examples=60, deadline=None)


@pytest.fixture(scope="module")
def script() -> Iterator[Script]:
    running = Script()
    yield running
    running.close()


def test_the_scripts_own_tests_pass() -> None:
    assert NODE
    tests = [str(path) for path in sorted(HERE.rglob("*.test.js"))]
    done = subprocess.run([NODE, "--test", *tests], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


def alert(item_id: str) -> AlertItem:
    return AlertItem(id=item_id, event="Flood", headline="The river rises", severity="Severe", until=NOON, sent=NOON)


cards = st.builds(ArticleCard, slug=SLUGS, title=st.just("Title"))
items = st.builds(
    BreakingItem, id=st.sampled_from("abc"), rev=st.integers(1, 4), headline=st.sampled_from(["Up", "Down"]),
    priority=st.sampled_from(["flash", "urgent"]), article=st.none() | SLUGS, card=st.none() | cards,
    published_at=st.just(NOON),
)  # fmt: skip
bodies: st.SearchStrategy[Body] = st.one_of(
    st.builds(BreakingChange, action=st.sampled_from(["published", "corrected", "withdrawn", "expired"]), item=items),
    st.builds(ArticleChange, action=st.sampled_from(["published", "updated", "withdrawn"]), slug=SLUGS, title=st.just("T")),
    st.builds(Stream, status=st.sampled_from(["on_air", "silent", "off_air", "unknown"])),
    st.builds(
        OnAir,
        programme=st.none() | st.just(Programme(id="desk", title="The Desk")),
        rotation=st.none() | st.builds(Rotation, articles=st.lists(cards, max_size=3).map(tuple), starts_at=st.just(NOON)),
    ),
    st.lists(SLUGS, unique=True).map(
        lambda slugs: MostRead(
            window="24h", as_of=NOON,
            items=tuple(MostReadItem(article=s, title=s, reads=9, rank=n) for n, s in enumerate(slugs, 1)),
        )
    ),
    st.lists(st.sampled_from("ab"), unique=True).map(lambda ids: AlertsChange(alerts=tuple(map(alert, ids)))),
    st.just(PromoGone()),
    st.just(Promo(title="Parade", link="/", image=Picture(url="https://agency.example/a.jpg", width=9, height=3))),
)  # fmt: skip


@QUICK
@given(changes=st.lists(bodies, max_size=12))
def test_the_browsers_board_is_the_servers_board_after_any_events(script: Script, changes: list[Body]) -> None:
    board = Board(epoch="e1")
    shown = board.public(NOON)
    for seq, body in enumerate(changes, start=1):
        event = Event(epoch="e1", seq=seq, at=NOON, type=event_type(body), body=body.dump())
        board = apply(board, event)
        shown = script.call("feed/apply.js", "apply", shown, event.type, event.wire())
    assert shown == board.public(NOON)


def test_an_event_that_nobody_knows_only_moves_the_page_on(script: Script) -> None:
    before = Board(epoch="e1", seq=4).public(NOON)
    after = script.call("feed/apply.js", "apply", before, "weather", {"epoch": "e1", "seq": 5, "at": rfc3339(NOON)})
    assert after == {**before, "seq": 5}


@QUICK
@given(count=st.integers(0, 7), every_s=st.integers(1, 90), after_s=st.integers(-100, 100) | st.integers(0, 5_000))
def test_server_and_browser_show_the_same_article_at_any_moment(
    script: Script, count: int, every_s: int, after_s: int
) -> None:
    plan = {"articles": [{"slug": f"a{n}"} for n in range(count)], "every_s": every_s, "starts_at": rfc3339(NOON)}
    moment = NOON + timedelta(seconds=after_s)
    assert script.call("on-air/timeline.js", "turn", plan, moment.timestamp() * 1000) == turn(plan, moment)


flashes = st.builds(
    BreakingItem, id=st.sampled_from("abc"), rev=st.just(1), headline=st.just("Quake"), body=st.none() | st.just("Off Abra"),
    priority=st.sampled_from(["flash", "urgent"]), article=st.none() | SLUGS, card=st.none() | cards,
    published_at=st.integers(-1_500, 0).map(lambda s: NOON + timedelta(seconds=s)),
    expires_at=st.none() | st.integers(-600, 900).map(lambda s: NOON + timedelta(seconds=s)),
)  # fmt: skip


@QUICK
@given(
    breaking=st.lists(flashes, max_size=3),
    plan=st.none() | st.builds(Rotation, articles=st.lists(cards, max_size=3).map(tuple), starts_at=st.just(NOON)),
    behind_s=st.integers(0, 60),
)
def test_server_and_browser_give_a_flash_the_place_for_the_same_time(
    script: Script, breaking: list[BreakingItem], plan: Rotation | None, behind_s: int
) -> None:
    heard = NOON - timedelta(seconds=behind_s)
    card = article_beside(plan, breaking, heard, NOON)
    items, rotation = [item.dump() for item in breaking], plan.dump() if plan else None
    moments = (heard.timestamp() * 1000, NOON.timestamp() * 1000)
    told = script.call("on-air/timeline.js", "beside", rotation, items, *moments)
    # One that is made of a headline does not know its language: the browser leaves the page's own.
    assert (told and {"language": "en", **told}) == (card.dump() if card else None)


def test_every_script_of_a_page_is_named_ahead_and_none_of_the_players_engines() -> None:
    modules = module_graph(STATIC, "js/app.js")
    assert {"js/feed/feed.js", "js/feed/sequence.js", "js/feed/transports/socket.js", "js/elements/breaking.js"} <= set(
        modules
    )
    assert not [module for module in modules if "hls" in module]


def test_the_desk_follows_the_log_by_the_pages_own_rules_and_no_page_loads_the_desk() -> None:
    desk, page = module_graph(STATIC, "js/panel/app.js"), module_graph(STATIC, "js/app.js")
    rules = {"js/feed/apply.js", "js/feed/sequence.js", "js/feed/visible.js", "js/feed/feed.js", "js/page/headline.js"}
    assert rules <= set(desk) & set(page)
    assert not [module for module in page if "/panel/" in module]


def test_what_scripts_fetch_only_when_they_need_it_is_where_they_look() -> None:
    later: list[Path] = []
    for script in sorted((STATIC / "js").rglob("*.js")):
        text = script.read_text(encoding="utf-8")
        later += [script.parent / name for name in re.findall(r'\bimport\("(\.[^"]+)"\)', text)]
        assert all((STATIC / "vendor" / name).is_file() for name in re.findall(r'\bvendor\("([^"]+)"', text))
    assert later and [str(path) for path in later if not path.is_file()] == []


class Listening(RuleBasedStateMachine):
    """A newsroom's log, a network that drops, repeats and reorders, and the listener's own code.

    The board stands for the list of everything said in the present history, so one missed or doubled word shows.
    """

    script: Script

    def __init__(self) -> None:
        super().__init__()
        self.epoch, self.said, self.oldest = "e0", ["word 0"], 0
        self.epochs = ["e0"]  # of each word
        self.formers: list[dict[str, Any]] = []  # the epochs that this one goes on from, newest first
        self.line: list[tuple[str, dict[str, Any]]] = []
        self.place = self.script.call("feed/sequence.js", "begin")
        self.page: list[str] = []
        self.connect()

    @property
    def seq(self) -> int:
        return len(self.said)

    def message(self, seq: int) -> tuple[str, dict[str, Any]]:
        return "breaking", {"epoch": self.epochs[seq - 1], "seq": seq, "word": self.said[seq - 1]}

    def begun(self, epoch: str, seq: int) -> tuple[str, dict[str, Any]]:
        names = [former["epoch"] for former in self.formers]
        formers = self.formers[names.index(epoch) + 1 :] if epoch in names else self.formers
        return "epoch", {"epoch": epoch, "seq": seq, "succeeds": formers}

    def catch_up(self, again: bool = False) -> list[tuple[str, dict[str, Any]]]:
        """As `delivery/editions.py` answers: what was missed, or a snapshot where that cannot be known, or where somebody asks
        again from an epoch of before."""
        spot = self.script.call("feed/sequence.js", "spot", self.place)
        epoch, seq = spot.get("epoch"), spot.get("seq", -1)
        last = {former["epoch"]: former["seq"] for former in self.formers} | {self.epoch: self.seq}
        first = self.formers[0]["seq"] if self.formers and epoch == self.epoch else 0
        if epoch not in last or not max(self.oldest, first) <= seq <= last[epoch] or (again and epoch != self.epoch):
            return [("snapshot", {"epoch": self.epoch, "seq": self.seq, "words": list(self.said)})]
        messages = []
        for n in range(seq + 1, self.seq + 1):
            messages += [self.begun(self.epochs[n - 1], n - 1)] if self.epochs[n - 1] != epoch else []
            messages.append(self.message(n))
            epoch = self.epochs[n - 1]
        return messages + ([self.begun(self.epoch, self.seq)] if epoch != self.epoch else [])

    def hear(self, name: str, data: dict[str, Any]) -> None:
        heard = self.script.call("feed/sequence.js", "receive", self.place, name, data)
        before, self.place = self.place, heard["place"]
        assert self.place["epoch"] != before["epoch"] or self.place["seq"] >= before["seq"], "the page went back"
        for step in heard["steps"]:
            if step["do"] == "replace":
                self.page = list(step["board"]["words"])
            elif step["do"] == "apply":
                self.page.append(step["data"]["word"])
            else:
                self.line += self.catch_up(again=True)

    def connect(self) -> None:
        self.place = self.script.call("feed/sequence.js", "dropped", self.place)
        self.line = self.catch_up()

    @rule(count=st.integers(1, 4))
    def the_newsroom_speaks(self, count: int) -> None:
        for _ in range(count):
            self.said.append(f"word {self.epoch} {self.seq}")
            self.epochs.append(self.epoch)
            self.line.append(self.message(self.seq))

    @rule(count=st.integers(1, 6))
    def messages_arrive(self, count: int) -> None:
        for _ in range(min(count, len(self.line))):
            self.hear(*self.line.pop(0))

    @rule(at=st.integers(0, 8))
    def one_is_lost(self, at: int) -> None:
        if self.line:
            self.line.pop(at % len(self.line))

    @rule(at=st.integers(0, 8))
    def one_comes_twice(self, at: int) -> None:
        if self.line:
            self.line.append(self.line[at % len(self.line)])

    @rule(at=st.integers(0, 8))
    def two_change_places(self, at: int) -> None:
        if len(self.line) > 1:
            at %= len(self.line) - 1
            self.line[at], self.line[at + 1] = self.line[at + 1], self.line[at]

    @rule(keep=st.integers(0, 3))
    def the_store_loses_its_tail(self, keep: int) -> None:
        self.epoch += "+"
        self.said, self.formers = self.said[: max(1, keep)], []
        self.epochs = self.epochs[: self.seq]
        self.oldest = self.seq
        self.line.append(("snapshot", {"epoch": self.epoch, "seq": self.seq, "words": list(self.said)}))

    @rule(lost=st.integers(0, 2))
    def another_store_goes_on(self, lost: int) -> None:
        """A restart, or a replica that lags by some words and is promoted: who is beyond it gets a snapshot."""
        was, before = self.epoch, self.seq
        self.said = self.said[: max(1, self.seq - lost)]
        self.epochs = self.epochs[: self.seq]
        self.oldest = min(self.oldest, self.seq)
        kept = [former | {"seq": min(former["seq"], self.seq)} for former in self.formers]
        self.epoch, self.formers = was + "'", [{"epoch": was, "seq": self.seq}, *kept][:8]
        if self.seq == before:
            self.line.append(self.begun(self.epoch, self.seq))
        else:
            self.line.append(("snapshot", {"epoch": self.epoch, "seq": self.seq, "words": list(self.said)}))

    @rule()
    def the_ring_forgets(self) -> None:
        self.oldest = self.seq

    @rule(at=st.integers(0, 8))
    def a_whole_board_comes_in_between(self, at: int) -> None:
        board = {"epoch": self.epoch, "seq": self.seq, "words": list(self.said)}
        self.line.insert(at % (len(self.line) + 1), ("snapshot", board))

    @rule(at=st.integers(0, 8))
    def what_was_asked_for_comes_in_between(self, at: int) -> None:
        """Another way brings it beside this one, while a page changes over."""
        at %= len(self.line) + 1
        self.line[at:at] = self.catch_up()

    @rule()
    def the_line_breaks_and_comes_back(self) -> None:
        self.connect()

    @invariant()
    def the_page_is_what_was_said_up_to_its_place(self) -> None:
        if self.place["epoch"] == self.epoch:
            assert self.page == self.said[: self.place["seq"]]

    def teardown(self) -> None:
        """A line that works for a moment is enough to be whole again."""
        self.connect()
        while self.line:
            self.hear(*self.line.pop(0))
        assert self.page == self.said


def test_no_loss_repeat_or_order_of_messages_leaves_a_page_wrong(script: Script) -> None:
    class Here(Listening):
        pass

    Here.script = script
    machine = Here.TestCase
    machine.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
    machine("runTest").runTest()
