"""What servers say of themselves, as they really say it: half of them wrongly."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from webapp.monitor.probes.icecast import read_icecast
from webapp.monitor.probes.playlist import NoPlaylist, read_playlist
from webapp.monitor.probes.shoutcast import read_shoutcast
from webapp.monitor.probes.status_page import read_status
from webapp.monitor.probes.titles import clean_title, is_damaged

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
        ("icecast-two.json", "/backup.mp3", "yes", "", 38),
        ("icecast-nameless.json", "/live.mp3", "unknown", None, None),
        ("icecast-nameless.json", "/backup.mp3", "yes", "", 5),
        ("icecast-fallback-heard.json", "/live.mp3", "no", None, None),
        ("icecast-fallback-heard.json", "/backup.mp3", "yes", "", 1),
        ("icecast-stray-commas.txt", "/live.mp3", "yes", "Comma, } and ] in a title", 9),
        ("icecast-stray-commas.txt", "/gone.mp3", "no", None, None),
        ("icecast-latin1.txt", "/live.mp3", "yes", "Señal de mañana tab", 2),
        ("icecast-quotes.txt", "/live.mp3", "yes", 'an "unescaped" quote', None),
        ("icecast-broken.txt", "/live.mp3", "unknown", None, None),
        ("icecast-idle-relay.json", "/relay.mp3", "unknown", None, 0),
        ("icecast-admin.xml", "/live.mp3", "yes", "Niño ₱15 – ’x", 3),
        ("icecast-admin.xml", "/live.ogg", "yes", "", 0),
        ("icecast-admin.xml", "/gone.mp3", "no", None, None),
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
    ("printed", "title"),
    [
        ("-", ""), (" - ", ""), (".5", ".5"), ("5.", "5."), ("-.5", "-.5"), ("1e5", "1e5"), ("1e", "1e"), ("1.50", "1.50"),
        ("true", "true"), ("false", "false"), ("null", ""), ("15", "15"), ('"007"', "007"), ('"5, 6}"', "5, 6}"),
    ],
)  # fmt: skip
def test_a_title_that_icecast_prints_bare_is_read_and_costs_the_other_mounts_nothing(printed: str, title: str) -> None:
    live = f'{{"listenurl":"http://h:8000/live.mp3","listeners":4,"title":{printed},"dummy":null}}'
    other = '{"listenurl":"http://h:8000/other.mp3","listeners":7,"title":"Ulat: 1, 2","dummy":null}'
    for document in (f"[{live},{other}]", f"[{other},{live}]"):
        body = f'{{"icestats":{{"server_id":"Icecast 2.4.4","source":{document}}}}}'.encode()
        found = [read_icecast(body, mount) for mount in ("/live.mp3", "/other.mp3")]
        assert [(stats.title, stats.listeners) for stats in found if stats] == [(title, 4), ("Ulat: 1, 2", 7)]


@pytest.mark.parametrize(
    ("sent", "title"),
    [
        ("NiÃ±o", "Niño"),
        ("Ni\u00c3\u00b1o \u00e2\u0082\u00b115 \u00e2\u0080\u0093 \u00e2\u0080\u0099x", "Niño ₱15 – ’x"),
        ("â‚±15 â€“ Ã‘o", "₱15 – Ño"),
        ("PeÃƒÂ±a", "Peña"),
        ("Niño &#8369;15 &#8211; &#x2019;x &amp; y", "Niño ₱15 – ’x & y"),
        ("It\x92s &#146;s", "It’s ’s"),
        ("Pe\u00c3\u00b1a at ang ba\u00e2\u0080", "Peña at ang ba"),
        # these are as they were meant
        ("Niño – ₱15", "Niño – ₱15"),
        ("AMANHÃ…", "AMANHÃ…"),
        ("“AMANHÔ", "“AMANHÔ"),
        ("São «AMANHû", "São «AMANHû"),
        ("AT&T; R&D;", "AT&T; R&D;"),
        ("&#0; &#xD800; x", "x"),
        ("Âme – Ça", "Âme – Ça"),
        (" - ", ""),
        ("- Ulat", "Ulat"),
        ("Ulat -", "Ulat"),
        ("x\u202ey", "x y"),
    ],
)
def test_a_title_s_letters_are_what_the_encoder_meant(sent: str, title: str) -> None:
    assert clean_title(sent) == title
    assert clean_title(clean_title(sent)) == title


def test_only_letters_that_the_server_mistook_are_the_operator_s_to_mend() -> None:
    assert [is_damaged(title) for title in ("NiÃ±o", "&#8369;15", "Niño", "R &amp; B")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("name", "connected", "title", "listeners"),
    [
        ("shoutcast1-live.html", "yes", "Traffic, weather, and the hour", 214),
        ("shoutcast1-idle.html", "no", None, 0),
        ("shoutcast2-live.json", "yes", "Ulat panahon", 88),
        ("shoutcast2-idle.xml", "no", None, 4),
        ("shoutcast2-entities.xml", "unknown", None, None),
        ("shoutcast2-no-status.xml", "unknown", "Ulat", 12),
    ],
)
def test_shoutcast_says_of_a_stream(name: str, connected: str, title: str | None, listeners: int | None) -> None:
    stats = read_shoutcast(document(name))
    assert stats is not None
    assert (stats.connected, stats.title, stats.listeners) == (connected, title, listeners)


@pytest.mark.parametrize("name", ["shoutcast2-statistics.xml", "shoutcast2-statistics.json"])
@pytest.mark.parametrize(
    ("path", "connected", "title", "listeners"),
    [
        ("/live", "yes", "Ulat ng bayan", 31),
        ("/live/", "yes", "Ulat ng bayan", 31),
        ("/stream/1/", "yes", "Ulat ng bayan", 31),
        ("/;", "yes", "Ulat ng bayan", 31),
        ("/stream/2/", "no", None, 0),
        ("/radio/live", "yes", "Ulat ng bayan", 31),
        ("/elsewhere", "unknown", None, None),
    ],
)
def test_shoutcast_says_of_each_of_its_streams(
    name: str, path: str, connected: str, title: str | None, listeners: int | None
) -> None:
    stats = read_shoutcast(document(name), path)
    assert stats is not None
    assert (stats.connected, stats.title, stats.listeners) == (connected, title, listeners)
    if connected == "unknown":
        assert stats.reason == "the server has several streams; set `mount` to one of /live, /low"


@pytest.mark.parametrize(
    ("name", "path", "connected", "title", "listeners"),
    [
        ("azuracast.json", "/listen/bagong_umaga/radio.mp3", "yes", "Newsroom - Ulat ng bayan", 21),
        ("azuracast.json", "/elsewhere", "yes", "Newsroom - Ulat ng bayan", 33),
        ("azuracast-list.json", "/listen/bagong_umaga/radio.mp3", "yes", "Niño – ₱15", 3),
        ("azuracast-list.json", "/listen/tulog/other.mp3", "no", None, None),
        ("azuracast-list.json", "/listen/buhay/radio.mp3", "yes", "Lea Abad", 5),
        ("azuracast-list.json", "/elsewhere", "unknown", None, None),
        ("radio-co.json", "/s0123456789/listen", "yes", "Newsroom - Ulat ng bayan", None),
        ("rcs-nexgen.xml", "/live", "unknown", "Lea Abad - Ulat ng bayan", None),
        ("rcs-zetta.xml", "/live", "unknown", "Lea Abad - Ulat ng bayan", None),
        ("rcs-zetta-spot.xml", "/live", "unknown", "", None),
    ],
)
def test_the_station_s_automation_says_what_is_playing(
    name: str, path: str, connected: str, title: str | None, listeners: int | None
) -> None:
    stats = read_status(document(name), f"https://radio.example{path}", path, guessed=True)
    assert (stats.connected, stats.title, stats.listeners) == (connected, title, listeners)
    assert stats.reason or stats.connected == "yes" or stats.title is not None


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
        b'{"icestats":{' + b": " * 120_000,
        b'{"icestats":{' + b":" + b" " * 240_000 + b"-",
        b'{"icestats":{' + b'"a" ' * 80_000,
    ],
    ids=["escaped quotes", "quotes", "brackets", "commas", "colons", "blanks", "texts"],
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
