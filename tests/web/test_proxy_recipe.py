"""`deploy/nginx.conf` as it stands, in a real nginx before the site: another's name, plain HTTP, floods, signing in."""

from __future__ import annotations

import re
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import urllib3
import websocket

from tests.any_store import connect
from tests.conftest import Valkey
from tests.faults.real_streams import program
from tests.ports import free_port
from tests.web.server import Web, wait_for
from webapp.store.people.staff import Staff

NGINX = program("nginx")
RECIPE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
HOST = "radio.example"
AROUND = """
daemon off;
worker_processes 1;
worker_shutdown_timeout 1s;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{recipe}
}}
"""

pytestmark = [
    pytest.mark.skipif(not (NGINX and program("openssl")), reason="needs nginx and openssl"),
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
def front(valkey_server: Valkey) -> Iterator[Front]:
    connect(valkey_server.url).flushall()
    Staff(connect(valkey_server.url)).set_account("Ligaya", "anchor", "three-words-of-nothing")
    with tempfile.TemporaryDirectory(prefix="airwire-front-") as name:
        folder = Path(name)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", f"/CN={HOST}", "-keyout", "privkey.pem", "-out", "fullchain.pem"],
            cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        folder.chmod(0o755)
        (proof := folder / ".well-known" / "acme-challenge" / "x").parent.mkdir(parents=True)
        proof.write_text("proof")
        (folder / "station.toml").write_text(f'url = "https://{HOST}"\n')
        web = Web(
            valkey_server, AIRWIRE_PROXY_HOPS="1", AIRWIRE_HTTPS="1", AIRWIRE_STATION=str(folder / "station.toml")
        ).start()
        made = Front(free_port(), free_port())
        recipe = RECIPE.read_text()
        for old, new in (
            (r"listen \[::\]:\d+.*\n", ""), (r"listen 80\b", f"listen 127.0.0.1:{made.plain}"),
            (r"listen 443\b", f"listen 127.0.0.1:{made.tls}"), (r"127\.0\.0\.1:8000", f"127.0.0.1:{web.port}"),
            (rf"/etc/letsencrypt/live/{HOST}", name), ("/var/www/letsencrypt", name),
        ):  # fmt: skip
            recipe, count = re.subn(old, new, recipe)
            assert count, f"the recipe has no {old}"
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, recipe=recipe))
        assert NGINX
        process = subprocess.Popen([NGINX, "-p", name, "-c", str(folder / "nginx.conf")])
        try:
            wait_for((folder / "nginx.pid").exists)
            yield made
        finally:
            process.terminate()
            process.wait(10)
            web.stop()


def test_another_name_is_not_served(front: Front) -> None:
    for given in (
        {"tls": False, "host": "evil.example"}, {"host": "evil.example"}, {"host": "127.0.0.1"}, {"sni": "evil.example"},
    ):  # fmt: skip
        with pytest.raises((urllib3.exceptions.ProtocolError, urllib3.exceptions.SSLError)):
            front.ask("/", **given)


def test_plain_http_leads_to_tls_and_certificates_are_still_renewed(front: Front) -> None:
    moved = front.ask("/articles?page=2", tls=False)
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{HOST}/articles?page=2")
    assert front.ask("/.well-known/acme-challenge/x", tls=False).data == b"proof"


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
    files = re.findall(r'(?:href|src)="(/assets/[^"]+)"', front.ask("/").data.decode())
    assert len(files) > 30
    for _ in range(3):
        assert {front.ask(path, address="127.0.0.4").status for path in files} == {200}
