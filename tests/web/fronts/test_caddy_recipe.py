"""`deploy/Caddyfile` as it stands, in a real Caddy before the site: TLS, the host and its port, sockets, events."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
import websocket

from tests.any_store import connect
from tests.conftest import Valkey
from tests.ports import free_port
from tests.web.server import Web, wait_for

HOST = "radio.example"
RECIPE = Path(__file__).parents[3] / "deploy" / "Caddyfile"
CADDY = shutil.which("caddy", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))

pytestmark = [
    pytest.mark.skipif(not CADDY, reason="needs caddy"),
    pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning"),
]

OPTIONS = """{{
	admin off
	http_port {plain}
	https_port {tls}
	local_certs
	skip_install_trust
	storage file_system {folder}
}}
"""


@pytest.fixture(scope="module")
def web(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    connect(valkey_server.url).flushall()
    station = tmp_path_factory.mktemp("station") / "station.toml"
    station.write_text(f'url = "https://{HOST}"\n')
    web = Web(valkey_server, AIRWIRE_PROXY_HOPS="1", AIRWIRE_HTTPS="1", AIRWIRE_STATION=str(station)).start()
    yield web
    web.end()


class Front:
    """`get` asks Caddy by TLS."""

    def __init__(self, plain: int, tls: int) -> None:
        self.plain, self.tls = plain, tls

    def get(self, path: str, host: str = HOST, **headers: str) -> urllib3.BaseHTTPResponse:
        with urllib3.HTTPSConnectionPool(
            "127.0.0.1", self.tls, server_hostname=HOST, cert_reqs="CERT_NONE", assert_hostname=False, timeout=10
        ) as line:
            return line.request("GET", path, headers={"Host": host, **headers}, redirect=False, retries=False)


@pytest.fixture(scope="module")
def front(web: Web, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    assert CADDY
    folder, plain, tls = tmp_path_factory.mktemp("caddy"), free_port(), free_port()
    config = folder / "Caddyfile"
    config.write_text(OPTIONS.format(plain=plain, tls=tls, folder=folder) + RECIPE.read_text("utf-8"))
    settings = {"STATION_HOST": HOST, "AIRWIRE_WEB": f"127.0.0.1:{web.port}", "HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [CADDY, "run", "--config", str(config), "--adapter", "caddyfile"], env=settings, stdout=log, stderr=log
        )
    front = Front(plain, tls)

    def answers() -> bool:
        try:
            return front.get("/").status == 200
        except urllib3.exceptions.HTTPError:
            return False

    try:
        wait_for(answers, 20)
        yield front
    finally:
        running.terminate()
        running.wait()


def test_pages_come_by_tls_and_stay_there(front: Front) -> None:
    page = front.get("/")
    assert page.status == 200 and page.headers["Strict-Transport-Security"].startswith("max-age=")
    plain = urllib3.HTTPConnectionPool("127.0.0.1", front.plain).request(
        "GET", "/articles", headers={"Host": HOST}, redirect=False
    )
    assert plain.status == 308 and plain.headers["Location"].startswith(f"https://{HOST}")


def test_metrics_are_not_for_the_world_and_another_name_is_not_served(front: Front) -> None:
    assert front.get("/metrics").status == 404
    assert front.get("/", host="other.example").status != 200 or not front.get("/", host="other.example").data


def test_a_listener_stays_connected_through_it(front: Front) -> None:
    socket = websocket.create_connection(
        f"wss://127.0.0.1:{front.tls}/socket.io/?EIO=4&transport=websocket", host=HOST, timeout=10,
        sslopt={"cert_reqs": ssl.CERT_NONE, "check_hostname": False, "server_hostname": HOST},
    )  # fmt: skip
    try:
        assert str(socket.recv()).startswith("0{")
        socket.send("40")
        assert str(socket.recv()).startswith("40")
    finally:
        socket.close()


def test_an_event_stream_begins_at_once(front: Front) -> None:
    with urllib3.HTTPSConnectionPool(
        "127.0.0.1", front.tls, server_hostname=HOST, cert_reqs="CERT_NONE", assert_hostname=False, timeout=10
    ) as line:
        answer = line.request("GET", "/api/v1/events", headers={"Host": HOST}, preload_content=False, retries=False)
        assert answer.status == 200 and next(iter(answer.stream(64)))
        answer.close()


def test_the_front_passes_on_what_check_looks_for(front: Front, web: Web) -> None:
    for _ in range(30):
        front.get(
            "/articles",
            **{"X-Forwarded-For": "198.51.100.9", "Sec-Fetch-Site": "same-origin", "Referer": f"https://{HOST}/"},
        )
    ready = urllib3.request("GET", f"http://127.0.0.1:{web.port}/readyz").json()
    assert "front" not in {one["what"] for one in ready["degraded"]}
