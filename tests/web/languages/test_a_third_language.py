"""A third language: its catalog is all it takes, and no page, panel, worker, embed or notice has English beside it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
import time_machine
from babel.dates import format_date
from flask.testing import FlaskClient
from flask_babel import ngettext

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.unit.node import NODE
from tests.web.addresses import ADDRESSES, PANEL
from tests.web.board_states import FULL, GONE_HEADLINES, RICE, State
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.languages.made_up import (
    TAG,
    forget,
    left_in_english,
    made_up_catalogs,
    polish,
    script_words_in,
    texts_of,
)
from tests.web.reads.test_panel_reads import sign_in
from webapp.outlets.push.words import PushWords
from webapp.web.catalogs import in_language, language_names, locale_of, read_catalog
from webapp.web.languages import languages

ROOT = Path(__file__).parents[3]
MISSING = "Most read"
STATION = f"""
name = "Radyo & Co"
languages = ["{TAG}", "en"]
status_page = true
[contact]
call = "(02) 5555 0777"
[[streams]]
id = "main"
title = "Main"
url = "https://stream.example/live.m3u8"
kind = "hls"
[[feeds]]
url = "https://news.example/feed"
"""

NAMES = {
    "quake",
    "airwire", "radyo", "main", "rss", "json", "xml", "html", "csv", "english", "made", "manila", "asia", "utc", "ctrl", "enter",
    "amp", "hls", "mp3", "kbit", "wordpress", "react", "example", "https", "http", "com", "news", "feed",
    "elsewhere", "chrome", "android",
}  # fmt: skip
"""Names, also of browsers and hosts, formats, keys, what the tests search for, and the languages' own names."""


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    patch = pytest.MonkeyPatch()
    made_up_catalogs(tmp_path_factory.mktemp("translations"), patch, without=MISSING)
    connect(valkey_server.url).flushall()
    try:
        with time_machine.travel(NOON, tick=False) as clock:
            site = open_site(valkey_server, clock, tmp_path_factory.mktemp("station"), STATION)
            site.app.testing = True
            State(FULL, headlines=GONE_HEADLINES).put_into(site.running.services.replica)
            yield site
    finally:
        forget(patch)


@pytest.fixture(scope="module")
def content(site: InProcessSite) -> set[str]:
    """All words that are the newsroom's, and may stand as they are."""
    replica = site.running.services.replica
    written: list[Any] = [replica.board.dump(), [one.dump() for one in replica.articles.values()], RICE.dump()]
    written += [site.running.services.station.model_dump(mode="json"), replica.grid.dump() if replica.grid else {}]
    written += [record.dump() for record in GONE_HEADLINES]
    return texts_of(written) | polish() | NAMES | {MISSING.lower()}


def pages(client: FlaskClient, addresses: list[str]) -> Iterator[tuple[str, str]]:
    for path in addresses:
        answer = client.get(path, headers={"Accept-Language": TAG})
        if answer.mimetype == "text/html":
            yield path, answer.text


def paths_of(tables: dict[str, Any]) -> list[str]:
    return [address.path for addresses in tables.values() for address in addresses]


def test_no_listeners_page_says_anything_in_english(site: InProcessSite, content: set[str]) -> None:
    asked = [path for path in paths_of(ADDRESSES) if not path.startswith(("/api/", "/assets", "/static"))]
    asked += ["/nowhere", f"/embed/ticker?lang={TAG}"]
    asked = [path for path in asked if "lang=fil" not in path]
    seen = dict(pages(site.client(), asked))
    assert len(seen) > 20 and {"/", "/lite", "/embed/", f"/embed/ticker?lang={TAG}", "/notices"} <= seen.keys()
    assert {path: left for path, page in seen.items() if (left := left_in_english(page, content))} == {}


def test_no_page_of_the_panel_says_anything_in_english(site: InProcessSite, content: set[str]) -> None:
    admin = sign_in(site, "Amado", "admin")
    seen = dict(pages(admin, paths_of(PANEL)))
    assert len(seen) > 10
    left = {path: left for path, page in seen.items() if (left := left_in_english(page, content | {"amado", "admin"}))}
    assert left == {}


def test_what_scripts_and_the_worker_say_is_in_it_too(site: InProcessSite) -> None:
    admin = sign_in(site, "Amado", "admin")
    for client, path in ((site.client(), "/"), (admin, "/panel/"), (admin, "/panel/rundown")):
        words = script_words_in(client.get(path, headers={"Accept-Language": TAG}).text)
        assert len(words) > 50, path
        assert {key: text for key, text in words.items() if not text.startswith("⟦")} == {}, path
    settings = orjson.loads(site.client().get("/sw.js").text.partition("serve(")[2].rpartition(");")[0])
    assert all(text.startswith("⟦") for text in settings["words"][TAG].values())
    assert settings["formats"][TAG] == "pl"


def test_notices_feeds_and_what_was_missed_are_in_it_too(site: InProcessSite) -> None:
    services = site.running.services
    assert "⟦Notices are on." in PushWords(services.current, services.replica).welcome(TAG).decode()
    for path in (f"/breaking.xml?lang={TAG}", "/api/v1/since?at=2026-03-01T05:00:00Z", "/manifest.webmanifest"):
        assert "⟦" in site.client().get(path, headers={"Accept-Language": TAG}).text, path


@pytest.mark.parametrize(("n", "form", "category"), [(1, 0, "one"), (3, 1, "few"), (5, 2, "many"), (22, 1, "few")])
def test_it_counts_by_its_own_rule_on_the_page_and_in_scripts(
    site: InProcessSite, n: int, form: int, category: str
) -> None:
    with site.app.test_request_context(), in_language(TAG):
        assert ngettext("{n} read", "{n} reads", n).startswith(f"⟦{form}:")
    page = site.client().get("/", headers={"Accept-Language": TAG}).text
    assert f'<html lang="{TAG}" data-formats="pl"' in " ".join(page.split())
    assert script_words_in(page)[f"reads.{category}"].startswith(f"⟦{form}:")


def test_scripts_choose_the_form_as_the_page_does(site: InProcessSite) -> None:
    words = script_words_in(site.client().get("/", headers={"Accept-Language": TAG}).text)
    data = orjson.dumps({"words": words, "station": {"zone": "UTC"}}).decode()
    script = f"""
      globalThis.document = {{ documentElement: {{ lang: "{TAG}", dataset: {{ formats: "pl" }} }},
                               getElementById: () => ({{ textContent: {orjson.dumps(data).decode()} }}) }};
      const {{ say }} = await import("{ROOT}/static/js/page/words.js");
      console.log(JSON.stringify([1, 3, 5, 1234567].map((n) => say("reads", {{ n }}))));
    """
    said = orjson.loads(subprocess.check_output([str(NODE), "--input-type=module", "-e", script]))
    assert said == ["⟦0: 1 read⟧", "⟦1: 3 reads⟧", "⟦2: 5 reads⟧", "⟦2: 1\u00a0234\u00a0567 reads⟧"]


def test_dates_are_its_own_and_a_text_that_is_missing_is_english(site: InProcessSite) -> None:
    page = site.client().get("/schedule?day=2026-03-08", headers={"Accept-Language": TAG}).text
    assert format_date(date(2026, 3, 8), "EEEE", locale="pl") in page
    assert f">{MISSING}<" in page and "⟦Schedule⟧" in page


def test_nobody_gets_it_where_the_station_does_not_name_it(site: InProcessSite) -> None:
    assert language_names().keys() == {"en", "fil", TAG}
    named = site.running.services.station
    assert list(languages(named)) == [TAG, "en"]
    assert list(languages(named.model_copy(update={"languages": ("en", "fil")}))) == ["en", "fil"]


def test_a_language_without_a_catalog_writes_dates_as_english_does() -> None:
    assert (locale_of("war").language, locale_of("war").modifier) == ("en", "war")
    assert read_catalog("war").gettext("Most read") == "Most read"
