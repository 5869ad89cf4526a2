"""Peers on the two ports as they are: they stall, flood, hang up, talk nonsense; and each message has one answer."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from defusedxml.ElementTree import fromstring

from tests.conftest import FrozenClock, Room
from tests.ports import free_port
from tests.store.rundowns.mos_station import MosStation, config, mos_station, role_of, said
from tests.unit.rundowns.mos_messages import about, action, ids, message, order, script, story
from webapp.mos.asking import Asking, NoAnswer
from webapp.mos.listener import Listener
from webapp.newsroom.rundowns.mos.frames import Frames

STORIES = [story("s1", "Floods"), story("s2", "Rice")]


class Peer:
    """A newsroom system's connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self._frames = Frames()
        self._read: list[str] = []

    def send(self, text: str, encoding: str = "utf-16-be") -> None:
        self.socket.sendall(text.encode(encoding))

    def answer(self) -> str | None:
        """The next message; `None` once the other end has closed."""
        while not self._read:
            try:
                data = self.socket.recv(1 << 16)
            except ConnectionResetError:
                return None
            if not data:
                return None
            self._read += self._frames.feed(data)
        return self._read.pop(0)


@pytest.fixture
def station(room: Room, clock: FrozenClock) -> MosStation:
    return mos_station(room, clock)


@contextmanager
def listening(answer: Callable[[str], str | None], **times: float) -> Iterator[int]:
    listener = Listener("127.0.0.1", (free_port(),), answer, lambda address: address == "127.0.0.1", **times)
    listener.start()
    try:
        yield listener.ports[0]
    finally:
        listener.stop()


@pytest.fixture
def peer(station: MosStation) -> Iterator[Peer]:
    with listening(station.role.receiver.answer) as port:
        yield Peer(port)


def number(answer: str | None) -> str | None:
    assert answer is not None
    return fromstring(answer).findtext("messageID")


def test_messages_in_one_go_are_answered_one_by_one_in_their_order(peer: Peer) -> None:
    bodies = [
        order("roCreate", STORIES),
        action("SWAP", ids("s1", "s2")),
        "<heartbeat/>",
        about("roReq"),
        "<roReqAll/>",
    ]
    peer.send("".join(message(body, n) for n, body in enumerate(bodies, 1)))
    answers = [peer.answer() for _ in bodies]
    assert [number(one) for one in answers] == ["1", "2", "3", "4", "5"]
    assert [fromstring(one or "")[-1].tag for one in answers] == ["roAck", "roAck", "heartbeat", "roList", "roListAll"]
    listed = fromstring(answers[3] or "")
    assert [one.text for one in listed.iter("storyID")] == ["s2", "s1"]


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le", "utf-8"])
def test_who_speaks_another_encoding_is_answered_in_it(peer: Peer, encoding: str) -> None:
    peer.send(message(order("roCreate", [story("s1", "Ñandú")]), 7), encoding)
    answer = peer.answer()
    assert said(answer) == "OK" and number(answer) == "7"


def test_a_peer_without_numbers_is_answered_without(peer: Peer) -> None:
    peer.send(message(order("roCreate", STORIES), None))
    answer = peer.answer()
    assert said(answer) == "OK" and number(answer) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<mos><messageID>9</messageID><roCreate></mos>", "this is no XML"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><mos><messageID>9</messageID><roReq>&a;</roReq></mos>', "no DOCTYPE"),
        (message("<roReqAll/>", 9, to="another.mos"), "this is airwire.station.mos"),
        (message(about("roCtrl", "<command>PLAY</command>"), 9), "roCtrl is not spoken here"),
        (message("<mosReqAll><pause>0</pause></mosReqAll>", 9), "mosReqAll is not spoken here"),
        (message("<roCreate><roSlug>No id</roSlug></roCreate>", 9), "roID: is missing"),
        (message(about("roStoryDelete", ids("s1"), name="RO9"), 9), "no running order 'RO9'; asking"),
    ],
)
def test_what_is_not_understood_is_refused_in_words_and_the_line_goes_on(peer: Peer, text: str, why: str) -> None:
    peer.send(text)
    answer = peer.answer()
    assert why in said(answer) and number(answer) == "9"
    peer.send(message("<heartbeat/>", 10))
    assert number(peer.answer()) == "10"


def test_an_answer_is_not_answered(peer: Peer) -> None:
    peer.send(message(about("roAck", "<roStatus>OK</roStatus>"), 1) + message("<heartbeat/>", 2))
    assert number(peer.answer()) == "2"


def test_a_script_of_megabytes_is_taken_and_cut_to_what_is_kept(station: MosStation, peer: Peer) -> None:
    peer.send(message(order("roCreate", STORIES)))
    assert said(peer.answer()) == "OK"
    peer.send(message(script("s1", *["A long paragraph. " * 100] * 1_000)))
    assert said(peer.answer()) == "OK"
    known = station.role.orders.get("RO1")
    assert known and len(known.stories[0].script) == 100_000


def test_who_hangs_up_amid_a_message_has_changed_nothing(station: MosStation, peer: Peer) -> None:
    peer.send(message(order("roCreate", STORIES)))
    assert said(peer.answer()) == "OK"
    peer.send(message(about("roDelete"))[:-3])
    peer.socket.shutdown(socket.SHUT_WR)
    assert peer.answer() is None and station.stories() == ["s1", "s2"]


def test_who_stops_amid_a_message_is_cut_off_and_who_is_silent_between_two_is_not() -> None:
    with listening(lambda text: text, amid_s=0.2) as port:
        stalled, silent = Peer(port), Peer(port)
        silent.send(message("<heartbeat/>", 1))
        assert number(silent.answer()) == "1"
        stalled.send("<mos><mosID>")
        assert stalled.answer() is None
        silent.send(message("<heartbeat/>", 2))
        assert number(silent.answer()) == "2"


def test_who_floods_and_reads_no_answer_is_cut_off_and_others_are_served() -> None:
    with listening(lambda text: text * 50, answer_s=0.2) as port:
        flooding, other = Peer(port), Peer(port)
        flooding.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with pytest.raises(OSError, match=r"reset|Broken pipe|timed out"):
            flooding.send(message("<heartbeat/>") * 200_000)
        other.send(message("<heartbeat/>", 1))
        assert number(other.answer()) == "1"


def test_who_resets_the_connection_leaves_nothing_behind() -> None:
    with listening(lambda text: text) as port:
        for _ in range(50):
            rude = Peer(port)
            rude.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            rude.send("<mos>")
            rude.socket.close()
        polite = Peer(port)
        polite.send(message("<heartbeat/>", 1))
        assert number(polite.answer()) == "1"


def test_a_message_without_end_ends_the_connection() -> None:
    with listening(lambda text: text) as port:
        endless = Peer(port)
        with pytest.raises(OSError, match=r"reset|Broken pipe"):
            endless.send("<mos><roCreate>" + "x" * 20_000_000)


def test_an_address_that_is_not_named_may_not_connect(room: Room, clock: FrozenClock) -> None:
    station = mos_station(room, clock, allow=["10.0.0.0/8", "::1"])
    may = station.role._may_connect
    assert [may(one) for one in ("10.1.2.3", "::1", "127.0.0.1", "192.168.0.1")] == [True, True, False, False]
    named = role_of(room, clock, config(ncs_host="127.0.0.1"))
    assert named._may_connect("127.0.0.1") and not named._may_connect("127.0.0.2")


# Asking


class Newsroom:
    """The other end's upper port: gives each request the next answer, or does with the connection what it says."""

    def __init__(self, *answers: str | Callable[[socket.socket, str], None]) -> None:
        self.asked: list[str] = []
        self._answers = list(answers)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        for answer in self._answers:
            line, _ = self._listening.accept()
            with line:
                frames = Frames()
                found: list[str] = []
                while not found:
                    found += frames.feed(line.recv(1 << 16))
                root = fromstring(found[0])
                self.asked.append(root[-1].tag)
                numbered = root.findtext("messageID") or ""
                if callable(answer):
                    answer(line, numbered)
                else:
                    line.sendall(message(answer, int(numbered)).encode("utf-16-be"))
                line.recv(1)


def asking(station: MosStation, there: Newsroom) -> Asking:
    settings = config(ncs_host="127.0.0.1", ncs_ports=[there.port, there.port])
    role = station.role
    return Asking(settings, role.orders, role.doubts, role.receiver, station.clock, answer_s=1.0)


def listed(*names: str) -> str:
    return f"<roListAll>{''.join(f'<ro><roID>{name}</roID></ro>' for name in names)}</roListAll>"


def test_after_a_start_all_running_orders_are_asked_for(station: MosStation) -> None:
    station.send(order("roCreate", STORIES, name="OLD"))
    there = Newsroom(
        listed("RO1", "RO2"), order("roList", STORIES), order("roList", STORIES, name="RO2"), "<heartbeat/>"
    )
    asking(station, there).step()
    assert there.asked[:3] == ["roReqAll", "roReq", "roReq"]
    assert sorted(one.id for one in station.role.orders.every()) == ["RO1", "RO2"], (
        "and what is no more there is forgotten"
    )


def test_an_unknown_running_order_is_asked_for_and_then_known(station: MosStation) -> None:
    station.role.doubts.take_all()
    assert "asking for the running order" in station.send(action("DELETE", ids("s1")))
    there = Newsroom(order("roList", STORIES), "<heartbeat/>")
    asking(station, there).step()
    assert station.stories() == ["s1", "s2"] and there.asked[0] == "roReq"


def test_a_list_that_is_older_than_a_change_is_asked_for_once_more(station: MosStation) -> None:
    station.send(order("roCreate", STORIES))
    station.role.doubts.take_all()
    station.role.doubts.add(["RO1"])

    def slow(line: socket.socket, numbered: str) -> None:
        station.send(about("roStoryDelete", ids("s2")))
        line.sendall(message(order("roList", STORIES), int(numbered)).encode("utf-16-be"))

    asking(station, Newsroom(slow, "<heartbeat/>")).step()
    assert "RO1" in station.role.doubts._wanted


def refuses(line: socket.socket, numbered: str) -> None:
    line.sendall(message("<mosAck><status>NACK</status></mosAck>", int(numbered)).encode("utf-16-be"))


def hangs_up(line: socket.socket, numbered: str) -> None:
    line.sendall(message(listed("RO1"), int(numbered)).encode("utf-16-be")[:-20])
    line.shutdown(socket.SHUT_RDWR)


def says_nothing(line: socket.socket, numbered: str) -> None:
    line.recv(1)


@pytest.mark.parametrize("how", [refuses, hangs_up, says_nothing])
def test_a_newsroom_system_that_does_not_answer_is_asked_again(
    station: MosStation, how: Callable[[socket.socket, str], None]
) -> None:
    station.send(order("roCreate", STORIES))
    there = Newsroom(how, listed("RO1"), order("roList", STORIES), "<heartbeat/>")
    ask = asking(station, there)
    with pytest.raises(NoAnswer):
        ask.step()
    assert station.stories() == ["s1", "s2"]
    ask.step()
    assert there.asked[:2] == ["roReqAll", "roReqAll"]


def test_a_running_order_that_is_not_given_is_left_as_it_is(station: MosStation) -> None:
    station.send(order("roCreate", STORIES))
    station.role.doubts.take_all()
    station.role.doubts.add(["RO1"])
    refusal = about("roAck", "<roStatus>NACK: locked</roStatus>")
    asking(station, Newsroom(refusal, "<heartbeat/>")).step()
    assert station.stories() == ["s1", "s2"]
