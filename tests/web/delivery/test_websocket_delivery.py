"""What a listener may rely on: no gap, no repeat, in order; and that it is still Flask-SocketIO."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import socketio

from tests.web.delivery.fanout_server import Fanout, Rude, eventually, serve


@pytest.fixture(scope="module")
def fanout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fanout]:
    with serve(tmp_path_factory.mktemp("delivery") / "log", slice=5, frames_per_s=100, burst=1_000) as running:
        yield running


def seqs(rude: Rude, last: int) -> list[int]:
    """The sequence numbers that arrive, up to `last`."""
    got: list[int] = []
    while not got or got[-1] < last:
        text = rude.text()
        if text.startswith("42"):
            got.append(json.loads(text[2:])[1]["seq"])
    return got


def test_who_comes_in_the_middle_of_broadcasts_has_no_gap_and_no_repeat(fanout: Fanout) -> None:
    first = fanout.state()["happened"].count("connect None")
    publisher = threading.Thread(target=fanout.post, args=("/broadcast",), kwargs={"count": 300, "size": 100})
    with Rude(fanout) as early:
        early.join()
        publisher.start()
        newcomers = [Rude(fanout) for _ in range(40)]
        for newcomer in newcomers:
            newcomer.text()
            newcomer.say("40")
        publisher.join()
        last = seqs(early, 300)[-1]
        assert eventually(lambda: fanout.state()["happened"].count("connect None") == first + 41)
        fanout.post("/broadcast")
        last = seqs(early, last + 1)[-1]
        for newcomer in newcomers:
            got = seqs(newcomer, last)
            assert got == list(range(got[0], last + 1))
            newcomer.socket.close()


def test_after_a_resume_comes_the_next_event_even_in_the_middle_of_a_broadcast(fanout: Fanout) -> None:
    crowd = [Rude(fanout) for _ in range(30)]
    for one in crowd:
        one.join()
    publisher = threading.Thread(target=fanout.post, args=("/broadcast",), kwargs={"count": 400})
    publisher.start()
    for one in crowd:
        one.say('42["resume",0]')
    publisher.join()
    assert eventually(lambda: fanout.state()["resumed"] == 30)
    fanout.post("/broadcast")
    last = fanout.state()["seq"]
    for one in crowd:
        got = seqs(one, last)
        again = got.index(1)  # the resume begins with the first event of all
        assert got[again:] == list(range(1, last + 1))
        one.socket.close()


def test_everybody_gets_concurrent_broadcasts_in_the_same_order(fanout: Fanout) -> None:
    crowd = [Rude(fanout) for _ in range(20)]
    for one in crowd:
        one.join()
    emits = [("/emit", {"event": "news", "data": {"seq": seq}}) for seq in range(-4, 0)]
    posts = [post for emit in emits for post in (emit, ("/broadcast", {}))]
    publishers = [threading.Thread(target=fanout.post, args=(path,), kwargs=told) for path, told in posts]
    for publisher in publishers:
        publisher.start()
    for publisher in publishers:
        publisher.join()
    orders = {tuple(json.loads(one.text()[2:])[1]["seq"] for _ in range(8)) for one in crowd}
    assert len(orders) == 1
    for one in crowd:
        one.socket.close()


def test_a_listener_that_is_not_live_gets_what_is_sent_to_it_alone(fanout: Fanout) -> None:
    with Rude(fanout) as silent:
        silent.text()
        silent.say('40"silent"')
        sid = json.loads(silent.text()[2:])["sid"]
        fanout.post("/broadcast")
        fanout.post("/emit", event="note", data=1, how={"to": sid})
        assert silent.text() == '42["note",1]'


def test_rooms_and_skipping_work_as_in_flask_socketio(fanout: Fanout) -> None:
    with Rude(fanout) as one, Rude(fanout) as two:
        sid = one.join()
        two.join()
        for listener in (one, two):
            listener.say('421["room","desk"]')
            assert listener.text() == "431[]"
        fanout.post("/emit", event="a", data={"to": "desk"}, how={"to": "desk"})
        fanout.post("/emit", event="b", how={"skip_sid": sid})
        fanout.post("/emit", event="c", data=[1, 2])
        assert [one.text(), one.text()] == ['42["a",{"to":"desk"}]', '42["c",[1,2]]']
        assert [two.text(), two.text(), two.text()] == ['42["a",{"to":"desk"}]', '42["b"]', '42["c",[1,2]]']


def test_an_event_with_bytes_in_it_arrives_with_its_attachment(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.join()
        fanout.post("/emit-binary")
        assert rude.text().startswith('451-["picture",{"name":"map","bytes":{"_placeholder":true,"num":0}}]')
        assert rude.frame() == (2, b"\x00\xff")


def test_of_the_cookies_only_those_named_reach_a_handler(fanout: Fanout) -> None:
    with Rude(
        fanout, headers="Cookie: session=stolen; reader=r1; other=x\r\nOrigin: https://partner.example\r\n"
    ) as rude:
        rude.join()
        rude.say('421["echo"]')
        assert json.loads(rude.text()[3:])[0]["cookies"] == {"reader": "r1"}


def test_a_refused_client_is_told_and_gets_nothing(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.text()
        rude.say('40"unwanted"')
        assert rude.text().startswith("40{")
        assert rude.text().startswith("41")
        fanout.post("/emit", event="news", data={"seq": 0})
        rude.say("2")
        assert rude.closed() == 1002


def test_who_cannot_be_caught_up_is_closed_instead_of_waiting_in_silence(fanout: Fanout) -> None:
    with Rude(fanout) as rude:
        rude.text()
        rude.say('40"broken"')
        assert rude.text().startswith("40{")
        assert rude.closed() == 1011


# Stock clients


class Listener:
    """A stock python-socketio client that notes what it hears."""

    def __init__(self, url: str) -> None:
        self.client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.2)
        self.heard: list[tuple[str, Any]] = []
        self.client.on("snapshot", lambda data: self.heard.append(("snapshot", data)))
        self.client.on("news", lambda data: self.heard.append(("news", data["seq"])))
        self.client.connect(url, transports=["websocket"], auth={"epoch": "e", "seq": 1})

    def count(self, name: str) -> int:
        return sum(1 for kind, _ in self.heard if kind == name)


def test_a_stock_python_client_connects_listens_and_is_acknowledged(fanout: Fanout) -> None:
    listener = Listener(fanout.url)
    try:
        assert eventually(lambda: listener.count("snapshot") == 1)
        fanout.post("/broadcast", size=70_000)
        assert eventually(lambda: listener.count("news") == 1)
        assert listener.client.call("echo", {"headline": "ñ"})["got"] == [{"headline": "ñ"}]
        assert "connect {'epoch': 'e', 'seq': 1}" in fanout.state()["happened"]
    finally:
        listener.client.disconnect()
    assert eventually(lambda: fanout.state()["happened"][-1].startswith("disconnect "))
    assert fanout.state()["live"] == 0


def test_sigterm_sends_everybody_away_and_ends_in_time(tmp_path: Any) -> None:
    with serve(tmp_path / "log", drain_s=2.0) as fanout:
        crowd = [Rude(fanout) for _ in range(200)]
        for one in crowd:
            one.join()
        began = time.monotonic()
        fanout.process.terminate()
        assert {one.closed() for one in crowd} == {1012}
        assert 1 < time.monotonic() - began < 10
        assert fanout.process.wait(5) == 0
        for one in crowd:
            one.socket.close()


def test_going_down_closes_everybody_over_a_while_and_stock_clients_come_back(tmp_path: Any) -> None:
    with serve(tmp_path / "log") as fanout:
        listener = Listener(fanout.url)
        crowd = [Rude(fanout) for _ in range(100)]
        for one in crowd:
            one.join()
        began = time.monotonic()
        fanout.post("/drain", spread_s=1.0)
        left = []
        for one in crowd:
            assert one.closed() == 1012
            left.append(time.monotonic() - began)
            one.socket.close()
        assert max(left) > 0.5
        with Rude(fanout) as late:
            assert late.head.startswith("HTTP/1.1 503")
        assert eventually(lambda: not listener.client.connected)
        assert fanout.state()["live"] == 0
        port = fanout.port
    with serve(tmp_path / "log2", port=port):
        assert eventually(lambda: listener.count("snapshot") == 2, 15)
    listener.client.disconnect()
