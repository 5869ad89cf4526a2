"""Hubs (WebSub): asked to tell of news, believed only when rightly signed, and never for the news itself."""

from __future__ import annotations

import hashlib
import hmac
import socket
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.conftest import FrozenClock, Room, Valkey
from tests.unit.intake.intake_desk import STATION, item, rss
from tests.unit.intake.scripted_server import ScriptedServer, page
from webapp.app import create_app
from webapp.fetch.client import Fetched
from webapp.intake.feeds.hubs import Hubs, find_hub
from webapp.intake.feeds.polling import FeedPolling
from webapp.intake.feeds.reader import FeedReader
from webapp.intake.importing.importer import Importer
from webapp.newsroom.articles.feed_state import FeedState, feed_id
from webapp.newsroom.articles.websub_state import HubSubscription
from webapp.newsroom.station import FeedConfig
from webapp.store.articles.feed_state import Feeds
from webapp.web.parts import utc_now

BASE = "https://radyo.example"


class Hub:
    """An outside party: takes subscriptions, asks back, and tells of news, over the station's real callback."""

    def __init__(self, server: ScriptedServer, room: Room, now: FrozenClock, browser: FlaskClient) -> None:
        self.server, self.now, self.browser = server, now, browser
        self.forms: list[dict[str, str]] = []
        self.answers = 202
        self.feed_url = f"{server.base}/feed"
        self.name = feed_id(self.feed_url)
        self.feeds = Feeds(room.store)
        server.plays["/hub"] = self._subscribe
        reader = FeedReader(lambda _: Importer(room.desk, room.articles, STATION))
        source = FeedConfig(url=self.feed_url, private=True)
        self.polling = FeedPolling(
            lambda: [source], reader, self.feeds, now, lambda: True, Hubs(self.feeds, lambda: BASE)
        )

    def _subscribe(self, connection: socket.socket, head: str) -> None:
        body = head.split("\r\n\r\n", 1)[1]
        length = int(head.lower().split("content-length:")[1].split()[0])
        while len(body) < length:
            body += connection.recv(65536).decode()
        self.forms.append({name: values[0] for name, values in parse_qs(body).items()})
        page(self.answers, b"")(connection, head)

    def publishes(self, *titles: str) -> None:
        links = f"<atom:link xmlns:atom='a' rel='hub' href='{self.server.base}/hub'/>"
        links += f"<atom:link xmlns:atom='a' rel='self' href='{self.feed_url}'/>"
        stories = (item(title, f"Of {title}.", f"<guid>{title}</guid>") for title in titles)
        self.server.plays["/feed"] = page(200, rss(*stories, channel=links).encode(), "application/rss+xml")

    def is_asked(self) -> None:
        for look in self.polling.step():
            look.result(20)

    @property
    def callback(self) -> str:
        return urlsplit(self.forms[-1]["hub.callback"]).path

    def verifies(self, **changes: str) -> tuple[int, str]:
        said = {"mode": "subscribe", "topic": self.feed_url, "challenge": "c-9", "lease_seconds": "3600", **changes}
        answer = self.browser.get(self.callback, query_string={f"hub.{name}": value for name, value in said.items()})
        return answer.status_code, answer.text

    def tells(self, body: bytes = b"<rss/>", signature: str | None = None, method: str = "sha256") -> int:
        made = hmac.new(self.forms[-1]["hub.secret"].encode(), body, getattr(hashlib, method)).hexdigest()
        headers = {"X-Hub-Signature": signature if signature is not None else f"{method}={made}"}
        return int(self.browser.post(self.callback, data=body, headers=headers).status_code)

    def push(self) -> HubSubscription:
        push = self.feeds.pushes()[self.name]
        assert push
        return push

    def feed(self) -> FeedState:
        state = self.feeds.every()[self.name]
        assert state
        return state


@pytest.fixture(scope="module")
def browser(valkey_server: Valkey) -> FlaskClient:
    return create_app(redis_url=valkey_server.url, secret_key="x" * 32).test_client()


@pytest.fixture
def hub(room: Room, clock: FrozenClock, browser: FlaskClient) -> Iterator[Hub]:
    with ScriptedServer() as server:
        hub = Hub(server, room, clock, browser)
        hub.publishes("One")
        hub.is_asked()
        yield hub
        hub.polling.stop()


def test_a_source_that_names_a_hub_is_subscribed_to_with_a_secret_and_the_hub_asks_back(hub: Hub) -> None:
    (form,) = hub.forms
    assert (form["hub.mode"], form["hub.topic"]) == ("subscribe", hub.feed_url)
    assert form["hub.callback"].startswith(f"{BASE}/websub/{hub.name}/") and len(form["hub.secret"]) == 64
    assert hub.push().until is None
    assert hub.verifies() == (200, "c-9")
    until = hub.push().until
    assert until is not None and abs(until - utc_now() - timedelta(hours=1)) < timedelta(minutes=5)


def test_news_told_by_the_hub_comes_in_at_once_and_the_source_is_asked_less_often(hub: Hub) -> None:
    hub.verifies()
    hub.publishes("One", "Two")
    hub.now.move(seconds=10)
    assert hub.polling.step() == []
    assert hub.tells() == 202
    hub.is_asked()
    assert hub.feed().taken == 2
    assert hub.feed().due_at == hub.now() + timedelta(seconds=600)
    assert hub.feeds.wishes() == {}


@pytest.mark.parametrize("method", ["sha1", "sha512"])
def test_older_and_newer_signatures_count(hub: Hub, method: str) -> None:
    hub.tells(method=method)
    assert hub.feeds.wishes() == {hub.name: "told"}


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=00", "md5=abc", "sha256=é", "="])
def test_what_is_not_rightly_signed_is_passed_over(hub: Hub, signature: str) -> None:
    assert hub.tells(signature=signature) == 202
    assert hub.feeds.wishes() == {}


def test_a_hub_that_calls_without_end_has_the_source_asked_every_five_seconds_at_most(hub: Hub) -> None:
    for _ in range(3):
        hub.tells()
        hub.is_asked()
    assert hub.server.asked.count("/feed") == 1
    hub.now.move(seconds=5)
    hub.is_asked()
    assert hub.server.asked.count("/feed") == 2


def test_a_paused_source_stays_paused_whatever_its_hub_tells(hub: Hub) -> None:
    hub.feeds.wish(hub.name, "paused")
    hub.tells()
    assert hub.feeds.wishes() == {hub.name: "paused"}


@pytest.mark.parametrize(
    "changes",
    [{"topic": "https://evil.example/"}, {"mode": "unsubscribe"}, {"challenge": ""}, {"challenge": "x" * 2000}],
)
def test_what_we_did_not_ask_for_is_not_confirmed(hub: Hub, changes: dict[str, str]) -> None:
    assert hub.verifies(**changes)[0] in (404, 422)
    assert hub.push().until is None


def test_nobody_confirms_or_tells_without_the_key(hub: Hub) -> None:
    for path in (f"/websub/{hub.name}/guess", "/websub/other/guess", f"/websub/{hub.name}/é"):
        assert hub.browser.get(path, query_string={"hub.mode": "subscribe"}).status_code == 404
        assert hub.browser.post(path, data=b"x").status_code == 404


def test_a_large_telling_is_refused(hub: Hub) -> None:
    assert hub.tells(b"x" * 1_000_001) == 413


def test_a_hub_that_denies_or_fails_is_noted_and_asked_again_an_hour_later(hub: Hub) -> None:
    hub.verifies()
    hub.verifies(mode="denied", reason="no")
    assert (hub.push().error, hub.push().until) == ("denied: no", None)
    hub.answers = 500
    for _ in range(2):
        hub.now.move(minutes=61)
        hub.is_asked()
    assert len(hub.forms) == 3 and hub.push().error == "answers 500"
    hub.now.move(minutes=10)
    hub.is_asked()
    assert len(hub.forms) == 3


def test_a_lease_is_renewed_before_it_ends_with_the_same_key_and_secret(hub: Hub) -> None:
    hub.verifies()
    hub.feeds.put_push(hub.name, hub.push().model_copy(update={"until": hub.now() + timedelta(days=3)}))
    hub.now.move(hours=24)
    hub.is_asked()
    assert len(hub.forms) == 1
    hub.now.move(hours=25)
    hub.is_asked()
    first, second = hub.forms
    assert first["hub.secret"] == second["hub.secret"] and first["hub.callback"] == second["hub.callback"]


def test_without_a_public_address_no_hub_is_asked(hub: Hub) -> None:
    Hubs(hub.feeds, lambda: None).keep_subscribed(
        hub.feed(), FeedConfig(url=hub.feed_url), hub.now() + timedelta(days=9)
    )
    assert len(hub.forms) == 1


def test_a_hub_inside_the_network_is_not_asked_for_a_source_outside_of_it(hub: Hub) -> None:
    feed = hub.feed().model_copy(update={"id": "other"})
    Hubs(hub.feeds, lambda: BASE).keep_subscribed(
        feed, FeedConfig(url="https://a.example/feed", private=True), hub.now()
    )
    push = hub.feeds.pushes()["other"]
    assert len(hub.forms) == 1 and push and "only public ones" in (push.error or "")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"<feed><link rel='hub' href='https://hub.example/'/><link href='/f' rel='self'/></feed>", {}),
        (b'{"feed_url": "https://a.example/f", "hubs": [{"type": "WebSub", "url": "https://hub.example/"}]}', {}),
        (b"", {"link": '<https://hub.example/>; rel="hub", <https://a.example/f>; rel="self"'}),
    ],
)
def test_a_hub_is_found_in_atom_json_feed_and_headers(body: bytes, headers: dict[str, str]) -> None:
    assert find_hub(Fetched(200, "https://a.example/f", headers, body)) == (
        "https://hub.example/",
        "https://a.example/f",
    )


def test_a_hub_named_inside_an_entry_is_not_the_sources() -> None:
    body = b"<feed><entry><link rel='hub' href='https://evil.example/'/></entry></feed>"
    assert find_hub(Fetched(200, "https://a.example/f", {}, body)) is None
