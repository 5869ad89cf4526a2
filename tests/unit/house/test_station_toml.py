"""The station's file: a mistake is told with its line, and with the key that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.wiring.config import ConfigError, read_config, read_station

FILE = """\
name = "Radyo Halimbawa"
zone = "Asia/Manila"

[[streams]]
id = "main"
title = "HLS"
kind = "hls"
url = "https://stream.example/live.m3u8"

[reads]
floor = 5
"""

VIS = '[[outlets]]\nid = "one"\nkind = "radiovis"\ntopics = ["fm/5e0/5abc/09390"]\n'
DLS = '[[outlets]]\nid = "one"\nkind = "dls"\npath = "/var/lib/label.txt"\n'
CHAT = '[[outlets]]\nid = "chat"\nkind = "apprise"\nurls = ["slak://token"]\n'
FEED = '[[feeds]]\nurl = "https://a.example/feed"\n'


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('title = "HLS"', 'titel = "HLS"', "line 6: there is no key 'titel' here; did you mean 'title'?"),
        ('title = "HLS"', 'titel = "HLS"', "line 4: 'title' is missing"),
        ("[[streams]]", "[[stream]]", "line 4: there is no key 'stream' here; did you mean 'streams'?"),
        ('kind = "hls"', 'kind = "m3u8"', "line 7: 'm3u8' is none of 'hls', 'icecast' or 'audio'"),
        ('kind = "hls"', 'kind = "hls"\nmount = "live"', "line 8: 'live' is not a path that begins with a slash"),
        ('id = "main"', 'id = "Main stream"', "line 5: 'Main stream' is no id; write small letters, digits"),
        ("floor = 5", 'floor = "five"', "line 11: 'five' must be a whole number"),
        ("floor = 5", "floor = 0", "line 11: 0 must be at least 1"),
        ('title = "HLS"', 'title = ""', "line 6: '' is too short: at least 1 characters"),
        ('url = "https://stream.example/live.m3u8"', 'url = "stream.example"', "line 8: a link is an http(s) address"),
        (
            "[reads]",
            '[[feeds]]\nurl = "radyo.example/feed"\n[reads]',
            "line 11: an address begins with https:// or http://",
        ),
        ("[reads]", 'other_hosts = ["https://radyo.example"]\n[reads]', "line 10: there is no key 'other_hosts' here"),
        (
            "[[streams]]",
            'other_hosts = ["https://radyo.example"]\n[[streams]]',
            "line 4: 'https://radyo.example' is no host",
        ),
        (
            "[reads]",
            '[mos]\nid = "a.b"\nncs_id = "N"\nncs_host = "http://ncs"\n[reads]',
            "line 13: 'http://ncs' is no host",
        ),
        (
            "[reads]",
            '[mos]\nid = "a.b"\nncs_id = "N"\nncs_host = "192.168.1"\n[reads]',
            "line 13: '192.168.1' is no host",
        ),
        ("[reads]", VIS + VIS.replace("one", "two") + "[reads]", "'one' and 'two' both use port 61613"),
        (
            "[reads]",
            DLS + DLS.replace("one", "two") + "[reads]",
            "'one' and 'two' both use the file /var/lib/label.txt",
        ),
        ("[reads]", CHAT + "[reads]", "line 13: address 1: 'slak://…' is none that apprise knows"),
        ("[reads]", FEED + FEED + "[reads]", "line 10: 'https://a.example/feed' is there twice; each has its own url"),
        ("floor = 5", "floors = 5", "line 11: there is no key 'floors' here; did you mean 'floor'?"),
        ("floor = 5", "floor = ", "line 11: Invalid value"),
        ('zone = "Asia/Manila"', 'zone = "Manila"', "line 2: 'Manila' is no time zone; an example of one"),
        ("[[streams]]", "[streams]", "line 4: is written with two brackets: [[streams]]"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_key_that_was_meant(
    tmp_path: Path, was: str, now: str, said: str
) -> None:
    path = tmp_path / "station.toml"
    path.write_text(FILE.replace(was, now))
    with pytest.raises(ConfigError) as refused:
        read_station(read_config(airwire_station=path))
    assert said in str(refused.value) and str(path) in str(refused.value)


def test_a_file_without_mistakes_is_a_station(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text("\ufeff" + FILE)
    assert read_station(read_config(airwire_station=path)).streams[0].id == "main"
