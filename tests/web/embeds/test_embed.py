"""What partner sites take from us: the ticker's script, its JSON, its page for iframes, and oEmbed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from lxml.html import fromstring

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from webapp.newsroom.drafts import BreakingDraft, Withdrawal
from webapp.newsroom.model import MostRead, MostReadItem, Picture
from webapp.newsroom.reads.pins import EditorChoiceDraft
from webapp.newsroom.staff import Actor
from webapp.pages.embeds.pieces import PIECES

ANCHOR = Actor(name="Ligaya", role="anchor")
EDITOR = Actor(name="Efren", role="editor")


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        site = open_site(valkey_server, clock, tmp_path, 'name = "Radyo & <Co>"\nlanguages = ["fil", "en"]\n')
        picture = Picture(url="/pictures/rice.jpg", width=640, height=360)
        site.put_out("rice", title="Rice <prices> fall", picture=picture, byline="Ana Cruz")
        items = (MostReadItem(article="rice", title="Rice <prices> fall", reads=12, rank=1),)
        site.room.desk.rank_most_read(MostRead(window="24h", as_of=NOON, items=items), NOON)
        push(site, "Ferry runs again")
        push(site, "Rice is cheap", article="rice")
        yield site


def push(site: InProcessSite, headline: str, **more: Any) -> Any:
    receipt = site.room.desk.publish_breaking(
        BreakingDraft(headline=headline, priority="bulletin", **more), ANCHOR, site.now
    )
    site.follow()
    return receipt


def ticker(site: InProcessSite) -> Any:
    return site.client().get("/embed/ticker.json").get_json()


def test_the_ticker_is_told_headlines_and_list_with_addresses_that_lead_somewhere(site: InProcessSite) -> None:
    told = ticker(site)
    assert told["station"] == {"name": "Radyo & <Co>", "url": "http://localhost/"}
    assert [(item["headline"], item["url"]) for item in told["breaking"]] == [
        ("Rice is cheap", "http://localhost/articles/rice?via=ticker"),
        ("Ferry runs again", "http://localhost/"),
    ]
    assert told["most_read"]["items"][0]["url"] == "http://localhost/articles/rice?via=ticker"
    assert (told["epoch"], told["seq"]) == site.running.site.replica.version(site.now)[:2]
    assert told["stale_since"] is None


def test_a_withdrawn_headline_leaves_the_ticker(site: InProcessSite) -> None:
    receipt = push(site, "Wrong")
    site.room.desk.withdraw_breaking(receipt.id, Withdrawal(rev=1, reason="Wrong"), ANCHOR, NOON)
    site.follow()
    assert "Wrong" not in [item["headline"] for item in ticker(site)["breaking"]]


def test_a_withdrawn_article_leaves_the_ticker_and_the_headlines_that_led_to_it(site: InProcessSite) -> None:
    site.room.desk.withdraw_article("rice", "Wrong", EDITOR, NOON)
    site.follow()
    told = ticker(site)
    assert told["most_read"]["items"] == [] and "rice" not in str(told)


def test_the_ticker_is_answered_304_from_memory_while_nothing_happens(site: InProcessSite) -> None:
    tag = site.client().get("/embed/ticker.json").headers["ETag"]
    site.wait(seconds=5)
    again = site.client().get("/embed/ticker.json", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    push(site, "News")
    assert site.client().get("/embed/ticker.json", headers={"If-None-Match": tag}).status_code == 200


def test_with_the_store_away_the_ticker_says_since_when(site: InProcessSite) -> None:
    site.wait(seconds=60)
    assert ticker(site)["stale_since"] == "2026-03-02T04:00:00.000Z"


@pytest.mark.parametrize("path", ["/embed/ticker.js", "/embed/ticker.json", "/embed/ticker"])
def test_any_site_may_use_it_and_nobody_is_followed(site: InProcessSite, path: str) -> None:
    answer = site.client().get(path)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")


def test_the_script_is_small_and_asks_for_nothing_else(site: InProcessSite) -> None:
    answer = site.client().get("/embed/ticker.js", headers={"Accept-Encoding": "gzip"})
    assert (answer.mimetype, answer.headers["Content-Encoding"]) == ("text/javascript", "gzip")
    assert len(answer.data) < 10_000
    script = gzip.decompress(answer.data).decode()
    assert not [line for line in script.splitlines() if line.startswith(("import ", "export "))]
    for risky in ("innerHTML", "eval(", "localStorage", "document.cookie", "console.", "document.write"):
        assert risky not in script


def test_the_page_for_iframes_may_stand_in_any_frame_and_reads_without_script(site: InProcessSite) -> None:
    answer = site.client().get("/embed/ticker?theme=dark&limit=3&lang=en")
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    page = answer.text
    assert '<airwire-ticker lang="en" theme="dark" limit="3">' in page and 'data-theme="dark"' in page
    assert "Rice &lt;prices&gt; fall" in page and "Ferry runs again" in page and "<prices>" not in page


def test_the_page_for_iframes_says_what_editors_chose_in_the_language_of_its_address(site: InProcessSite) -> None:
    draft = EditorChoiceDraft(action="pin", reason="A service to listeners")
    listed = site.room.log.board().most_read
    assert listed
    site.room.desk.choose_most_read("rice", draft, listed, EDITOR, site.now)
    site.follow()
    in_english, in_filipino = (site.client().get(f"/embed/ticker?lang={lang}").text for lang in ("en", "fil"))
    assert "<small>Editors' choice</small>" in in_english
    assert "<small>Pinili ng mga editor</small>" in in_filipino


def test_the_page_takes_no_attribute_that_means_nothing(site: InProcessSite) -> None:
    page = site.client().get('/embed/ticker?theme="><script>&limit=99&show=all&lang=xx&onclick=x').text
    assert '<airwire-ticker lang="fil">' in page and "onclick" not in page


def oembed(site: InProcessSite, query: str) -> Any:
    return site.client().get(f"/oembed?{query}")


def test_an_editor_who_pastes_our_address_gets_the_ticker(site: InProcessSite) -> None:
    for page in ("http://localhost/", "http://localhost/most-read", "http://localhost/embed/ticker"):
        told = oembed(site, f"url={page}&maxwidth=300&maxheight=5000").get_json()
        assert (told["version"], told["type"], told["width"], told["height"]) == ("1.0", "rich", 300, 480)
        assert '<iframe src="http://localhost/embed/ticker"' in told["html"] and "<Co>" not in told["html"]


@pytest.mark.parametrize(("name", "height"), [(one.name, one.height_px) for one in PIECES.values()])
def test_every_piece_is_framed_for_an_editor_who_pastes_its_address_and_says_where_to_ask(
    site: InProcessSite, name: str, height: int
) -> None:
    page = f"http://localhost/embed/{name}?theme=dark&lang=fil"
    [link] = fromstring(site.client().get(page).data).findall(".//link[@type='application/json+oembed']")
    assert str(link.attrib["href"]) == f"http://localhost/oembed?url=http://localhost/embed/{name}"
    told = oembed(site, f"url={page.replace('&', '%26')}").get_json()
    assert (told["type"], told["height"]) == ("rich", height)
    assert f'<iframe src="http://localhost/embed/{name}?theme=dark&amp;lang=fil"' in told["html"]


def test_a_headlines_own_address_becomes_the_frame_that_follows_it(site: InProcessSite) -> None:
    headline = push(site, "Ferry is late").id
    for pasted in (f"/breaking/{headline}", f"/embed/headline?headline={headline}"):
        told = oembed(site, f"url=http://localhost{pasted}").get_json()
        assert f'<iframe src="http://localhost/embed/headline?headline={headline}"' in told["html"], pasted


@pytest.mark.parametrize(
    "page", ["localhost", "localhost/", "http://LOCALHOST", "http://localhost//", "http://localhost/most-read/"]
)
def test_an_address_as_people_write_it_is_understood(site: InProcessSite, page: str) -> None:
    assert oembed(site, f"url={page}").get_json()["type"] == "rich"
    assert oembed(site, "url=localhost/articles/rice/").get_json()["title"] == "Rice <prices> fall"


def test_every_page_that_can_be_embedded_says_where_to_ask(site: InProcessSite) -> None:
    headline = push(site, "Ferry is late").id
    for path in ("/", "/most-read", "/articles/rice", f"/breaking/{headline}", "/embed/ticker"):
        [link] = fromstring(site.client().get(path).data).findall(".//link[@type='application/json+oembed']")
        address = str(link.attrib["href"])
        assert address.startswith("http://localhost/oembed?url=http://localhost/") and link.get("title")
        told = site.client().get(address.removeprefix("http://localhost")).get_json()
        assert told["type"] == ("link" if path.startswith("/articles") else "rich"), path
    for path in ("/schedule", "/articles", "/lite"):
        assert "json+oembed" not in site.client().get(path).text


def test_a_withdrawn_headline_cannot_be_embedded_any_more(site: InProcessSite) -> None:
    receipt = push(site, "Wrong")
    assert oembed(site, f"url=localhost/breaking/{receipt.id}").get_json()["title"] == "Wrong"
    site.room.desk.withdraw_breaking(receipt.id, Withdrawal(rev=1, reason="Wrong"), ANCHOR, NOON)
    site.follow()
    assert oembed(site, f"url=localhost/breaking/{receipt.id}").status_code == 404
    assert "json+oembed" not in site.client().get(f"/breaking/{receipt.id}").text


def test_the_settings_in_a_pasted_address_are_kept_and_escaped(site: InProcessSite) -> None:
    told = oembed(site, "url=http://localhost/embed/ticker%3Ftheme%3Ddark%26show%3D%22%3E%3Cscript%3E").get_json()
    assert 'theme=dark&amp;show=&quot;&gt;&lt;script&gt;"' in told["html"]


def test_an_article_is_told_as_a_link_with_its_picture(site: InProcessSite) -> None:
    told = oembed(site, "url=http://localhost/articles/rice").get_json()
    assert (told["type"], told["title"], told["author_name"]) == ("link", "Rice <prices> fall", "Ana Cruz")
    assert told["thumbnail_url"] == "http://localhost/pictures/rice.jpg" and told["thumbnail_width"] == 640
    assert "thumbnail_url" not in oembed(site, "url=http://localhost/articles/rice&maxwidth=100").get_json()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 422), ("url=", 422), ("url=https://elsewhere.example/", 422), ("url=javascript:alert(1)", 422),
        ("url=http://[", 422), ("url=http://localhost/panel/", 404), ("url=http://localhost/articles/none", 404),
        ("url=http://localhost/&format=xml", 501),
    ],
)  # fmt: skip
def test_what_cannot_be_embedded_is_refused(site: InProcessSite, query: str, status: int) -> None:
    assert oembed(site, query).status_code == status


def test_a_withdrawn_article_cannot_be_embedded_any_more(site: InProcessSite) -> None:
    site.room.desk.withdraw_article("rice", "Wrong", EDITOR, NOON)
    site.follow()
    assert oembed(site, "url=http://localhost/articles/rice").status_code == 404


def test_strangers_addresses_are_never_remembered_for_others(site: InProcessSite) -> None:
    """A cache poisoned by a Host header would lead a partner's readers elsewhere."""
    site.client().get("/embed/ticker.json", headers={"Host": "evil.example"})
    assert ticker(site)["station"]["url"] == "http://localhost/"
