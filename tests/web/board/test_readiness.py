"""A host whose board is stale, or that is about to go down, is left by whoever can ask another one, and by nobody else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner

from tests.any_store import Store
from tests.conftest import NOON, Valkey
from tests.web.in_process_site import InProcessSite, open_site
from tests.web.server import SECRET
from webapp.cli import main
from webapp.delivery.socketio.opening import Own, check
from webapp.delivery.websocket.receiver import BadHandshake
from webapp.processes import leaving

WEBSOCKET = {
    "REQUEST_METHOD": "GET", "SERVER_PROTOCOL": "HTTP/1.1", "QUERY_STRING": "EIO=4&transport=websocket",
    "HTTP_UPGRADE": "websocket", "HTTP_CONNECTION": "Upgrade", "HTTP_SEC_WEBSOCKET_VERSION": "13",
    "HTTP_SEC_WEBSOCKET_KEY": "AAAAAAAAAAAAAAAAAAAAAA==",
}  # fmt: skip


@pytest.fixture
def site(valkey_server: Valkey, store: Store, tmp_path: Path) -> Iterator[InProcessSite]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield open_site(valkey_server, clock, tmp_path)


@pytest.fixture
def going_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaving, "_shared", bytearray(b"\1"))


def test_a_stale_host_leaves_pages_to_another_one_where_the_front_has_one(site: InProcessSite) -> None:
    front = site.client(airwire_another_host="yes")
    assert front.get("/").status_code == 200
    site.wait(seconds=10.5)
    for path in ("/", "/api/v1/snapshot", "/articles", "/readyz"):
        assert front.get(path).status_code == 504, path
    assert site.client().get("/").status_code == 200, "nobody else can serve this visitor: a page with its age"
    site.follow()
    assert front.get("/").status_code == 200


def test_what_may_change_something_is_never_left_to_another_host(site: InProcessSite) -> None:
    site.wait(seconds=10.5)
    assert site.client(airwire_another_host="yes").post("/api/v1/breaking", json={}).status_code == 401


@pytest.mark.usefixtures("going_down")
def test_a_host_that_goes_down_says_so_while_it_still_serves(site: InProcessSite) -> None:
    answer = site.client().get("/readyz")
    assert (answer.status_code, answer.get_json()["reason"]) == (503, "this server is going down")
    assert site.client(airwire_another_host="yes").get("/").status_code == 504
    assert site.client().get("/").status_code == 200


def refusal(site: InProcessSite, **headers: str) -> str | None:
    """The status and headers with which a new websocket is refused, before its socket is looked at."""

    class TakenOver(Exception):
        pass

    def take_over() -> None:
        raise TakenOver

    try:
        environ = WEBSOCKET | headers
        site.running.socketio.server.eio.admit(check(environ), Own.of(environ), take_over)
    except BadHandshake as refused:
        return " ".join([refused.status[:3], *(name for name, _ in refused.headers)])
    except TakenOver:
        return None
    raise AssertionError("neither")


def test_a_stale_host_takes_listeners_until_another_is_known_to_be_ready(site: InProcessSite) -> None:
    by_front = {"HTTP_AIRWIRE_ANOTHER_HOST": "yes"}
    assert refusal(site) is None and refusal(site, **by_front) is None
    site.wait(seconds=10.5)
    assert refusal(site) is None, "perhaps the store is away for all"
    assert refusal(site, **by_front) == "504"
    site.running.site.readiness.another_is_ready = True
    assert refusal(site) == "503 Retry-After"
    site.follow()
    assert refusal(site) is None and refusal(site, **by_front) is None


def test_what_is_kept_ready_is_not_given_out_past_the_front(site: InProcessSite) -> None:
    ready = site.running.ready
    head = b"GET /lite HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert ready.at_once(head, "127.0.0.1", ("127.0.0.1", 80), lambda _: None)() is not None  # type: ignore[operator,misc]
    site.wait(seconds=10.5)
    assert ready.at_once(head, "127.0.0.1", ("127.0.0.1", 80), lambda _: None)() is None  # type: ignore[operator,misc]


@pytest.mark.parametrize(("status", "said"), [("ready", "ok   front"), ("not ready", "BAD  front"), ("", "BAD  front")])
def test_the_check_of_a_set_up_asks_the_front_too(
    site: InProcessSite, monkeypatch: pytest.MonkeyPatch, status: str, said: str
) -> None:
    class Front(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path == "/readyz"
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"status": status} if status else "a page").encode())

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Front) as front:
        threading.Thread(target=front.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{front.server_port}"
        for name, value in {
            "REDIS_URL": site.running.services.redis_url, "SECRET_KEY": SECRET, "AIRWIRE_FRONT_URL": url,
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        output = CliRunner().invoke(main, ["check"]).output
        front.shutdown()
    assert f"{said} {url}: " in output
