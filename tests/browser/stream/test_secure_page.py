"""A station over https whose sound has no TLS: by the proxy's recipe it plays, and without it the player says why not."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.any_store import connect
from tests.browser.nginx import UPGRADES, Nginx
from tests.conftest import Valkey, make_room
from tests.faults.real_streams import Studio, program
from tests.ports import free_port
from tests.web.server import Web
from webapp.newsroom.station import StreamConfig

pytestmark = pytest.mark.skipif(
    not (program("icecast2", "icecast") and program("ffmpeg") and program("nginx") and program("openssl")),
    reason="needs icecast2, ffmpeg, nginx, openssl",
)

RECIPE = Path(__file__).parents[3] / "deploy" / "nginx.conf"


@pytest.fixture(scope="module")
def studio() -> Iterator[Studio]:
    with tempfile.TemporaryDirectory(prefix="airwire-secure-") as folder:
        studio = Studio(Path(folder))
        encoders = [studio.encode("/live.mp3"), studio.package()]
        yield studio
        for encoder in encoders:
            encoder.kill()
        studio.close()


@pytest.fixture(scope="module")
def site(studio: Studio, web: Web, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address over TLS, behind a real nginx with the streams' locations as the recipe has them."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=radio.test", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    streams = "".join(re.findall(r"    location (?:= )?/stream/.*?\n    }\n", RECIPE.read_text(), re.DOTALL))
    streams = streams.replace("http://127.0.0.1:8001/live", f"http://127.0.0.1:{studio.port}/live.mp3")
    streams = streams.replace("http://127.0.0.1:8002/hls/", studio.hls_url.removesuffix("live.m3u8"))
    tls = f"listen 127.0.0.1:{port} ssl; ssl_certificate cert.pem; ssl_certificate_key key.pem;"
    nginx = Nginx(folder, free_port(), web.url)
    nginx.run(UPGRADES, "proxy_set_header X-Forwarded-Proto $scheme;", more=f"{tls}\n{streams}")
    yield f"https://radio.test:{port}"
    nginx.stop()


@pytest.fixture(scope="module")
def elsewhere(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser to which this machine is one somewhere on the internet: what has no TLS here is refused."""
    args = [*browser_type_launch_args["args"], "--host-resolver-rules=MAP *.test 127.0.0.1"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": args})
    yield browser
    browser.close()


def listen(browser: Browser, site: str) -> Page:
    page = browser.new_context(ignore_https_errors=True).new_page()
    page.goto(site)
    page.locator("aw-player [data-do=toggle]").click()
    return page


def has(valkey: Valkey, *streams: StreamConfig) -> None:
    desk = make_room(connect(valkey.url)).desk
    desk.introduce_streams([stream.source() for stream in streams], datetime.now(UTC))


def mount(studio: Studio, **more: Any) -> StreamConfig:
    return StreamConfig(
        id="main", title="MP3", kind="icecast", url=f"http://icecast.test:{studio.port}/live.mp3", **more
    )


def test_sound_without_tls_is_told_at_once_and_can_be_opened_by_itself(
    elsewhere: Browser, site: str, studio: Studio, valkey_server: Valkey
) -> None:
    has(valkey_server, mount(studio))
    page = listen(elsewhere, site)
    message = page.locator("aw-player [role=status]")
    expect(message).to_contain_text("without encryption (http)", timeout=8000)
    expect(page.locator("aw-player .player__open")).to_have_attribute("href", mount(studio).url)
    expect(page.locator("aw-player")).to_have_attribute("data-state", "failed")
    page.close()


def test_a_stream_with_tls_is_played_before_one_without(
    elsewhere: Browser, site: str, studio: Studio, valkey_server: Valkey
) -> None:
    backup = StreamConfig(id="hls", title="HLS", kind="hls", url=studio.hls_url, proxied=True)
    has(valkey_server, mount(studio), backup)
    page = listen(elsewhere, site)
    expect(page.locator("aw-player")).to_have_attribute("data-state", "playing", timeout=15_000)
    assert any("/stream/hls/live" in one for one in asked(page))
    page.close()


def test_by_the_proxys_recipe_it_plays(elsewhere: Browser, site: str, studio: Studio, valkey_server: Valkey) -> None:
    has(valkey_server, mount(studio, proxied=True))
    page = listen(elsewhere, site)
    expect(page.locator("aw-player")).to_have_attribute("data-state", "playing", timeout=15_000)
    page.close()


def asked(page: Page) -> list[str]:
    found: list[str] = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    return found
