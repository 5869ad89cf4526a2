"""A station with one feed, and its panel as somebody of the newsroom sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient

from tests.any_store import connect
from tests.conftest import Valkey
from webapp.app import create_app
from webapp.newsroom.articles.feed_state import feed_id
from webapp.store.articles.feed_state import Feeds
from webapp.store.people.staff import Staff

URL = "https://radyo.example/feed"
NAME = feed_id(URL)
_PASSWORD = "three-words-of-nothing"


def an_editor_and_an_anchor(valkey_server: Valkey) -> Feeds:
    """Elena and Ligaya, in a store that is else empty; the states of its feeds."""
    store = connect(valkey_server.url)
    store.flushall()
    for name, role in (("Elena", "editor"), ("Ligaya", "anchor")):
        Staff(store).set_account(name, role, _PASSWORD)
    return Feeds(store)


@contextmanager
def panel(valkey_server: Valkey, folder: Path) -> Iterator[FlaskClient]:
    """A browser at the panel of a station whose file is in `folder`."""
    station = folder / "station.toml"
    station.write_text(f'[[feeds]]\nurl = "{URL}"\ntitle = "Our own site"\n')
    app = create_app(redis_url=valkey_server.url, secret_key="x" * 32, airwire_station=station)
    app.extensions["airwire"].relay.pump_once()
    with app.test_client() as client:
        yield client
    app.extensions["airwire"].relay.stop()


def csrf(page: str) -> str:
    found = re.search(r'name="csrf" content="([^"]+)"', page)
    assert found
    return found[1]


def sign_in(browser: FlaskClient, name: str, path: str) -> str:
    """The page at `path`, once signed in."""
    token = csrf(browser.get("/panel/sign-in").text)
    browser.post("/panel/sign-in", data={"csrf_token": token, "name": name, "password": _PASSWORD})
    return str(browser.get(path).text)
