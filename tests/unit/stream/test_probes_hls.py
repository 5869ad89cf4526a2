"""A playlist must move on, and its newest sound must be there to fetch."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.intake.scripted_server import Play, ScriptedServer, page, stream
from webapp.monitor.probes import hls
from webapp.monitor.probes.hls import HlsProbe
from webapp.monitor.probes.level import Heard
from webapp.newsroom.stream.facts import Observation

KIND = "application/vnd.apple.mpegurl"
TARGET_S = 4
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Listening:
    """An ear that remembers what it was given."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def hear(self, media: bytes) -> Heard:
        self.heard.append(media)
        return Heard(heard_s=4.0, quiet_s=1.0)


class Radio:
    """A station's HLS on a scripted server, with the clock by which its probe counts."""

    def __init__(self, server: ScriptedServer) -> None:
        self.server = server
        self.ear = Listening()
        self.at = 1000.0
        self.probe = HlsProbe(
            f"{server.base}/live.m3u8", private=True, ear=self.ear, clock=lambda: self.at,
            now=lambda: NOON + timedelta(seconds=self.at),
        )  # fmt: skip

    def publish(self, newest: int, *, extra: str = "", path: str = "/live.m3u8", have: int | None = None) -> None:
        """A window of three segments up to `newest`; the server has them up to `have`."""
        lines = [f"#EXTM3U\n#EXT-X-TARGETDURATION:{TARGET_S}\n#EXT-X-MEDIA-SEQUENCE:{newest - 2}\n{extra}"]
        lines += [f"#EXTINF:4,\n/part-{number}.ts\n" for number in range(newest - 2, newest + 1)]
        self.server.plays[path] = page(200, "".join(lines).encode(), KIND)
        for number in range(newest - 2, (newest if have is None else have) + 1):
            self.server.plays[f"/part-{number}.ts"] = page(200, b"sound %d" % number, "video/mp2t")

    def look(self, after_s: float = 0.0) -> Observation:
        self.at += after_s
        return self.probe()


@pytest.fixture
def radio(monkeypatch: pytest.MonkeyPatch) -> Iterator[Radio]:
    monkeypatch.setattr(hls, "PLAYLIST_TIMEOUT_S", 0.6)
    monkeypatch.setattr(hls, "SEGMENT_TIMEOUT_S", 0.6)
    with ScriptedServer() as server:
        yield Radio(server)


def test_a_playlist_seen_once_proves_nothing_and_one_that_moves_on_is_alive(radio: Radio) -> None:
    radio.publish(10)
    first = radio.look()
    assert (first.moving, first.doubt) == ("unknown", True)
    radio.publish(11)
    second = radio.look(after_s=3)
    assert (second.moving, second.doubt, second.heard_s, second.quiet_s) == ("yes", False, 4, 1)
    assert radio.ear.heard == [b"sound 10", b"sound 11"]


def alive(radio: Radio) -> Radio:
    radio.publish(10)
    radio.look()
    radio.publish(11)
    assert radio.look(after_s=3).moving == "yes"
    return radio


def test_a_playlist_that_stands_still_is_doubted_and_after_three_target_durations_off_air(radio: Radio) -> None:
    alive(radio)
    assert radio.look(after_s=TARGET_S).doubt is False
    assert (radio.look(after_s=TARGET_S).moving, radio.look().doubt) == ("yes", True)
    frozen = radio.look(after_s=TARGET_S + 0.1)
    assert (frozen.moving, frozen.reason) == ("no", "the stream stands still")
    radio.publish(12)
    assert radio.look().moving == "yes"


def test_a_playlist_that_claims_segments_of_an_hour_cannot_stand_still_for_three(radio: Radio) -> None:
    hours = "#EXT-X-TARGETDURATION:3600\n"
    radio.publish(10, extra=hours)
    radio.look()
    radio.publish(11, extra=hours)
    assert radio.look(after_s=3).moving == "yes"
    assert radio.look(after_s=2.9 * hls.MAX_TARGET_S).moving == "yes"
    assert radio.look(after_s=0.2 * hls.MAX_TARGET_S).moving == "no"


def test_a_playlist_that_stopped_between_two_looks_is_not_taken_for_new(radio: Radio) -> None:
    alive(radio)
    radio.publish(12)
    assert radio.look(after_s=2.6 * TARGET_S).doubt is True
    assert radio.look(after_s=1.5 * TARGET_S).moving == "no"


def test_the_same_sound_is_fetched_and_heard_once(radio: Radio) -> None:
    alive(radio)
    radio.look(after_s=1)
    assert radio.ear.heard == [b"sound 10", b"sound 11"]


def test_caches_a_segment_behind_one_another_do_not_look_like_a_playlist_that_moves(radio: Radio) -> None:
    alive(radio)
    for _ in range(4):
        radio.publish(10)
        radio.look(after_s=2)
        radio.publish(11)
        reading = radio.look(after_s=2)
    assert (reading.moving, reading.reason) == ("no", "the stream stands still")


def test_an_encoder_that_starts_again_from_zero_is_alive(radio: Radio) -> None:
    alive(radio)
    radio.publish(2, extra="#EXT-X-DISCONTINUITY-SEQUENCE:1\n")
    assert radio.look(after_s=3 * TARGET_S).moving == "yes"


def test_one_segment_that_is_late_is_no_reason_and_two_are(radio: Radio) -> None:
    alive(radio)
    radio.publish(12, have=11)
    assert radio.look(after_s=3).moving == "yes"
    for number in (12, 13, 14):
        radio.server.plays.pop(f"/part-{number}.ts", None)
    radio.publish(14, have=11)
    reading = radio.look(after_s=3)
    assert (reading.moving, reading.reason) == ("no", "the newest sound cannot be fetched")


def test_the_cheapest_variant_stands_for_all_and_another_for_one_that_is_gone(radio: Radio) -> None:
    master = "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=9\nhigh.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlow.m3u8\n"
    radio.server.plays["/live.m3u8"] = page(200, master.encode(), KIND)
    radio.publish(10, path="/low.m3u8")
    radio.look()
    radio.publish(11, path="/low.m3u8")
    assert radio.look(after_s=3).moving == "yes"
    assert "/high.m3u8" not in radio.server.asked
    del radio.server.plays["/low.m3u8"]
    radio.publish(12, path="/high.m3u8")
    assert radio.look(after_s=3).moving == "yes"


def test_fragmented_mp4_is_heard_with_its_header(radio: Radio) -> None:
    radio.server.plays["/init.mp4"] = page(200, b"header ")
    radio.publish(10, extra='#EXT-X-MAP:URI="/init.mp4"\n')
    radio.look()
    assert radio.ear.heard == [b"header sound 10"]


def test_encrypted_sound_moves_and_is_not_listened_to(radio: Radio) -> None:
    radio.publish(10, extra='#EXT-X-KEY:METHOD=AES-128,URI="/key"\n')
    radio.look()
    radio.publish(11, extra='#EXT-X-KEY:METHOD=AES-128,URI="/key"\n')
    reading = radio.look(after_s=3)
    assert (reading.moving, reading.heard_s, radio.ear.heard) == ("yes", 0, [])


HEAD = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n"


@pytest.mark.parametrize(
    ("play", "reason"),
    [
        (page(404, b""), "nothing is at the stream's address"),
        (page(503, b""), "the stream's server answers with an error"),
        (page(200, b"\x00\x01garbage" * 100, KIND), "what stands at the address is no playlist"),
        (page(200, b"", KIND), "what stands at the address is no playlist"),
        (page(200, b"<!DOCTYPE html><title>404</title>", "text/html"), "a web page stands where the stream should be"),
        (page(200, HEAD.encode(), KIND), "there is no sound in the stream's playlist"),
        (page(200, f"{HEAD}#EXTINF:4,\na.ts\n#EXT-X-ENDLIST\n".encode(), KIND), "the stream has ended"),
        (page(200, b"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nlive.m3u8\n", KIND), "the stream's playlist leads to no sound"),
        (page(302, b"", Location="/live.m3u8"), "the stream's address does not lead to a stream"),
        (page(200, b"", KIND, Content_Length=str(10 * 2**30)), "the stream's address does not lead to a stream"),
        (stream([b"#" * 60_000] * 10**6, 0), "the stream's address does not lead to a stream"),
        (stream([b"#"] * 100, 0.2), "the stream's server does not answer"),
        (stream([b""], 60), "the stream's server does not answer"),
    ],
    ids=["404", "503", "garbage", "empty", "HTML", "no segments", "ended", "a master of itself", "redirects to itself",
         "10 GB announced", "10 GB unannounced", "trickle", "nothing"],
)  # fmt: skip
def test_a_playlist_that_nobody_can_play_is_not_on_air_and_says_why(radio: Radio, play: Play, reason: str) -> None:
    radio.server.plays["/live.m3u8"] = play
    began = time.monotonic()
    reading = radio.look()
    assert (reading.moving, reading.reason) == ("no", reason)
    assert time.monotonic() - began < 8


def test_a_playlist_cannot_send_us_to_another_host_inside_our_network(radio: Radio) -> None:
    with ScriptedServer() as inside:
        other = inside.base.replace("127.0.0.1", "127.0.0.2")
        radio.server.plays["/live.m3u8"] = page(200, f"{HEAD}#EXTINF:4,\n{other}/secret\n".encode(), KIND)
        reading = radio.look()
        assert (reading.moving, inside.asked) == ("unknown", [])


def test_how_late_a_segment_comes_is_told_once_by_its_date(radio: Radio) -> None:
    def dated(newest: int, ends_at: float) -> None:
        began = (NOON + timedelta(seconds=ends_at - 12)).isoformat()
        radio.publish(newest, extra=f"#EXT-X-PROGRAM-DATE-TIME:{began}\n")

    dated(10, 1000)
    assert radio.look().date_lag_s is None, "nobody knows how long it has been there"
    dated(11, 1004)
    assert radio.look(after_s=5).date_lag_s == 1
    assert radio.look(after_s=1).date_lag_s is None, "nothing new came"
    dated(12, 1008)
    late = radio.look(after_s=10)
    assert (late.date_lag_s, late.new_encoder) == (8, False)
    dated(2, 1020)
    anew = radio.look(after_s=4)
    assert (anew.date_lag_s, anew.new_encoder) == (0, True)
    dated(3, 1024)
    assert radio.look(after_s=4).new_encoder is False


@pytest.mark.parametrize("date", ["yesterday", "2026-03-01T12:16:44", "0001-01-01T00:00:00Z", "1999-01-01T00:00:00Z"])
def test_a_date_that_says_nothing_says_nothing(radio: Radio, date: str) -> None:
    radio.publish(10)
    radio.look()
    radio.publish(11, extra=f"#EXT-X-PROGRAM-DATE-TIME:{date}\n")
    reading = radio.look(after_s=4)
    assert (reading.moving, reading.date_lag_s) == ("yes", None)


def test_a_gap_that_the_encoder_declares_is_nothing_to_hear(radio: Radio) -> None:
    alive(radio)
    lines = "".join(f"#EXTINF:4,\n#EXT-X-GAP\n/lost-{n}.ts\n" for n in (12, 13))
    window = f"#EXTM3U\n#EXT-X-TARGETDURATION:{TARGET_S}\n#EXT-X-MEDIA-SEQUENCE:10\n#EXTINF:4,\n/part-10.ts\n"
    radio.server.plays["/live.m3u8"] = page(200, (window + "#EXTINF:4,\n/part-11.ts\n" + lines).encode(), KIND)
    gone = radio.look(after_s=8)
    assert (gone.moving, gone.reason) == ("no", "the stream says that it has a gap")
    once = window + "#EXTINF:4,\n/part-11.ts\n#EXTINF:4,\n#EXT-X-GAP\n/lost-12.ts\n"
    radio.server.plays["/live.m3u8"] = page(200, once.encode(), KIND)
    assert radio.look(after_s=1).moving == "yes", "one piece is soon over"
