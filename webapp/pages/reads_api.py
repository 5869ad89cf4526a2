"""Reads over HTTP: the token given when an article is opened, the beacon five seconds later, and the lists they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from flask import Blueprint, Response, request

from webapp.newsroom.allowance import Allowances
from webapp.newsroom.drafts import read_draft
from webapp.newsroom.errors import FieldError, Invalid, NotFound
from webapp.newsroom.model import MostRead, Value, Via, Window, primary
from webapp.newsroom.ranking import LIMIT, only, window_named
from webapp.newsroom.readers import COOKIE, Reader, network
from webapp.pages.api import Gone
from webapp.site import Site
from webapp.store.reads import LONGEST
from webapp.store.reads_story import WAYS
from webapp.web import COUNTED, REFUSED, Remembered, answer, json_in, read_body

COOKIE_S = 400 * 86_400
BEACON_CAP = 2_000
_COOKIE = re.compile(rf"(?:^|;)\s*{COOKIE}=([^;\s]*)")


Beacon = Callable[[Mapping[str, Any], str, bytes], None]
"""Counts the read in a body, of the reader of this WSGI environment at this address; raises `NewsroomError`."""


class ReadReport(Value):
    """The body of a beacon."""

    article: str
    token: str
    via: Via = "direct"


def beacon_counter(site: Site) -> Beacon:
    """Counts the read that a beacon tells, by whichever road it came in."""
    rules = site.station.reads
    reports = Allowances(rules.reports_per_second, rules.reports_at_once)

    def count(environ: Mapping[str, Any], address: str, body: bytes) -> None:
        now = site.now()
        reports.take(network(address), now)
        report = read_draft(ReadReport, json_in(body, BEACON_CAP))
        if not _asks_not_to_be_counted(site, environ):
            reader = _reader_of(site, environ, address)
            site.reads.count(report.article, report.token, reader, now, report.via)

    return count


def blueprint(site: Site, beacon: Beacon) -> Blueprint:
    """`GET /read-token`, `POST /reads`, `GET /most-read`."""
    doors = Blueprint("reads_api", __name__, url_prefix="/api/v1")
    remembered = Remembered()
    rules = site.station.reads
    openings = Allowances(rules.reports_per_second, rules.reports_at_once)

    @doors.get("/read-token")
    def read_token() -> Response:
        """`{token}`; 204 without one for a reader who asks not to be counted."""
        openings.take(network(request.remote_addr or ""), site.now())
        slug = _slug(request.args.get("article"))
        found = site.replica.article(slug)
        if found is None:
            raise NotFound(f"there is no article {slug!r}")
        if found.withdrawn is not None:
            raise Gone(f"this article was withdrawn: {found.withdrawn}")
        if _asks_not_to_be_counted(site, request.environ):
            return Response(status=204, headers={"Cache-Control": "no-store"})
        opening = site.reads.open(slug, _reader(site), site.now())
        told = answer({"token": opening.token})
        if opening.cookie:
            told.set_cookie(
                COOKIE, opening.cookie, max_age=COOKIE_S, httponly=True, samesite="Lax", secure=site.https, path="/"
            )
        return told

    @doors.post("/reads")
    def reads() -> Response:
        """204, whether it counted or was left out: that is between the newsroom and its counts."""
        if refused := request.environ.get(REFUSED):
            raise refused
        if not request.environ.get(COUNTED):
            beacon(request.environ, request.remote_addr or "", read_body(BEACON_CAP))
        return Response(status=204, headers={"Cache-Control": "no-store"})

    @doors.get("/most-read")
    def most_read() -> Response:
        window = window_named(request.args.get("window", "24h"))
        limit = _limit(request.args.get("limit", str(LIMIT)))
        language = _language(site, request.args.get("lang"))
        shown = most_read_in(site, window, limit, language)
        listed = {"window": window, "as_of": None, "items": []} if shown is None else shown.dump()
        listed |= {"language": language} if language else {}
        version = (shown, site.replica.version)
        response = remembered.answer(
            ("most-read", window, limit, language), version, "application/json", lambda: orjson.dumps(listed)
        )
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return doors


def most_read_in(site: Site, window: Window, limit: int = LIMIT, language: str | None = None) -> MostRead | None:
    """The list of `window`, of articles in `language` where one is given, without what was withdrawn since; the last
    one while the store is away, `None` without any."""
    board = site.replica.board.most_read
    if board and board.window == window and limit <= LIMIT and language is None:
        return board.model_copy(update={"items": board.items[:limit]})
    listed = site.reads.most_read(window, site.now(), limit, language, board)
    named = (site.replica.article(item.article) for item in listed.items) if listed else ()
    return listed and only(listed, [article.slug for article in named if article and article.withdrawn is None])


def socket_counter(site: Site) -> Callable[[Mapping[str, Any], object, object, object], None]:
    """Counts a read told over the open socket; the reader is the one of its handshake."""

    def count(environ: Mapping[str, Any], article: object, token: object, via: object = None) -> None:
        reader = _reader_of(site, environ, environ.get("REMOTE_ADDR", ""))
        site.reads.count(article, token, reader, site.now(), _via(via))

    return count


def _reader_of(site: Site, environ: Mapping[str, Any], address: str) -> Reader:
    cookie = _COOKIE.search(environ.get("HTTP_COOKIE", ""))
    return site.reads.reader(address, environ.get("HTTP_USER_AGENT"), cookie and cookie[1])


def _reader(site: Site) -> Reader:
    return site.reads.reader(request.remote_addr, request.headers.get("User-Agent"), request.cookies.get(COOKIE))


def _asks_not_to_be_counted(site: Site, environ: Mapping[str, Any]) -> bool:
    asks = environ.get("HTTP_SEC_GPC") == "1" or environ.get("HTTP_DNT") == "1"
    return asks and site.station.reads.honour_privacy_signals


def _via(given: object) -> Via:
    for known in WAYS:
        if known == (given or "direct"):
            return known
    problem = f"expected one of {', '.join(WAYS)}"
    raise Invalid(f"via: {problem}", fields=[FieldError("via", problem)])


def _language(site: Site, text: str | None) -> str | None:
    if not text:
        return None
    known = {primary(language) for language in site.station.languages}
    if primary(text) not in known:
        problem = f"expected one of {', '.join(sorted(known))}"
        raise Invalid(f"lang: {problem}", fields=[FieldError("lang", problem)])
    return primary(text)


def _slug(text: str | None) -> str:
    if not text or len(text) > 200:
        problem = "expected the slug of an article, as in /articles/<slug>"
        raise Invalid(f"article: {problem}", fields=[FieldError("article", problem)])
    return text


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4 and 1 <= int(text) <= LONGEST):
        problem = f"expected a number from 1 to {LONGEST}"
        raise Invalid(f"limit: {problem}", fields=[FieldError("limit", problem)])
    return int(text)
