"""The demo stream: a playlist that follows from the clock, segments that say when they play, a loop without a seam."""

from __future__ import annotations

import fcntl
import io
import math
import re
import struct
import subprocess
import sys
import threading
from array import array
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import av
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from webapp.demo import cmaf, encode, score, stream, synth
from webapp.demo.stream import (
    PAST_SEGMENTS,
    RATE,
    SEGMENT_S,
    WINDOW_SEGMENTS,
    Builder,
    SegmentSet,
    build_segments,
    live,
    playlist,
)
from webapp.demo.views import blueprint
from webapp.newsroom.errors import NewsroomError

NOW = datetime(2026, 3, 4, 3, 17, 42, tzinfo=UTC)
MOMENTS = st.integers(1_700_000_000_000, 2_200_000_000_000).map(lambda ms: datetime.fromtimestamp(ms / 1000, UTC))
MINUTES = st.timedeltas(timedelta(), timedelta(minutes=2))


def listed(text: str) -> dict[int, datetime]:
    """Segment number → programme date, as a player reads them."""
    pairs = re.findall(r"#EXT-X-PROGRAM-DATE-TIME:(\S+)\n#EXTINF:4\.000,\n(\d+)\.m4s", text)
    return {int(number): datetime.fromisoformat(date) for date, number in pairs}


# -- the playlist -----------------------------------------------------------------------------------------------------


@given(MOMENTS)
def test_the_window_ends_just_before_now(now: datetime) -> None:
    dates = list(listed(playlist(now)).values())
    assert len(dates) == WINDOW_SEGMENTS
    assert timedelta() <= now - (dates[-1] + timedelta(seconds=SEGMENT_S)) < timedelta(seconds=SEGMENT_S)
    assert all(b - a == timedelta(seconds=SEGMENT_S) for a, b in pairwise(dates))


@given(MOMENTS, MINUTES)
def test_any_two_playlists_agree_on_every_segment(now: datetime, later: timedelta) -> None:
    first, second = listed(playlist(now)), listed(playlist(now + later))
    assert all(first[number] == second[number] for number in first.keys() & second.keys())
    assert min(second) >= min(first)
    assert (min(second) - min(first)) * SEGMENT_S == (second[min(second)] - first[min(first)]).total_seconds()


@given(MOMENTS)
def test_the_media_sequence_is_the_first_segment(now: datetime) -> None:
    text = playlist(now)
    sequence = re.search(r"#EXT-X-MEDIA-SEQUENCE:(\d+)\n", text)
    assert sequence and int(sequence[1]) == min(listed(text))
    assert "DISCONTINUITY" not in text


def test_a_minute_of_the_clock_is_a_minute_of_the_score() -> None:
    """So that the pips are true: minutes of Unix time and of the loop begin together."""
    assert score.MINUTE % (SEGMENT_S * RATE) == 0
    assert score.LOOP == score.MINUTES * score.MINUTE
    assert (stream.SEGMENT_S, stream.RATE) == (encode.SEGMENT_S, synth.RATE)


# -- segments ---------------------------------------------------------------------------------------------------------


def tones(segments: int) -> dict[str, synth.Sound]:
    """A loop of whole turns of a low tone: played round, it has no step anywhere."""
    length = segments * SEGMENT_S * RATE
    wave = array("f", (0.2 * math.sin(2 * math.pi * 110 * i / RATE) for i in range(RATE)))
    tone = (wave * (length // RATE))[:length]
    return {name: tone if name == "middle" else array("f", bytes(4 * length)) for name in score.BUSES}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> SegmentSet:
    """A real encoding, two segments long."""
    folder = tmp_path_factory.mktemp("made")
    init, parts = cmaf.split(encode.movie(tones(2)))
    (folder / "init.mp4").write_bytes(init)
    for number, part in enumerate(parts):
        (folder / f"{number:03}.m4s").write_bytes(part)
    return SegmentSet(folder, len(parts))


def heard(data: bytes) -> list[float]:
    """The left channel as a decoder gives it."""
    left = array("f")
    with av.open(io.BytesIO(data), "r") as container:
        for frame in container.decode(audio=0):
            left.frombytes(bytes(frame.planes[0])[: frame.samples * 4])
    return left.tolist()


def test_a_segment_is_four_seconds_and_is_played_where_its_number_says(made: SegmentSet) -> None:
    assert made.count == 2
    number = live(NOW)[-1]
    with av.open(io.BytesIO(made.init() + made.segment(number)), "r") as container:
        packets = [packet for packet in container.demux(audio=0) if packet.size]
    assert sum(packet.duration or 0 for packet in packets) == SEGMENT_S * RATE
    assert packets[0].pts == number * SEGMENT_S * RATE


def test_the_loop_has_no_seam(made: SegmentSet) -> None:
    number = live(NOW).start // 2 * 2
    sound = heard(made.init() + b"".join(made.segment(number + i) for i in range(6)))
    assert len(sound) == 6 * SEGMENT_S * RATE
    steps = [abs(b - a) for a, b in pairwise(sound[2 * 1024 :])]  # before the first frame there was none
    assert max(steps) < 1.3 * sorted(steps)[len(steps) * 99 // 100]
    assert max(abs(sample) for sample in sound[RATE:]) > 0.05, "silence has no seam either"


def test_stamping_changes_number_and_time_alone(made: SegmentSet) -> None:
    part = (made.folder / "001.m4s").read_bytes()
    stamp = cmaf.stamped(part, 2**32 + 7, 2**40)
    assert len(stamp) == len(part)
    assert struct.unpack_from(">I", stamp, stamp.find(b"mfhd") + 8) == (7,)
    assert struct.unpack_from(">Q", stamp, stamp.find(b"tfdt") + 8) == (2**40,)
    assert sum(a != b for a, b in zip(part, stamp, strict=True)) <= 12


@pytest.mark.parametrize("wrong", [b"\0\0\0\x07free", b"\0\0\0\x63free", b"\0\0"])
def test_boxes_that_do_not_add_up_are_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="box"):
        list(cmaf.boxes(wrong))


def test_the_score_has_the_bars_that_its_minutes_need() -> None:
    assert all(len(tune.split()) == 16 and all(len(bar) == 8 for bar in tune.split()) for tune in score.TUNES)
    assert all(set(tune) <= set(score.SCALE) | set("- \n") for tune in score.TUNES)
    assert all(len(walk) == 8 and set(walk) <= score.CHORDS.keys() for walk in score.WALKS)
    assert 16 * score.BAR == score.MINUTE


def test_what_rings_past_the_end_rings_on_at_the_start() -> None:
    sounds = [score.Touch("walk", at, array("f", [1, 2, 3, 4])) for at in (8, -12)]
    buses = score.play(sounds, 10)
    assert buses["walk"].tolist() == [6, 8, 0, 0, 0, 0, 0, 0, 2, 4]
    assert buses["voice"].tolist() == [0] * 10


# -- making it --------------------------------------------------------------------------------------------------------


@pytest.fixture
def fake_music(made: SegmentSet, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Stands in for the making of the sound; holds the length of each piece that was asked for."""
    asked: list[int] = []
    movie = made.init() + b"".join((made.folder / f"{n:03}.m4s").read_bytes() for n in range(2))
    monkeypatch.setattr(score, "play", lambda sounds, length: asked.append(length))
    monkeypatch.setattr(encode, "movie", lambda buses: movie)
    return asked


def test_many_may_ask_for_it_and_one_makes_it(tmp_path: Path, fake_music: list[int]) -> None:
    threads = [threading.Thread(target=build_segments, args=(tmp_path,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert fake_music == [score.MINUTE, score.LOOP]
    assert build_segments(tmp_path).whole


def test_until_the_whole_is_made_its_first_minute_plays(
    tmp_path: Path, fake_music: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, seen = encode.movie, []

    def look(buses: object) -> bytes:
        found = stream.find_segments(tmp_path)
        seen.append(found and found.whole)
        return real(buses)  # type: ignore[arg-type]

    monkeypatch.setattr(encode, "movie", look)
    build_segments(tmp_path)
    found = stream.find_segments(tmp_path)
    assert [*seen, found and found.whole] == [None, False, True]


def test_one_that_died_at_work_leaves_nothing_that_looks_finished(tmp_path: Path, fake_music: list[int]) -> None:
    half = tmp_path / "part-dead"
    half.mkdir()
    (half / "000.m4s").write_bytes(b"half")
    assert stream.find_segments(tmp_path) is None
    build_segments(tmp_path)
    assert not half.exists()


def command(folder: Path) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-m", "webapp.demo.stream", str(folder)], stdin=pipe, stderr=pipe)


def test_a_builder_that_is_done_goes_quietly(tmp_path: Path, made: SegmentSet) -> None:
    (tmp_path / stream.version()).symlink_to(made.folder)
    process = command(tmp_path)
    assert process.wait(20) == 0
    assert process.stdin and process.stderr
    assert process.stderr.read() == b""
    process.stdin.close()
    process.stderr.close()


def test_a_builder_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = command(tmp_path)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.3)
        process.communicate(timeout=20)  # closes the pipe, as our death would
    assert process.returncode == 1


@pytest.mark.parametrize("outcome", [None, 1])
def test_many_requests_start_one_process_even_if_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outcome: int | None
) -> None:
    started: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str], **how: object) -> None:
            started.append(command)

        def poll(self) -> int | None:
            return outcome

    monkeypatch.setattr(subprocess, "Popen", Process)
    builder = Builder(tmp_path)
    assert [builder.segments() for _ in range(3)] == [None, None, None]
    assert [line[1:] for line in started] == [["-m", "webapp.demo.stream", str(tmp_path)]]


# -- the doors --------------------------------------------------------------------------------------------------------


@pytest.fixture
def listener(tmp_path: Path, made: SegmentSet) -> FlaskClient:
    home = tmp_path / "demo-stream" / stream.version()
    home.mkdir(parents=True)
    for path in made.folder.iterdir():
        (home / path.name).write_bytes(path.read_bytes())
    app = Flask(__name__)
    app.register_error_handler(NewsroomError, lambda error: (error.message, error.status))
    app.register_blueprint(blueprint(tmp_path, now=lambda: NOW))
    return app.test_client()


def test_a_player_finds_playlist_init_and_segments(listener: FlaskClient) -> None:
    answer = listener.get("/demo/stream/live.m3u8")
    assert answer.mimetype == "application/vnd.apple.mpegurl"
    assert "max-age=1" in answer.headers["Cache-Control"]
    for name in ("init.mp4", *(f"{number}.m4s" for number in listed(answer.text))):
        part = listener.get(f"/demo/stream/{name}")
        assert (part.status_code, part.mimetype) == (200, "audio/mp4")
        assert part.headers["Access-Control-Allow-Origin"] == "*"


def test_what_is_not_over_or_long_gone_is_not_there(listener: FlaskClient) -> None:
    window = live(NOW)
    there = {
        number: listener.get(f"/demo/stream/{number}.m4s").status_code
        for number in (
            window.start - PAST_SEGMENTS - 1,
            window.start - PAST_SEGMENTS,
            window.stop,
            window.stop + 1,
            10**30,
        )
    }
    assert list(there.values()) == [404, 200, 200, 404, 404]


def test_while_it_is_made_a_player_is_told_when_to_ask_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Builder, "segments", lambda self, wait_s=0: None)
    app = Flask(__name__)
    app.register_blueprint(blueprint(tmp_path))
    answer = app.test_client().get("/demo/stream/live.m3u8")
    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (
        503,
        "2",
        "no-store",
    )


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("pictures/studio.svg", "image/svg+xml"),
        ("brand/wordmark.svg", "image/svg+xml"),
        ("brand/icon-512.png", "image/png"),
    ],
)
def test_drawings_are_served_as_what_they_are(listener: FlaskClient, address: str, kind: str) -> None:
    answer = listener.get(f"/demo/{address}")
    assert (answer.status_code, answer.mimetype) == (200, kind)


@pytest.mark.parametrize(
    "address", ["pictures/pictures.toml", "pictures/..%2Farticles.py", "copy/book-boat.md", "brand/no.svg"]
)
def test_nothing_else_of_the_room_is_served(listener: FlaskClient, address: str) -> None:
    assert listener.get(f"/demo/{address}").status_code == 404
