"""A read told over the open socket: the reader is the one who shook hands, by cookie or by address and agent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import requests
import socketio

from tests.conftest import Room, Valkey
from tests.web.delivery.fanout_server import Fanout, Rude
from tests.web.in_process_site import IMPORT, PHONE
from tests.web.server import SECRET, Web
from webapp.newsroom.model import Article
from webapp.newsroom.reads.identity import READER_COOKIE, Reader, ReaderSeals, by_cookie

SEALS = ReaderSeals(SECRET)
Dialled = Any


@pytest.fixture
def rice(web: Web, back_room: Room) -> str:
    article = Article(slug="rice", title="Rice", published_at=datetime.now(UTC), source="rice")
    return back_room.desk.put_article(article, IMPORT, datetime.now(UTC)).slug or ""


@pytest.fixture
def dial(web: Web) -> Iterator[Dialled]:
    """A listener on the socket, with the cookie of the reader of this name."""
    clients: list[socketio.Client] = []

    def connect(name: str | None = None, **fields: str) -> Any:
        client = socketio.Client(reconnection=False)
        headers = {"User-Agent": PHONE, **fields} | (
            {"Cookie": f"{READER_COOKIE}={SEALS.cookie(name)}"} if name else {}
        )
        client.connect(web.url, headers=headers, transports=["websocket"], wait_timeout=5)
        clients.append(client)
        return lambda article, token: client.call("read", {"article": article, "token": token}, timeout=5)

    yield connect
    for client in clients:
        client.disconnect()


def token(identity: str, article: str = "rice") -> str:
    """As it was given ten seconds ago."""
    return SEALS.token(
        article, [identity], datetime.now(UTC) - timedelta(seconds=10), datetime.now(UTC).strftime("%H%M%S%f")
    )


def reads(back_room: Room) -> int:
    return sum(tally.reads for tally in back_room.reads.top("24h", datetime.now(UTC)) if tally.article == "rice")


def test_a_read_over_the_socket_is_acknowledged_and_counted_once(rice: str, dial: Dialled, back_room: Room) -> None:
    before, told = reads(back_room), dial("maria")
    good = token(by_cookie("maria"))
    assert told(rice, good) == {"counted": True}
    again = told(rice, good)
    assert (again["counted"], again["code"]) == (False, "token-used")
    assert reads(back_room) == before + 1


def test_a_listener_without_a_cookie_is_known_by_address_and_agent(rice: str, dial: Dialled, back_room: Room) -> None:
    before = reads(back_room)
    assert dial()(rice, token(Reader("127.0.0.1", PHONE).place)) == {"counted": True}
    assert reads(back_room) == before + 1


@pytest.mark.parametrize("signal", ["DNT", "Sec-GPC"])
def test_who_asks_not_to_be_counted_is_not(rice: str, dial: Dialled, back_room: Room, signal: str) -> None:
    before = reads(back_room)
    assert dial(signal, **{signal: "1"})(rice, token(by_cookie(signal))) == {"counted": True}
    assert reads(back_room) == before


def test_anothers_token_counts_nothing(rice: str, dial: Dialled, back_room: Room) -> None:
    before, told = reads(back_room), dial("jose")
    assert told(rice, token(by_cookie("maria")))["code"] == "token-forged"
    assert reads(back_room) == before


def test_a_flood_over_sockets_is_held_up_as_beacons_are(own_valkey: Valkey, tmp_path: Path) -> None:
    station = tmp_path / "station.toml"
    station.write_text("[reads]\nreports_at_once = 4\nreports_per_second = 0.1\n")
    flooded = Web(own_valkey, AIRWIRE_STATION=str(station)).start()
    clients = [socketio.Client(reconnection=False) for _ in range(2)]
    try:
        codes = []
        for client in clients:
            client.connect(flooded.url, headers={"User-Agent": PHONE}, transports=["websocket"], wait_timeout=5)
            codes += [client.call("read", {"article": "rice", "token": "forged"}, timeout=5)["code"] for _ in range(3)]
        assert codes == ["token-forged"] * 4 + ["too-many"] * 2
        told = requests.post(f"{flooded.url}/api/v1/reads", json={"article": "rice", "token": "forged"}, timeout=5)
        assert told.status_code == 429
    finally:
        for client in clients:
            client.disconnect()
        flooded.end()


@pytest.mark.parametrize("report", [None, "rice", 7, [], {}, {"article": "rice"}, {"article": 7, "token": []}])
def test_what_is_no_report_is_answered_and_harms_nobody(web: Web, rice: str, report: Any) -> None:
    client = socketio.Client(reconnection=False)
    client.connect(web.url, transports=["websocket"], wait_timeout=5)
    answer = client.call("read", report, timeout=5)
    assert answer["counted"] is False and answer["code"] == "invalid"
    client.disconnect()


def acknowledged(listener: Rude, number: int) -> str:
    """The answer; what is told to everybody in between is passed over."""
    return next(text for text in iter(listener.text, None) if text.startswith(f"43{number}["))


def test_half_a_character_in_a_report_is_refused_and_the_socket_stays_open(web: Web, rice: str) -> None:
    good = token(Reader("127.0.0.1", PHONE).place)
    with Rude(cast("Fanout", web), headers=f"User-Agent: {PHONE}\r\n") as listener:
        listener.join()
        listener.say(rf'427["read",{{"article":"rice\ud800","token":"{good}"}}]')  # escaped, as browsers do it
        assert '"counted":false,"code":"invalid"' in acknowledged(listener, 7)
        listener.say(f'428["read",{{"article":"rice","token":"{good}"}}]')
        assert acknowledged(listener, 8) == '438[{"counted":true}]'
