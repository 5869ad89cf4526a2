"""Who is connected, by host: counted when they come and go, looked at when it is reported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from webapp.newsroom.board import Board
from webapp.newsroom.embeds.fleet import HostSeen, HostUse, host_rows, together
from webapp.newsroom.events import BreakingChange, Event, event_type
from webapp.newsroom.headlines.record import HeadlineAction
from webapp.newsroom.model import BreakingItem
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.store.board.replica import Replica
from webapp.web.embeds.visits import MAX_HOSTS, EmbedReader, EmbedVisits

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def replica() -> Replica:
    made = Replica("Asia/Manila")
    made.replace(Board(epoch="e"), [], Grid(zone="Asia/Manila"))
    return made


@pytest.fixture
def visits(replica: Replica) -> EmbedVisits:
    return EmbedVisits(replica)


def comes(visits: EmbedVisits, host: str, version: str = "0123abcd", now: datetime = NOON) -> EmbedReader:
    reader = EmbedReader(host, version, ("ticker",), ("e", 0))
    visits.enter(reader, now, is_new=True)
    return reader


def test_readers_are_counted_while_they_are_there_and_pages_once(visits: EmbedVisits) -> None:
    first = comes(visits, "partner.example")
    comes(visits, "partner.example", "0123abcd pinned")
    use = visits.uses(NOON)["partner.example"]
    assert (use.readers, use.opened, use.pieces) == (2, 2, {"ticker": 2})
    assert use.versions == {"0123abcd": 1, "0123abcd pinned": 1}
    assert visits.opened() == {"partner.example": 2} and visits.opened() == {}
    visits.leave(first)
    assert visits.uses(NOON + timedelta(minutes=3))["partner.example"].model_dump()["opened"] == 0
    assert visits.uses(NOON)["partner.example"].readers == 1


def test_a_reader_that_was_not_given_a_withdrawal_still_shows_the_headline(
    visits: EmbedVisits, replica: Replica
) -> None:
    behind, given = comes(visits, "slow.example"), comes(visits, "fast.example")
    item = BreakingItem(id="wrong", rev=1, headline="A dam has burst", priority="flash", published_at=NOON)
    actions: tuple[HeadlineAction, ...] = ("published", "withdrawn")
    for seq, action in enumerate(actions, start=1):
        body = BreakingChange(action=action, item=item.model_copy(update={"rev": seq, "reason": "It leaks."}))
        replica.apply(Event(epoch="e", seq=seq, at=NOON, type=event_type(body), body=body.dump()))
    behind.place, given.place = ("e", 1), ("e", 2)
    uses = visits.uses(NOON)
    assert uses["slow.example"].behind == {"wrong": 1} and uses["fast.example"].behind == {}
    behind.place = ("e", 2)
    assert visits.uses(NOON)["slow.example"].behind == {}


def test_who_is_revoked_is_sent_away_and_nobody_else(replica: Replica) -> None:
    woken: list[bool] = []
    visits = EmbedVisits(replica, lambda: woken.append(True))
    bad, good = comes(visits, "www.bad.example"), comes(visits, "good.example")
    visits.revoke(())
    assert not woken
    visits.revoke({"bad.example"})
    assert woken and bad.is_revoked and not good.is_revoked
    assert visits.refuses("bad.example") and not visits.refuses("good.example")


def test_a_flood_of_invented_hosts_displaces_nobody_who_is_there(visits: EmbedVisits) -> None:
    comes(visits, "partner.example")
    for number in range(MAX_HOSTS * 2):
        visits.leave(comes(visits, f"lie-{number}.example"))
    uses = visits.uses(NOON)
    assert uses["partner.example"].readers == 1 and len(uses) <= MAX_HOSTS


def test_all_processes_together_and_what_is_red_comes_first() -> None:
    well, late = HostUse(readers=9, pieces={"ticker": 9}), HostUse(readers=1, behind={"wrong": 1})
    rows = host_rows([{"a": well, "b": late}, {"a": well}], {"c": HostSeen(first=NOON, last=NOON)}, {"a": 30}, {})
    assert [(row.host, row.use.readers, row.today) for row in rows] == [("b", 1, 0), ("a", 18, 30), ("c", 0, 0)]
    assert together([well, late]).pieces == {"ticker": 9}
