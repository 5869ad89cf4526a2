"""The least there can be under gunicorn: the same bytes from a bare WSGI callable and from a bare Flask view."""

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
_count = _store.register_script((resources.files("webapp.store") / "lua" / "count_reads.lua").read_text("utf-8"))

P = "{airwire}:"
TALLIES = ["repeats:0", "bots:0", "counting", "300:0", "3600:0", "21600:0"]
SHARED = [P + "articles:newest", *(P + "reads:" + name for name in TALLIES)]
ARGS = [3, 1_800_000, 1_860_000, 93_600, 176_400, 4_200, 93_600, 648_000]


def wsgi(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Documents from memory; a POST is a read, counted by the same script before it is acknowledged."""
    if environ["REQUEST_METHOD"] == "POST":
        return _told(environ, start)
    body = BODIES.get("page" + environ["PATH_INFO"].replace("/", "."), b"ok")
    start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _told(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    report = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    article, nonce = report["article"], report["token"].split(".")[1]
    reader = environ.get("HTTP_COOKIE", "")
    seen = P + "seen:" + reader + article
    keys = [*SHARED, P + "spent:" + nonce, seen, "", "", P + "readers:1:" + article, P + "reads:via:direct:0"]
    (outcome,) = _count(keys=keys, args=[*ARGS, article, 1_000_000_000_000, 0])
    start("204 No Content" if outcome == b"counted" else "409 Conflict", [])
    return []


flask = Flask("bare")


@flask.get("/", defaults={"path": ""})
@flask.get("/<path:path>")
def view(path: str) -> Response:
    body = BODIES.get("page." + path.replace("/", "."), b"ok")
    return Response(body, mimetype="application/json")
