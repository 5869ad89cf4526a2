"""From dry tracks to segments: a mix with a room around it, AAC at 64 kb/s, cut every four seconds.

The loop is encoded as a ring: the reverb and the encoder are first fed its end, and what comes out of that is dropped. So
the first frame overlaps with the last one, and the repeated loop has no seam.
"""

from __future__ import annotations

import io
import math
import random
from array import array
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, repeat
from operator import mul

import av
from av.audio.frame import AudioFrame
from av.filter import Graph
from av.filter.context import FilterContext

from webapp.demo.score import BUSES
from webapp.demo.synth import RATE, Sound

FRAME_SAMPLES = 1024
SEGMENT_S = 4
BIT_RATE = 64_000
LEAD_SAMPLES = 96 * FRAME_SAMPLES
"""Samples (3 s) of the loop's end that are encoded first and dropped: longer than the reverb."""

REVERB_S = 2.2
PANNING = "stereo|c0=c0+0.88*c2+0.55*c3+0.78*c4|c1=c1+0.5*c2+0.88*c3+0.78*c4"
"""The stereo position of each bus: left, right, walk slightly left, voice slightly right, middle."""


def movie(buses: Mapping[str, Sound]) -> bytes:
    """The loop of these `BUSES` as one fragmented MP4, a fragment every `SEGMENT_S` seconds.

    All buses are of one length: whole segments, and at least as long as `LEAD_SAMPLES`.
    """
    loop = len(buses[BUSES[0]])
    file = io.BytesIO()
    options = {
        "movflags": "empty_moov+default_base_moof+cmaf",
        "frag_duration": str(SEGMENT_S * 1_000_000),
        "use_editlist": "0",
    }
    with av.open(file, "w", format="mp4", options=options) as container:
        # The quick search for scale factors: a third of the time, and of this sound no less is left (27 dB to 26).
        coder = {"aac_coder": "fast"}
        stream = container.add_stream("aac", rate=RATE, layout="stereo", bit_rate=BIT_RATE, options=coder)
        for frame in (*mixed(buses), None):
            for packet in stream.encode(frame):
                assert packet.pts is not None and packet.time_base is not None
                at = round(packet.pts * packet.time_base * RATE) - LEAD_SAMPLES
                if 0 <= at < loop:
                    packet.pts = packet.dts = int(Fraction(at, RATE) / packet.time_base)
                    container.mux(packet)
    return file.getvalue()


def mixed(buses: Mapping[str, Sound]) -> Iterator[AudioFrame]:
    """`LEAD_SAMPLES` samples of the end, the loop, and a frame of its beginning, in stereo with the room around it."""
    graph = Graph()
    dry, room, out = _mixer(graph)
    for frame in _frames(_room(), "stereo"):
        room.push(frame)
    room.push(None)
    tracks = [buses[name] for name in BUSES]
    ring = [track[-LEAD_SAMPLES:] + track + track[: 2 * FRAME_SAMPLES] for track in tracks]
    for frame in _frames(ring, "5.0"):
        dry.push(frame)
        yield from _ready(out)
    dry.push(None)
    yield from _ready(out)


def _mixer(graph: Graph) -> tuple[FilterContext, FilterContext, FilterContext]:
    """The mixing desk: `(input of the five buses, input of the room's answer, output)`."""
    dry = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="5.0", time_base=Fraction(1, RATE))
    room = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="stereo", time_base=Fraction(1, RATE))
    split, hall = graph.add("asplit", "2"), graph.add("afir", "dry=1:wet=1:gtype=none")
    both = graph.add("amix", "inputs=2:weights=1 0.42:normalize=0")
    graph.link_nodes(dry, graph.add("pan", PANNING), graph.add("highpass", "f=35"), split)
    split.link_to(both, 0, 0)
    split.link_to(hall, 1, 0)
    room.link_to(hall, 0, 1)
    hall.link_to(both, 0, 1)
    out = graph.add("abuffersink")
    last = (
        graph.add("volume", "4.0dB"),
        graph.add("alimiter", "limit=0.8:level=0:attack=5:release=80"),
        graph.add("aformat", "sample_fmts=fltp:channel_layouts=stereo"),
        graph.add("asetnsamples", f"n={FRAME_SAMPLES}:p=0"),
    )
    graph.link_nodes(both, *last, out)
    graph.configure()
    return dry, room, out


def _room() -> list[Sound]:
    """What a hall answers to one click, for each ear: noise that dies away, its brightness first."""
    dice = random.Random(117)
    sides = []
    for _ in range(2):
        fall = accumulate(repeat(math.exp(-6.9 / (REVERB_S * RATE)), int(REVERB_S * RATE) - 1), mul, initial=1.0)
        noise = [dice.uniform(-1, 1) * level for level in fall]
        dull = list(accumulate(noise, lambda held, new: held + 0.35 * (new - held)))
        energy = math.sqrt(sum(sample * sample for sample in dull))
        sides.append(array("f", [sample / energy for sample in dull]))
    return sides


def _frames(tracks: Sequence[Sound], layout: str) -> Iterator[AudioFrame]:
    chunk = 16 * FRAME_SAMPLES
    for at in range(0, len(tracks[0]), chunk):
        pieces = [track[at : at + chunk].tobytes() for track in tracks]
        frame = AudioFrame(format="fltp", layout=layout, samples=len(pieces[0]) // 4)
        frame.sample_rate, frame.time_base, frame.pts = RATE, Fraction(1, RATE), at
        for plane, piece in zip(frame.planes, pieces, strict=True):
            # A plane is padded to the alignment of its buffer; what is past the samples is never read.
            plane.update(piece.ljust(plane.buffer_size, b"\0"))
        yield frame


def _ready(out: FilterContext) -> Iterator[AudioFrame]:
    while True:
        try:
            frame = out.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
        assert isinstance(frame, AudioFrame)
        yield frame
