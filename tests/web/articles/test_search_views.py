"""Search as listeners and the panel use it, in step with what is put out and withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.server import wait_for
from webapp.newsroom.staff import Actor

EDITOR = Actor(name="Efren", role="editor")


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path, 'languages = ["en", "fil"]\n')
        site.put_out("rice", title="Rice & <b>salt</b> rise", body_html="<p>In Señor Pedro's market.</p>")
        site.put_out("bigas", title="Bumaba ang bigas", language="fil", published_at=NOON - timedelta(hours=1))
        wait_for(lambda: found(site, "rice") and found(site, "bigas"), 5)
        yield site


def found(site: InProcessSite, query: str, **more: str) -> list[str]:
    answer = site.client().get("/api/v1/articles", query_string={"q": query, **more})
    return [card["slug"] for card in answer.get_json()["articles"]]


def test_a_listener_finds_an_article_and_sees_why(site: InProcessSite) -> None:
    page = site.client().get("/articles?q=senor").text
    assert '<a href="/articles/rice">' in page and "<mark>Señor</mark>" in page
    assert "1 article found" in page
    assert "Rice &amp; &lt;b&gt;salt&lt;/b&gt; rise" in page


def test_nothing_found_is_said_with_what_to_try(site: InProcessSite) -> None:
    page = site.client().get("/articles?q=volcano<script>").text
    assert "No articles match." in page and "<script>volcano" not in page and "volcano&lt;script&gt;" in page
    assert site.client().get("/articles?q=").status_code == 200


def test_the_picker_finds_in_one_language_and_so_many(site: InProcessSite) -> None:
    assert found(site, "ri") == ["rice"] and found(site, "bumaba", lang="en") == []
    assert found(site, "bumaba", lang="fil") == ["bigas"]


def test_a_language_is_found_however_an_article_writes_it(site: InProcessSite) -> None:
    site.put_out("palay", title="Presyo ng palay", language="tl")
    site.put_out("harvest", title="Harvest begins", language="en-PH")
    wait_for(lambda: found(site, "palay") and found(site, "harvest"), 5)
    assert found(site, "palay", lang="fil") == ["palay"] and found(site, "harvest", lang="en") == ["harvest"]
    listed = site.client().get("/api/v1/articles?lang=fil").get_json()["articles"]
    assert {card["slug"] for card in listed} == {"bigas", "palay"}


@pytest.mark.parametrize("limit", ["0", "51", "-1", "x", "1e3", "²"])
def test_a_wrong_limit_is_told(site: InProcessSite, limit: str) -> None:
    answer = site.client().get("/api/v1/articles", query_string={"q": "rice", "limit": limit})
    assert answer.status_code == 422 and answer.get_json()["errors"][0]["field"] == "limit"


def test_a_withdrawn_article_is_found_no_more_the_moment_it_goes(site: InProcessSite) -> None:
    site.room.desk.withdraw_article("rice", "wrong", EDITOR, site.now)
    site.follow()
    assert found(site, "rice") == []
    assert "Rice" not in site.client().get("/articles?q=rice").text.split("</form>")[1]
