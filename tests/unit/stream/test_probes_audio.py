"""Bytes must flow: what plays, what trickles, what stands still, and what is no stream at all."""

from __future__ import annotations

import socket
import threading
import time
from base64 import b64encode
from collections.abc import Iterator

import pytest

from tests.ports import free_port
from tests.unit.intake.scripted_server import Play, ScriptedServer, forever, page, stream
from webapp.monitor.probes import answers, audio, mount
from webapp.monitor.probes.audio import look_at_audio, split_icy
from webapp.monitor.probes.level import Deaf, Heard
from webapp.monitor.probes.mount import MountProbe
from webapp.monitor.probes.prober import Prober
from webapp.monitor.probes.status_page import StatusPage
from webapp.newsroom.station import Station, StreamConfig
from webapp.newsroom.stream.facts import Observation

MP3 = "HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """Time runs six times faster than on the air."""
    monkeypatch.setattr(audio, "BURST_S", 0.2)
    monkeypatch.setattr(audio, "LISTEN_S", 0.4)
    monkeypatch.setattr(audio, "STALLED_AFTER_S", 0.7)
    monkeypatch.setattr(audio, "ANSWER_TIMEOUT_S", 0.7)
    monkeypatch.setattr(mount, "SOUND_WAIT_S", 0.2)
    monkeypatch.setattr(mount, "COUNTED_AFTER_S", 0.05)
    with ScriptedServer() as server:
        yield server


@pytest.fixture
def quick_server(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> ScriptedServer:
    """For streams that play: they are listened to for a moment only."""
    monkeypatch.setattr(audio, "BURST_S", 0.05)
    monkeypatch.setattr(audio, "LISTEN_S", 0.15)
    return server


def look(server: ScriptedServer, play: Play) -> Observation:
    server.plays["/live"] = play
    return look_at_audio(f"{server.base}/live", private=True, ear=Deaf())


def burst_then_nothing(connection: socket.socket, _: str) -> None:
    connection.sendall(MP3.encode() + b"x" * 64_000)
    time.sleep(5)


def test_a_stream_that_plays_moves(server: ScriptedServer) -> None:
    assert look(server, stream(forever(b"x" * 1600), 0.05)).moving == "yes"


@pytest.mark.parametrize(
    ("play", "reason"),
    [
        (stream([b"x"] * 100, 0.3), "the stream stands still"),
        (stream([b"x", b""], 60), "the stream stands still"),
        (burst_then_nothing, "the stream stands still"),
        (stream([b"x" * 64_000], 0), "the stream ends as soon as it begins"),
        (stream([b""], 60, head="HTTP/1.0 200 OK\r\nContent-Ty"), "the stream's server does not answer"),
        (page(404, b""), "nothing is at the stream's address"),
        (page(410, b""), "nothing is at the stream's address"),
        (page(500, b""), "the stream's server answers with an error"),
        (page(200, b"<html>", "text/html; charset=utf-8"), "a web page stands where the stream should be"),
        (page(200, b"{}", "application/json"), "the stream's address sends no sound"),
        (page(302, b"", Location="/live"), "the stream's address does not lead to a stream"),
    ],
    ids=[
        "trickle",
        "a byte a minute",
        "burst",
        "ends",
        "half a head",
        "404",
        "410",
        "500",
        "HTML",
        "JSON",
        "redirects to itself",
    ],
)
def test_what_no_player_can_play_is_not_on_air_and_says_why(server: ScriptedServer, play: Play, reason: str) -> None:
    began = time.monotonic()
    reading = look(server, play)
    assert (reading.moving, reading.reason) == ("no", reason)
    assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    ("play", "reason"),
    [
        (page(401, b""), "the stream's server does not let the monitor in"),
        (page(403, b""), "the stream's server does not let the monitor in"),
        (page(429, b""), "the stream's server does not let the monitor in"),
        (page(400, b""), "the stream's server does not take the monitor's question"),
        (
            page(200, b"[playlist]", "audio/x-scpls"),
            "the address is a playlist file; the stream's own address stands in it",
        ),
        (page(200, b"x" * 7_000_000, "audio/mpeg"), "the address sends a file, not a live stream"),
    ],
)
def test_what_the_monitor_cannot_know_is_unknown_and_says_why(server: ScriptedServer, play: Play, reason: str) -> None:
    reading = look(server, play)
    assert (reading.moving, reading.reason, reading.reached) == ("unknown", reason, True)


def test_a_server_that_shuts_us_out_is_left_alone_for_a_while(server: ScriptedServer) -> None:
    assert look(server, page(429, b"")).again_s == answers.REFUSED_RETRY_S


def test_a_port_where_nobody_listens_is_theirs_and_a_host_that_cannot_be_reached_may_be_ours(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = look_at_audio(f"http://127.0.0.1:{free_port()}/live", private=True, ear=Deaf())
    assert (refused.moving, refused.reached) == ("no", True)
    unnamed = look_at_audio("http://no-such-station.invalid/live", private=True, ear=Deaf())
    assert (unnamed.moving, unnamed.reached) == ("unknown", False)


def test_an_address_inside_our_network_is_not_looked_at_unless_the_station_says_so(server: ScriptedServer) -> None:
    reading = look_at_audio(f"{server.base}/live", private=False, ear=Deaf())
    assert (reading.moving, reading.reached, reading.again_s) == ("unknown", True, answers.REFUSED_RETRY_S)
    assert server.asked == []


def test_old_servers_that_answer_icy_are_heard_with_their_titles(server: ScriptedServer) -> None:
    head = "ICY 200 OK\r\nicy-name:Bagong Umaga\r\nicy-metaint:1000\r\nContent-Type:audio/mpeg\r\n\r\n"
    title = "StreamTitle='Ulat ng bayan; it's – Ñ';StreamUrl='';".encode()
    block = bytes([-(-len(title) // 16)]) + title.ljust(-(-len(title) // 16) * 16, b"\0")
    reading = look(server, stream(forever(b"x" * 1000 + block), 0.05, head))
    assert (reading.moving, reading.title) == ("yes", "Ulat ng bayan; it's – Ñ")
    assert "Icy-MetaData: 1" in server.heads[0]


def test_titles_are_taken_out_of_the_sound() -> None:
    sound, title = split_icy(b"abcd\x01StreamTitle='T';efgh\x00ij", 4)
    assert (sound, title) == (b"abcdefghij", "T")
    assert split_icy(b"abcd\xffStream", 4) == (b"abcd", None)
    assert split_icy(b"abcd", 0) == (b"abcd", None)


class Quiet:
    def hear(self, media: bytes) -> Heard:
        return Heard(heard_s=4, quiet_s=4)


def probe(server: ScriptedServer, stats: bytes | None) -> Observation:
    if stats is not None:
        server.plays["/status-json.xsl"] = page(200, stats, "text/xml")
    url = f"{server.base}/live"
    return MountProbe(url, StatusPage(f"{server.base}/status-json.xsl", url, "/live", private=True), Quiet())()


IDLE = b'{"icestats":{"server_id":"Icecast 2.4.4"}}'
PLAYING = b'{"icestats":{"source":{"listenurl":"http://x:8000/live","title":"Now","listeners":3}}}'


def test_a_mount_tells_its_encoder_its_title_its_listeners_and_how_loud_it_is(server: ScriptedServer) -> None:
    server.plays["/live"] = stream(forever(b"x" * 1600), 0.05)
    reading = probe(server, PLAYING)
    assert (reading.connected, reading.moving, reading.title) == ("yes", "yes", "Now")
    assert reading.listeners == 2, "the third is the monitor itself"
    assert (reading.heard_s, reading.quiet_s, reading.reason) == (4, 4, None)


def test_who_is_not_let_in_is_not_among_the_listeners(server: ScriptedServer) -> None:
    server.plays["/live"] = page(403, b"")
    assert probe(server, PLAYING).listeners == 3


def titled(title: bytes, sound: bytes = b"x" * 1000) -> Play:
    """A stream that sends its title within the sound."""
    head = "HTTP/1.0 200 OK\r\nicy-metaint:1000\r\nContent-Type:audio/mpeg\r\n\r\n"
    block = b"StreamTitle='" + title + b"';"
    size = -(-len(block) // 16)
    return stream(forever(sound + bytes([size]) + block.ljust(size * 16, b"\0")), 0.05, head)


MISTAKEN = '{"icestats":{"source":{"listenurl":"http://x/live","title":"Ni\u00c3\u00b1o"}}}'.encode()


@pytest.mark.parametrize(
    ("in_band", "on_the_page", "title"),
    [
        ("Niño – ₱15".encode(), MISTAKEN, "Niño – ₱15"),
        ("Niño".encode("latin-1"), MISTAKEN, "Niño"),
        (b"a';b; it's", b'{"icestats":{"source":{"listenurl":"http://x/live","title":"a"}}}', "a';b; it's"),
        (b"", MISTAKEN, "Niño"),
        (b"", b'{"icestats":{"source":{"listenurl":"http://x/live","server_type":"audio/mpeg"}}}', ""),
        (b" - ", b'{"icestats":{"source":{"listenurl":"http://x/live","title": - ,"listeners":1}}}', ""),
    ],
)
def test_the_title_within_the_sound_comes_before_the_status_page_s(
    quick_server: ScriptedServer, in_band: bytes, on_the_page: bytes, title: str
) -> None:
    quick_server.plays["/live"] = titled(in_band)
    reading = probe(quick_server, on_the_page)
    assert reading.title == title
    if on_the_page == MISTAKEN:
        assert "<charset>UTF-8</charset>" in (reading.detail or "")


def test_what_the_station_s_automation_says_comes_before_the_encoder_s_title(quick_server: ScriptedServer) -> None:
    quick_server.plays["/live"] = titled(b"SPOT 4411")
    assert probe(quick_server, b'{"status": "online", "current_track": {"title": "Ulat"}}').title == "Ulat"


def test_an_address_that_a_proxy_made_is_not_told_as_an_encoder_away(quick_server: ScriptedServer) -> None:
    quick_server.plays["/radio/live"] = quick_server.plays["/listen"] = stream(forever(b"x" * 1600), 0.05)

    def reading(path: str, *stats: bytes) -> Observation:
        url = f"{quick_server.base}{path}"
        look = MountProbe(url, StatusPage(f"{quick_server.base}/stats", url, path, private=True, guessed=True), Quiet())
        for said in stats:
            quick_server.plays["/stats"] = page(200, said)
            found = look()
        return found

    known = reading("/radio/live", PLAYING)
    assert (known.connected, known.title, known.reason) == ("yes", "Now", None)
    unknown = reading("/listen", PLAYING)
    assert (unknown.connected, unknown.moving, unknown.reason) == ("unknown", "yes", None)
    assert unknown.detail == "the server's status page has no /listen; if a proxy renames it, set the stream's `mount`"
    gone = reading("/radio/live", PLAYING, IDLE)
    assert (gone.connected, gone.reason) == ("no", "the encoder is away; a fallback plays"), "since it was there"


def test_a_status_page_with_a_password_is_signed_in_to(server: ScriptedServer) -> None:
    server.plays["/admin/stats"] = page(200, b'<icestats><source mount="/live"><title>Now</title></source></icestats>')
    signed = server.base.replace("://", "://admin:a%3Ab@")
    stats, answered = StatusPage(f"{signed}/admin/stats", f"{server.base}/live", "/live", private=True).ask()
    assert (stats.connected, stats.title, answered) == ("yes", "Now", True)
    assert f"Authorization: Basic {b64encode(b'admin:a:b').decode()}" in server.heads[-1]


RELAY = b'{"icestats":{"source":{"listenurl":"http://x/live","on_demand":1,"listener_peak":1,"listeners":%d%s}}}'
RUNNING, ASLEEP = b',"server_type":"audio/mpeg"', b""


def test_a_relay_that_runs_on_demand_is_not_started_over_and_over(quick_server: ScriptedServer) -> None:
    url = f"{quick_server.base}/live"
    quick_server.plays["/live"] = stream(forever(b"x" * 1600), 0.05)
    now = 0.0
    look = MountProbe(
        url, StatusPage(f"{quick_server.base}/stats", url, "/live", private=True), Quiet(), clock=lambda: now
    )

    def starts_it(listeners: int, encoder: bytes) -> bool:
        nonlocal now
        now += 10
        quick_server.plays["/stats"] = page(200, RELAY % (listeners, encoder))
        before = quick_server.asked.count("/live")
        reading = look()
        assert (reading.moving, reading.reason) == ("yes", None), "nor is its encoder told to be away"
        return quick_server.asked.count("/live") > before

    assert [starts_it(1, RUNNING) for _ in range(2)] == [True, True], "the monitor was the only listener"
    assert not starts_it(0, RUNNING), "it goes on for a moment"
    assert not starts_it(0, ASLEEP)
    assert starts_it(2, RUNNING), "somebody listens"
    assert [starts_it(1, RUNNING) for _ in range(2)] == [True, True]
    assert not starts_it(0, ASLEEP)
    now += mount.SPARED_S
    assert starts_it(0, ASLEEP), "once in a while"


def test_a_fallback_that_plays_is_on_air_and_says_that_the_encoder_is_away(server: ScriptedServer) -> None:
    server.plays["/live"] = stream(forever(b"x" * 1600), 0.05)
    reading = probe(server, IDLE)
    assert (reading.connected, reading.moving, reading.reason) == ("no", "yes", "the encoder is away; a fallback plays")


def test_a_mount_that_is_gone_is_off_air(server: ScriptedServer) -> None:
    reading = probe(server, IDLE)
    assert (reading.connected, reading.moving) == ("no", "no")


def test_a_full_mount_that_lets_nobody_else_in_is_known_by_its_encoder(server: ScriptedServer) -> None:
    server.plays["/live"] = page(403, b"")
    reading = probe(server, PLAYING)
    assert (reading.connected, reading.moving, reading.again_s) == ("yes", "unknown", None)


def test_a_status_page_that_is_missing_costs_nothing(server: ScriptedServer) -> None:
    server.plays["/live"] = stream(forever(b"x" * 1600), 0.05)
    reading = probe(server, None)
    assert (reading.connected, reading.moving, reading.reason) == ("unknown", "yes", None)


def test_the_status_page_is_asked_beside_the_sound_and_not_before_it(server: ScriptedServer) -> None:
    listening = threading.Event()

    def sound(connection: socket.socket, head: str) -> None:
        listening.set()
        stream(forever(b"x" * 1600), 0.05)(connection, head)

    def status(connection: socket.socket, head: str) -> None:
        page(200 if listening.wait(3.5) else 500, PLAYING)(connection, head)

    server.plays |= {"/live": sound, "/status-json.xsl": status}
    assert probe(server, None).connected == "yes"


def test_a_page_about_an_hls_stream_gives_its_title_and_listeners(server: ScriptedServer) -> None:
    playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n/part.ts\n"
    server.plays["/live.m3u8"] = page(200, playlist, "application/vnd.apple.mpegurl")
    server.plays["/part.ts"] = page(200, b"sound", "video/mp2t")
    said = b'{"station":{"shortcode":"x"},"listeners":{"current":5},"now_playing":{"song":{"title":"Ulat"}},"is_online":true}'
    server.plays["/api/nowplaying/x"] = page(200, said, "application/json")
    config = StreamConfig(id="main", title="Main", kind="hls", url="/live.m3u8", probe="/api/nowplaying/x")
    prober = Prober(Station(streams=(config,)), server.base)
    first = prober.look("main")
    assert (first.title, first.listeners, first.moving) == ("Ulat", 5, "unknown")
