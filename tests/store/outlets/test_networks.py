"""Posts on networks: corrected and taken back where the network can, and never believed without looking."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from tests.any_store import Store
from tests.conftest import FrozenClock
from tests.store.outlets.network_servers import ApiServer, BlueskyServer, MastodonServer, TelegramServer
from tests.store.outlets.newsroom import Newsroom, Wall
from webapp.fetch import public_names
from webapp.newsroom.model import BreakingItem
from webapp.newsroom.outlets.posts import post_text, tombstone_text
from webapp.newsroom.outlets.settings import AppriseOutlet, BlueskyOutlet, MastodonOutlet, NetworkOutlet, TelegramOutlet
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.station import Station
from webapp.outlets.build import OutletsBuilder
from webapp.outlets.item_worker import ItemWorker
from webapp.outlets.networks import apprise
from webapp.store.people.presence import Presence

HOME = "https://radyo.example"


@pytest.fixture
def newsroom(store: Store, clock: FrozenClock) -> Newsroom:
    return Newsroom(store, clock)


@pytest.fixture
def mastodon() -> Iterator[MastodonServer]:
    server = MastodonServer()
    yield server
    server.close()


@pytest.fixture
def bluesky() -> Iterator[BlueskyServer]:
    server = BlueskyServer()
    yield server
    server.close()


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    server = TelegramServer()
    yield server
    server.close()


def worker(newsroom: Newsroom, config: NetworkOutlet) -> ItemWorker:
    """As the outlets process makes it from the station's file."""
    station = Station.model_validate({"name": "Radyo Uno", "url": HOME, "outlets": [config.model_dump()]})
    presence = Presence(newsroom.room.store)
    no_push = lambda one: newsroom.wall(Wall(), one.id)  # noqa: E731
    builder = OutletsBuilder(
        CurrentStation(station), newsroom.ledger, presence, newsroom.replica, newsroom.view, newsroom.clock, no_push
    )
    made = list(builder.workers().values())[-1]()
    assert isinstance(made, ItemWorker)
    newsroom.work(made)
    return made


def on_mastodon(server: ApiServer, **more: object) -> MastodonOutlet:
    about = {"id": "net", "kind": "mastodon", "url": server.url, "token": "good", "private": True, "language": "fil"}
    return MastodonOutlet.model_validate({**about, **more})


def on_bluesky(server: ApiServer) -> BlueskyOutlet:
    about = {"id": "net", "kind": "bluesky", "url": server.url, "account": "radyo.example", "password": "app-pass"}
    return BlueskyOutlet.model_validate({**about, "private": True})


def on_telegram(server: ApiServer) -> TelegramOutlet:
    about = {
        "id": "net",
        "kind": "telegram",
        "url": server.url,
        "token": "12345:abc",
        "chat": "@radyo",
        "private": True,
    }
    return TelegramOutlet.model_validate(about)


def test_mastodon_edits_what_is_corrected_deletes_what_is_withdrawn_and_reads_each_back(
    newsroom: Newsroom, mastodon: MastodonServer
) -> None:
    net = worker(newsroom, on_mastodon(mastodon))
    item = newsroom.publish("Rice at <₱15> & more")
    newsroom.work(net)
    assert mastodon.posts == {"100": f"Rice at <₱15> & more\n\n{HOME}/breaking/{item}"}
    step = newsroom.entry(item, "net").steps[0]
    assert (step.evidence, step.url) == ("read back", "https://masto.example/@radyo/100")
    newsroom.correct(item, "Rice at ₱17")
    newsroom.work(net)
    assert mastodon.posts == {"100": f"Rice at ₱17\n\nItinama: misheard\n\n{HOME}/breaking/{item}"}
    newsroom.withdraw(item, rev=2)
    newsroom.work(net)
    assert mastodon.posts == {} and newsroom.entry(item, "net").steps[-1].evidence == "deleted; no longer found there"


def test_a_mastodon_that_says_200_and_shows_nothing_is_found(newsroom: Newsroom, mastodon: MastodonServer) -> None:
    net = worker(newsroom, on_mastodon(mastodon))
    mastodon.shows_nothing = True
    item = newsroom.publish("Bridge closed")
    newsroom.work(net)
    assert newsroom.entry(item, "net").steps[0].error == "says that it took the post, and shows none"
    mastodon.shows_nothing = False
    newsroom.later(seconds=5)
    mastodon.keys.clear()
    newsroom.work(net)
    assert len(mastodon.posts) == 1 and newsroom.entry(item, "net").steps[0].evidence == "read back"


def test_what_somebody_deleted_on_the_network_is_not_posted_again(newsroom: Newsroom, mastodon: MastodonServer) -> None:
    net = worker(newsroom, on_mastodon(mastodon))
    item = newsroom.publish("Bridge closed")
    newsroom.work(net)
    mastodon.posts.clear()
    newsroom.correct(item, "Bridge open")
    newsroom.work(net, net)
    assert mastodon.posts == {} and not newsroom.entry(item, "net").may_show
    assert newsroom.entry(item, "net").steps[-1].evidence == "somebody deleted it there"
    newsroom.withdraw(item, rev=2)
    newsroom.work(net)
    assert len(newsroom.steps(item, "net")) == 2, "there is nothing to take back"


def test_a_mastodon_that_says_that_it_deleted_and_still_shows_is_red(
    newsroom: Newsroom, mastodon: MastodonServer
) -> None:
    net = worker(newsroom, on_mastodon(mastodon))
    item = newsroom.publish("Bridge closed")
    newsroom.work(net)
    mastodon.undeletable = True
    newsroom.withdraw(item)
    newsroom.work(net)
    assert newsroom.steps(item, "net")[-1] == ("withdrawn", False)
    mastodon.undeletable = False
    newsroom.later(seconds=5)
    newsroom.work(net)
    assert newsroom.steps(item, "net")[-1] == ("withdrawn", True) and not mastodon.posts


def test_a_post_that_was_made_before_the_kill_is_found_and_not_made_twice(
    newsroom: Newsroom, mastodon: MastodonServer
) -> None:
    worker(newsroom, on_mastodon(mastodon))
    item = newsroom.publish("Bridge closed")
    mastodon.posts["55"] = (
        f"Bridge closed\n\n{HOME}/breaking/{item}"  # made, and its maker was killed before it noted that
    )
    killed = worker(newsroom, on_mastodon(mastodon, token="bad"))
    assert newsroom.state("net").error and "not accepted: The access token is invalid" in (
        newsroom.state("net").error or ""
    )
    memory = killed._memory
    memory.put(newsroom.clock(), [newsroom.entry(item, "net").model_copy(update={"unsure": True})])
    newsroom.later(minutes=2)
    worker(newsroom, on_mastodon(mastodon))
    assert list(mastodon.posts) == ["55"] and newsroom.entry(item, "net").handle == "55"


def test_a_network_that_asks_for_a_pause_gets_it(newsroom: Newsroom, mastodon: MastodonServer) -> None:
    net = worker(newsroom, on_mastodon(mastodon))
    reset = "2026-03-02T04:05:00.000000Z"
    mastodon.refuses = 429, {"error": "Too many requests"}, {"X-RateLimit-Reset": reset}
    newsroom.publish("Bridge closed")
    newsroom.work(net)
    due = newsroom.state("net").due_at
    assert due and (due - newsroom.clock()).total_seconds() == 300
    mastodon.refuses = None
    newsroom.later(minutes=4)
    newsroom.work(net)
    assert not mastodon.posts
    newsroom.later(minutes=1)
    newsroom.work(net)
    assert mastodon.posts


def test_a_text_that_a_network_will_not_take_holds_up_no_other(newsroom: Newsroom, mastodon: MastodonServer) -> None:
    net = worker(newsroom, on_mastodon(mastodon))
    mastodon.refuses = 422, {"error": "Validation failed"}, {}
    refused = newsroom.publish("Rude")
    newsroom.work(net)
    assert newsroom.entry(refused, "net").steps[0].error == "answers 422: Validation failed"
    mastodon.refuses = None
    newsroom.publish("Polite")
    newsroom.work(net)
    assert len(mastodon.posts) == 1


def test_bluesky_deletes_and_reposts_with_a_link_that_is_one(newsroom: Newsroom, bluesky: BlueskyServer) -> None:
    net = worker(newsroom, on_bluesky(bluesky))
    item = newsroom.publish("Rice at ₱15 – " + "very long " * 28)
    newsroom.work(net)
    (first,) = bluesky.posts
    text, index = bluesky.posts[first]["text"], bluesky.posts[first]["facets"][0]["index"]
    assert (
        text.encode()[index["byteStart"] : index["byteEnd"]].decode() == f"{HOME}/breaking/{item}" and len(text) <= 300
    )
    bluesky.token += 1  # the session is over
    newsroom.correct(item, "Rice at ₱17")
    newsroom.work(net)
    (second,) = bluesky.posts
    assert second > first and bluesky.posts[second]["text"].startswith("Rice at ₱17\n\nCorrected: misheard\n\n")
    newsroom.withdraw(item, rev=2)
    newsroom.work(net)
    assert bluesky.posts == {} and newsroom.steps(item, "net")[-1] == ("withdrawn", True)


def test_a_post_on_bluesky_that_is_made_twice_is_one(newsroom: Newsroom, bluesky: BlueskyServer) -> None:
    net = worker(newsroom, on_bluesky(bluesky))
    bluesky.shows_nothing = True
    item = newsroom.publish("Bridge closed")
    newsroom.work(net)
    assert newsroom.entry(item, "net").steps[0].error == "says that it took the post, and shows none"
    bluesky.shows_nothing = False
    for _ in range(2):
        newsroom.later(seconds=5)
        newsroom.work(worker(newsroom, on_bluesky(bluesky)))
    assert len(bluesky.posts) == 1 and newsroom.steps(item, "net") == [("published", True)]


def test_telegram_edits_and_a_withdrawn_headline_leaves_no_word(newsroom: Newsroom, telegram: TelegramServer) -> None:
    net = worker(newsroom, on_telegram(telegram))
    item = newsroom.publish("Bridge closed")
    newsroom.work(net)
    newsroom.correct(item, "Bridge open")
    newsroom.work(net)
    assert telegram.messages[1].startswith("Bridge open\n\nCorrected: misheard")
    newsroom.withdraw(item, rev=2)
    newsroom.work(net)
    assert telegram.messages == {1: f"This headline was withdrawn: not true\n\n{HOME}/breaking/{item}"}
    assert newsroom.entry(item, "net").steps[0].url == "https://t.me/radyo/1"


def test_what_may_stand_on_telegram_unseen_is_followed_by_its_withdrawal(
    newsroom: Newsroom, telegram: TelegramServer
) -> None:
    net = worker(newsroom, on_telegram(telegram))
    telegram.refuses = 502, {"ok": False}, {}
    item = newsroom.publish("Bridge closed")
    newsroom.work(net)
    telegram.refuses = 429, {"ok": False, "error_code": 429, "parameters": {"retry_after": 7}}, {}
    newsroom.withdraw(item)
    newsroom.later(seconds=2)
    newsroom.work(net)
    due = newsroom.state("net").due_at
    assert due and (due - newsroom.clock()).total_seconds() == 7
    telegram.refuses = None
    newsroom.later(seconds=8)
    newsroom.work(net)
    assert list(telegram.messages.values()) == [f"This headline was withdrawn: not true\n\n{HOME}/breaking/{item}"]
    assert newsroom.entry(item, "net").steps[-1].instead


def test_a_dry_run_sends_nothing_and_says_what_it_would(newsroom: Newsroom, mastodon: MastodonServer) -> None:
    net = worker(newsroom, on_mastodon(mastodon, dry_run=True))
    item = newsroom.publish("Bridge closed")
    newsroom.work(net)
    assert mastodon.asked == []
    assert "it would be “Bridge closed https://radyo.example/" in (newsroom.entry(item, "net").steps[0].evidence or "")


def test_an_address_inside_the_network_is_not_asked(newsroom: Newsroom, mastodon: MastodonServer) -> None:
    net = worker(newsroom, on_mastodon(mastodon, private=False))
    newsroom.publish("Bridge closed")
    newsroom.work(net)
    assert mastodon.asked == [] and "only public ones" in (newsroom.state("net").error or "")


class Chat(ApiServer):
    """A service with a JSON address, as apprise sends to it."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def answer(self, request: BaseHTTPRequestHandler, body: dict[str, Any]) -> tuple[int, Any]:
        self.said.append(body["message"])
        return 200, {}


def test_what_apprise_sends_stays_so_a_withdrawal_is_another_message_and_the_ledger_says_so(newsroom: Newsroom) -> None:
    one, two = Chat(), Chat()
    urls = [server.url.replace("http://", "json://") for server in (one, two)]
    config = AppriseOutlet.model_validate({"id": "net", "kind": "apprise", "urls": urls, "private": True})
    net = worker(newsroom, config)
    two.refuses = 500, {}, {}
    item = newsroom.publish("Bridge closed")
    newsroom.work(net)
    assert newsroom.entry(item, "net").steps[0].error == "not taken by JSON" and newsroom.entry(item, "net").unsure
    two.refuses = None
    newsroom.later(seconds=2)
    newsroom.work(net)
    assert one.said == two.said == [f"Bridge closed\n\n{HOME}/breaking/{item}"], "who has it is not sent it again"
    newsroom.withdraw(item)
    newsroom.work(net)
    assert one.said[1:] == two.said[1:] == [f"This headline was withdrawn: not true\n\n{HOME}/breaking/{item}"]
    step = newsroom.entry(item, "net").steps[-1]
    assert step.instead and step.evidence == "taken by 2 of 2 services"
    for server in (one, two):
        server.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [("json://127.0.0.1:9/", "address 1 is inside a network; set private = true to allow it"),
     ("pigeon://loft", "address 1 is none that apprise knows")],
)  # fmt: skip
def test_an_address_that_apprise_does_not_know_or_may_not_ask_is_said(newsroom: Newsroom, url: str, said: str) -> None:
    net = worker(newsroom, AppriseOutlet.model_validate({"id": "net", "kind": "apprise", "urls": [url]}))
    newsroom.publish("Bridge closed")
    newsroom.work(net)
    assert newsroom.state("net").error == said


@pytest.mark.parametrize("most", [100, 140, 300, 500])
def test_whatever_is_said_fits_and_keeps_its_link(clock: FrozenClock, most: int) -> None:
    item = BreakingItem(id="20260302-0a0b0c0d", rev=2, headline="word " * 59, priority="flash", published_at=clock(),
                        corrected_at=clock(), reason="reason " * 30)  # fmt: skip
    address = f"{HOME}/breaking/{item.id}"
    for text in (post_text(item, address, most, "en"), tombstone_text(item, address, most, "fil")):
        assert len(text) <= most and text.endswith(address)
    assert "word" not in tombstone_text(item, address, most, "en")
    assert len(post_text(item, address, most, "en", 23).removesuffix(address)) + 23 <= most


def test_a_name_that_leads_elsewhere_once_it_was_vetted_is_not_connected_to(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = Chat()
    port = int(inside.url.rpartition(":")[2].strip("/"))
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    asked: list[str] = []

    def look_up(host: str, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return here

    monkeypatch.setattr(public_names, "_look_up", look_up)
    monkeypatch.setattr(apprise, "resolve", lambda *_: [ipaddress.ip_address("93.184.216.34")])
    config = {"id": "net", "kind": "apprise", "urls": [f"json://moves.example:{port}/"]}
    net = worker(newsroom, AppriseOutlet.model_validate(config))
    item = newsroom.publish("Bridge closed")
    newsroom.work(net)
    assert asked == ["moves.example"] and inside.said == []
    assert newsroom.entry(item, "net").steps[0].error == "not taken by JSON"
    inside.close()
