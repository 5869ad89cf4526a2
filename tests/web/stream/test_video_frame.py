"""Another site's frame is let onto the station's pages where its file names one, and into the panel never."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.any_store import connect
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site

STATION = '[video]\nkind = "youtube"\nurl = "https://youtu.be/abcdefghijk"\n'


@pytest.fixture(scope="module")
def site(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessSite]:
    connect(valkey_server.url).flushall()
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path_factory.mktemp("video"), STATION)


@pytest.mark.parametrize(("path", "framed"), [("/", True), ("/articles", True), ("/nowhere", True), ("/panel/", False)])
def test_only_listeners_pages_may_frame_it(site: InProcessSite, path: str, framed: bool) -> None:
    policy = site.client().get(path, follow_redirects=True).headers["Content-Security-Policy"]
    assert ("frame-src 'self' https://www.youtube-nocookie.com;" in policy) is framed


def test_the_page_says_whose_it_is_and_holds_no_frame(site: InProcessSite) -> None:
    text = site.client().get("/").text
    assert "The video comes from YouTube" in text and "<iframe" not in text
    assert 'data-src="https://www.youtube-nocookie.com/embed/abcdefghijk?' in text
    assert '<noscript><a class="video__show" href="https://youtu.be/abcdefghijk">' in text
