"""A headline in Hebrew or Arabic is read from right to left on an English page, with its full stop on the left."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from lxml import html

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.addresses import ADDRESSES, PANEL
from tests.web.board_states import ALL_DAY, COUNTED, FULL, HLS, STORIES, State, at
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.languages.right_to_left import left_to_the_page
from tests.web.reads.test_panel_reads import sign_in
from webapp.newsroom.articles.agency_notices import AgencyNotice
from webapp.newsroom.articles.feed_state import FeedState, ImportNote, RefusedEntry, feed_id
from webapp.newsroom.articles.waiting import WaitingStory
from webapp.newsroom.drafts import BreakingDraft, OnAirHoldDraft, ReadOnAirDraft, StreamHoldDraft, Withdrawal
from webapp.newsroom.model import Article, Stream
from webapp.newsroom.reads.pins import EditorChoiceDraft
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.staff import Actor
from webapp.newsroom.stream.facts import Layer, Watch

HEADLINE = "עוד 1,870 קראו את Rice Watch בעיר."
EDITOR = Actor(name="אליה כהן", role="admin")
FEED = "https://news.example/feed"
STATION = f"""
name = "רדיו 99"
tagline = "חדשות, all day."
languages = ["en", "fil"]
[[streams]]
id = "main"
title = "ראשי"
url = "https://stream.example/live.m3u8"
kind = "hls"
[[feeds]]
url = "{FEED}"
title = "المصدر"
"""
LINES = {
    "title", "headline", "body", "reason", "summary", "byline", "place", "agency", "credit", "correction", "description",
    "caption", "alt", "playing", "withdrawn",
}  # fmt: skip
LISTS = {"hosts", "topics"}


def in_hebrew(value: Any) -> Any:
    """The same value, whose texts from outside are in Hebrew."""
    if isinstance(value, list | tuple):
        return [in_hebrew(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: HEADLINE if name in LINES and isinstance(one, str) else [HEADLINE for _ in one] if name in LISTS and one
        else f"<p>{HEADLINE}</p>" if name == "body_html" and one else in_hebrew(one)
        for name, one in value.items()
    }  # fmt: skip


ARTICLES = tuple(Article.load(in_hebrew(one.dump())) for one in STORIES)
GRID = Grid.load(in_hebrew(ALL_DAY.dump()))
BOARD = type(FULL).load(in_hebrew(FULL.dump()))


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path_factory.mktemp("station"), STATION)
        site.app.testing = True
        work(site)
        State(BOARD, GRID, ARTICLES).put_into(site.running.services.replica)
        yield site


def work(site: InProcessSite) -> None:
    """A newsroom that has done something of everything the panel shows."""
    room, services, before = site.room, site.running.services, at(hours=2)
    room.desk.set_grid(GRID, EDITOR, before)
    for one in ARTICLES:
        room.desk.put_article(one, EDITOR, before)
    out = room.desk.publish_breaking(BreakingDraft(headline=HEADLINE, priority="flash"), EDITOR, before)
    room.desk.withdraw_breaking(str(out.id), Withdrawal(rev=1, reason=HEADLINE), EDITOR, at(hours=1))
    watch = Watch(
        moving=Layer(holds="yes", since=before), status="silent", since=before, detail=HEADLINE, title=HEADLINE
    )
    room.desk.report_stream(
        Stream(status="silent", since=before, checked_at=before, streams=(HLS,)), before, {"main": watch}
    )
    room.desk.settle_on_air(at(minutes=80))
    room.desk.hold_stream(StreamHoldDraft(status="unknown", until=NOON + timedelta(hours=1)), EDITOR, NOON)
    room.desk.hold_on_air(OnAirHoldDraft(title=HEADLINE), EDITOR, NOON)
    room.desk.read_on_air(ReadOnAirDraft(article="rice"), EDITOR, NOON)
    room.reads.seed({"rice": 900}, ARTICLES[:1], NOON)
    room.desk.choose_most_read("rice", EditorChoiceDraft(action="pin", reason=HEADLINE), COUNTED, EDITOR, NOON)
    notice = AgencyNotice(
        id="n1", kind="kill", title=HEADLINE, text=HEADLINE, of=HEADLINE, came_at=NOON, candidates=("rice",)
    )
    settled = notice.model_copy(update={"id": "n2"}).settle("withdrawn", NOON, "rice", EDITOR.name)
    for each in (notice, settled):
        services.articles.agency_notices.put(each)
    services.articles.waiting.put(WaitingStory(article=ARTICLES[1], reason=HEADLINE, since=NOON, feed=feed_id(FEED)))
    services.feeds.put(
        FeedState(
            id=feed_id(FEED), url=FEED, tried_at=NOON, good_at=NOON, failures=3, error=HEADLINE,
            refused=(RefusedEntry(what=HEADLINE, reason=HEADLINE),), notes=(ImportNote(what=HEADLINE, note=HEADLINE),),
        )
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "fil"])
def test_every_text_from_outside_has_its_own_direction_on_listeners_pages(site: InProcessSite, lang: str) -> None:
    client, wrong, seen = site.client(), {}, 0
    for address in (address for addresses in ADDRESSES.values() for address in addresses):
        if address.path == "/api/v1/events":
            continue
        answer = client.get(address.path, headers={"Accept-Language": lang})
        if answer.mimetype == "text/html" and (found := list(left_to_the_page(html.document_fromstring(answer.data)))):
            wrong[address.path] = found
        seen += answer.mimetype == "text/html"
    assert seen > 10
    assert wrong == {}


def test_every_text_from_outside_has_its_own_direction_on_the_panel(site: InProcessSite) -> None:
    client, wrong = sign_in(site, "Elena", "admin"), {}
    for address in (address for addresses in PANEL.values() for address in addresses):
        answer = client.get(address.path)
        if answer.mimetype == "text/html" and (found := list(left_to_the_page(html.document_fromstring(answer.data)))):
            wrong[address.path] = found
    assert wrong == {}
