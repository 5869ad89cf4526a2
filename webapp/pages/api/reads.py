"""Reads over HTTP: the token for an article that is opened, the beacon that reports the read, and the most-read lists."""

from __future__ import annotations

import orjson
from flask import Blueprint, Response, request

from webapp.newsroom.errors import FieldError, Invalid, NotFound
from webapp.newsroom.model import primary_language
from webapp.newsroom.reads.identity import READER_COOKIE, Reader, network_of
from webapp.newsroom.reads.ranking import MOST_READ_LENGTH, is_too_old, parse_window
from webapp.newsroom.reads.rate_limit import RateLimiter
from webapp.pages.api.read_api import ArticleGone
from webapp.pages.api.read_beacons import MAX_BEACON_BYTES, ReadBeacons
from webapp.store.reads.reads import MAX_LIST_LENGTH
from webapp.web.answer_cache import AnswerCache
from webapp.web.answers import BEACON_COUNTED, BEACON_REFUSED, answer, read_body
from webapp.web.cross_origin import open_to_all
from webapp.web.query import limit_in_query
from webapp.web.site import Site

READER_COOKIE_S = 400 * 86_400


def blueprint(site: Site, beacons: ReadBeacons) -> Blueprint:
    """`GET /read-token`, `POST /reads`, `GET /most-read`."""
    views = Blueprint("reads_api", __name__, url_prefix="/api/v1")
    # Not the tokens: another site's page could report reads for its visitors.
    open_to_all(views, only=("most_read",))
    remembered = AnswerCache()
    openings = RateLimiter(site.station.reads.reports_per_second, site.station.reads.reports_at_once)

    @views.get("/read-token")
    def read_token() -> Response:
        """`{token}`, or 204 for a reader who asks not to be counted."""
        openings.pace(site.station.reads.reports_per_second, site.station.reads.reports_at_once)
        openings.take(network_of(request.remote_addr or ""), site.now())
        slug = _slug(request.args.get("article"))
        found = site.replica.article(slug)
        if found is None:
            raise NotFound(f"there is no article {slug!r}")
        if found.withdrawn is not None:
            raise ArticleGone(f"this article was withdrawn: {found.withdrawn}")
        if beacons.asks_not_to_be_counted(request.environ):
            return Response(status=204, headers={"Cache-Control": "no-store"})
        opening = site.reads.open(slug, _reader(site), site.now())
        given = answer({"token": opening.token})
        if opening.cookie:
            given.set_cookie(
                READER_COOKIE,
                opening.cookie,
                max_age=READER_COOKIE_S,
                httponly=True,
                samesite="Lax",
                secure=site.https,
                path="/",
            )
        return given

    @views.post("/reads")
    def reads() -> Response:
        """204, whether the read counted or was left out as a repeat or a robot's: the reporter does not learn which."""
        if refused := request.environ.get(BEACON_REFUSED):
            raise refused
        if not request.environ.get(BEACON_COUNTED):
            beacons.counted(request.environ, request.remote_addr or "", read_body(MAX_BEACON_BYTES))
        return Response(status=204, headers={"Cache-Control": "no-store"})

    @views.get("/most-read")
    def most_read() -> Response:
        window = parse_window(request.args.get("window", "24h"))
        limit = limit_in_query(MOST_READ_LENGTH, MAX_LIST_LENGTH)
        language = _language(site, request.args.get("lang"))
        shown = site.most_read(window, limit, language)
        listed = {"window": window, "as_of": None, "items": []} if shown is None else shown.dump()
        listed |= {"language": language} if language else {}
        old = shown is not None and is_too_old(shown, site.now())
        listed |= {"old": True} if old else {}
        version = (shown, old, site.replica.version(site.now()))
        return remembered.answer(
            ("most-read", window, limit, language), version, "application/json", lambda: orjson.dumps(listed)
        )

    return views


def _reader(site: Site) -> Reader:
    return site.reads.reader(request.remote_addr, request.headers.get("User-Agent"), request.cookies.get(READER_COOKIE))


def _language(site: Site, text: str | None) -> str | None:
    if not text:
        return None
    known = {primary_language(language) for language in site.station.languages}
    if primary_language(text) not in known:
        problem = f"expected one of {', '.join(sorted(known))}"
        raise Invalid(f"lang: {problem}", fields=[FieldError("lang", problem)])
    return primary_language(text)


def _slug(text: str | None) -> str:
    if not text or len(text) > 200:
        problem = "expected the slug of an article, as in /articles/<slug>"
        raise Invalid(f"article: {problem}", fields=[FieldError("article", problem)])
    return text
