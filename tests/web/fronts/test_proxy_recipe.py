"""`deploy/nginx.conf` and `deploy/haproxy.cfg` as they stand, in real programs before the site:
another's name, plain HTTP, floods, signing in."""

from __future__ import annotations

import re
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import urllib3
import websocket

from bench.rig import fronts
from bench.rig.fronts import HOST, program
from tests.any_store import connect
from tests.conftest import Valkey
from tests.web.server import Web, wait_for
from webapp.panel.articles.api import MAX_UPLOAD_BYTES
from webapp.store.people.staff import Staff

FRONTS = {"nginx": fronts.nginx, "haproxy": fronts.haproxy}

pytestmark = [
    pytest.mark.skipif(not program("openssl"), reason="needs openssl"),
    pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning"),
]


@dataclass(frozen=True)
class Front:
    """`ask` is one request; `sni` and `host` are the names it is asked by, `address` where the visitor is."""

    plain: int
    tls: int

    def ask(
        self, path: str, host: str = HOST, tls: bool = True, sni: str = HOST, address: str = "127.0.0.1", **more: Any
    ) -> urllib3.BaseHTTPResponse:
        headers = {"Host": host, **more.pop("headers", {})}
        line = self._line(tls, sni, address)
        return line.request(more.pop("method", "GET"), path, headers=headers, redirect=False, retries=False, **more)

    @cache  # noqa: B019 - it goes with the module's fixture
    def _line(self, tls: bool, sni: str, address: str) -> urllib3.HTTPConnectionPool:
        place: dict[str, Any] = {"host": "127.0.0.1", "source_address": (address, 0), "timeout": 10}
        if not tls:
            return urllib3.HTTPConnectionPool(port=self.plain, **place)
        return urllib3.HTTPSConnectionPool(
            port=self.tls, server_hostname=sni, cert_reqs="CERT_NONE", assert_hostname=False, **place
        )


@pytest.fixture(scope="module")
def web(valkey_server: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    connect(valkey_server.url).flushall()
    Staff(connect(valkey_server.url)).set_account("Ligaya", "anchor", "three-words-of-nothing")
    station = tmp_path_factory.mktemp("station") / "station.toml"
    station.write_text(f'url = "https://{HOST}"\n')
    web = Web(valkey_server, AIRWIRE_PROXY_HOPS="1", AIRWIRE_HTTPS="1", AIRWIRE_STATION=str(station)).start()
    yield web
    web.end()


@pytest.fixture(scope="module")
def token(web: Web, valkey_server: Valkey) -> str:
    return Staff(connect(valkey_server.url)).add_token("pictures", "editor")


@pytest.fixture(scope="module", params=FRONTS)
def front(web: Web, request: pytest.FixtureRequest) -> Iterator[Front]:
    if not program(request.param):
        pytest.skip(f"needs {request.param}")
    with tempfile.TemporaryDirectory(prefix="airwire-front-") as name, pytest.MonkeyPatch.context() as environment:
        environment.setenv("ACME_THUMBPRINT", "thumb")
        (proof := Path(name) / ".well-known" / "acme-challenge" / "x").parent.mkdir(parents=True)
        proof.write_text("x.thumb")
        with FRONTS[request.param](Path(name), [f"127.0.0.1:{web.port}"]) as running:
            wait_for(lambda: running.get("/").status == 200)
            yield Front(running.plain, running.tls)


def test_another_name_is_not_served(front: Front) -> None:
    for given in (
        {"tls": False, "host": "evil.example"}, {"host": "evil.example"}, {"host": "127.0.0.1"}, {"sni": "evil.example"},
    ):  # fmt: skip
        with pytest.raises((urllib3.exceptions.ProtocolError, urllib3.exceptions.SSLError)):
            front.ask("/", **given)


def test_plain_http_leads_to_tls_and_certificates_are_still_renewed(front: Front) -> None:
    moved = front.ask("/articles?page=2", tls=False)
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{HOST}/articles?page=2")
    assert front.ask("/.well-known/acme-challenge/x", tls=False).data == b"x.thumb"


def test_a_browser_that_was_here_comes_back_by_tls(front: Front) -> None:
    for path in ("/", "/none", "/api/v1/snapshot"):
        assert front.ask(path).headers["Strict-Transport-Security"] == "max-age=31536000"


def test_signing_in_works_on_another_port_too(front: Front) -> None:
    """Forms are taken only from the address that showed them, port and all."""
    at = f"{HOST}:{front.tls}"
    form = front.ask("/panel/sign-in", host=at)
    token = re.search(r'name="csrf" content="([^"]+)"', form.data.decode())
    assert token
    signed_in = front.ask(
        "/panel/sign-in", host=at, method="POST",
        fields={"csrf_token": token[1], "name": "Ligaya", "password": "three-words-of-nothing"}, encode_multipart=False,
        headers={"Cookie": form.headers["Set-Cookie"].split(";")[0], "Referer": f"https://{at}/panel/sign-in"},
    )  # fmt: skip
    assert signed_in.status == 302, signed_in.data


@pytest.mark.parametrize(("size", "status"), [(MAX_UPLOAD_BYTES, 422), (MAX_UPLOAD_BYTES + 1, 413), (12_000_000, 413)])
def test_the_largest_picture_comes_through_and_no_larger_one(front: Front, size: int, status: int, token: str) -> None:
    """What comes through is told to be no picture."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "image/jpeg"}
    assert front.ask("/api/v1/pictures", method="POST", body=bytes(size), headers=headers).status == status


def test_listeners_connect_through_it(front: Front) -> None:
    socket = websocket.create_connection(
        f"wss://127.0.0.1:{front.tls}/socket.io/?EIO=4&transport=websocket", timeout=10, host=HOST,
        sslopt={"cert_reqs": ssl.CERT_NONE, "check_hostname": False, "server_hostname": HOST},
    )  # fmt: skip
    assert str(socket.recv()).startswith('0{"sid"')
    socket.close()


def test_one_address_that_orders_what_is_dear_is_slowed_and_nobody_else_is(front: Front) -> None:
    answers = (front.ask(f"/articles?flood={number}", address="127.0.0.2") for number in range(1_000))
    refused = next(answer for answer in answers if answer.status != 200)
    assert refused.status == 429 and refused.headers["Retry-After"] == "2" and b"try again in a moment" in refused.data
    assert front.ask("/", address="127.0.0.2").status == 200
    assert front.ask("/articles?page=1", address="127.0.0.3").status == 200


def test_a_page_with_all_its_files_is_far_from_any_limit(front: Front) -> None:
    """However they are bundled: sixty requests are the page that is not."""
    files = re.findall(r'(?:href|src)="(/assets/[^"]+)"', front.ask("/").data.decode())
    assert files
    asked = [files[number % len(files)] for number in range(3 * 60)]
    assert {front.ask(path, address="127.0.0.4").status for path in asked} == {200}
