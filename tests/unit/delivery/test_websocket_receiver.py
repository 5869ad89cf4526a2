"""The receiving side of RFC 6455 against wsproto, which shares no code with it."""

from __future__ import annotations

import base64
import hashlib
import itertools
import random
from dataclasses import dataclass
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wsproto.frame_protocol import CloseReason, FrameProtocol, Opcode, ParseFailed

from tests.unit.delivery.websocket_frames import masked
from webapp.delivery.websocket.receiver import BadHandshake, ProtocolError, Receiver, handshake
from webapp.delivery.wire import BINARY, CLOSE, PING, PONG, TEXT

Messages = list[tuple[int, str | bytes]]
LIMIT = 70_000
CONTINUATION = 0


def messages(*chunks: bytes, limit: int = LIMIT, fragments: int = 8) -> Messages:
    receiver = Receiver(limit, fragments)
    return [message for chunk in chunks for message in receiver.receive(chunk)]


def refusal(*chunks: bytes, limit: int = LIMIT, fragments: int = 8) -> int:
    with pytest.raises(ProtocolError) as refused:
        messages(*chunks, limit=limit, fragments=fragments)
    return refused.value.code


# Against an independent implementation


@dataclass(frozen=True)
class Reading:
    """What a peer made of a stream: whole messages, and the code with which it gave up."""

    messages: Messages
    failed: int | None


def read_by_us(stream: bytes, cuts: list[int]) -> Reading:
    receiver = Receiver(LIMIT, 1_000)
    got: Messages = []
    edges = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    try:
        for start, end in itertools.pairwise(edges):
            for opcode, payload in receiver.receive(stream[start:end]):
                got.append((opcode, payload))
                if opcode == CLOSE:
                    return Reading(got, None)
    except ProtocolError as error:
        return Reading(got, error.code)
    return Reading(got, None)


def read_by_wsproto(stream: bytes) -> Reading:
    reader = FrameProtocol(client=False, extensions=[])
    got: Messages = []
    parts: list[Any] = []
    opcode = Opcode.TEXT
    try:
        reader.receive_bytes(stream)
        for frame in reader.received_frames():
            if frame.opcode is Opcode.CLOSE:
                code, reason = cast("tuple[int, str]", frame.payload)
                raw = b"" if code is CloseReason.NO_STATUS_RCVD else int(code).to_bytes(2, "big")
                return Reading([*got, (CLOSE, raw + (reason or "").encode())], None)
            if frame.opcode.iscontrol():
                got.append((int(frame.opcode), bytes(cast("bytes", frame.payload))))
                continue
            if not parts:
                opcode = frame.opcode
            parts.append(frame.payload)
            if frame.message_finished:
                whole: str | bytes = (
                    "".join(parts) if opcode is Opcode.TEXT else b"".join(bytes(part) for part in parts)
                )
                got.append((int(opcode), whole))
                parts = []
    except ParseFailed as failure:
        return Reading(got, int(failure.code))
    return Reading(got, None)


good_text = st.text(max_size=200).map(str.encode)
any_bytes = st.binary(max_size=200) | st.sampled_from([b"x" * 126, b"x" * 65_536])
masks = st.binary(min_size=4, max_size=4)


@st.composite
def lawful_message(draw: st.DrawFn) -> bytes:
    opcode = draw(st.sampled_from([TEXT, BINARY]))
    payload = draw(good_text if opcode == TEXT else any_bytes)
    cuts = sorted(draw(st.lists(st.integers(0, len(payload)), max_size=3)))
    edges = [0, *cuts, len(payload)]
    stream = b""
    for at, (start, end) in enumerate(itertools.pairwise(edges)):
        last = at == len(edges) - 2
        stream += masked(CONTINUATION if at else opcode, payload[start:end], final=last, mask=draw(masks))
        if not last and draw(st.booleans()):
            stream += masked(draw(st.sampled_from([PING, PONG])), draw(st.binary(max_size=125)), mask=draw(masks))
    return stream


# 1014 is registered since wsproto's list was made.
closes = st.tuples(st.integers(0, 5000).filter(lambda code: code != 1014), st.text(max_size=30)).map(
    lambda close: masked(CLOSE, close[0].to_bytes(2, "big") + close[1].encode())
) | st.sampled_from([masked(CLOSE), masked(CLOSE, b"\x03"), masked(CLOSE, b"\x03\xe8\xff")])
mischief = st.one_of(
    st.binary(max_size=30),
    st.builds(lambda first, payload: masked(first & 0x8F, payload), st.integers(0, 255), st.binary(max_size=130)),
    st.builds(masked, st.just(TEXT), st.binary(max_size=20)),
    closes,
)


@settings(max_examples=400, deadline=None)
@given(st.lists(lawful_message(), max_size=5).map(b"".join), st.lists(st.integers(0, 10**6), max_size=10))
def test_lawful_streams_are_read_as_by_an_independent_implementation_however_they_are_cut(
    stream: bytes, cuts: list[int]
) -> None:
    ours = read_by_us(stream, cuts)
    assert ours == read_by_wsproto(stream)
    assert ours.failed is None


@settings(max_examples=600, deadline=None)
@given(st.lists(lawful_message(), max_size=2), mischief, st.lists(st.integers(0, 10**6), max_size=6))
def test_mischief_ends_as_it_does_for_an_independent_implementation(
    before: list[bytes], trouble: bytes, cuts: list[int]
) -> None:
    stream = b"".join(before) + trouble
    # The tail finishes whatever was begun: when a breach in an unfinished frame is noticed is a matter of taste.
    stream += bytes(70_000)
    ours = read_by_us(stream, cuts)
    assert ours.failed == 1009 or ours == read_by_wsproto(stream)


@settings(max_examples=500, deadline=None)
@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=10))
def test_noise_never_raises_anything_but_a_refusal(noise: bytes, cuts: list[int]) -> None:
    read_by_us(noise, cuts)


# What each breach is answered with


@pytest.mark.parametrize(
    ("why", "frame", "code"),
    [
        ("unmasked", b"\x81\x01a", 1002),
        ("reserved bit", b"\xc1\x80" + bytes(4), 1002),
        ("unknown data opcode", masked(0x3), 1002),
        ("unknown control opcode", masked(0xB), 1002),
        ("fragmented ping", masked(PING, final=False), 1002),
        ("ping of 126 bytes", masked(PING, b"x" * 126), 1002),
        ("continuation of nothing", masked(CONTINUATION, b"x"), 1002),
        ("a message inside a message", masked(TEXT, final=False) + masked(TEXT), 1002),
        ("length in more bytes than needed", b"\x81\xfe\x00\x05" + bytes(9), 1002),
        ("length beyond 63 bits", b"\x81\xff\x80" + bytes(11), 1002),
        ("close with half a code", masked(CLOSE, b"\x03"), 1002),
        ("close with a code that is never sent", masked(CLOSE, (1006).to_bytes(2, "big")), 1002),
        ("text that is not UTF-8", masked(TEXT, b"\xc0\xaf"), 1007),
        ("text that is a surrogate", masked(TEXT, b"\xed\xa0\x80"), 1007),
        ("a close reason that is not UTF-8", masked(CLOSE, b"\x03\xe8\xff"), 1007),
    ],
)
def test_a_breach_of_the_protocol_has_its_code(why: str, frame: bytes, code: int) -> None:
    assert refusal(frame) == code
    assert refusal(*(frame[at : at + 1] for at in range(len(frame)))) == code


def test_a_message_too_big_is_refused_at_its_header_before_a_byte_of_it_is_held() -> None:
    receiver = Receiver(1_000, 8)
    with pytest.raises(ProtocolError) as refused:
        list(receiver.receive(masked(TEXT, b"x" * 1_001)[:8]))
    assert refused.value.code == 1009
    assert receiver.held <= 14


def test_fragments_are_summed() -> None:
    part = masked(CONTINUATION, b"x" * 400, final=False)
    start = masked(TEXT, b"x" * 400, final=False)
    assert messages(start, part, limit=1_000) == []
    assert refusal(start, part, part, limit=1_000) == 1009


def test_empty_fragments_are_counted() -> None:
    assert refusal(masked(TEXT, final=False), *[masked(CONTINUATION, final=False)] * 8) == 1008


def test_a_message_of_exactly_the_limit_is_taken() -> None:
    assert messages(masked(TEXT, b"x" * LIMIT)) == [(TEXT, "x" * LIMIT)]


def test_of_a_trickled_message_no_more_is_held_than_has_come() -> None:
    receiver = Receiver(LIMIT, 8)
    stream = masked(TEXT, b"x" * 5_000)
    for at in range(len(stream) - 1):
        assert list(receiver.receive(stream[at : at + 1])) == []
        assert receiver.held == at + 1
    assert receiver.unfinished
    assert list(receiver.receive(stream[-1:])) == [(TEXT, "x" * 5_000)]
    assert (receiver.held, receiver.unfinished) == (0, False)


def test_a_ping_in_the_middle_of_a_message_is_heard_at_once() -> None:
    receiver = Receiver(LIMIT, 8)
    assert list(receiver.receive(masked(TEXT, b"bre", final=False) + masked(PING, b"?"))) == [(PING, b"?")]
    assert list(receiver.receive(masked(CONTINUATION, b"aking"))) == [(TEXT, "breaking")]


def test_a_ping_does_not_count_towards_the_size_of_the_message_around_it() -> None:
    stream = masked(TEXT, b"x" * 10, final=False) + masked(PING, b"?" * 5) + masked(CONTINUATION)
    assert messages(stream, limit=10) == [(PING, b"?" * 5), (TEXT, "x" * 10)]


def test_a_character_cut_in_two_by_fragments_is_whole_again() -> None:
    ene = "ñ".encode()
    assert messages(masked(TEXT, ene[:1], final=False), masked(CONTINUATION, ene[1:])) == [(TEXT, "ñ")]


# The handshake


def request(**changes: str | None) -> dict[str, str]:
    environ = {
        "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_UPGRADE": "websocket",
        "HTTP_CONNECTION": "keep-alive, Upgrade", "HTTP_SEC_WEBSOCKET_VERSION": "13",
        "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==", **changes,
    }  # fmt: skip
    return {name: value for name, value in environ.items() if value is not None}


def test_the_handshake_of_the_rfc_has_the_answer_of_the_rfc() -> None:
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in handshake(request()).answer


def test_any_sound_key_is_answered() -> None:
    key = base64.b64encode(random.Random(3).randbytes(16)).decode()
    digest = hashlib.sha1(key.encode() + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest()
    assert base64.b64encode(digest) in handshake(request(HTTP_SEC_WEBSOCKET_KEY=key)).answer


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"REQUEST_METHOD": "POST"}, "400"),
        ({"SERVER_PROTOCOL": "HTTP/1.0"}, "400"),
        ({"HTTP_UPGRADE": None}, "400"),
        ({"HTTP_UPGRADE": "h2c"}, "400"),
        ({"HTTP_CONNECTION": "keep-alive"}, "400"),
        ({"HTTP_SEC_WEBSOCKET_KEY": None}, "400"),
        ({"HTTP_SEC_WEBSOCKET_KEY": "dG9vIHNob3J0"}, "400"),
        ({"HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==\u00e9"}, "400"),
        ({"HTTP_SEC_WEBSOCKET_VERSION": "8"}, "426"),
        ({"CONTENT_LENGTH": "5"}, "400"),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, "400"),
    ],
)
def test_a_request_that_is_no_handshake_is_refused(changes: dict[str, str | None], status: str) -> None:
    with pytest.raises(BadHandshake) as refused:
        handshake(request(**changes))
    assert refused.value.status.startswith(status)


def test_a_client_of_another_version_is_told_ours() -> None:
    with pytest.raises(BadHandshake) as refused:
        handshake(request(HTTP_SEC_WEBSOCKET_VERSION="8"))
    assert ("Sec-WebSocket-Version", "13") in refused.value.headers
