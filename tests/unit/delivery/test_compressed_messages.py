"""Messages compressed for a weak line: agreed on as the standard says, once for everybody, and no bomb for us."""

from __future__ import annotations

import contextlib
import random
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wsproto.extensions import PerMessageDeflate
from wsproto.frame_protocol import FrameProtocol, Opcode

from webapp.delivery import wire
from webapp.delivery.websocket.deflate import ANSWER, accepts, deflate, inflate
from webapp.delivery.websocket.receiver import (
    BAD_TEXT,
    CONTINUATION,
    PROTOCOL_ERROR,
    TOO_BIG,
    ProtocolError,
    Receiver,
    handshake,
)
from webapp.delivery.wire import BINARY, PING, TEXT

LIMIT = 20_000


def client() -> tuple[FrameProtocol, FrameProtocol]:
    """An independent client and server that have agreed on our answer."""
    ends = []
    for is_client in (True, False):
        extension = PerMessageDeflate()
        if is_client:
            extension.offer()
            extension.finalize(ANSWER.decode())
        else:
            extension.accept(ANSWER.decode())
        ends.append(FrameProtocol(client=is_client, extensions=[extension]))
    return ends[0], ends[1]


def read_by_a_client(data: bytes) -> list[str]:
    reader, _ = client()
    reader.receive_bytes(data)
    texts, parts = [], []
    for frame in reader.received_frames():
        parts.append(str(frame.payload))
        if frame.message_finished:
            texts.append("".join(parts))
            parts = []
    return texts


@pytest.mark.parametrize(
    ("offers", "taken"),
    [
        ("permessage-deflate", True),
        ("permessage-deflate; client_max_window_bits", True),  # Chromium, Firefox, ws
        ("permessage-deflate; client_max_window_bits=10; server_no_context_takeover", True),
        ('permessage-deflate; server_max_window_bits="15"', True),
        ("permessage-deflate; server_max_window_bits=10, permessage-deflate", True),
        ("x-webkit-deflate-frame, permessage-deflate", True),
        ("", False),
        ("x-webkit-deflate-frame", False),
        ("permessage-deflate; server_max_window_bits=10", False),
        ("permessage-deflate; server_max_window_bits", False),
        ("permessage-deflate; client_max_window_bits=16", False),
        ("permessage-deflate; client_max_window_bits=", False),
        ("permessage-deflate; client_max_window_bits; client_max_window_bits=9", False),
        ("permessage-deflate; server_no_context_takeover=1", False),
        ("permessage-deflate; colour", False),
        ("permessage-deflate;" * 9, False),
    ],
)
def test_an_offer_is_taken_where_one_answer_fits_everybody(offers: str, taken: bool) -> None:
    assert accepts(offers) is taken
    environ = {
        "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_UPGRADE": "websocket", "HTTP_CONNECTION": "Upgrade",
        "HTTP_SEC_WEBSOCKET_VERSION": "13", "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
        "HTTP_SEC_WEBSOCKET_EXTENSIONS": offers,
    }  # fmt: skip
    agreed = handshake(environ)
    assert agreed.deflates is taken
    assert (b"Sec-WebSocket-Extensions: " + ANSWER + b"\r\n" in agreed.answer) is taken


@given(st.text(max_size=2000))
def test_what_is_packed_is_unpacked(text: str) -> None:
    packed = deflate(text.encode())
    assert inflate(packed, 10_000) == text.encode()
    assert not packed.endswith(b"\x00\x00\xff\xff"), "the end of a block is left out"


def test_a_stock_client_reads_a_compressed_event_and_the_plain_ones_around_it() -> None:
    cards = [{"slug": f"story-{n}", "title": f"Story number {n}", "summary": "The river rose. " * 5} for n in range(9)]
    long, short = wire.encode("on_air", {"seq": 7, "rotation": cards}), wire.encode("promo", {"seq": 8})
    assert len(long.deflated) < len(long.frame) / 3
    assert short.deflated is short.frame and long.deflated is long.deflated
    events = [short, long, short]
    assert read_by_a_client(b"".join(one.deflated for one in events)) == ["4" + one.packet for one in events]


def test_what_does_not_get_shorter_is_sent_as_it_is() -> None:
    noise = wire.encode("stream", {"noise": random.Random(3).randbytes(300).hex()})
    letters = wire.encode("stream", {"noise": "".join(chr(random.Random(4).randrange(33, 0x2FFF)) for _ in range(90))})
    assert len(noise.deflated) <= len(noise.frame) and len(letters.deflated) <= len(letters.frame)


def sent(*texts: str, cuts: int = 1) -> bytes:
    """What a stock client sends for `texts`, each in `cuts` fragments."""
    writer, _ = client()
    data = b""
    for text in texts:
        size = -(-len(text) // cuts)
        parts = [text[start : start + size] for start in range(0, len(text), size)]
        for number, part in enumerate(parts):
            data += writer.send_data(part, fin=number == len(parts) - 1)
    return data


@pytest.mark.parametrize("cuts", [1, 3])
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_a_clients_compressed_messages_are_read_however_they_come(cuts: int, step: int) -> None:
    texts = ["42" + "Balita sa Niño, ₱25 " * 40, "3", "42" + "x" * 3000]
    data, receiver = sent(*texts, cuts=cuts), Receiver(LIMIT, 8, deflates=True)
    got = [message for n in range(0, len(data), step) for message in receiver.receive(data[n : n + step])]
    assert got == [(TEXT, text) for text in texts]


def masked(opcode: int, payload: bytes, *, compressed: bool = True, fin: bool = True) -> bytes:
    first = opcode | (0x40 if compressed else 0) | (0x80 if fin else 0)
    size = bytes([0x80 | len(payload)]) if len(payload) < 126 else b"\xfe" + len(payload).to_bytes(2, "big")
    return bytes([first]) + size + bytes(4) + payload


def refusal(*chunks: bytes, deflates: bool = True, limit: int = LIMIT) -> int:
    receiver = Receiver(limit, 8, deflates=deflates)
    *first, last = chunks
    for chunk in first:
        list(receiver.receive(chunk))
    with pytest.raises(ProtocolError) as refused:
        list(receiver.receive(last))
    return refused.value.code


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([masked(TEXT, deflate(b"0" * (LIMIT + 1)))], TOO_BIG),
        ([masked(TEXT, deflate(b"0" * 5_000_000))], TOO_BIG),
        ([masked(TEXT, b"not compressed at all")], BAD_TEXT),
        ([masked(TEXT, deflate("ñ".encode("latin-1")))], BAD_TEXT),
        ([masked(TEXT, deflate(b"a") + b"more")], BAD_TEXT),
        ([masked(PING, deflate(b"a"))], PROTOCOL_ERROR),
        ([masked(TEXT, b"a", compressed=False, fin=False), masked(CONTINUATION, deflate(b"b"))], PROTOCOL_ERROR),
    ],
)
def test_a_bomb_or_a_broken_message_closes_the_line_by_the_right_code(frames: list[bytes], code: int) -> None:
    assert refusal(*frames) == code


def test_who_agreed_on_nothing_may_compress_nothing() -> None:
    assert refusal(masked(TEXT, deflate(b"2")), deflates=False) == PROTOCOL_ERROR
    assert refusal(masked(BINARY, deflate(b"2")), deflates=False) == PROTOCOL_ERROR


def test_a_bomb_is_never_unpacked_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = zlib.decompressobj

    class Watched:
        def __init__(self, bits: int) -> None:
            self._real = real(bits)

        def decompress(self, data: bytes, most: int) -> bytes:
            asked.append(most)
            return self._real.decompress(data, most)

    monkeypatch.setattr(zlib, "decompressobj", Watched)
    assert inflate(deflate(b"0" * 5_000_000), LIMIT) is None
    assert asked == [LIMIT + 1]


@given(st.binary(max_size=200), st.integers(0, 255))
@settings(max_examples=200)
def test_no_bytes_break_anything_but_the_line(payload: bytes, first: int) -> None:
    data: Any = bytes([first, 0x80 | min(len(payload), 125)]) + bytes(4) + payload[:125]
    with contextlib.suppress(ProtocolError):
        list(Receiver(LIMIT, 8, deflates=True).receive(data))


def test_the_opcodes_are_those_of_the_standard() -> None:
    assert (TEXT, BINARY, PING) == (Opcode.TEXT, Opcode.BINARY, Opcode.PING)
