"""The lower bound under gunicorn: the same bytes from a bare WSGI callable and from a bare Flask view."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import redis
from flask import Flask, Response

BODIES = {path.name: path.read_bytes() for path in Path(os.environ["ANSWERS"]).glob("*")}
"""Airwire's own answers, by their path with its slashes as dots."""

_store = redis.Redis.from_url(os.environ["REDIS_URL"], protocol=2)
_count_script = _store.register_script((resources.files("webapp.store") / "lua" / "count_reads.lua").read_text("utf-8"))

PREFIX = "{airwire}:"
TALLIES = ["repeats:0", "bots:0", "counting", "300:0", "3600:0", "21600:0", "60:0"]
SHARED = [PREFIX + "articles:newest", *(PREFIX + "reads:" + name for name in TALLIES)]
ARGS = [4, 1_800_000, 1_860_000, 93_600, 176_400, 4_200, 93_600, 648_000, 10_800]


def wsgi(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Documents from memory; a POST is a read, counted by the same script before it is acknowledged."""
    if environ["REQUEST_METHOD"] == "POST":
        return _count_read(environ, start)
    body = BODIES.get("page" + environ["PATH_INFO"].replace("/", "."), b"ok")
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _count_read(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    read = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    article, nonce = read["article"], read["token"].split(".")[1]
    reader = environ.get("HTTP_COOKIE", "")
    seen = PREFIX + "seen:" + reader + article
    keys = [
        *SHARED,
        PREFIX + "spent:" + nonce,
        seen,
        seen,
        seen,
        PREFIX + "readers:1:" + article,
        PREFIX + "reads:via:direct:0",
    ]
    (outcome,) = _count_script(keys=keys, args=[*ARGS, article, 1_000_000_000_000, 0])
    start("204 No Content" if outcome == b"counted" else "409 Conflict", [])
    return []


flask = Flask("bare")


@flask.get("/", defaults={"path": ""})
@flask.get("/<path:path>")
def view(path: str) -> Response:
    body = BODIES.get("page." + path.replace("/", "."), b"ok")
    return Response(body, mimetype="application/json")
