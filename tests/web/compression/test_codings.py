"""Pages come in as few bytes as the reader's browser can read, and nothing of them before what is read."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import orjson
import pytest
import time_machine

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft
from webapp.newsroom.staff import Actor

PICTURE = {"url": "/demo/pictures/jeepney.svg", "width": 1200, "height": 675}
MODERN = "gzip, deflate, br, zstd"


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        opened = open_site(
            valkey_server, clock, tmp_path, 'name = "Radyo"\n[logo]\nurl = "/logo.png"\nwidth = 9\nheight = 9\n'
        )
        for number in range(8):
            text = f"<p>Rice at the market of Marikina costs {number} pesos less than before the harvest.</p>" * 9
            opened.put_out(f"rice-{number}", title=f"Rice is {number} pesos cheaper", body_html=text, picture=PICTURE)
        yield opened


def test_a_page_comes_in_brotli_where_that_is_read_in_gzip_where_only_that_is_and_else_whole(
    site: InProcessSite,
) -> None:
    for path in ("/", "/articles", "/articles/rice-1", "/schedule", "/feed.json"):
        best, gzipped, plain = (
            site.client().get(path, headers={"Accept-Encoding": taken})
            for taken in (MODERN, "gzip, deflate", "identity")
        )
        assert [answer.headers.get("Content-Encoding") for answer in (best, gzipped, plain)] == ["br", "gzip", None]
        assert brotli.decompress(best.data) == gzip.decompress(gzipped.data) == plain.data
        assert len(best.data) < 0.9 * len(gzipped.data)
        assert "Accept-Encoding" in best.headers["Vary"]
        assert len({answer.headers["ETag"] for answer in (best, gzipped, plain)}) == 3


def test_who_has_a_page_in_one_coding_does_not_get_it_again_in_another(site: InProcessSite) -> None:
    has = site.client().get("/", headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    again = site.client().get("/", headers={"Accept-Encoding": MODERN, "If-None-Match": has})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", has)
    site.put_out("salt")
    assert site.client().get("/", headers={"Accept-Encoding": MODERN, "If-None-Match": has}).status_code == 200


def test_what_is_too_short_is_sent_as_it_is(site: InProcessSite) -> None:
    answer = site.client().get("/api/v1/time", headers={"Accept-Encoding": MODERN})
    assert "Content-Encoding" not in answer.headers


def test_no_picture_of_the_live_page_takes_the_line_before_its_words_are_seen(site: InProcessSite) -> None:
    pictures = re.findall(r"<img[^>]+>", site.client().get("/").text)
    assert len(pictures) >= 7
    assert [picture for picture in pictures if 'loading="lazy"' not in picture] == []


def test_a_pages_json_has_no_byte_too_many_and_no_mark_that_html_would_read(site: InProcessSite) -> None:
    draft = BreakingDraft(headline="</script><b>₱15 & 'so'", priority="urgent")
    site.room.desk.publish_breaking(draft, Actor(name="Ligaya", role="anchor"), site.now)
    site.follow()
    said = re.findall(r'id="airwire">(.*?)</script>', site.client().get("/").text)[0]
    assert json.loads(said)["board"]["breaking"][0]["headline"] == draft.headline
    assert len(said.encode()) <= len(orjson.dumps(json.loads(said))) + 5 * len(re.findall(r"\\u00..", said))
    assert not re.search("[<>&']", said)
