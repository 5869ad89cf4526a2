"""The builder of embeds: the code that a partner copies is the one that was previewed, and nothing else gets into it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from lxml import html

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.store.embeds.scripts import EmbedScripts

STATION = 'name = "Radyo <Dagat> & \\"Isla\\""\nurl = "https://radyo.example"'


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("builder"), STATION)


def page(site: InProcessSite, path: str) -> Any:
    answer = site.client().get(path)
    assert answer.status_code == 200
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"], "the builder is no embed"
    return html.document_fromstring(answer.text)


def code(shown: Any, name: str) -> Any:
    """What is copied, parsed as the partner's page would."""
    return html.fragment_fromstring(shown.get_element_by_id(f"code-{name}").text, create_parent="body")


def test_the_code_asks_for_what_the_preview_shows(site: InProcessSite) -> None:
    shown = page(site, "/embed/?theme=dark&in=fil&show=breaking&limit=3&width=300px")
    assert shown.xpath("//iframe/@src") == ["/embed/ticker?theme=dark&lang=fil&show=breaking&limit=3"]
    ticker = code(shown, "script").find(".//airwire-ticker")
    assert {name: ticker.get(name) for name in ("theme", "lang", "show", "limit")} == {
        "theme": "dark", "lang": "fil", "show": "breaking", "limit": "3",
    }  # fmt: skip
    assert ticker.text_content() == 'Radyo <Dagat> & "Isla"'
    assert code(shown, "script").find("script").get("src") == "https://radyo.example/embed/ticker.js"
    framed = code(shown, "iframe").find("iframe").get("src")
    assert framed == "https://radyo.example/embed/ticker?theme=dark&lang=fil&show=breaking&limit=3"
    assert shown.get_element_by_id("code-wordpress").text == framed
    oembed: Any = site.client().get(f"/oembed?url={framed.replace('&', '%26')}").json
    assert oembed["type"] == "rich"


@pytest.mark.parametrize(
    "query", ["", "?theme=%22%3E%3Cscript%3E", "?width=9999px;x", "?limit=0&show=all&in=xx", "?lang=fil"]
)
def test_what_is_no_choice_is_as_if_it_were_not_there(site: InProcessSite, query: str) -> None:
    shown = page(site, f"/embed/{query}")
    assert code(shown, "script").find(".//airwire-ticker").attrib == {}
    assert shown.xpath("//iframe/@src") == ["/embed/ticker"]


def test_every_page_leads_to_it(site: InProcessSite) -> None:
    assert "/embed/" in page(site, "/schedule").xpath("//footer//a/@href")


def test_a_pinned_script_is_the_one_that_its_code_names_and_its_digest_is_right(site: InProcessSite) -> None:
    script = code(page(site, "/embed/"), "pinned").find("script")
    path = script.get("src").removeprefix("https://radyo.example")
    answer = site.client().get(path)
    assert answer.status_code == 200 and answer.data == site.client().get("/embed/ticker.js").data
    assert script.get("integrity") == f"sha256-{b64encode(sha256(answer.data).digest()).decode()}"
    assert "immutable" in answer.headers["Cache-Control"] and answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_version_that_a_partner_pinned_is_there_after_an_upgrade(site: InProcessSite) -> None:
    former = b"/* the ticker of a former release */"
    digest = sha256(former).hexdigest()[:16]
    assert site.client().get(f"/embed/ticker-{digest}.js").status_code == 404
    EmbedScripts(site.running.site.store).keep(digest, former)
    assert site.client().get(f"/embed/ticker-{digest}.js").data == former


@pytest.mark.parametrize("digest", ["0123", "Z" * 16, "0" * 17, "..%2f..", "0123456789ABCDEF"])
def test_what_is_no_version_is_not_asked_for(site: InProcessSite, digest: str) -> None:
    assert site.client().get(f"/embed/ticker-{digest}.js").status_code == 404
