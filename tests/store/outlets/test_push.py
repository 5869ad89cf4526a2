"""Notices on phones: who gets which, what push services say to it, and a sender that is killed half way."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.any_store import connect
from tests.conftest import NOON, FrozenClock, Valkey
from tests.store.outlets.newsroom import Newsroom
from tests.store.outlets.push_service import PushService, push_service
from webapp.fetch.addresses import FetchRefused
from webapp.fetch.endpoints import EndpointPolicy
from webapp.newsroom.model import Article
from webapp.newsroom.outlets.ledger import LedgerEntry, OutletState
from webapp.newsroom.outlets.settings import PushSurface
from webapp.newsroom.push.encryption import CURVE, Signer, in_base64url
from webapp.newsroom.push.subscription import PushSubscription
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import Station
from webapp.outlets.push.delivery import CHANNELS_PER_SERVICE, Delivery
from webapp.outlets.push.sender import NOTE_EVERY, PushSender
from webapp.outlets.push.words import PushWords
from webapp.outlets.push.worker import PushWorker
from webapp.outlets.worker import Surface
from webapp.store.push.campaigns import CLAIM_S, Campaigns
from webapp.store.push.subscriptions import PushSubscriptions

ON_LOOPBACK = EndpointPolicy(private=True)
KEY = ec.generate_private_key(CURVE).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


class Phones:
    """A newsroom, a push service, and the phones of listeners behind it."""

    def __init__(self, newsroom: Newsroom, service: PushService) -> None:
        self.newsroom, self.service = newsroom, service
        store = newsroom.room.store
        self.subscriptions, self.campaigns = PushSubscriptions(store), Campaigns(store)
        self.words = PushWords(
            CurrentStation(Station(name="Radyo Dagat", url="https://radyo.example")), newsroom.replica
        )
        self.worker = PushWorker(
            Surface("push", "push", "push", PushSurface(id="push")), self.subscriptions, self.campaigns, self.words.campaign,
            newsroom.ledger, newsroom.view, newsroom.clock,
        )  # fmt: skip
        self.sender = self.another_sender()
        self.step()  # the surface is there before the first headline

    def another_sender(self, policy: EndpointPolicy = ON_LOOPBACK) -> PushSender:
        def delivery() -> Delivery:
            return Delivery(
                Signer(self.subscriptions.signing_key(), "https://radyo.example"), policy, self.newsroom.clock
            )

        return PushSender(self.subscriptions, self.campaigns, delivery, self.words.welcome, self.newsroom.clock)

    def join(self, name: str, **more: Any) -> PushSubscription:
        given: dict[str, Any] = {"level": "all", "confirmed": True, "since": NOON, **more}
        phone = PushSubscription(
            endpoint=f"{self.service.url}/{name}", key=in_base64url(KEY), auth=in_base64url(os.urandom(16)), **given
        )
        self.subscriptions.put(phone)
        return phone

    def story(self, slug: str, topic: str) -> None:
        article = Article(slug=slug, title=slug, topics=(topic,), published_at=NOON, source=slug)
        self.newsroom.room.desk.put_article(article, Actor(name="import", role="system"), NOON)
        self.newsroom.heard()

    def step(self) -> None:
        token = self.newsroom.role._acting_token()
        assert token
        self.worker.step(token)

    def send(self, sender: PushSender | None = None) -> None:
        """All that is under way, to the end."""
        self.step()
        while (sender or self.sender).pump_once():
            pass
        self.step()

    def evidence(self, headline: str) -> str | None:
        _, entries = self.newsroom.ledger.load("push")
        last = entries[headline].last
        return last.evidence if last and last.acknowledged_at else None


@pytest.fixture
def phones(valkey_server: Valkey) -> Iterator[Phones]:
    store = connect(valkey_server.url)
    store.flushall()
    with push_service() as service:
        yield Phones(Newsroom(store, FrozenClock(NOON)), service)


def test_a_flash_reaches_all_who_want_it_once_and_the_ledger_says_how_many(phones: Phones) -> None:
    for name in ("ana", "ben", "carla"):
        phones.join(name, level="flash")
    phones.join("not-yet", confirmed=False)
    headline = phones.newsroom.publish("Quake off Batangas", priority="flash")
    phones.send()
    assert sorted(path for path in phones.service.paths() if path != "/not-yet") == ["/ana", "/ben", "/carla"]
    _, head, body = next(one for one in phones.service.sent if one[0] == "/ana")
    assert (head["urgency"], head["content-encoding"]) == ("high", "aes128gcm") and 0 < int(head["ttl"]) <= 43_200
    assert len(head["topic"]) <= 32 and b"Quake" not in body
    assert phones.evidence(headline) == "taken by push services for 3 subscriptions"
    assert phones.campaigns.all() == []


def test_where_nobody_has_subscribed_a_headline_is_acknowledged_without_a_campaign(
    phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones.campaigns, "begin", lambda *_: pytest.fail("a campaign for nobody"))
    headline = phones.newsroom.publish("Quake off Batangas", priority="flash")
    phones.step()
    assert phones.evidence(headline) == "taken by push services for 0 subscriptions"
    phones.newsroom.withdraw(headline)
    phones.step()
    assert phones.newsroom.steps(headline, "push")[-1] == ("withdrawn", True)


def test_a_burst_for_nobody_is_one_write_to_the_ledger(phones: Phones, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    put = phones.newsroom.ledger.put

    def counted(surface: str, state: OutletState, entries: Sequence[LedgerEntry], *rest: Any) -> None:
        written.append(len(entries))
        put(surface, state, entries, *rest)

    phones.step()
    monkeypatch.setattr(phones.newsroom.ledger, "put", counted)
    headlines = [phones.newsroom.publish(f"Quake {number} off Batangas") for number in range(3)]
    phones.step()
    assert written == [3]
    assert [phones.newsroom.steps(headline, "push") for headline in headlines] == [[("published", True)]] * 3


def test_who_wants_flashes_gets_no_bulletin_and_topics_and_quiet_hours_are_kept(phones: Phones) -> None:
    phones.join("flashes", level="flash")
    phones.join("all")
    phones.join("sport", topics=("sport",))
    phones.join("asleep", quiet={"start": "11:00", "end": "13:00", "zone": "Asia/Manila"})
    phones.story("derby", "Sport")
    phones.story("rice", "Prices")
    phones.newsroom.publish("Derby moved", priority="bulletin", article="derby")
    phones.send()
    assert sorted(phones.service.paths()) == ["/all", "/sport"]
    phones.service.sent.clear()
    phones.newsroom.publish("Rice is dearer", priority="bulletin", article="rice")
    phones.send()
    assert phones.service.paths() == ["/all"]


def test_a_withdrawal_follows_with_the_same_topic_to_whom_the_headline_went_and_to_nobody_else(phones: Phones) -> None:
    phones.join("ana")
    headline = phones.newsroom.publish("Dam bursts")
    phones.send()
    phones.newsroom.later(seconds=60)
    phones.join("later", since=phones.newsroom.clock())
    phones.newsroom.withdraw(headline)
    phones.send()
    [first, second] = phones.service.sent
    assert first[0] == second[0] == "/ana" and first[1]["topic"] == second[1]["topic"]
    assert phones.evidence(headline) == "taken by push services for 1 subscriptions"


def test_a_withdrawal_ends_what_is_still_on_its_way(phones: Phones) -> None:
    for number in range(300):
        phones.join(f"p{number}")
    headline = phones.newsroom.publish("Dam bursts")
    phones.step()
    phones.sender.pump_once()  # one shard of many
    reached = set(phones.service.paths())
    phones.newsroom.withdraw(headline)
    phones.send()
    assert Counter(phones.service.paths()) == Counter([*reached, *reached])


def test_what_push_services_answer_is_minded(phones: Phones) -> None:
    for name in ("ok", "moved-out", "unknown", "too-large", "broken-key", "elsewhere"):
        phones.join(name)
    sizes: dict[str, list[int]] = {"/too-large": []}

    def reply(path: str, body: bytes) -> tuple[int, dict[str, str]]:
        if path in sizes:
            sizes[path].append(len(body))
            return (413 if len(sizes[path]) == 1 else 201), {}
        if path == "/elsewhere":  # followed, it would bring a listener's message to whoever is named there
            return 307, {"Location": f"{phones.service.url}/inside"}
        return {"/moved-out": 410, "/unknown": 404, "/broken-key": 403}.get(path, 201), {}

    phones.service.reply = reply
    headline = phones.newsroom.publish("Quake off Batangas", body="It was felt in Manila.")
    phones.send()
    assert sorted(phones.service.paths()) == ["/ok", "/too-large"] and sizes["/too-large"][1] < sizes["/too-large"][0]
    assert phones.evidence(headline) == "taken by push services for 2 subscriptions, 2 were gone, 2 were refused"
    assert phones.subscriptions.count() == 4


def test_a_pause_that_a_push_service_asks_for_is_kept_and_then_all_are_sent(phones: Phones) -> None:
    for number in range(40):
        phones.join(f"p{number}")
    phones.service.reply = lambda _path, _body: (429, {"Retry-After": "120"})
    headline = phones.newsroom.publish("Quake off Batangas")
    phones.send()
    phones.newsroom.later(seconds=119)
    phones.service.reply = lambda _path, _body: (201, {})
    phones.send()
    assert phones.service.sent == [] and phones.evidence(headline) is None
    phones.newsroom.later(seconds=2)
    phones.send()
    assert sorted(phones.service.paths()) == sorted(f"/p{number}" for number in range(40))
    assert phones.evidence(headline) == "taken by push services for 40 subscriptions"


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("Mon, 02 Mar 2026 04:02:00 GMT", 120), ("Mon, 02 Mar 2026 03:00:00 GMT", 1), ("0", 1), ("999999999", 3600),
        ("soon", 20), ("-5", 20), ("", 20), ("Mon, 02 Mar 2026 04:02:00 -0000", 20),
    ],
)  # fmt: skip
def test_a_pause_is_asked_for_in_seconds_or_by_a_date_and_is_never_none_at_all(
    phones: Phones, asked: str, seconds: int
) -> None:
    phones.join("ana")
    phones.service.reply = lambda _path, _body: (429, {"Retry-After": asked})
    phones.newsroom.publish("Quake off Batangas")
    phones.send()
    phones.service.reply = lambda _path, _body: (201, {})
    phones.newsroom.later(seconds=seconds - 1)
    phones.send()
    assert phones.service.sent == []
    phones.newsroom.later(seconds=2)
    phones.send()
    assert phones.service.paths() == ["/ana"]


class Killed(BaseException):
    """What a sender does after it is as if it had never been."""


def test_a_sender_that_is_killed_loses_nobody_and_repeats_no_more_than_was_under_way(
    phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.store.push.subscriptions.shard_of", lambda _: 7)  # all in one
    everybody = {f"/p{number}" for number in range(300)}
    for path in everybody:
        phones.join(path[1:])
    phones.newsroom.publish("Quake off Batangas")
    phones.step()
    taken = 0

    def reply(_path: str, _body: bytes) -> tuple[int, dict[str, str]]:
        nonlocal taken
        taken += 1
        return 201, {}

    phones.service.reply = reply
    note = phones.campaigns.note

    def dies(*given: Any) -> None:
        if taken > 150:
            raise Killed
        note(*given)

    monkeypatch.setattr(phones.campaigns, "note", dies)
    with pytest.raises(Killed):
        phones.send()
    monkeypatch.undo()
    monkeypatch.setattr("webapp.store.push.subscriptions.shard_of", lambda _: 7)
    other = phones.another_sender()
    phones.send(other)
    assert len(phones.service.sent) < 300, "the claim of the killed one still stands"
    phones.newsroom.later(seconds=CLAIM_S + 1)
    phones.send(other)
    got = Counter(phones.service.paths())
    assert got.keys() == everybody
    assert sum(got.values()) - len(got) <= NOTE_EVERY + CHANNELS_PER_SERVICE


def test_many_messages_go_over_few_connections(phones: Phones) -> None:
    for number in range(120):
        phones.join(f"p{number}")
    phones.newsroom.publish("Quake off Batangas")
    phones.send()
    assert len(phones.service.sent) == 120 and phones.service.connections <= CHANNELS_PER_SERVICE


def test_a_test_notice_makes_a_subscription_count_and_one_that_is_refused_none(phones: Phones) -> None:
    good, bad = phones.join("good", confirmed=False), phones.join("bad", confirmed=False)
    phones.service.reply = lambda path, _body: (400 if path == "/bad" else 201, {})
    phones.send()
    known = phones.subscriptions.get(good.id)
    assert known and known.confirmed and phones.subscriptions.get(bad.id) is None


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.8:8443/x",
        "https://user@push.example/x",
        "https://localhost/x",
        "ftp://push.example/x",
        "https://2130706433/x",
    ],
)
def test_an_endpoint_inside_a_network_is_none(endpoint: str) -> None:
    with pytest.raises(FetchRefused):
        EndpointPolicy().parsed(endpoint)


def test_a_name_that_leads_inside_a_network_is_never_reached(phones: Phones) -> None:
    phones.join("inside")
    phones.newsroom.publish("Quake off Batangas")
    phones.send(phones.another_sender(EndpointPolicy()))
    assert phones.service.connections == 0 and phones.subscriptions.count() == 0


@pytest.mark.parametrize(("start", "end", "at", "quiet"), [
    ("22:00", "06:00", "2026-03-02T15:00:00Z", True), ("22:00", "06:00", "2026-03-02T21:59:00Z", True),
    ("22:00", "06:00", "2026-03-02T22:00:00Z", False), ("09:00", "12:00", "2026-03-02T01:00:00Z", True),
    ("09:00", "12:00", "2026-03-02T04:00:00Z", False), ("09:00", "09:00", "2026-03-02T01:00:00Z", False),
])  # fmt: skip
def test_quiet_hours_are_by_the_listeners_own_clock(start: str, end: str, at: str, quiet: bool) -> None:
    phone = PushSubscription.load({
        "endpoint": "https://push.example/x", "key": "", "auth": "", "since": "2026-03-02T00:00:00Z",
        "quiet": {"start": start, "end": end, "zone": "Asia/Manila"},
    })  # fmt: skip
    assert phone.is_quiet(datetime.fromisoformat(at)) is quiet
