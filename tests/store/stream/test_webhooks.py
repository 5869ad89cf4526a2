"""Staff's systems are told that the stream went: signed, in order, and again until they have it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import socket
from collections.abc import Iterator
from datetime import timedelta

import orjson
import pytest

from tests.conftest import FrozenClock, Room
from tests.unit.intake.scripted_server import ScriptedServer, page
from webapp.desk import Desk
from webapp.newsroom.drafts import StreamHoldDraft
from webapp.newsroom.model import Stream
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import Station, WebhookConfig
from webapp.newsroom.stream.notices import MAX_TRIES, Delivery, webhook_id
from webapp.outlets.webhooks import Webhooks
from webapp.store.stream.notices import Notices

SECRET = "sixteen characters or more"


class Pager:
    """A system of the station's that is told, and says what it likes to it."""

    def __init__(self, server: ScriptedServer, room: Room, now: FrozenClock) -> None:
        self.room, self.now = room, now
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answer = 204
        server.plays["/pager"] = self._play
        self.config = WebhookConfig(url=f"{server.base}/pager", secret=SECRET, private=True)
        self.notices = Notices(room.store)
        self.webhooks = Webhooks(CurrentStation(Station(name="Radyo")), self.notices, now, lambda: True)
        self.webhooks.step(self.config)

    def _play(self, connection: socket.socket, request: str) -> None:
        head, _, body = request.partition("\r\n\r\n")
        headers = {n.lower(): v for n, _, v in (line.partition(": ") for line in head.splitlines()[1:])}
        raw = body.encode("latin-1")
        while len(raw) < int(headers["content-length"]):
            raw += connection.recv(65536)
        self.got.append((headers, raw))
        page(self.answer, b"", Location="http://127.0.0.1:1/elsewhere")(connection, request)

    def sees(self, status: str) -> None:
        """The monitor sees the stream so."""
        report = Stream(status=status, since=self.now(), checked_at=self.now())  # type: ignore[arg-type]
        self.room.desk.report_stream(report, self.now())

    def step(self) -> None:
        self.webhooks.step(self.config)

    def told(self) -> list[str]:
        return [orjson.loads(body)["data"]["status"] for _, body in self.got]

    def delivery(self) -> Delivery:
        delivery = self.notices.delivery(webhook_id(self.config.url))
        assert delivery
        return delivery


@pytest.fixture
def pager(room: Room, clock: FrozenClock) -> Iterator[Pager]:
    with ScriptedServer() as server:
        yield Pager(server, room, clock)


def test_a_change_of_status_is_told_once_signed_and_with_what_it_was(pager: Pager) -> None:
    for status in ("on_air", "on_air", "off_air"):
        pager.now.move(seconds=10)
        pager.sees(status)
        pager.step()
    pager.step()
    assert pager.told() == ["on_air", "off_air"]
    headers, body = pager.got[1]
    told = orjson.loads(body)
    assert (told["type"], told["station"], told["data"]["was"]) == ("stream.status", "Radyo", "on_air")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{right}"
    assert int(headers["webhook-timestamp"]) == int(pager.now().timestamp())


def test_what_it_did_not_want_to_know_is_passed_over(pager: Pager) -> None:
    for status in ("unknown", "on_air", "unknown", "silent"):
        pager.now.move(seconds=10)
        pager.sees(status)
    pager.step()
    assert pager.told() == ["on_air", "silent"]


def test_a_status_held_by_hand_is_told_too(pager: Pager, anchor: Actor) -> None:
    pager.room.desk.hold_stream(StreamHoldDraft(status="off_air"), anchor, pager.now())
    pager.step()
    assert orjson.loads(pager.got[0][1])["data"]["by"] == "hand" and b"Ligaya" not in pager.got[0][1]


@pytest.mark.parametrize("answer", [500, 404, 302])
def test_it_is_told_again_under_the_same_id_and_in_order_until_it_has_it(pager: Pager, answer: int) -> None:
    pager.answer = answer
    pager.sees("on_air")
    pager.now.move(seconds=1)
    pager.sees("off_air")
    pager.step()
    pager.step()
    assert pager.told() == ["on_air"] and pager.delivery().error == f"answers {answer}"
    pager.now.move(seconds=5)
    pager.step()
    pager.answer = 204
    pager.now.move(seconds=10)
    # Another process goes on where the first one was.
    Webhooks(CurrentStation(Station(name="Radyo")), pager.notices, pager.now, lambda: True).step(pager.config)
    assert pager.told() == ["on_air", "on_air", "on_air", "off_air"]
    assert len({headers["webhook-id"] for headers, _ in pager.got}) == 2
    assert pager.delivery().failures == 0 and pager.delivery().error is None


def test_old_news_is_given_up_after_hours_and_the_next_is_told(pager: Pager) -> None:
    pager.answer = 503
    pager.sees("on_air")
    waited = timedelta()
    for _ in range(MAX_TRIES):
        pager.step()
        due = pager.delivery().due_at
        if due:
            waited += due - pager.now()
            pager.now.move(seconds=(due - pager.now()).total_seconds())
    assert len(pager.got) == MAX_TRIES and pager.delivery().given_up == 1
    assert timedelta(hours=2) < waited < timedelta(hours=8)
    pager.answer = 204
    pager.sees("off_air")
    pager.step()
    assert pager.told()[-1] == "off_air"


def test_a_webhook_that_is_new_is_told_what_happens_from_then_on(pager: Pager) -> None:
    pager.sees("on_air")
    late = pager.config.model_copy(update={"url": pager.config.url + "?late"})
    pager.webhooks.step(late)
    pager.webhooks.step(late)
    assert pager.got == []


def test_an_address_inside_the_network_is_not_told_unless_the_operator_says_so(pager: Pager) -> None:
    pager.sees("on_air")
    pager.webhooks.step(pager.config.model_copy(update={"private": False}))
    assert pager.got == [] and "only public ones" in (pager.delivery().error or "")


def test_one_whose_settings_were_put_right_is_told_at_once(pager: Pager) -> None:
    private = pager.config
    pager.config = private.model_copy(update={"private": False})
    pager.sees("on_air")
    pager.step()
    pager.step()
    assert pager.delivery().failures == 1
    pager.config = private
    pager.step()
    assert pager.told() == ["on_air"] and pager.delivery().failures == 0


def test_the_desk_says_nothing_of_what_stays_as_it_was(room: Room, clock: FrozenClock) -> None:
    assert isinstance(room.desk, Desk)
    report = Stream(status="unknown", since=clock(), checked_at=clock())
    room.desk.report_stream(report, clock())
    assert Notices(room.store).after("") == []
