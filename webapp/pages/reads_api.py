"""Reads over HTTP: the token given when an article is opened, the beacon five seconds later, and the list they make."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, get_args

from flask import Blueprint, Response, request
from itsdangerous import BadSignature, Signer

from webapp.newsroom.errors import FieldError, Invalid, NotFound, StoreAway
from webapp.newsroom.model import Window
from webapp.newsroom.readers import Reader
from webapp.site import Site
from webapp.web import Remembered, answer, read_json

COOKIE = "airwire_reader"
COOKIE_S = 400 * 86_400
BEACON_CAP = 2_000
LIST_FRESH_S = 5


def blueprint(site: Site) -> Blueprint:
    """`GET /read-token`, `POST /reads`, `GET /most-read`."""
    doors = Blueprint("reads_api", __name__, url_prefix="/api/v1")
    signer = _signer(site)
    remembered = Remembered()

    @doors.get("/read-token")
    def read_token() -> Response:
        slug = request.args.get("article", "")
        found = site.replica.article(slug)
        if found is None or found.withdrawn is not None:
            raise NotFound(f"there is no article {slug[:120]!r}")
        reader = _reader(signer)
        told = answer({"token": site.reads.token(slug, reader, site.now())})
        if reader.cookie is None and not reader.is_bot:
            _give_cookie(site, signer, reader, told)
        return told

    @doors.post("/reads")
    def reads() -> Response:
        body = read_json(BEACON_CAP)
        if not isinstance(body, dict):
            raise Invalid("the body must be one JSON object", fields=[FieldError("", "expected {article, token}")])
        site.reads.count(body.get("article"), body.get("token"), _reader(signer), site.now())
        return Response(status=204, headers={"Cache-Control": "no-store"})

    @doors.get("/most-read")
    def most_read() -> Response:
        window, limit = _window(request.args.get("window", "24h")), _limit(request.args.get("limit", "10"))
        now = site.now()
        version = (site.replica.version, int(now.timestamp()) // LIST_FRESH_S)

        def render() -> bytes:
            return site.reads.most_read(window, now, limit).model_dump_json().encode()

        response = remembered.answer(("most-read", window, limit), version, "application/json", render)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return doors


def socket_counter(site: Site) -> Callable[[object, object], None]:
    """Counts a read told over the open socket; the reader is the one of its handshake."""
    signer = _signer(site)

    def count(article: object, token: object) -> None:
        site.reads.count(article, token, _reader(signer), site.now())

    return count


def _signer(site: Site) -> Signer:
    return Signer(site.secret_key, salt="airwire.reader")


def _reader(signer: Signer) -> Reader:
    cookie = request.cookies.get(COOKIE)
    try:
        name = signer.unsign(cookie).decode() if cookie else None
    except BadSignature:
        name = None
    return Reader(request.remote_addr or "", request.headers.get("User-Agent", "")[:400], name)


def _give_cookie(site: Site, signer: Signer, reader: Reader, told: Response) -> None:
    try:
        site.reads.may_have_cookie(reader.address)
    except StoreAway:
        return
    cookie = signer.sign(secrets.token_urlsafe(12)).decode()
    told.set_cookie(COOKIE, cookie, max_age=COOKIE_S, httponly=True, samesite="Lax", secure=site.https, path="/")


def _window(text: str) -> Window:
    if text not in get_args(Window):
        problem = "expected one of " + ", ".join(get_args(Window))
        raise Invalid(f"window: {problem}", fields=[FieldError("window", problem)])
    window: Any = text
    return window  # type: ignore[no-any-return]


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= 50):
        raise Invalid("limit: expected 1 to 50", fields=[FieldError("limit", "expected a number from 1 to 50")])
    return int(text)
