"""Notices in a real Firefox, by a push service on loopback; and the form for them in Chromium, which has no push service here."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import expect

from tests.any_store import connect
from tests.browser.conftest import Opening
from tests.browser.engines.firefox import Firefox
from tests.browser.push.autopush import Autopush
from tests.conftest import FrozenClock, Valkey
from tests.store.outlets.newsroom import Newsroom
from tests.web.conftest import Newsroom as Http
from tests.web.server import Web, wait_for
from webapp.fetch.endpoints import EndpointPolicy
from webapp.newsroom.outlets.settings import PushSurface
from webapp.newsroom.push.encryption import Signer
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.station import Station
from webapp.outlets.push.delivery import Delivery
from webapp.outlets.push.sender import PushSender
from webapp.outlets.push.words import PushWords
from webapp.outlets.push.worker import PushWorker
from webapp.outlets.worker import Surface
from webapp.store.push.campaigns import Campaigns
from webapp.store.push.subscriptions import PushSubscriptions


@pytest.fixture(scope="module")
def web(valkey_server: Valkey) -> Iterator[Web]:
    connect(valkey_server.url).flushall()
    server = Web(valkey_server, app="tests.browser.push.open_app:app").start()
    yield server
    server.end()


def now() -> datetime:
    return datetime.now(UTC)


class Outlets:
    """The outlets process, in threads of the test: its push services may be on loopback."""

    def __init__(self, valkey: Valkey) -> None:
        clock = cast("FrozenClock", now)
        self.newsroom = Newsroom(connect(valkey.url), clock)
        self.subscriptions = PushSubscriptions(self.newsroom.room.store)
        campaigns = Campaigns(self.newsroom.room.store)
        words = PushWords(CurrentStation(Station()), self.newsroom.replica)
        surface = Surface("push", "push", "push", PushSurface(id="push"))
        self.worker = PushWorker(
            surface, self.subscriptions, campaigns, words.campaign, self.newsroom.ledger, self.newsroom.view, now
        )

        def delivery() -> Delivery:
            return Delivery(Signer(self.subscriptions.signing_key(), words.contact), EndpointPolicy(private=True), now)

        self.sender = PushSender(self.subscriptions, campaigns, delivery, words.welcome, now)
        self._stopping = threading.Event()

    def start(self) -> None:
        self._work()
        self.sender.start()
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while not self._stopping.wait(0.1):
            self._work()

    def _work(self) -> None:
        self.newsroom.role.keep_lease()
        self.newsroom.role.work_once(self.worker)

    def stop(self) -> None:
        self._stopping.set()
        self.sender.stop()


@pytest.fixture
def outlets(web: Web, valkey_server: Valkey) -> Iterator[Outlets]:
    made = Outlets(valkey_server)
    made.start()
    yield made
    made.stop()


@pytest.mark.skipif(not shutil.which("firefox-esr"), reason="needs firefox-esr")
def test_a_listener_turns_notices_on_and_a_withdrawal_takes_the_place_of_the_notice(
    web: Web, outlets: Outlets, tmp_path: Path
) -> None:
    service = Autopush()
    firefox = Firefox(tmp_path, {}, service.preferences)
    try:
        firefox.open(f"{web.url}/notices")
        wait_for(lambda: firefox.run("document.querySelector('[data-do=go]').disabled") is False, 40)
        firefox.click("[data-do=go]")
        wait_for(lambda: "Notices are on." in state(firefox), 40)
        wait_for(lambda: "welcome" in shown(firefox), 40)

        headline = outlets.newsroom.publish("Quake off Batangas", priority="flash")
        tag = f"headline-{headline}"
        wait_for(lambda: "Quake off Batangas" in shown(firefox).get(tag, ""), 40)
        outlets.newsroom.publish("Rice is dearer", priority="urgent")
        outlets.newsroom.withdraw(headline, reason="It was a blast.")
        wait_for(lambda: shown(firefox).get(tag) == "This headline was withdrawn", 40)
        assert not any("Quake" in title or "Rice" in title for title in shown(firefox).values())
        topics = [one["topic"] for one in service.posted if one["topic"] != "welcome"]
        assert len(topics) == 2 and len(set(topics)) == 1
        assert all(one["authorization"].startswith("vapid t=") for one in service.posted)

        firefox.click("[data-do=off]")
        wait_for(lambda: "Notices are off." in state(firefox), 40)
        assert outlets.subscriptions.count() == 0 and firefox.errors == []
    finally:
        firefox.close()
        service.close()


def state(firefox: Firefox) -> str:
    return str(firefox.run("document.querySelector('.notices__state[role=status]').innerText"))


def shown(firefox: Firefox) -> dict[str, Any]:
    """The titles of the notices that are shown, by tag."""
    notices = firefox.run(
        "navigator.serviceWorker.ready.then((one) => one.getNotifications())"
        ".then((all) => all.map(({ tag, title }) => [tag, title]))"
    )
    assert len({tag for tag, _ in notices}) == len(notices)
    return dict(notices)


def test_the_form_opens_over_the_live_page_by_keyboard_and_says_that_notices_are_blocked(opened: Opening) -> None:
    page = opened("/", width=360)
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page.reload()
    way = page.get_by_role("link", name="Notify me of breaking news")
    way.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Notices")
    expect(dialog).to_contain_text("Notices from this site are blocked in your browser")
    expect(dialog.get_by_role("button", name="Turn on notices")).to_be_disabled()
    assert dialog.evaluate("(one) => one.scrollWidth <= one.clientWidth"), "nothing is cut off on a phone"
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(way).to_be_focused()
    assert page.url.endswith("/")


def test_nothing_is_asked_of_a_reader_who_does_not_tap(opened: Opening) -> None:
    page = opened("/notices")
    page.add_init_script(
        "Notification.requestPermission = () => { globalThis.asked = true; return Promise.resolve('default') }"
    )
    page.reload()
    expect(page.get_by_role("button", name="Turn on notices")).to_be_visible()
    assert page.evaluate("globalThis.asked") is None


@pytest.mark.parametrize(
    ("level", "topics", "ticked", "says"),
    [
        ("bulletin", ["ferries"], {"bulletin", "ferries", "prices"}, "Press Save, and they come about this topic too."),
        ("flash", [], {"all", "prices"}, "Press Save, and they come about this topic too."),
        ("all", [], {"all"}, "Notices about all topics are on"),
        ("all", ["prices", "ferries"], {"all", "prices", "ferries"}, "Notices are on."),
    ],
)
def test_a_topic_ticked_by_its_page_is_added_to_what_comes_already_and_narrows_nothing(
    opened: Opening, newsroom: Http, level: str, topics: list[str], ticked: set[str], says: str
) -> None:
    body = {"title": "Rice", "body_html": "<p>Up.</p>", "topics": ["Prices"], "published_at": "2026-03-01T00:00:00Z"}
    assert newsroom.call("PUT", "/articles/dearer-rice", body, role="editor").status_code == 200
    page = opened("/lite")
    wish = {"key": "k", "body": {"levels": [level], "topics": topics, "quiet_hours": None, "endpoint": "e"}}
    page.evaluate(
        "async (wish) => (await caches.open('airwire-wishes-1'))"
        ".put('/api/v1/push/subscriptions', new Response(JSON.stringify(wish)))", wish
    )  # fmt: skip
    page.add_init_script(
        "Object.defineProperty(Notification, 'permission', { get: () => 'granted' });"
        "navigator.serviceWorker.getRegistration = async () => ({ pushManager: { getSubscription: async () => ({}) } })"
    )
    page.goto(f"{newsroom.url}/notices?topic=prices")
    expect(page.locator(".notices__state[role=status] span:visible")).to_contain_text(says)
    names = page.locator("input:checked").evaluate_all("boxes => boxes.map((box) => box.value)")
    assert set(names) == ticked, "also what the page does not offer any more"
