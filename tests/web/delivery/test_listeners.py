"""Stock Socket.IO clients and event-stream readers: a snapshot or what was missed, then everything, in order."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import socketio

from tests.conftest import Valkey
from tests.web.conftest import Newsroom, newsroom_at
from tests.web.server import Web, wait_for


class Listener:
    """python-socketio's own client at `/`, writing down everything that comes."""

    def __init__(self, url: str, place: dict[str, Any] | None = None) -> None:
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.client = socketio.Client(reconnection=False)
        self.client.on("*", lambda name, data: self.heard.append((name, data)))
        self.client.connect(url, transports=["websocket"], auth=place, wait_timeout=5)

    def names(self) -> list[str]:
        return [name for name, _ in self.heard]

    def headlines(self) -> list[str]:
        return [data["item"]["headline"] for name, data in self.heard if name == "breaking"]

    @property
    def place(self) -> dict[str, Any]:
        last = self.heard[-1][1]
        return {"epoch": last["epoch"], "seq": last["seq"]}

    def leave(self) -> None:
        self.client.disconnect()


@pytest.fixture
def listeners() -> Iterator[list[Listener]]:
    there: list[Listener] = []
    yield there
    for listener in there:
        listener.leave()


def test_a_newcomer_gets_one_snapshot_and_then_every_event(newsroom: Newsroom, listeners: list[Listener]) -> None:
    listeners.append(listener := Listener(newsroom.url))
    wait_for(lambda: listener.names() == ["snapshot"])
    assert {"epoch", "seq", "now", "breaking", "stream", "on_air", "most_read", "promo"} <= set(listener.heard[0][1])
    receipt = newsroom.push("Live")
    wait_for(lambda: listener.headlines() == ["Live"])
    event = listener.heard[-1][1]
    assert (event["epoch"], event["seq"], event["action"]) == (receipt["epoch"], receipt["seq"], "published")


def test_who_comes_back_gets_just_what_was_missed(newsroom: Newsroom, listeners: list[Listener]) -> None:
    first = Listener(newsroom.url)
    wait_for(lambda: first.heard)
    place = first.place
    first.leave()
    for n in range(3):
        newsroom.push(f"Missed {n}")
    wait_for(lambda: requests.get(f"{newsroom.url}/api/v1/snapshot", timeout=5).json()["seq"] >= place["seq"] + 3)
    listeners.append(back := Listener(newsroom.url, place))
    wait_for(lambda: back.headlines() == ["Missed 0", "Missed 1", "Missed 2"])
    assert "snapshot" not in back.names()
    assert [data["seq"] for _, data in back.heard] == [place["seq"] + n for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "place",
    [{"epoch": "another", "seq": 1}, {"epoch": 7, "seq": "x"}, {"seq": 1}, {"epoch": None, "seq": True}, "nonsense"],
)
def test_a_place_that_says_nothing_gets_a_snapshot(newsroom: Newsroom, place: Any, listeners: list[Listener]) -> None:
    listeners.append(listener := Listener(newsroom.url, place))
    wait_for(lambda: listener.names() == ["snapshot"])


def test_a_place_ahead_of_the_log_gets_a_snapshot(newsroom: Newsroom, listeners: list[Listener]) -> None:
    epoch = requests.get(f"{newsroom.url}/api/v1/snapshot", timeout=5).json()["epoch"]
    listeners.append(listener := Listener(newsroom.url, {"epoch": epoch, "seq": 10**9}))
    wait_for(lambda: listener.names() == ["snapshot"])


def test_who_noticed_a_gap_asks_and_gets_it(newsroom: Newsroom, listeners: list[Listener]) -> None:
    newsroom.push_and_show("Before")
    listeners.append(listener := Listener(newsroom.url))
    wait_for(lambda: listener.heard)
    place = listener.place
    listener.client.emit("resume", {"epoch": place["epoch"], "seq": place["seq"] - 1})
    wait_for(lambda: listener.headlines() == ["Before"])
    listener.client.emit("resume", {"epoch": "lost", "seq": 0})
    wait_for(lambda: listener.names().count("snapshot") == 2)


def test_a_correction_and_a_withdrawal_reach_who_is_listening(newsroom: Newsroom, listeners: list[Listener]) -> None:
    listeners.append(listener := Listener(newsroom.url))
    wait_for(lambda: listener.heard)
    item = newsroom.push("Wrong")
    newsroom.call("PATCH", f"/breaking/{item['id']}", {"rev": 1, "reason": "Slip", "headline": "Right"})
    newsroom.call("DELETE", f"/breaking/{item['id']}", {"rev": 2, "reason": "Not confirmed"})
    wait_for(lambda: len(listener.headlines()) == 3)
    actions = [data["action"] for name, data in listener.heard if name == "breaking"]
    assert actions == ["published", "corrected", "withdrawn"]


def events_of(response: requests.Response) -> Iterator[tuple[str, str, Any]]:
    """(id, name, data) of a text/event-stream."""
    fields: dict[str, str] = {}
    for line in map(bytes.decode, response.iter_lines()):
        if not line and "data" in fields:
            yield fields["id"], fields["event"], json.loads(fields["data"])
            fields = {}
        name, _, value = line.partition(": ")
        fields[name] = value


def test_an_event_stream_resumes_where_it_stopped(newsroom: Newsroom) -> None:
    with requests.get(f"{newsroom.url}/api/v1/events", stream=True, timeout=10) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        place, name, _ = next(events_of(response))
        assert name == "snapshot"
    newsroom.push_and_show("While away")
    headers = {"Last-Event-ID": place}
    with requests.get(f"{newsroom.url}/api/v1/events", headers=headers, stream=True, timeout=10) as response:
        _, name, data = next(events_of(response))
        assert (name, data["item"]["headline"]) == ("breaking", "While away")


def test_an_event_stream_hears_what_happens_while_it_waits(newsroom: Newsroom) -> None:
    with requests.get(f"{newsroom.url}/api/v1/events", stream=True, timeout=10) as response:
        stream = events_of(response)
        next(stream)
        threading.Thread(target=newsroom.push, args=("Now",)).start()
        assert next(stream)[2]["item"]["headline"] == "Now"


@pytest.mark.parametrize("place", ["garbage", ":", "x:" + "9" * 40, "a:-1", "\u0661:\u0661".encode().decode("latin1")])
def test_an_event_stream_with_a_senseless_place_begins_with_a_snapshot(newsroom: Newsroom, place: str) -> None:
    headers = {"Last-Event-ID": place}
    with requests.get(f"{newsroom.url}/api/v1/events", headers=headers, stream=True, timeout=10) as response:
        assert next(events_of(response))[1] == "snapshot"


def test_a_snapshot_unchanged_is_answered_304_from_memory(newsroom: Newsroom) -> None:
    first = requests.get(f"{newsroom.url}/api/v1/most-read", timeout=5)
    assert first.status_code == 200


def test_a_headline_posted_to_one_worker_reaches_the_listeners_of_all(own_valkey: Valkey) -> None:
    web = Web(own_valkey, workers=3).start()
    try:
        newsroom = newsroom_at(web.url, own_valkey.url)
        listeners = [Listener(web.url) for _ in range(12)]
        wait_for(lambda: all(listener.heard for listener in listeners))
        newsroom.push("To all")
        wait_for(lambda: all(listener.headlines() == ["To all"] for listener in listeners))

        # One worker is asked, over a connection that is kept, and tells of all of them.
        wanted = {"airwire_listeners 12.0", "airwire_board_seq 1.0", "airwire_cut_behind_total 0.0"}
        with requests.Session() as kept:
            wait_for(lambda: wanted <= set(kept.get(f"{web.url}/metrics", timeout=5).text.splitlines()), 20)
        for listener in listeners:
            listener.leave()
    finally:
        web.end()


def test_an_event_stream_ends_at_once_when_the_server_goes_down(own_valkey: Valkey) -> None:
    web = Web(own_valkey).start()
    with requests.get(f"{web.url}/api/v1/events", stream=True, timeout=10) as response:
        next(events_of(response))
        began = time.monotonic()
        web.stop()
        assert time.monotonic() - began < 5


def test_a_page_gets_of_a_status_what_changed_and_others_the_whole_of_it(
    newsroom: Newsroom, listeners: list[Listener]
) -> None:
    stock, page = Listener(newsroom.url), Listener(newsroom.url, {"brief": True})
    listeners += [stock, page]
    wait_for(lambda: stock.heard and page.heard)
    for title in ("First", "Second"):  # what comes first after a start is whole for everybody
        newsroom.push(title)
    wait_for(lambda: stock.headlines() == page.headlines() == ["First", "Second"])
    for status in ("silent", "off_air"):
        newsroom.call("PUT", "/stream", {"status": status}, role="producer")
    wait_for(lambda: stock.names()[-2:] == page.names()[-2:] == ["stream", "stream"])
    whole, brief = stock.heard[-1][1], page.heard[-1][1]
    assert whole["status"] == brief["status"] == "off_air" and whole["by"] == "hand"
    assert "by" in brief["same"] and "by" not in brief
    assert {"status", "since", "checked_at", "by", "streams"} <= whole.keys() and "same" not in whole
