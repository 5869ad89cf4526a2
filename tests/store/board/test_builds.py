"""Two builds on one store: what the newer one adds is kept by this one, and what this one cannot read it does not write over."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import orjson
import pytest

from tests.conftest import NOON, FrozenClock, Room, Valkey, make_room
from tests.store.board.newsroom_day import BY, STEPS
from tests.store.board.next_build import FIELD, MARK, TYPE
from tests.store.board.test_clock import clock_in
from tests.store.board.test_desk import headline
from tests.store.board.test_log import change
from webapp.delivery.relay import Relay
from webapp.intake.feeds.hubs import Hubs
from webapp.intake.feeds.polling import FeedPolling
from webapp.intake.feeds.reader import FeedReader
from webapp.newsroom.articles.feed_state import FeedState, feed_id
from webapp.newsroom.errors import NewerBuild
from webapp.newsroom.events import Event
from webapp.newsroom.model import Article, Stream
from webapp.newsroom.station import FeedConfig
from webapp.store.articles.feed_state import Feeds
from webapp.store.board.builds import WARNING_LIFETIME
from webapp.store.board.parts import from_parts
from webapp.store.board.replica import Replica
from webapp.store.core import keys
from webapp.store.people.presence import Presence
from webapp.store.people.staff import Staff

Next = Callable[[str], None]


@contextmanager
def next_build(url: str, *more: str) -> Iterator[Next]:
    command = [sys.executable, "-m", "tests.store.board.next_build", url, *more]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin and process.stdout

    def heard() -> str:
        assert process.stdout
        while (line := process.stdout.readline().strip()) not in ("ready", "done"):
            assert line and " [" in line, line  # a line of the log is none of ours
        return line

    def take(step: str) -> None:
        assert process.stdin
        print(step, file=process.stdin, flush=True)
        assert heard() == "done"

    try:
        assert heard() == "ready"
        yield take
    finally:
        process.stdin.close()
        process.wait(10)


class Heard:
    """Listeners behind a web process of this build."""

    def __init__(self, room: Room) -> None:
        self.events_: list[dict[str, Any]] = []
        self.snapshots = 0
        self.replica = Replica("Asia/Manila")
        self.relay = Relay(room.log, room.articles, room.rundown, room.revisions, self.replica, lambda: NOON)
        self.relay.add(self)
        self.relay.pump_once(0.01)

    def events(self, events: Sequence[Event]) -> None:
        self.events_ += [{"type": event.type, **event.wire()} for event in events]

    def snapshot(self) -> None:
        self.snapshots += 1

    def listen(self) -> Heard:
        while self.relay.pump_once(0.01) and self.replica.board.seq < int(
            self.relay._log._store.hget(keys.META, "top") or 0
        ):
            pass
        return self


def stored_board(room: Room) -> dict[str, Any]:
    fields = [text for field in room.store.hgetall(keys.PARTS).items() for text in field]
    return from_parts(fields, room.store.lrange(keys.ORDER, 0, -1))


def kept(room: Room) -> dict[str, Any]:
    """Everything that is stored and rewritten, as plain JSON."""
    found: dict[str, Any] = {"board": stored_board(room)}
    for key in (keys.ARTICLES, keys.DATED, keys.STAFF, keys.HOLDS, keys.CHOICES):
        found[key] = {name.decode(): orjson.loads(text) for name, text in room.store.hgetall(key).items()}
    return found | {keys.GRID: orjson.loads(room.store.get(keys.GRID) or b"{}")}


def marked(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Every JSON object by its path (in lists, by the name of the thing), and whether it has the next build's field."""
    if isinstance(value, dict):
        yield path, value.get(FIELD) == MARK
        for name, inner in value.items():
            yield from marked(inner, (*path, name))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            name = (
                next((inner[k] for k in ("id", "slug", "article") if k in inner), n) if isinstance(inner, dict) else n
            )
            yield from marked(inner, (*path, str(name)))


NEW_THINGS: dict[str, tuple[str, ...]] = {
    "a cut": ("on_air",),
    "the grid's turn": ("on_air",),
    "the segment": ("on_air",),
    "a withdrawn article": ("edsa",),
}
"""What a step puts in another's place whole, so that nothing of that is kept."""


@pytest.mark.parametrize("first", ["this build", "the next build"])
def test_two_builds_take_turns_at_every_change_and_lose_nothing(store: Any, valkey_server: Valkey, first: str) -> None:
    room = make_room(store)
    heard = Heard(room)
    with next_build(valkey_server.url) as the_next:
        for n, (step, take) in enumerate(STEPS.items()):
            before = dict(marked(kept(room)))
            if (n % 2 == 0) == (first == "this build"):
                take(room)
            else:
                the_next(step)
            after = dict(marked(kept(room)))
            new = NEW_THINGS.get(step, ())
            lost = [p for p, mark in before.items() if mark and after.get(p) is False and not {*p} & {*new}]
            assert not lost, (step, lost)
            assert heard.listen().replica.board == room.log.since("", 0).board, step
    assert room.log.builds.unread is None
    seqs = [event["seq"] for event in heard.events_]
    assert seqs == list(range(1, len(seqs) + 1)) and heard.snapshots == 1
    assert {event["type"] for event in heard.events_} == {
        "article", "breaking", "most_read", "on_air", "promo", "schedule", "stream",
    }  # fmt: skip
    assert sum(event.get(FIELD) == MARK for event in heard.events_) > len(seqs) // 3  # listeners hear it too
    assert room.log.builds.warning(NOON) is None


@pytest.fixture
def old(store: Any) -> Room:
    """A process of this build that runs while the next one is put into service."""
    room = make_room(store)
    room.desk.publish_breaking(headline("Ferry runs again"), BY, NOON)
    return room


def test_who_cannot_read_an_event_writes_nothing_from_then_on(old: Room, valkey_server: Valkey) -> None:
    heard = Heard(old)
    with next_build(valkey_server.url) as the_next:
        the_next(TYPE)
        stays = kept(old), old.store.hget(keys.META, "top")
        for take in (STEPS["a headline"], STEPS["an update"], STEPS["a status by hand"], STEPS["a promo"]):
            with pytest.raises(NewerBuild) as refused:
                take(old)
            assert refused.value.status == 503 and refused.value.retry
        assert (kept(old), old.store.hget(keys.META, "top")) == stays
        the_next("another headline")
    assert [event["type"] for event in heard.listen().events_] == [TYPE, "breaking"]
    assert [event["seq"] for event in heard.events_] == [2, 3]
    assert heard.events_[0]["text"] == "a thing of the future"
    assert [item.headline for item in heard.replica.board.breaking] == ["Bridge is closed", "Ferry runs again"]
    assert "unknown type" in str(old.log.builds.warning(NOON))


def test_a_board_after_an_unread_event_is_the_stores_own(old: Room, valkey_server: Valkey) -> None:
    heard = Heard(old)
    with next_build(valkey_server.url) as the_next:
        the_next(TYPE)
        old.store.hset(keys.PARTS, "tomorrow", b'{"text":"a thing of the future"}')
        assert heard.listen().replica.board.dump()["tomorrow"] == {"text": "a thing of the future"}
    assert heard.snapshots == 1


def test_who_is_started_anew_beside_a_newer_build_may_write_what_it_can_read(old: Room, valkey_server: Valkey) -> None:
    with next_build(valkey_server.url) as the_next:
        the_next(TYPE)
    again = make_room(old.store)
    assert again.desk.publish_breaking(headline("Bridge is closed"), BY, NOON).seq == 3
    assert kept(again)["board"][FIELD] == MARK


def test_a_receipt_is_found_again_by_who_may_not_write_any_more(old: Room, valkey_server: Valkey) -> None:
    receipt = old.desk.publish_breaking(headline("Once"), BY, NOON, key="k")
    with next_build(valkey_server.url) as the_next:
        the_next(TYPE)
    assert old.desk.publish_breaking(headline("Once"), BY, NOON, key="k") == receipt


def test_a_higher_number_keeps_older_builds_from_writing(old: Room, valkey_server: Valkey) -> None:
    with next_build(valkey_server.url, "3") as the_next:
        the_next("another headline")
        for room in (old, make_room(old.store)):
            with pytest.raises(NewerBuild):
                room.desk.publish_breaking(headline("Too old"), BY, NOON)
        assert Heard(make_room(old.store)).replica.board.breaking[0].headline == "Bridge is closed"
        the_next("a short headline")


def test_the_store_itself_refuses_whom_the_number_overtook(old: Room) -> None:
    """Between the look and the commit: the script compares, so that no moment is left."""
    base = old.log.board()
    old.store.hset(keys.META, "min_reader", 3)
    with pytest.raises(NewerBuild):
        old.log.commit(change(base))
    assert old.store.hget(keys.META, "top") == b"1"


@pytest.mark.parametrize(
    "fields",
    [
        {b"type": b"tomorrow", b"body": b"{}"},
        {b"type": b"breaking", b"body": b'{"action":"published","item":{"id":"x"}}'},
        {b"min_reader": b"9"},
        {b"at": b"in a moment"},
        {b"body": b"[]"},
    ],
)
def test_whatever_of_an_entry_is_beyond_this_build_it_stops_writing(old: Room, fields: dict[bytes, bytes]) -> None:
    _, entry = old.store.xrange(keys.LOG)[0]
    old.log.board()
    old.store.xadd(keys.LOG, {**entry, **fields}, id="2-0")
    old.store.hset(keys.META, "top", 2)
    with pytest.raises(NewerBuild):
        old.desk.publish_breaking(headline("Later"), BY, NOON)
    assert old.store.hget(keys.META, "top") == b"2"
    assert old.log.builds.unread


def test_a_board_that_cannot_be_read_is_neither_shown_nor_written_over(old: Room) -> None:
    heard = Heard(old)
    old.store.hset(keys.PARTS, "stream", b'"now another thing"')
    old.store.hdel(keys.META, "epoch")
    assert not heard.relay.step() and not heard.relay.step()
    assert [item.headline for item in heard.replica.board.breaking] == [
        "Ferry runs again"
    ] and heard.replica.board.epoch
    with pytest.raises(NewerBuild):
        make_room(old.store).desk.publish_breaking(headline("Over it"), BY, NOON)
    assert b"another thing" in old.store.hget(keys.PARTS, "stream")


def test_the_clock_stands_aside_for_a_newer_one(old: Room, valkey_server: Valkey, clock: FrozenClock) -> None:
    mine, other = clock_in(old, clock, "old"), clock_in(make_room(old.store), clock, "new")
    mine.settle_once()
    assert mine.acting()
    with next_build(valkey_server.url) as the_next:
        the_next(TYPE)
    clock.move(seconds=2)
    old.desk, seq = old.desk, old.store.hget(keys.META, "top")
    mine.settle_once()
    assert not mine.acting() and old.store.hget(keys.META, "top") == seq
    other.settle_once()
    assert other.acting()
    clock.move(minutes=1)
    mine.settle_once()
    assert not mine.acting()


def test_the_monitor_reports_nothing_any_more(old: Room, valkey_server: Valkey) -> None:
    with next_build(valkey_server.url) as the_next:
        the_next(TYPE)
    with pytest.raises(NewerBuild):
        old.desk.report_stream(Stream(status="on_air", since=NOON, checked_at=NOON), NOON, {})
    assert old.rundown.holds().probed is None


def test_an_article_beyond_this_build_is_left_out_of_lists_and_left_alone(old: Room) -> None:
    for name in ("an article", "another article"):
        STEPS[name](old)
    beyond = {**orjson.loads(old.store.hget(keys.ARTICLES, "rice")), "topics": {"main": "food"}}
    old.store.hset(keys.ARTICLES, "rice", orjson.dumps(beyond))
    assert [article.slug for article in old.articles.newest(9)] == ["edsa"]
    assert list(Heard(make_room(old.store)).replica.articles) == ["edsa"]
    for step in ("an update", "a headline"):  # it is named in both
        with pytest.raises(NewerBuild):
            STEPS[step](old)
    assert orjson.loads(old.store.hget(keys.ARTICLES, "rice")) == beyond


def test_a_build_without_a_number_is_noticed(old: Room) -> None:
    """0.1.0 beside this one: its commit has no number, and leaves out what it does not know."""
    assert old.log.written_by().numbered and old.log.written_by().foreign is None
    heard = Heard(old)
    _, entry = old.store.xrange(keys.LOG)[0]
    old.store.xadd(
        keys.LOG, {name: text for name, text in entry.items() if name not in (b"schema", b"min_reader")}, id="2-0"
    )
    old.store.hset(keys.META, "top", 2)
    heard.listen()
    assert "before 0.2.0" in str(old.log.builds.warning(NOON))
    assert old.log.builds.warning(NOON + WARNING_LIFETIME) is None
    assert old.log.written_by().foreign == (2, "2026-03-02T04:00:00.000Z") and not old.log.written_by().numbered
    newcomer = Heard(make_room(old.store))
    assert "before 0.2.0" in str(newcomer.relay._log.builds.warning(NOON))
    assert old.desk.publish_breaking(headline("Goes on"), BY, NOON).seq == 3


def test_what_a_build_without_a_number_erased_is_put_back_by_who_followed_the_events(
    old: Room, valkey_server: Valkey
) -> None:
    heard, board = Heard(old), stored_board(old)
    with next_build(valkey_server.url) as the_next:
        the_next("another headline")
    _, entry = old.store.xrange(keys.LOG)[0]
    old_entry = {name: text for name, text in entry.items() if name not in (b"schema", b"min_reader")}
    body = orjson.loads(old_entry[b"body"])
    old_entry[b"body"] = orjson.dumps({**body, "item": {**body["item"], "id": "c", "headline": "By 0.1.0"}})
    old.store.xadd(keys.LOG, old_entry, id="3-0")
    old.store.hset(keys.META, "top", 3)
    old.store.set(keys.BOARD, orjson.dumps({**board, "seq": 3}))  # without what it could not read
    whole = ["By 0.1.0", "Bridge is closed", "Ferry runs again"]
    assert [item.headline for item in heard.listen().replica.board.breaking] == whole
    old.desk.publish_breaking(headline("Next"), BY, NOON)
    assert [item.headline for item in make_room(old.store).log.board().breaking] == ["Next", *whole]


def test_a_feed_beyond_this_build_is_neither_asked_nor_written_over(old: Room) -> None:
    source = FeedConfig(url="https://feed.example/rss")
    beyond = orjson.dumps({"id": feed_id(source.url), "url": {"of": "tomorrow"}})
    old.store.hset(keys.FEEDS, feed_id(source.url), beyond)
    old.store.hset(keys.FEED_PUSHES, feed_id(source.url), beyond)

    class Asked(FeedReader):
        def look(self, *_: Any, **__: Any) -> FeedState:
            raise AssertionError("it was asked")

    feeds = Feeds(old.store)
    assert FeedPolling(lambda: [source], Asked(lambda _: None), feeds, lambda: NOON, lambda: True).step() == []  # type: ignore[arg-type,return-value]
    hub = FeedState(id=feed_id(source.url), url=source.url, hub="https://hub.example/", topic=source.url)
    Hubs(feeds, lambda: "https://radyo.example", lambda *_, **__: 202).keep_subscribed(hub, source, NOON)
    assert old.store.hget(keys.FEEDS, feed_id(source.url)) == old.store.hget(keys.FEED_PUSHES, hub.id) == beyond


def test_accounts_and_articles_keep_what_a_newer_build_noted_with_them(old: Room) -> None:
    STEPS["an article"](old)
    STEPS["an account"](old)
    for key, name in ((keys.ARTICLES, "rice"), (keys.STAFF, "efren")):
        value = orjson.loads(old.store.hget(key, name))
        old.store.hset(key, name, orjson.dumps({**value, "noted": {"deep": [1, None]}}))
    STEPS["an update"](old)
    Staff(old.store).set_account("EFREN", "editor", "another password")
    assert orjson.loads(old.store.hget(keys.ARTICLES, "rice"))["noted"] == {"deep": [1, None]}
    assert orjson.loads(old.store.hget(keys.STAFF, "efren"))["noted"] == {"deep": [1, None]}


def test_a_withdrawn_article_keeps_nothing_that_may_be_its_text(old: Room) -> None:
    STEPS["another article"](old)
    value = orjson.loads(old.store.hget(keys.ARTICLES, "edsa"))
    old.store.hset(keys.ARTICLES, "edsa", orjson.dumps({**value, "texts": {"fil": "Buong balita"}}))
    STEPS["a withdrawn article"](old)
    assert b"Buong" not in old.store.hget(keys.ARTICLES, "edsa")
    assert Article.load(orjson.loads(old.store.hget(keys.ARTICLES, "edsa"))).withdrawn


def test_presence_says_which_build_each_process_is_of(old: Room) -> None:
    presence = Presence(old.store)
    presence.announce("web-1", 3, 7, NOON)
    presence.announce("clock-1", 0, 0, NOON, part="clock", writes=False)
    old.store.hset(keys.PROCESSES, "web-0", orjson.dumps({"listeners": 1, "seq": 7, "at": NOON.timestamp()}))
    assert set(presence.processes(NOON)) == {"web-0", "web-1"} and presence.listeners(NOON) == 4
    every = presence.every(NOON)
    assert every["web-1"]["version"] and "version" not in every["web-0"] and not every["clock-1"]["writes"]
    old.log.builds.look_elsewhere(every.values())
    assert not old.log.builds.elsewhere
    old.log.builds.refuse("a test")
    old.log.builds.look_elsewhere([every["clock-1"]])
    assert not old.log.builds.elsewhere
    old.log.builds.look_elsewhere(every.values())
    assert old.log.builds.elsewhere
