"""Why something is not there, or does not work, is said in the reader's language; what systems are told stays as it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from lxml import html

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.reads.test_panel_reads import sign_in
from webapp.newsroom.articles.feed_state import FeedState, feed_id
from webapp.newsroom.staff import Actor
from webapp.panel.people.access import Access
from webapp.panel.people.entry import WITH_CODE, WITH_PASSKEY, WITH_RECOVERY
from webapp.panel.reasons import FORMS

WEBAPP = Path(__file__).parents[3] / "webapp"
FEED = "https://news.example/feed"


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    station = f'name = "Radyo"\nlanguages = ["en", "fil"]\n[[feeds]]\nurl = "{FEED}"\n'
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path, station)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/articles/zzz", "Walang ganitong artikulo."), ("/nowhere", "Walang laman ang address na ito."),
        ("/articles?page=x", "Walang ganitong pahina."), ("/schedule?day=2090-01-01", "Masyadong malayo ang araw na ito."),
        ("/panel/reads/zzz", "Walang laman ang address na ito."),
    ],
)  # fmt: skip
def test_an_error_page_is_in_the_readers_language_to_its_last_word(site: InProcessSite, path: str, said: str) -> None:
    client = sign_in(site, "Elena", "editor")
    page = html.document_fromstring(client.get(path, headers={"Accept-Language": "fil"}).text)
    assert page.findtext(".//main//h1") == "Walang ganitong pahina"
    assert said in ["".join(map(str, paragraph.itertext())) for paragraph in page.iterfind(".//main//p")]
    system = client.get("/api/v1/articles/zzz", headers={"Accept-Language": "fil"}).get_json()
    assert system["detail"] == "there is no article 'zzz'"


def reason_shown(site: InProcessSite, error: str, lang: str = "fil") -> str:
    failing = FeedState(
        id=feed_id(FEED), url=FEED, tried_at=NOON, error=error, failures=1, due_at=NOON + timedelta(hours=1)
    )
    site.running.services.feeds.put(failing)
    page = sign_in(site, "Elena", "editor").get("/panel/sources", headers={"Accept-Language": lang}).text
    (shown,) = html.document_fromstring(page).iterfind(".//strong[@class='source__bad']")
    return "".join(part if isinstance(part, str) else html.tostring(part, encoding="unicode", with_tail=False)
                   for part in (shown.text or "", *shown))  # fmt: skip


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("answers 500", "sagot ay 500."), ("the name news.example is not known", "hindi kilala ang pangalang news.example."),
        ("an HTML page in place of a feed (the answer was cut off)", "pahinang HTML sa halip na feed (naputol ang sagot)."),
        ("the {0} odd one", '<span lang="en">the {0} odd one</span>'),
    ],
)  # fmt: skip
def test_why_a_source_fails_is_in_the_readers_language(site: InProcessSite, error: str, said: str) -> None:
    assert reason_shown(site, error) == said
    assert reason_shown(site, error, "en") == f"{error}."


def literals(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)


def test_every_form_of_a_reason_is_one_that_somebody_gives() -> None:
    rooms = ("intake", "fetch", "monitor", "newsroom", "outlets", "discovery", "wiring", "store", "panel/first_run")
    given = {
        text
        for room in rooms
        for path in (WEBAPP / room).rglob("*.py")
        for text in literals(ast.parse(path.read_text("utf-8")))
    }
    patterns = {form: re.sub(r"\\\{\w+\\\}", ".+", re.escape(form)) for form in FORMS}
    assert [form for form, pattern in patterns.items() if not any(re.fullmatch(pattern, text) for text in given)] == []


def test_who_signed_in_and_from_where_is_in_the_readers_language(site: InProcessSite) -> None:
    access = Access(site.running.services.audit, lambda: NOON)
    ana = Actor(name="Ana", role="admin")
    for known in (True, False):
        for how in ("", WITH_CODE, WITH_RECOVERY, WITH_PASSKEY):
            access.signed_in(ana, "127.0.0.1", known=known, how=how)
    access.signed_out(ana, "127.0.0.1")
    access.not_proved(ana, "127.0.0.1", "POST /panel/people")
    for name in ("Ana", None):
        access.wrong_password(name, "127.0.0.1")
        access.wrong_passkey(name, "127.0.0.1")
        access.held(name, "127.0.0.1", 30)
    access.wrong_code("Ana", "127.0.0.1")
    page = sign_in(site, "Chito", "admin").get("/panel/audit?trail=access", headers={"Accept-Language": "fil"}).text
    rows = html.document_fromstring(page).findall(".//li[@class='act']")
    assert len(rows) == 18
    assert [row for row in rows if row.find(".//*[@lang='en']") is not None] == []
    assert "mula sa 127.0.0.1, sa browser na bago sa pangalang ito, gamit ang passkey" in page
