from __future__ import annotations

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from socketio.packet import EVENT, Packet
from wsproto.frame_protocol import FrameProtocol, Opcode

from webapp.delivery import wire

HEADLINE = {"epoch": "e1", "seq": 7, "item": {"headline": "Bagyo sa Batanes: \u201csignal no. 3\u201d \U0001f300"}}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def read_as_a_client(frames: bytes) -> list[str]:
    """What an independent websocket client reads in these bytes."""
    reader = FrameProtocol(client=True, extensions=[])
    reader.receive_bytes(frames)
    texts: list[str] = []
    parts: list[Any] = []
    for frame in reader.received_frames():
        assert frame.opcode is Opcode.TEXT or frame.opcode is Opcode.CONTINUATION
        parts.append(frame.payload)
        if frame.message_finished:
            texts.append("".join(parts))
            parts = []
    return texts


@given(st.dictionaries(st.text(max_size=8), json_values, max_size=6), st.text(min_size=1, max_size=12))
def test_a_stock_client_reads_the_event_that_was_encoded(data: dict[str, object], name: str) -> None:
    (text,) = read_as_a_client(wire.encode(name, data).frame)
    assert text[0] == "4"
    packet = Packet(encoded_packet=text[1:])
    assert (packet.packet_type, packet.namespace, packet.data) == (EVENT, None, [name, data])


def test_the_packet_is_the_text_inside_the_frame() -> None:
    encoded = wire.encode("breaking", HEADLINE)
    assert encoded.packet.startswith('2["breaking",{"epoch":"e1","seq":7,')
    assert read_as_a_client(encoded.frame) == ["4" + encoded.packet]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 100_000])
def test_frames_of_every_length_are_read_back(size: int) -> None:
    assert read_as_a_client(wire.frame(b"a" * size)) == ["a" * size]


def test_several_events_joined_are_read_one_by_one_in_order() -> None:
    events = [wire.encode("stream", {"seq": seq}) for seq in range(3)]
    assert read_as_a_client(b"".join(event.frame for event in events)) == ["4" + event.packet for event in events]


def test_an_event_is_framed_once_for_everybody() -> None:
    encoded = wire.encode("breaking", HEADLINE)
    assert encoded.frame is encoded.frame


def test_what_happens_to_the_data_later_changes_nothing_on_the_wire() -> None:
    data = {"seq": 1}
    encoded = wire.encode("promo", data)
    data["seq"] = 2
    assert encoded.packet == '2["promo",{"seq":1}]'


def test_a_server_sent_event_has_its_place_its_name_and_one_line_of_data() -> None:
    lines = wire.encode("breaking", HEADLINE | {"body": "two\nlines\r\u2028"}).sse("e1:7").decode().split("\n")
    assert lines[:2] == ["id: e1:7", "event: breaking"]
    assert json.loads(lines[2].removeprefix("data: "))["body"] == "two\nlines\r\u2028"
    assert lines[3:] == ["", ""]


@pytest.mark.parametrize("id", ["a\nevent: forged", "a\rb", "a\0b"])
def test_an_id_that_would_forge_another_line_is_refused(id: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        wire.encode("breaking", HEADLINE).sse(id)


def test_a_long_reason_is_cut_at_a_character_so_that_the_close_frame_stays_lawful() -> None:
    reader = FrameProtocol(client=True, extensions=[])
    reader.receive_bytes(wire.close_frame(1008, "ñ" * 100))
    (frame,) = reader.received_frames()
    assert frame.payload == (1008, "ñ" * 61)


def test_a_kept_event_takes_no_more_room_than_its_bytes() -> None:
    told = {"headline": "x" * 3_500}
    wire.encode("breaking", told)
    tracemalloc.start()
    try:
        kept = [wire.encode("breaking", told) for _ in range(50)]
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert taken < 1.2 * sum(len(event.json) for event in kept)
