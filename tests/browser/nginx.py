"""A real nginx before the site, in a folder of its own."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from tests.faults.real_streams import program
from tests.web.server import wait_for

NGINX = program("nginx")

UPGRADES = "proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_word;"
"""What lets websockets through."""

CONFIG = """
daemon off;
master_process on;
worker_processes 1;
worker_shutdown_timeout 1s;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ application/vnd.apple.mpegurl m3u8; video/mp2t ts; audio/mp4 m4s; }}
    map $http_upgrade $connection_word {{ default upgrade; '' ''; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass {site};
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            {habits}
        }}
        {more}
    }}
}}
"""


class Nginx:
    """Stands before `site` on `port`; `run` starts it, or has it take on other words and hang up on who is there."""

    def __init__(self, folder: Path, port: int, site: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._folder, self._port, self._site = folder, port, site
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, *habits: str, more: str = "") -> None:
        """`habits` stand where the site is passed on, `more` beside it."""
        config, words = self._folder / "nginx.conf", "\n".join(habits)
        settings = {"folder": self._folder, "port": self._port, "site": self._site, "habits": words, "more": more}
        config.write_text(CONFIG.format(**settings))
        if self._process:
            self._process.send_signal(signal.SIGHUP)
            return
        assert NGINX
        self._process = subprocess.Popen([NGINX, "-p", str(self._folder), "-c", str(config)])
        wait_for((self._folder / "nginx.pid").exists)

    def stop(self) -> None:
        """Every connection ends, and none is taken."""
        if self._process:
            self._process.terminate()
            self._process.wait(10)
            self._process = None
