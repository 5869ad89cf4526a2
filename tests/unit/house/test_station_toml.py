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


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('title = "HLS"', 'titel = "HLS"', "line 6: there is no key 'titel' here; did you mean 'title'?"),
        ('title = "HLS"', 'titel = "HLS"', "line 4: 'title' is missing"),
        ("[[streams]]", "[[stream]]", "line 4: there is no key 'stream' here; did you mean 'streams'?"),
        ('kind = "hls"', 'kind = "m3u8"', "line 7: 'm3u8' is none of 'hls', 'icecast' or 'audio'"),
        ('kind = "hls"', 'kind = "hls"\nmount = "live"', "line 8: 'live' is not a path that begins with a slash"),
        ('id = "main"', 'id = "Main stream"', "line 5: 'Main stream' is no id; write small letters, digits"),
        ("floor = 5", 'floor = "five"', "line 11: 'five': input should be a valid integer"),
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
