"""When a page of ours is broken its error page is not: it needs no template, no board and no store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from gunicorn.http.body import Body, ChunkedReader
from gunicorn.http.unreader import IterUnreader
from lxml import html

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.board_states import FULL, State
from tests.web.in_process_site import InProcessSite, open_site


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path, 'name = "Radyo & Co"\n')
        State(FULL).put_into(site.running.services.replica)
        yield site


@pytest.fixture
def broken(site: InProcessSite, monkeypatch: pytest.MonkeyPatch) -> InProcessSite:
    """Every page of the site has something in it that fails, in the part that all of them share."""

    def fail(zone: str) -> str:
        raise KeyError(zone)

    monkeypatch.setitem(site.app.jinja_env.filters, "zone_name", fail)
    return site


@pytest.mark.parametrize(("lang", "title"), [("en", "Something went wrong"), ("fil", "Nagkaproblema")])
def test_a_broken_page_says_so_in_the_readers_language_with_a_way_on(
    broken: InProcessSite, lang: str, title: str
) -> None:
    answer = broken.client().get("/", headers={"Accept-Language": lang})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")
    page = html.document_fromstring(answer.data)
    assert (page.get("lang"), page.findtext(".//h1")) == (lang, title)
    assert page.findtext(".//title") == f"{title} · Radyo & Co"
    assert (
        page.findtext(".//main/p")
        == {"en": "It was written to the log. Try again in a moment.", "fil": "Naitala na ito. Subukan ulit mamaya."}[
            lang
        ]
    )
    assert [link.get("href") for link in page.iter("a")] == ["/", "/lite"]
    assert broken.client().get("/lite").status_code == 200, "what does not share the broken part still opens"
    (sheet, *_) = [link.get("href") for link in page.iterfind(".//link[@rel='stylesheet']")]
    assert sheet and broken.client().get(sheet).status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/articles/none", 404), ("/articles?page=x", 404)])
def test_an_error_page_that_cannot_be_rendered_is_sent_plain(broken: InProcessSite, path: str, status: int) -> None:
    answer = broken.client().get(path)
    assert answer.status_code == status
    assert "Not found" in answer.text and "<script" not in answer.text


def test_the_error_page_of_a_working_site_has_the_sites_frame(site: InProcessSite) -> None:
    answer = site.client().get("/nowhere")
    assert answer.status_code == 404 and "aw-player" in answer.text


def test_an_error_within_a_partners_frame_is_plain(site: InProcessSite) -> None:
    answer = site.client().get("/embed/nothing")
    assert answer.status_code == 404 and "aw-player" not in answer.text and "<iframe" not in answer.text


def test_an_api_that_fails_says_so_as_a_problem(site: InProcessSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.pages.api.read_api.rfc3339", None)
    answer = site.client().get("/api/v1/time")
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert answer.get_json()["type"] == "urn:airwire:problem:internal"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/api/v1/reads", "application/json"), ("/panel/sign-in", "application/x-www-form-urlencoded")],
)
def test_a_body_in_broken_chunks_is_the_callers_fault(site: InProcessSite, path: str, kind: str) -> None:
    body = Body(ChunkedReader(None, IterUnreader(iter([b"zz\r\nabc"]))))
    chunked = {"wsgi.input": body, "wsgi.input_terminated": True}
    answer = site.client().post(path, content_type=kind, environ_overrides=chunked)
    assert answer.status_code == 400
    assert "the lengths of its chunks are wrong" in answer.text


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "There is nothing at this address."), ("fil", "Walang laman ang address na ito.")]
)
def test_an_address_that_leads_nowhere_says_so_in_the_sites_own_words(
    site: InProcessSite, lang: str, said: str
) -> None:
    page = site.client().get("/nowhere", headers={"Accept-Language": lang}).text
    assert said in page and "check your spelling" not in page
