"""The read half of `/api/v1`, answered from this process's copy of the board."""

from __future__ import annotations

from datetime import timedelta

import orjson
from flask import Blueprint, Response, request

from webapp.newsroom.errors import NotFound
from webapp.newsroom.reads.ranking import is_too_old
from webapp.newsroom.schedule.days import check_span
from webapp.newsroom.times import rfc3339
from webapp.pages.article_lists import ArticleLists
from webapp.pages.html.frame import PageFrame
from webapp.pages.html.search import Search
from webapp.pages.planned_days import PlannedDays, json_array
from webapp.web.answer_cache import AnswerCache
from webapp.web.answers import answer, conditional_answer
from webapp.web.cross_origin import open_to_all
from webapp.web.query import instant_in_query, limit_in_query, page_number
from webapp.web.site import Site

PAGE_SIZE = 20
MAX_PAGE_SIZE = 50


def blueprint(
    site: Site, frame: PageFrame, search: Search, days: PlannedDays, article_lists: ArticleLists
) -> Blueprint:
    """`GET /snapshot`, `/time`, `/articles`, `/articles/<slug>`, `/schedule`."""
    views = Blueprint("read_api", __name__, url_prefix="/api/v1")
    remembered = AnswerCache(dictionaries=site.dictionaries)
    schedules = AnswerCache(100, 8_000_000)
    replica = site.replica
    open_to_all(views)

    @views.get("/snapshot")
    def snapshot() -> Response:
        # `now` and `as_of` change the bytes each second; the ETag stands for the board and whether it is fresh.
        now = site.now()
        version = replica.version(now)
        epoch, seq, _, until = version
        listed = replica.board.most_read
        says = (epoch, seq, until, frame.stale_since() is not None, listed is not None and is_too_old(listed, now))

        def render() -> bytes:
            return orjson.dumps({**replica.visible(now).public(now), "as_of": _confirmed_at(site)})

        # A difference may be the first to a dictionary, which takes some milliseconds.
        lane = site.lanes.front if site.dictionaries.of_client(request.environ) else None
        return remembered.answer(
            "snapshot", (version, int(now.timestamp())), "application/json", render, etag_of=says, lane=lane
        )

    @views.get("/time")
    def time() -> Response:
        """The server's clock, for browsers whose own is wrong: `{now}`, never cached. A page's script also learns here which
        `dictionary` to fetch: not before the page has all it needs, as by a header of the page itself."""
        dictionary = site.dictionaries.to_fetch(request.environ, frame.language, first=True)
        return answer({"now": rfc3339(site.now())} | ({"dictionary": dictionary.path} if dictionary else {}))

    @views.get("/articles")
    def articles() -> Response:
        page, limit, lang = (
            page_number(request.args.get("page")),
            limit_in_query(PAGE_SIZE, MAX_PAGE_SIZE),
            request.args.get("lang"),
        )
        if query := request.args.get("q", ""):
            found = search.find(query, limit, lang, request.remote_addr or "")
            return conditional_answer({"articles": [article.card().dump() for article in found], "q": query[:400]})
        topic = request.args.get("topic", "").strip().casefold()
        skip = (page - 1) * limit
        fit = article_lists.catalogue().of(topic, lang or "") if lang or topic else None

        def render() -> bytes:
            if fit is None:
                found, total = replica.newest(limit, skip), replica.articles_out
            else:
                found, total = list(fit[skip : skip + limit]), len(fit)
            cards = [article.card().dump() for article in found]
            return orjson.dumps({"articles": cards, "page": page, "total": total})

        name = ("articles", page, limit, lang, topic)
        return remembered.answer(name, replica.version(site.now()), "application/json", render)

    @views.get("/articles/<slug>")
    def article(slug: str) -> Response:
        found = replica.article(slug)
        if found is None:
            raise NotFound(f"there is no article {slug!r}")
        if found.withdrawn is not None:
            raise ArticleGone(f"this article was withdrawn: {found.withdrawn}")
        shown = found.model_copy(update={"picture": found.shown_picture()})
        return remembered.answer(
            ("article", slug), found.rev, "application/json",
            lambda: orjson.dumps(shown.model_dump(mode="json", exclude_none=True, exclude={"source"})),
        )  # fmt: skip

    @views.get("/schedule")
    def schedule() -> Response:
        start = instant_in_query("from", site.now().replace(second=0, microsecond=0))  # the same answer for a minute
        end = instant_in_query("to", start + timedelta(days=1))
        check_span(start, end)
        grid, bounds = replica.grid, (rfc3339(start), rfc3339(end))

        def render() -> bytes:
            head = orjson.dumps({"from": bounds[0], "to": bounds[1]}).removesuffix(b"}")
            return head + b',"broadcasts":' + json_array(days.between(grid, start, end)) + b"}"

        return schedules.answer(
            (start, end), grid.revision, "application/json", render, "public, max-age=30", lane=site.lanes.odd
        )

    return views


class ArticleGone(NotFound):
    status = 410
    code = "withdrawn"


def _confirmed_at(site: Site) -> str | None:
    """When the store last confirmed this copy of the board; older than now while the store is away."""
    return rfc3339(site.replica.heard_at) if site.replica.heard_at else None
