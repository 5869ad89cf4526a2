"""Every address answers under every state of the board, in both languages, with nothing broken in what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from flask.testing import FlaskClient
from lxml import html

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.page_structure import wrong_in_structure
from tests.web.addresses import ADDRESSES, PANEL, SPEAKING, Address
from tests.web.board_states import ALL_DAY, FULL, HLS, RICE, STATES, State, at
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.reads.test_panel_reads import sign_in
from webapp.newsroom.articles.feed_state import FeedState, feed_id
from webapp.newsroom.drafts import BreakingDraft, OnAirHoldDraft, ReadOnAirDraft, StreamHoldDraft, Withdrawal
from webapp.newsroom.model import Stream, StreamStatus
from webapp.newsroom.staff import Actor
from webapp.newsroom.stream.facts import Layer, Watch
from webapp.newsroom.times import rfc3339

STATION = """
name = "Radyo & Co"
languages = ["en", "fil"]
[[streams]]
id = "main"
title = "Main"
url = "https://stream.example/live.m3u8"
kind = "hls"
[[feeds]]
url = "https://news.example/feed"
"""
FEED = "https://news.example/feed"

LANGUAGES = ("en", "fil")
STAFF = ("anchor", "producer", "editor", "admin")


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path_factory.mktemp("station"), STATION)
        site.app.testing = True  # what breaks is raised, so that the test can say what it was
        yield site


@pytest.fixture(scope="module")
def staff(site: InProcessSite) -> dict[str, FlaskClient]:
    return {role: sign_in(site, role.title(), role) for role in STAFF}


def put(site: InProcessSite, state: State) -> None:
    state.put_into(site.running.services.replica)


def every(addresses: dict[str, list[Address]]) -> list[Address]:
    return [address for asked in addresses.values() for address in asked]


def wrong_with(client: FlaskClient, address: Address, lang: str) -> str | None:
    """What is wrong with the answer, if anything."""
    try:
        answer = client.get(address.path, headers={"Accept-Language": lang})
        if answer.status_code not in address.also | {200}:
            return f"{answer.status_code}"
        if answer.mimetype == "text/event-stream":  # it never ends
            next(iter(answer.response))
            answer.close()
            return None
        return said_wrongly(answer.mimetype or "", answer.data)
    except Exception as error:  # noqa: BLE001 - told with the others
        return f"{type(error).__name__}: {error}"


BROKEN = re.compile(r"\b(?:None|null|NaN|undefined|Undefined)\b|\[object|\{\{|%\(")
NEVER_EMPTY = ("datetime", "href", "src", "srcset", "content", "action", "lang", "max", "value", "width", "height")


def said_wrongly(kind: str, body: bytes) -> str | None:
    """A value that nobody meant to show: the word for nothing in the text, or an attribute with nothing in it."""
    if kind.endswith("json"):
        orjson.loads(body)
    elif kind.endswith("xml"):
        fromstring(body)
    elif kind == "text/html":
        page = html.document_fromstring(body.decode())
        return wrong_in_page(page) or wrong_in_structure(page)
    return None


def wrong_in_page(page: Any) -> str | None:
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script":
            if element.get("type", "").endswith("json"):
                orjson.loads(element.text)
            continue
        for text in (element.text, element.tail):
            if text and (found := BROKEN.search(text)):
                return f"{found[0]!r} in the text of <{element.tag}>: {text.strip()[:80]!r}"
        for name, value in element.attrib.items():
            if BROKEN.search(value):
                return f"<{element.tag} {name}={value[:60]!r}>"
            if not value and name in NEVER_EMPTY and not (element.tag in ("input", "option") and name == "value"):
                return f"<{element.tag} {name}=''>"
    return None


def test_every_route_that_can_be_got_stands_in_the_tables(site: InProcessSite) -> None:
    got = {rule.rule for rule in site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert got == ADDRESSES.keys() | PANEL.keys()


@pytest.mark.parametrize("name", STATES)
def test_every_address_answers(site: InProcessSite, name: str) -> None:
    put(site, STATES[name])
    listener = site.client()
    wrong = {
        f"{address.path} ({lang})": told
        for rule, addresses in ADDRESSES.items()
        for address in addresses
        for lang in LANGUAGES[: 2 if rule in SPEAKING else 1]
        if (told := wrong_with(listener, address, lang))
    }
    assert not wrong


@pytest.mark.parametrize("name", STATES)
def test_the_panel_opens_for_staff(site: InProcessSite, staff: dict[str, FlaskClient], name: str) -> None:
    put(site, STATES[name])
    turn = list(STATES).index(name)  # each state is seen by one of the roles, in one of the languages
    role, lang = STAFF[turn % len(STAFF)], LANGUAGES[turn // len(STAFF) % 2]
    wrong = {a.path: told for a in every(PANEL) if (told := wrong_with(staff[role], a, lang))}
    assert not wrong


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("role", STAFF)
def test_each_role_can_open_the_whole_panel(
    site: InProcessSite, staff: dict[str, FlaskClient], role: str, lang: str
) -> None:
    put(site, State(FULL))
    wrong = {a.path: told for a in every(PANEL) if (told := wrong_with(staff[role], a, lang))}
    assert not wrong


@pytest.fixture
def busy(site: InProcessSite) -> InProcessSite:
    """A newsroom that holds the stream and the air by hand, with a source that fails, a record, reads and choices."""
    room, now = site.room, NOON
    admin = Actor(name="Amado", role="admin")
    room.desk.set_grid(ALL_DAY, admin, at(hours=2))
    room.desk.put_article(RICE, admin, at(hours=2))
    told = room.desk.publish_breaking(BreakingDraft(headline="Ferry runs again", priority="flash"), admin, at(hours=2))
    room.desk.withdraw_breaking(str(told.id), Withdrawal(rev=1, reason="it does not"), admin, at(hours=1))
    quiet = Watch(moving=Layer(holds="yes", since=at(hours=2)), status="silent", since=at(hours=1), detail="-60 dB")
    statuses: tuple[tuple[int, StreamStatus], ...] = ((90, "on_air"), (30, "silent"), (5, "off_air"))
    for minutes, status in statuses:
        report = Stream(status=status, since=at(minutes=minutes), checked_at=at(minutes=minutes), streams=(HLS,))
        room.desk.report_stream(report, at(minutes=minutes), {"main": quiet})
    room.desk.settle_on_air(at(minutes=80))
    room.desk.hold_stream(StreamHoldDraft(status="unknown", until=NOON + timedelta(hours=1)), admin, now)
    room.desk.hold_on_air(OnAirHoldDraft(title="Special Coverage"), admin, now)
    room.desk.read_on_air(ReadOnAirDraft(article="rice"), admin, now)
    room.reads.seed({"rice": 900}, [RICE], now)
    failing = FeedState(id=feed_id(FEED), url=FEED, tried_at=now, failures=3, error="answers 500")
    site.running.services.feeds.put(failing)
    site.running.services.presence.announce(
        "web-1", 3, 7, now, [{"what": "pages", "detail": "/", "since": rfc3339(now)}]
    )
    return site


@pytest.mark.parametrize("name", ["everything at once", "nothing ever", "a hole of the grid"])
def test_the_panel_of_a_busy_newsroom_opens(busy: InProcessSite, staff: dict[str, FlaskClient], name: str) -> None:
    put(busy, STATES[name])
    wrong = {a.path: told for lang in LANGUAGES for a in every(PANEL) if (told := wrong_with(staff["admin"], a, lang))}
    assert not wrong


def test_every_sheet_script_and_picture_that_a_page_of_the_panel_asks_for_is_there(
    busy: InProcessSite, staff: dict[str, FlaskClient]
) -> None:
    client = staff["admin"]
    answers = {a.path: client.get(a.path) for a in every(PANEL)}
    pages = {path: answer.text for path, answer in answers.items() if answer.mimetype == "text/html"}
    asked = {path: set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page)) for path, page in pages.items()}
    assert sum(link.endswith(".css") for links in asked.values() for link in links) > 20
    assert {link for links in asked.values() for link in links if client.get(link).status_code != 200} == set()


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("/panel/", "Desk"), ("/panel/promo", "Articles"), ("/panel/articles/new", "Articles"), ("/panel/reads", "Most read"),
        ("/panel/settings/streams", "Settings"), ("/panel/me", ""),
    ],
)  # fmt: skip
def test_the_menu_says_where_one_is(busy: InProcessSite, staff: dict[str, FlaskClient], path: str, tab: str) -> None:
    page = html.document_fromstring(staff["admin"].get(path).text)
    assert [link.text for link in page.iterfind(".//*[@id='panel-menu']//li/a[@aria-current='page']")] == [tab] * bool(
        tab
    )
