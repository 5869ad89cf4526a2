"""What servers say of themselves, as they really say it: half of them wrongly."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from webapp.monitor.probes.icecast import read_icecast
from webapp.monitor.probes.playlist import NoPlaylist, read_playlist
from webapp.monitor.probes.shoutcast import read_shoutcast

DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "streams"
URL = "https://hls.example/radio/live.m3u8"


def document(name: str) -> bytes:
    return (DOCUMENTS / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "mount", "connected", "title", "listeners"),
    [
        ("icecast-none.json", "/live.mp3", "no", None, None),
        ("icecast-one.json", "/live.mp3", "yes", "Bagong Umaga: ang balita ngayong umaga – Ñ", 412),
        ("icecast-one.json", "/backup.mp3", "no", None, None),
        ("icecast-two.json", "/live low.ogg", "yes", "Newsroom - The hour", 7),
        ("icecast-two.json", "/live%20low.ogg", "yes", "Newsroom - The hour", 7),
        ("icecast-two.json", "/backup.mp3", "yes", None, 38),
        ("icecast-nameless.json", "/live.mp3", "unknown", None, None),
        ("icecast-nameless.json", "/backup.mp3", "yes", None, 5),
        ("icecast-fallback-heard.json", "/live.mp3", "no", None, None),
        ("icecast-fallback-heard.json", "/backup.mp3", "yes", None, 1),
        ("icecast-stray-commas.txt", "/live.mp3", "yes", "Comma, } and ] in a title", 9),
        ("icecast-stray-commas.txt", "/gone.mp3", "no", None, None),
        ("icecast-latin1.txt", "/live.mp3", "yes", "Señal de mañana tab", 2),
        ("icecast-broken.txt", "/live.mp3", "unknown", None, None),
    ],
)
def test_icecast_says_of_a_mount(
    name: str, mount: str, connected: str, title: str | None, listeners: int | None
) -> None:
    stats = read_icecast(document(name), mount)
    assert stats is not None
    assert (stats.connected, stats.title, stats.listeners) == (connected, title, listeners)
    assert stats.reason or stats.connected == "yes", "whatever is not plainly on air has a reason"


@pytest.mark.parametrize(
    ("name", "connected", "title", "listeners"),
    [
        ("shoutcast1-live.html", "yes", "Traffic, weather, and the hour", 214),
        ("shoutcast1-idle.html", "no", None, 0),
        ("shoutcast2-live.json", "yes", "Ulat panahon", 88),
        ("shoutcast2-idle.xml", "no", None, 4),
        ("shoutcast2-entities.xml", "unknown", None, None),
    ],
)
def test_shoutcast_says_of_a_stream(name: str, connected: str, title: str | None, listeners: int | None) -> None:
    stats = read_shoutcast(document(name))
    assert stats is not None
    assert (stats.connected, stats.title, stats.listeners) == (connected, title, listeners)


@pytest.mark.parametrize("body", [b"", b"<html><body>Hello</body></html>", b"[1, 2]", b"{}", b"\x00\xff" * 50])
def test_a_page_that_is_no_status_page_is_neither_servers(body: bytes) -> None:
    assert read_icecast(body, "/live.mp3") is None
    assert read_shoutcast(body) is None


@pytest.mark.parametrize(
    "stats", ['{"icestats":[]}', '{"icestats":{"source":"x"}}', '{"icestats":{"source":[[],1,{"listenurl":7}]}}']
)
def test_an_icecast_document_of_another_shape_is_not_on_air(stats: str) -> None:
    said = read_icecast(stats.encode(), "/live.mp3")
    assert said is not None
    assert said.connected != "yes"


@pytest.mark.parametrize(
    "body",
    [
        b'{"icestats":{' + b'\\"' * 120_000,
        b'{"icestats":{' + b'"' * 200_001,
        b'{"icestats":' + b"[" * 200_000,
        b'{"icestats":{' + b", " * 120_000,
    ],
    ids=["escaped quotes", "quotes", "brackets", "commas"],
)
def test_a_hostile_status_page_takes_no_time(body: bytes) -> None:
    began = time.thread_time()
    read_icecast(body, "/live.mp3")
    read_shoutcast(body)
    assert time.thread_time() - began < 2


def test_a_live_playlist_gives_its_newest_segments() -> None:
    playlist = read_playlist(document("live.m3u8"), URL)
    newest = playlist.newest[-1]
    assert (newest.number, newest.url) == (88122, "https://hls.example/radio/part-88122.m4s")
    assert newest.init == "https://hls.example/radio/init.mp4"
    assert (playlist.target_s, playlist.ended) == (4, False)


def test_a_master_leads_to_its_cheapest_variant_whatever_its_other_attributes_say() -> None:
    variants = read_playlist(document("master.m3u8"), URL).variants
    names = [variant.url.removeprefix("https://hls.example/radio/") for variant in variants]
    assert names == ["low/live.m3u8", "high/live.m3u8?session=7", "odd/live.m3u8"]


def test_sound_on_its_own_is_cheaper_than_any_picture() -> None:
    variants = read_playlist(document("master-rendition.m3u8"), URL).variants
    assert [variant.url for variant in variants] == [
        "https://hls.example/radio/sound/live.m3u8",
        "https://hls.example/radio/video/live.m3u8",
    ]


def test_an_ended_playlist_says_so() -> None:
    assert read_playlist(document("ended.m3u8"), URL).ended


def test_a_part_of_a_file_begins_where_the_last_one_ended() -> None:
    first, second = read_playlist(document("parts-of-one-file.m3u8"), URL).newest
    assert (first.bytes_from, first.bytes_len) == (500, 1000)
    assert (second.bytes_from, second.bytes_len) == (1500, 400)


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b"EXTM3U", b"#EXTM3U\n", b"#EXTM3U\nhttp://radio.example/live.mp3\n"]
)
def test_what_is_no_hls_playlist_is_refused(body: bytes) -> None:
    with pytest.raises(NoPlaylist):
        read_playlist(body, URL)


@pytest.mark.parametrize(
    "wrong",
    ["#EXT-X-MEDIA-SEQUENCE:-5", "#EXT-X-TARGETDURATION:nan", "#EXT-X-BYTERANGE:@", "http://[/x.ts", "#EXT-X-MAP:"],
)
def test_one_wrong_line_does_not_cost_the_playlist(wrong: str) -> None:
    body = document("live.m3u8").decode() + f"{wrong}\n#EXTINF:4,\npart-last.m4s\n"
    assert read_playlist(body.encode(), URL).newest[-1].url.endswith("/part-last.m4s")


@pytest.mark.parametrize(
    "body",
    [
        "#EXTINF:6,\nx.ts\n" * 60_000,
        "#EXT-X-KEY:" + "A" * 900_000,
        "#EXT-X-KEY:" + 'A="' * 300_000,
        "#EXT-X-MAP:" + "A=" * 400_000,
    ],
    ids=["long", "name", "quotes", "attributes"],
)
def test_a_hostile_playlist_takes_no_time(body: str) -> None:
    began = time.thread_time()
    read_playlist(b"#EXTM3U\n#EXT-X-TARGETDURATION:6\n" + body.encode(), URL)
    assert time.thread_time() - began < 2
