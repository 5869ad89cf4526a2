"""The fronts of `deploy/` as they stand, run on loopback: only addresses, ports, certificates and folders are replaced."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import urllib3

from bench.rig.processes import ROOT
from tests.ports import free_port

HOST = "radio.example"

NGINX_AROUND = """
daemon off;
worker_processes 1;
worker_shutdown_timeout 1s;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
    log_format kept "$time_iso8601 $upstream_cache_status $request_uri <$sent_http_content_encoding>";
    access_log {folder}/access.log kept;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{recipe}
}}
"""


def program(name: str) -> str | None:
    """Where a program is, sbin included."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"))
    return shutil.which(name, path=path)


def replaced(recipe: str, *changes: tuple[str, str]) -> str:
    """`recipe` with each pattern replaced wherever it stands. Raises `ValueError` for one that stands nowhere."""
    for old, new in changes:
        recipe, count = re.subn(old, new, recipe)
        if not count:
            raise ValueError(f"the recipe has no {old}")
    return recipe


def certificate(folder: Path) -> None:
    """`privkey.pem`, `fullchain.pem`, and both in `both.pem`."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", f"/CN={HOST}", "-keyout", "privkey.pem", "-out", "fullchain.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    (folder / "both.pem").write_text((folder / "fullchain.pem").read_text() + (folder / "privkey.pem").read_text())


class Front:
    """A running front. `get` asks it for a path under the station's name, by TLS where it has it."""

    def __init__(self, tls: bool = True) -> None:
        self.plain, self.tls = free_port(), free_port() if tls else 0
        self.inside = free_port()
        """Where hosts ask whether one of them is ready."""

    def get(
        self, path: str, headers: Mapping[str, str] | None = None, timeout_s: float = 15.0
    ) -> urllib3.BaseHTTPResponse:
        """On a connection of its own, as a visitor who comes for the first time. Raises `urllib3.exceptions.HTTPError`."""
        options: dict[str, Any] = {"timeout": timeout_s, "maxsize": 1}
        line = (
            urllib3.HTTPSConnectionPool(
                "127.0.0.1", self.tls, server_hostname=HOST, cert_reqs="CERT_NONE", assert_hostname=False, **options
            )
            if self.tls
            else urllib3.HTTPConnectionPool("127.0.0.1", self.plain, **options)
        )
        with line:
            return line.request("GET", path, headers={"Host": HOST, **(headers or {})}, redirect=False, retries=False)


def haproxy_recipe(hosts: Sequence[str], *changes: tuple[str, str]) -> str:
    """`deploy/haproxy.cfg` for `hosts` (`address:port`), with `changes`."""
    servers = "\n".join(f"    server web{number} {at}" for number, at in enumerate(hosts, 1))
    recipe = (ROOT / "deploy" / "haproxy.cfg").read_text()
    return replaced(
        recipe, (r"    server web1 .*\n    server web2 .*", servers), (r"/dev/log", "127.0.0.1:9"),
        (r"maxconn 50000", "maxconn 8000"), *changes,
    )  # fmt: skip


@contextlib.contextmanager
def haproxy(folder: Path, hosts: Sequence[str], *changes: tuple[str, str]) -> Iterator[Front]:
    """`deploy/haproxy.cfg` before `hosts` (`address:port`)."""
    front = Front()
    certificate(folder)
    recipe = haproxy_recipe(
        hosts, (r"bind :80\b", f"bind 127.0.0.1:{front.plain}"),
        (r"bind :443 ssl crt \S+", f"bind 127.0.0.1:{front.tls} ssl crt {folder}/both.pem"),
        (r"bind 10\.0\.0\.1:8100", f"bind 127.0.0.1:{front.inside}"), (r"/run/haproxy/admin.sock", f"{folder}/admin.sock"),
        *changes,
    )  # fmt: skip
    config = _written(folder / "haproxy.cfg", recipe)
    with _running([str(program("haproxy")), "-f", str(config)], folder, front):
        yield front


@contextlib.contextmanager
def nginx(folder: Path, hosts: Sequence[str], *changes: tuple[str, str]) -> Iterator[Front]:
    """`deploy/nginx.conf` before `hosts` (`address:port`)."""
    front = Front()
    certificate(folder)
    recipe = (ROOT / "deploy" / "nginx.conf").read_text()
    recipe = replaced(
        recipe,
        (r"    server 127\.0\.0\.1:8000( .*);", "\n".join(rf"    server {at}\1;" for at in hosts)),
        (r"listen \[::\]:\d+.*\n", ""), (r"listen 80\b", f"listen 127.0.0.1:{front.plain}"),
        (r"listen 443\b", f"listen 127.0.0.1:{front.tls}"), (rf"/etc/letsencrypt/live/{HOST}", str(folder)),
        ("/var/www/letsencrypt", str(folder)), (r"listen 127\.0\.0\.1:8100", f"listen 127.0.0.1:{front.inside}"), *changes,
    )  # fmt: skip
    with _nginx_running(folder, recipe, front):
        yield front


@contextlib.contextmanager
def edge(folder: Path, origin: str) -> Iterator[Front]:
    """`deploy/edge.conf` before the origin `address:port`, without TLS; its log has the cache's word on each request."""
    front = Front(tls=False)
    recipe = (ROOT / "deploy" / "edge.conf").read_text()
    recipe = replaced(
        recipe, (r"server 10\.0\.0\.1:80;", f"server {origin};"), (r"listen 8080\b", f"listen 127.0.0.1:{front.plain}"),
        (r"/var/cache/nginx/", f"{folder}/"),
    )  # fmt: skip
    with _nginx_running(folder, recipe, front):
        yield front


@contextlib.contextmanager
def _nginx_running(folder: Path, recipe: str, front: Front) -> Iterator[None]:
    folder.chmod(0o755)
    config = _written(folder / "nginx.conf", NGINX_AROUND.format(folder=folder, recipe=recipe))
    with _running([str(program("nginx")), "-p", str(folder), "-c", str(config)], folder, front):
        yield


@contextlib.contextmanager
def _running(command: list[str], folder: Path, front: Front) -> Iterator[None]:
    with (folder / "front.log").open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + 10
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(urllib3.exceptions.HTTPError):
                front.get("/healthz", timeout_s=2.0)
                break
            time.sleep(0.05)
        if process.poll() is not None:
            raise RuntimeError((folder / "front.log").read_text())
        yield
    finally:
        process.terminate()
        process.wait(10)


def _written(path: Path, text: str) -> Path:
    path.write_text(text)
    return path
