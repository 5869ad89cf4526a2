"""`airwire check` on streams that browsers would refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.any_store import Store
from tests.conftest import Valkey
from tests.web.server import SECRET
from webapp.cli import main
from webapp.newsroom.station import StreamConfig

HTTP = "http://icecast.example:8000/live"


@pytest.mark.parametrize(
    ("url", "stream", "refused"),
    [
        ("https://radio.example", f'url = "{HTTP}"', True),
        ("https://radio.example", f'url = "{HTTP}"\nproxied = true', False),
        ("https://radio.example", 'url = "https://icecast.example/live"', False),
        ("https://radio.example", 'url = "/radio/live"', False),
        ("http://radio.example", f'url = "{HTTP}"', False),
    ],
)
def test_a_stream_without_tls_on_a_station_with_it_is_bad_unless_the_proxy_serves_it(
    store: Store, valkey_server: Valkey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, stream: str,
    refused: bool,
) -> None:  # fmt: skip
    station = tmp_path / "station.toml"
    station.write_text(f'url = "{url}"\n[[streams]]\nid = "main"\ntitle = "MP3"\nkind = "icecast"\n{stream}\n')
    for name, value in (("REDIS_URL", valkey_server.url), ("SECRET_KEY", SECRET), ("AIRWIRE_STATION", str(station))):
        monkeypatch.setenv(name, value)
    said = CliRunner().invoke(main, ["check"]).output
    assert (f"BAD  stream main: browsers refuse {HTTP}" in said) is refused, said
    assert ("have the proxy serve it at /stream/main" in said) is refused


def test_a_playlist_is_served_under_its_name_for_its_segments_are_asked_for_by_theirs() -> None:
    hls = StreamConfig(id="hls", title="HLS", kind="hls", url="http://stream.example/a/live.m3u8?k=1", proxied=True)
    assert hls.source().url == "/stream/hls/live.m3u8?k=1"
    assert hls.model_copy(update={"kind": "icecast"}).source().url == "/stream/hls"
