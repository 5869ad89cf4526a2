"""Who comes back is told nothing of what was withdrawn meanwhile, and misses no number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOON
from webapp.delivery.editions import Editions
from webapp.delivery.replayed import replayed
from webapp.delivery.sse import Bell, stream
from webapp.newsroom.board import Board, replay
from webapp.newsroom.events import Event
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.store.board.replica import Replica

SECRET = "Dam bursts above the town"


def headline(action: str, name: str, rev: int = 1, words: str = SECRET, **more: Any) -> tuple[str, dict[str, Any]]:
    at = NOON.isoformat()
    item = {"id": name, "rev": rev, "headline": words, "priority": "urgent", "published_at": at, "body": words, **more}
    return "breaking", {"action": action, "item": item}


def article(action: str, slug: str = "dam") -> tuple[str, dict[str, Any]]:
    return "article", {"action": action, "slug": slug, "title": SECRET if slug == "dam" else "Rice"}


def air(*slugs: str) -> tuple[str, dict[str, Any]]:
    cards = [{"slug": slug, "title": SECRET if slug == "dam" else "Rice"} for slug in slugs]
    return "on_air", {"rotation": {"articles": cards, "every_s": 20, "starts_at": NOON.isoformat()}}


def ranked(*slugs: str) -> tuple[str, dict[str, Any]]:
    items = [{"article": slug, "title": SECRET if slug == "dam" else "Rice", "reads": 9, "rank": 1} for slug in slugs]
    return "most_read", {"window": "1h", "as_of": NOON.isoformat(), "items": items}


def log(*bodies: tuple[str, dict[str, Any]], first: int = 1) -> list[Event]:
    return [Event(epoch="e1", seq=n, at=NOON, type=kind, body=body) for n, (kind, body) in enumerate(bodies, first)]


def said(events: list[Event]) -> str:
    return orjson.dumps([event.wire() for event in events]).decode()


@pytest.mark.parametrize(
    ("missed", "actions"),
    [
        ([headline("published", "a"), headline("withdrawn", "a", 2, reason="wrong")], ["expired", "withdrawn"]),
        ([headline("corrected", "a", 2), headline("withdrawn", "a", 3, reason="wrong")], ["withdrawn", "withdrawn"]),
        (
            [headline("published", "a"), headline("corrected", "a", 2), headline("withdrawn", "a", 3, reason="wrong")],
            ["expired", "expired", "withdrawn"],
        ),
        ([headline("withdrawn", "a", 2, reason="wrong")], ["withdrawn"]),
        ([headline("published", "b", words="Ferry runs"), headline("withdrawn", "a", 2)], ["published", "withdrawn"]),
        ([article("published"), article("updated"), article("withdrawn")], ["withdrawn"] * 3),
    ],
)
def test_no_word_of_it_is_sent_and_each_number_is(missed: list[Any], actions: list[str]) -> None:
    events = log(*missed)
    told = replayed(events)
    assert [(event.seq, event.type) for event in told] == [(event.seq, event.type) for event in events]
    assert [event.body["action"] for event in told] == actions and SECRET not in said(told)


def test_an_article_that_went_leaves_every_block_that_showed_it() -> None:
    about = headline("published", "b", words="Ferry runs", article="dam", card={"slug": "dam", "title": SECRET})
    told = replayed(log(article("published"), air("dam", "rice"), ranked("dam", "rice"), about, article("withdrawn")))
    assert SECRET not in said(told) and said(told).count("Rice") == 2 and "Ferry runs" in said(told)
    assert "Dam" in said(replayed(log(article("published"), article("withdrawn"), article("published")))), "it is back"


def test_an_alert_that_is_over_is_not_read_out_again() -> None:
    def alerts(*names: str) -> tuple[str, dict[str, Any]]:
        return "alerts", {"alerts": [{"id": name, "headline": f"Alert {name}"} for name in names]}

    told = said(replayed(log(alerts("a"), alerts("a", "b"), alerts("b"))))
    assert "Alert a" not in told and told.count("Alert b") == 2


def test_who_has_everything_is_sent_the_same_bytes_as_everybody() -> None:
    events = log(headline("published", "a"), air("rice"), headline("corrected", "a", 2))
    assert all(one is other for one, other in zip(replayed(events), events, strict=True))


@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["published", "corrected", "withdrawn"])), max_size=12)
)
def test_the_board_that_comes_of_it_is_the_board(acts: list[tuple[str, str]]) -> None:
    revs = dict.fromkeys("abc", 0)
    bodies, gone = [], set()
    for name, action in acts:
        if name in gone or (revs[name] == 0) != (action == "published"):
            continue
        revs[name] += 1
        bodies.append(headline(action, name, revs[name], f"{SECRET} {name}"))
        gone |= {name} if action == "withdrawn" else set()
    events = log(*bodies)
    for start in range(len(events) + 1):
        told = replayed(events[start:])
        base = replay(Board(epoch="e1"), events[:start])
        assert replay(base, told) == replay(base, events[start:])
        assert not [name for name in gone if f"{SECRET} {name}" in said(told)]


def test_sockets_and_event_streams_that_come_back_are_told_so() -> None:
    replica = Replica("Asia/Manila")
    replica.replace(Board(epoch="e1"), [], Grid(zone="Asia/Manila"), [])
    replica.confirm(NOON + timedelta(seconds=1))
    editions, bell = Editions(replica, lambda: NOON), Bell()
    for event in log(headline("published", "a"), headline("withdrawn", "a", 2, reason="wrong")):
        replica.apply(event)
    back = stream(replica, editions, bell, "e1:0")
    next(back)
    assert SECRET.encode() not in next(back)
    assert not any(SECRET.encode() in one.frame for one in editions.catch_up("e1", 0))
