"""Each page has one address for search engines, whole, and one for each language; addresses are forgiven a slash too many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from lxml.html import fromstring

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site

HOME = "https://radyo.example"
SEEN = ["/", "/articles", "/articles?topic=Prices", "/schedule", "/schedule?day=2026-03-05", "/most-read",
        "/most-read?window=7d&of=fil", "/breaking", "/breaking?day=2026-03-01"]  # fmt: skip


@pytest.fixture(scope="module", params=[f'url = "{HOME}"\n', ""], ids=["with an address of its own", "at any host"])
def site(
    request: pytest.FixtureRequest, valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        folder = tmp_path_factory.mktemp("heads")
        opened = open_site(valkey_server, clock, folder, f'languages = ["fil", "en"]\n{request.param}')
        opened.put_out("rice", topics=("Prices",))
        opened.put_out("wire", canonical="https://agency.example/wire")
        yield opened


def head(site: InProcessSite, path: str) -> tuple[str | None, dict[str, str]]:
    """The canonical address and those of other languages, without the site's own."""
    home = site.running.services.station.url or "http://localhost"
    page: Any = fromstring(site.client().get(path).data)
    links = [(link.get("rel"), link.get("hreflang"), link.get("href")) for link in page.findall(".//head/link")]
    canonical = [href for rel, _, href in links if rel == "canonical"]
    assert len(canonical) <= 1 and all(href.startswith((home, "https://agency")) for href in canonical)
    alternate = {code: href for rel, code, href in links if rel == "alternate" and code}
    assert all(href.startswith(home) for href in alternate.values())
    return (canonical or [None])[0], {code: href.removeprefix(home) for code, href in alternate.items()}


@pytest.mark.parametrize("path", SEEN)
def test_a_page_names_itself_and_its_other_languages(site: InProcessSite, path: str) -> None:
    canonical, others = head(site, path)
    assert canonical and canonical.endswith(path)
    mark = "&" if "?" in path else "?"
    assert others == {"fil": f"{path}{mark}lang=fil", "en": f"{path}{mark}lang=en", "x-default": path}
    in_english, same_others = head(site, others["en"])
    assert in_english and in_english.endswith(others["en"]) and same_others == others


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/schedule?day=2026-03-02", "/schedule"), ("/most-read?window=24h&via=x", "/most-read"), ("/?utm_source=x", "/"),
        ("/articles?page=1", "/articles"), ("/articles/rice?lang=en", "/articles/rice"),
        ("/articles/wire", "https://agency.example/wire"),
    ],
)  # fmt: skip
def test_several_addresses_of_one_page_name_the_same(site: InProcessSite, path: str, canonical: str) -> None:
    assert str(head(site, path)[0]).endswith(canonical)


@pytest.mark.parametrize("path", ["/articles?q=rice", "/breaking?q=rice", "/lite", "/none"])
def test_what_is_not_for_search_engines_names_none(site: InProcessSite, path: str) -> None:
    assert head(site, path) == (None, {})
    assert 'name="robots" content="noindex"' in site.client().get(path).text


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/schedule/", "/schedule"), ("/articles/rice/?lang=en&x=%0a", "/articles/rice?lang=en&x=%0a"),
        ("/most-read//", "/most-read"), ("/feed.xml/", "/feed.xml"), ("/api/v1/snapshot/", "/api/v1/snapshot"),
    ],
)  # fmt: skip
def test_a_slash_too_many_leads_to_the_page(site: InProcessSite, path: str, leads: str) -> None:
    answer = site.client().get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, leads)


@pytest.mark.parametrize("path", ["/none/", "/none//evil.example/", "/panel/none/"])
def test_a_slash_too_many_leads_nowhere_else(site: InProcessSite, path: str) -> None:
    answer = site.client().get(path)
    assert "evil" not in answer.headers.get("Location", "") and answer.status_code in (302, 308, 404)
