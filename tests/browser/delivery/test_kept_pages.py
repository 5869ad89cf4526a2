"""The service worker in two engines: pages without a network, dated; never what was withdrawn, never another build's script."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest
import requests
from playwright.sync_api import Browser

from tests.any_store import connect
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.window import ChromiumWindow, Window
from tests.conftest import Room, Valkey, make_room
from tests.web.conftest import Newsroom, newsroom_at
from tests.web.server import Web, wait_for
from webapp.newsroom.drafts import Withdrawal
from webapp.newsroom.staff import Actor

LIGAYA = Actor(name="Ligaya", role="editor")
ENGINES = [
    "chromium",
    pytest.param("firefox", marks=pytest.mark.skipif(not shutil.which("firefox-esr"), reason="needs firefox-esr")),
]
PATIENCE_S = 40.0
"""For what takes a second on a machine that has nothing else to do: a worker to start, a page's modules to be kept one by one."""

NOT_FIRST_VISIT = "localStorage.setItem('airwire.visited', 'true')"


@pytest.fixture(scope="module")
def web(valkey_server: Valkey) -> Iterator[Web]:
    connect(valkey_server.url).flushall()
    server = Web(valkey_server)
    yield server
    server.end()


@pytest.fixture(autouse=True)
def up(web: Web) -> None:
    """Each test ends without a server, and begins with one."""
    if web.process is None or web.process.poll() is not None:
        web.settings.pop("AIRWIRE_BUNDLED", None)
        web.start()


@pytest.fixture
def newsroom(web: Web, valkey_server: Valkey) -> Newsroom:
    return newsroom_at(web.url, valkey_server.url)


@pytest.fixture
def room(valkey_server: Valkey) -> Room:
    return make_room(connect(valkey_server.url))


@pytest.fixture(scope="module", params=ENGINES)
def engine(
    request: pytest.FixtureRequest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Window]:
    made: Window = (
        ChromiumWindow(browser) if request.param == "chromium" else Firefox(tmp_path_factory.mktemp("kept"), {})
    )
    yield made
    made.close()


@pytest.fixture
def window(engine: Window, web: Web, up: None) -> Window:
    """Of somebody who was here before."""
    engine.open(f"{web.url}/lite")
    engine.run(NOT_FIRST_VISIT)
    engine.run("caches.delete('airwire-pages-1')")
    return engine


NUMBERS = count(1)


def story(newsroom: Newsroom, title: str) -> str:
    """Its path; each is another story."""
    path = f"/articles/story-{next(NUMBERS)}"
    body = {"title": title, "body_html": "<p>From Monday on.</p>", "published_at": "2026-03-01T00:00:00Z"}
    assert newsroom.call("PUT", path, body, role="editor").status_code == 200
    return path


def read(window: Window, web: Web, path: str) -> None:
    """Opens the page and has it kept, as a listener does who stays for a moment."""
    window.open(web.url + path)
    wait_for(lambda: window.run("Boolean(navigator.serviceWorker.controller)"), PATIENCE_S)
    wait_for(lambda: is_kept(window, path), PATIENCE_S)


def is_kept(window: Window, path: str) -> bool:
    return bool(window.run(f"caches.match({json.dumps(path)}).then(Boolean)"))


def seen(window: Window) -> str:
    return str(window.run("document.body.innerText"))


def test_pages_that_were_read_are_there_without_a_network_and_say_of_when_they_are(
    window: Window, web: Web, newsroom: Newsroom, room: Room
) -> None:
    ferry, storm = story(newsroom, "Ferry runs again"), story(newsroom, "Storm turns north")
    newsroom.push("Quake off Batangas")
    read(window, web, "/")
    read(window, web, ferry)
    web.kill()

    window.open(web.url + ferry)
    assert "Ferry runs again" in seen(window) and "From Monday on." in seen(window)
    assert "This page is as of" in seen(window) and str(window.run("new Date().getFullYear()")) in seen(window)
    window.open(web.url)
    assert "Quake off Batangas" in seen(window) and "This page is as of" in seen(window)
    window.open(web.url + storm)
    assert "This page is not kept on this device" in seen(window) and "Ferry runs again" in seen(window)

    window.open(web.url + ferry)
    room.desk.withdraw_article(ferry.removeprefix("/articles/"), "It never stopped.", LIGAYA, datetime.now(UTC))
    web.start()
    wait_for(lambda: "This article was withdrawn" in seen(window), PATIENCE_S)
    assert "From Monday on." not in seen(window) and "as of" not in seen(window)
    wait_for(lambda: not is_kept(window, ferry) and not is_kept(window, "/articles"), PATIENCE_S)

    web.kill()
    window.open(web.url + ferry)
    assert "not kept on this device" in seen(window) and "From Monday on." not in seen(window)


def test_a_headline_withdrawn_while_nobody_could_hear_of_it_is_purged_with_all_that_shows_it(
    window: Window, web: Web, newsroom: Newsroom, room: Room
) -> None:
    wrong = newsroom.push("Dam bursts")["id"]
    read(window, web, "/")
    read(window, web, f"/breaking/{wrong}")
    web.kill()
    window.open(f"{web.url}/breaking/{wrong}")
    assert "Dam bursts" in seen(window)
    window.open(f"{web.url}/lite")
    room.desk.withdraw_breaking(wrong, Withdrawal(rev=1, reason="It leaks."), LIGAYA, datetime.now(UTC))
    web.start()
    window.open(f"{web.url}/schedule")  # any page, once the network is back
    wait_for(lambda: not is_kept(window, f"/breaking/{wrong}") and not is_kept(window, "/"), PATIENCE_S)
    web.kill()
    for path in ("/", f"/breaking/{wrong}"):
        window.open(web.url + path)
        assert "Dam bursts" not in seen(window), path


def test_a_headline_withdrawn_in_the_first_moments_of_a_page_is_not_in_its_copy(
    window: Window, web: Web, newsroom: Newsroom
) -> None:
    read(window, web, "/schedule")
    quake = newsroom.push("Quake off Aurora", priority="flash")
    window.run("localStorage.removeItem('airwire.visited')")  # so that the page's half of the worker comes late
    window.open(f"{web.url}/breaking")
    wait_for(lambda: is_kept(window, "/breaking"), PATIENCE_S)
    newsroom.call("DELETE", f"/breaking/{quake['id']}", {"rev": 1, "reason": "There was none."})
    # The page says this once, after it heard of the withdrawal from the same server.
    wait_for(lambda: "Quake off Aurora" not in requests.get(f"{web.url}/breaking", timeout=5).text)
    window.run("navigator.serviceWorker.controller.postMessage({ do: 'keep', page: location.href })")
    copy = "caches.match('/breaking').then((copy) => copy?.text() ?? '')"
    wait_for(lambda: "Quake off Aurora" not in str(window.run(copy)), PATIENCE_S)


def test_a_new_build_gets_its_own_scripts_and_so_does_a_copy(window: Window, web: Web, newsroom: Newsroom) -> None:
    ferry = story(newsroom, "Ferry runs again")
    script = "document.querySelector('script[data-app]').dataset.app"
    runs = "Boolean(customElements.get('aw-clock'))"
    read(window, web, ferry)
    old = window.run(script)
    web.kill()
    web.settings["AIRWIRE_BUNDLED"] = "0"
    web.start()
    window.open(web.url)
    wait_for(lambda: window.run(runs), PATIENCE_S)
    new = window.run(script)
    assert new != old
    started = "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)"
    assert new in window.run(started) and old not in window.run(started)
    wait_for(lambda: is_kept(window, "/"), PATIENCE_S)
    # While one worker takes over from another, Chromium holds pages back.
    taken_over = (
        "navigator.serviceWorker.getRegistration().then(async (all) => { await all.update();"
        " return !all.installing && !all.waiting && all.active?.state === 'activated' })"
    )
    wait_for(lambda: window.run(taken_over), PATIENCE_S)
    web.kill()
    for path, own in ((ferry, {old, new}), ("/", {new})):  # a copy may have been taken anew from the new server
        window.open(web.url + path)
        assert window.run(script) in own, path
        wait_for(lambda: window.run(runs), PATIENCE_S)
