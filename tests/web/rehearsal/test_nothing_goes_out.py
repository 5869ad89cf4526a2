"""A whole rehearsal, and everybody outside: every address, every kind of socket, surfaces, and the store itself."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.any_store import Store, connect
from tests.conftest import FrozenClock, Valkey
from tests.store.outlets.newsroom import Newsroom as OutletsNewsroom
from tests.store.outlets.newsroom import Ticker, Wall
from tests.unit.alerts.messages import cap_info, cap_xml
from tests.web.addresses import ADDRESSES, PANEL
from tests.web.conftest import Newsroom, newsroom_at
from tests.web.delivery.test_listeners import Listener
from tests.web.server import Web, wait_for
from webapp.store.core import keys
from webapp.store.people.staff import Staff
from webapp.store.push.campaigns import Campaigns

WORD = "Xylomarang"
STATION = '[pushing]\nflash_approval = "always"\n'
PASSWORD = "three-words-of-nothing"
RUNS_BY_ITSELF = {
    keys.PROCESSES, keys.DICTIONARIES, keys.DICTIONARY_TURN, keys.TOKENS, *keys.audit("changes"), *keys.audit("access"),
}  # fmt: skip
"""Keys of the newsroom that processes and the test's own tokens change meanwhile; the records are looked at by themselves."""

NOT_LOOKED_AT = (keys.REHEARSAL, f"{keys.PREFIX}changes:of:", f"{keys.PREFIX}listeners:")
"""Beginnings of the rehearsal's own keys, of the record's shares, and of what counts listeners by the minute."""


@pytest.fixture(scope="module")
def web(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    connect(valkey_server.url).flushall()
    file: Path = tmp_path_factory.mktemp("rehearsal") / "station.toml"
    file.write_text(STATION)
    server = Web(valkey_server, AIRWIRE_STATION=str(file)).start()
    yield server
    server.end()


@pytest.fixture(scope="module")
def newsroom(web: Web, valkey_server: Valkey) -> Newsroom:
    return newsroom_at(web.url, valkey_server.url)


class EventStream:
    """Server-sent events, as they come, until the stream has `last` in it."""

    def __init__(self, url: str, last: str) -> None:
        self.heard = ""
        self._answer = requests.get(url, stream=True, timeout=20)
        self._thread = threading.Thread(target=self._read, args=(last,), daemon=True)
        self._thread.start()

    def _read(self, last: str) -> None:
        for piece in self._answer.iter_content(None):
            self.heard += piece.decode()
            if last in self.heard:
                break
        self._answer.close()

    def finished(self) -> str:
        self._thread.join(15)
        assert not self._thread.is_alive(), "the last event never came"
        return self.heard


def rehearse(newsroom: Newsroom) -> str:
    """A flash with its second person, corrected; another withdrawn; a held one, a draft, a note; an exercise put in force and
    updated; the air cut, the stream held, a promo. Returns the id of the flash."""

    def done(method: str, path: str, body: Any = None, role: str = "anchor") -> Any:
        answer = newsroom.call(method, f"/rehearsal{path}", body, role)
        assert answer.status_code < 300, f"{path}: {answer.text}"
        return answer.json()

    flash = done("POST", "/breaking", {"headline": f"{WORD} flash", "body": f"{WORD} body", "priority": "flash"})
    assert flash["state"] == "pending"
    done("POST", f"/breaking/{flash['id']}/approve", {"rev": 1}, "editor")
    done("PATCH", f"/breaking/{flash['id']}", {"rev": 1, "reason": f"{WORD} misheard", "headline": f"{WORD} again"})
    gone = done("POST", "/breaking", {"headline": f"{WORD} gone", "priority": "bulletin"})
    done("DELETE", f"/breaking/{gone['id']}", {"rev": 1, "reason": f"{WORD} not true"})
    done("POST", "/breaking", {"headline": f"{WORD} held", "priority": "urgent", "hold_s": 30})
    done("POST", "/drafts", {"headline": f"{WORD} draft", "priority": "urgent"})
    done("POST", "/desk/notes", {"text": f"{WORD} note"})
    done("PUT", "/on-air", {"title": f"{WORD} coverage"})
    done("PUT", "/stream", {"status": "silent"})
    done("PUT", "/promo", {"title": f"{WORD} concert", "link": "https://radyo.example/c"}, "producer")
    sent = datetime.now(UTC).isoformat(timespec="seconds")
    for name, kind, references in (("a", "Alert", []), ("b", "Update", ["a"])):
        info = cap_info(headline=f"{WORD} {name}", expires="2099-01-01T00:00:00+08:00")
        answer = requests.post(
            f"{newsroom.url}/api/v1/rehearsal/alerts",
            cap_xml(name, kind, references=references, status="Exercise", sent=sent, infos=info),
            headers={"Authorization": f"Bearer {newsroom.tokens['editor']}", "Content-Type": "application/cap+xml"},
            timeout=10,
        )
        assert (answer.status_code, answer.json()["state"]) == (201, "in_force"), answer.text
    return str(flash["id"])


def of_the_newsroom(store: Store) -> dict[str, bytes]:
    """Each key outside the rehearsal, as the store would dump it, but for those that change by themselves."""
    names = {name.decode() for name in store.keys("*")}
    mine = {name for name in names - RUNS_BY_ITSELF if not name.startswith(NOT_LOOKED_AT)}
    return {name: store.dump(name) for name in sorted(mine)}


def signed_in(url: str, store_url: str) -> requests.Session:
    Staff(connect(store_url)).set_account("Amado", "admin", PASSWORD)
    browser = requests.Session()
    page = browser.get(f"{url}/panel/sign-in", timeout=10).text
    token = re.search(r'name="csrf" content="([^"]+)"', page)
    assert token
    form = {"csrf_token": token[1], "name": "Amado", "password": PASSWORD}
    assert browser.post(f"{url}/panel/sign-in", form, timeout=10, headers={"Referer": url}).status_code == 200
    return browser


def test_a_rehearsal_is_at_no_address_on_no_socket_and_on_no_surface(
    web: Web, newsroom: Newsroom, valkey_server: Valkey
) -> None:
    store = connect(valkey_server.url)
    newsroom.call("DELETE", "/rehearsal")
    noted = len(newsroom_log(store))
    outlets = OutletsNewsroom(store, FrozenClock())
    wall, ticker = Wall(), Ticker()
    workers = outlets.wall(wall), outlets.ticker(ticker)
    outlets.work(*workers)
    news = store.pubsub()
    news.psubscribe("*")
    sockets = [Listener(web.url), Listener(web.url, {"brief": True})]
    after = "Ferry runs again"
    streams = [EventStream(f"{web.url}/api/v1/events{query}", after) for query in ("", "?succeeds")]
    wait_for(lambda: all(socket.heard for socket in sockets) and all(stream.heard for stream in streams))
    before = of_the_newsroom(store)

    flash = rehearse(newsroom)

    assert of_the_newsroom(store) == before, "nothing that serves listeners has anything else to read"
    assert [row["did"] for row in newsroom_log(store)[noted:]] == ["rehearsal began"]
    assert channels_of(news) == {keys.REHEARSAL + "news"}
    outlets.heard()
    outlets.work(*workers)
    assert WORD not in f"{wall.did} {ticker.did}"
    assert Campaigns(store).all() == []

    newsroom.push(after)
    wait_for(lambda: all(after in socket.headlines() for socket in sockets))
    assert WORD not in str([socket.heard for socket in sockets])
    assert WORD not in "".join(stream.finished() for stream in streams)
    for socket in sockets:
        socket.leave()

    staff = signed_in(web.url, valkey_server.url)
    for who, table in ((requests.Session(), ADDRESSES), (staff, PANEL)):
        paths = [address.path for ways in table.values() for address in ways]
        paths = [path for path in paths if "/rehearsal" not in path and path != "/api/v1/events"]
        paths += [f"/breaking/{flash}", f"/api/v1/breaking/{flash}", f"/panel/read/{flash}", f"/breaking?q={WORD[:6]}"]
        paths += [f"/cards/breaking/{flash}/1.png", f"/articles?q={WORD[:6]}", f"/api/v1/breaking/{flash}/revisions"]
        shown = {path for path in paths if WORD in who.get(web.url + path, timeout=20).text}
        assert shown == set()
        assert who.get(f"{web.url}/breaking/{flash}", timeout=10).status_code == 404
    assert WORD in staff.get(f"{web.url}/panel/rehearsal", timeout=10).text, "the word is where it should be"
    assert WORD in staff.get(f"{web.url}/api/v1/rehearsal/alerts", timeout=10).text


def channels_of(news: Any) -> set[str]:
    """Where anything was published until now."""
    found = set()
    while message := news.get_message(timeout=0.1):
        if message["type"] == "pmessage":
            found.add(message["channel"].decode())
    return found


def newsroom_log(store: Store) -> list[dict[str, str]]:
    rows = store.xrange(keys.audit("changes")[0])
    return [json.loads(fields[b"entry"]) for _, fields in rows]


def test_who_is_no_staff_is_told_nothing_of_it(web: Web, newsroom: Newsroom) -> None:
    routes = ["", "/snapshot", "/breaking", "/breaking/x", "/breaking/x/outlets", "/alerts", "/waiting"]
    for path in routes:
        answer = requests.get(f"{web.url}/api/v1/rehearsal{path}", timeout=10)
        assert (answer.status_code, WORD in answer.text) == (401, False), path
        assert json.loads(answer.text)["type"] == "urn:airwire:problem:sign-in-first"
