"""Everything that a stranger can make grow has an end, and nobody else is late for it."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import Any

import pytest

from tests.unit.delivery.websocket_frames import masked
from tests.web.delivery.fanout_server import Fanout, Rude, eventually, serve


def joined(fanout: Fanout, **how: int) -> Rude:
    rude = Rude(fanout, **how)  # type: ignore[arg-type]
    rude.join()
    return rude


def test_readers_that_never_read_are_cut_and_nobody_else_is_late(tmp_path: Path) -> None:
    with serve(tmp_path / "log", backlog=20_000, send_buffer=4_096) as fanout, contextlib.ExitStack() as open_sockets:
        for _ in range(50):
            open_sockets.enter_context(joined(fanout, receive=4_096))
        reader = open_sockets.enter_context(joined(fanout))
        before = fanout.memory_kb()
        for seq in range(1, 41):
            asked = time.monotonic()
            fanout.post("/broadcast", size=4_000)
            assert reader.text().startswith(f'42["news",{{"seq":{seq},')
            assert time.monotonic() - asked < 4
        state = fanout.state()
        assert state["cut_behind"] == 50
        assert (state["live"], state["behind"], state["backlog_bytes"]) == (1, 0, 0)
        assert fanout.memory_kb() - before < 5_000
        assert eventually(lambda: fanout.state()["connections"] == 1)


def test_a_slow_reader_gets_every_byte_in_order(tmp_path: Path) -> None:
    with serve(tmp_path / "log", send_buffer=4_096) as fanout, joined(fanout, receive=4_096) as slow:
        fanout.post("/broadcast", count=100, size=4_000)
        assert fanout.state()["behind"] == 1
        for seq in range(1, 101):
            text = slow.text()
            assert text.startswith(f'42["news",{{"seq":{seq},')
            assert text.endswith("x" * 4_000 + '"}]')
        assert eventually(lambda: fanout.state()["behind"] == 0)
        assert fanout.state()["backlog_bytes"] == 0
        fanout.post("/broadcast")
        assert slow.text().startswith('42["news",{"seq":101,')


def test_what_is_held_for_all_together_has_a_bound_too(tmp_path: Path) -> None:
    limits: dict[str, Any] = {"backlog": 200_000, "backlogs": 300_000, "send_buffer": 4_096}
    with serve(tmp_path / "log", **limits) as fanout, contextlib.ExitStack() as open_sockets:
        for _ in range(5):
            open_sockets.enter_context(joined(fanout, receive=4_096))
        fanout.post("/broadcast", count=30, size=4_000)
        state = fanout.state()
        assert state["backlog_bytes"] <= 300_000
        assert 2 <= state["cut_behind"] < 5


def test_unfinished_messages_of_all_together_have_a_bound(tmp_path: Path) -> None:
    with serve(tmp_path / "log", unfinished=100_000) as fanout, contextlib.ExitStack() as open_sockets:
        rude = [open_sockets.enter_context(joined(fanout)) for _ in range(3)]
        for one in rude:
            one.send(masked(1, b"4" * 60_000)[:50_000])
        assert eventually(lambda: fanout.state()["live"] == 2)
        assert 0 < fanout.state()["unfinished_bytes"] <= 100_000


def test_a_full_house_says_so_and_when_to_come_back(tmp_path: Path) -> None:
    with serve(tmp_path / "log", connections=2) as fanout, joined(fanout), joined(fanout) as second:
        with Rude(fanout) as third:
            assert third.head.startswith("HTTP/1.1 503")
            assert "Retry-After: " in third.head
        second.socket.close()
        assert eventually(lambda: fanout.state()["connections"] == 1)
        with joined(fanout):
            assert fanout.state()["connections"] == 2


def test_one_address_behind_the_proxy_cannot_fill_the_house(tmp_path: Path) -> None:
    def from_(address: str) -> str:
        return f"X-Forwarded-For: 203.0.113.99, {address}\r\n"

    with (
        serve(tmp_path / "log", per_address=1, hops=1) as fanout,
        Rude(fanout, headers=from_("198.51.100.7")) as one,
    ):
        one.join()
        one.say('421["echo"]')
        assert '"address":"198.51.100.7"' in one.text()
        with Rude(fanout, headers=from_("198.51.100.7")) as two:
            assert two.head.startswith("HTTP/1.1 503")
        with Rude(fanout, headers=from_("198.51.100.8")) as other:
            other.join()
        with (
            Rude(fanout, headers=from_("2001:db8::1")) as first,
            Rude(fanout, headers=from_("2001:db8::2")) as same_net,
        ):
            first.join()
            assert same_net.head.startswith("HTTP/1.1 503")


def test_a_forged_forwarded_header_changes_nothing_where_no_proxy_is_configured(tmp_path: Path) -> None:
    with serve(tmp_path / "log") as fanout, Rude(fanout, headers="X-Forwarded-For: 198.51.100.7\r\n") as rude:
        rude.join()
        rude.say('421["echo"]')
        assert '"address":"127.0.0.1"' in rude.text()


def test_a_client_that_says_too_much_is_closed_but_a_burst_is_fine(tmp_path: Path) -> None:
    with serve(tmp_path / "log", frames_per_s=5, burst=20) as fanout:
        with joined(fanout) as lively:
            for number in range(15):
                lively.say(f'42{number}["echo"]')
            for number in range(15):
                assert lively.text().startswith(f"43{number}[")
        with joined(fanout) as talkative:
            for number in range(40):
                talkative.say(f'42{number}["echo"]')
            assert talkative.closed() == 1008


@pytest.mark.parametrize("inbox", [2, 32])
def test_messages_are_worked_off_in_order_even_when_the_first_takes_longer(tmp_path: Path, inbox: int) -> None:
    with serve(tmp_path / "log", inbox=inbox) as fanout, joined(fanout) as rude:
        for number in range(12):
            rude.say(f'42{number}["slow",{number}]')
        for number in range(12):
            assert rude.text() == f"43{number}[{number}]"


def test_what_a_client_said_before_it_left_is_still_heard(tmp_path: Path) -> None:
    with serve(tmp_path / "log") as fanout:
        with joined(fanout) as rude:
            rude.say('42["slow",1]')
            rude.say('42["slow",3]')
        assert eventually(lambda: fanout.state()["happened"][1:] == ["slow 1", "slow 3", "disconnect transport close"])
