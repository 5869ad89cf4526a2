"""The listeners' pages: `/`, `/lite`, `/articles`, `/articles/<slug>`, `/schedule`, `/most-read`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from webapp.newsroom.articles.search.terms import search_terms
from webapp.newsroom.errors import N_, NotFound
from webapp.newsroom.model import Article, Programme
from webapp.newsroom.reads.ranking import WINDOWS, is_too_old, parse_window
from webapp.newsroom.schedule.days import local_date, planned_broadcasts
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.pages.article_lists import ArticleLists
from webapp.pages.html.addresses import absolute, shown_link_card, site_url
from webapp.pages.html.frame import PageFrame
from webapp.pages.html.json_ld import Show, broadcasts, news_article
from webapp.pages.html.reader_settings import articles_language, remember_articles_language
from webapp.pages.html.search import Search, result_card
from webapp.pages.planned_days import PlannedDays
from webapp.web.languages import languages
from webapp.web.link_cards import article_card
from webapp.web.query import day_in_path, page_number
from webapp.web.site import Site

PAGE_SIZE = 20
MAX_LIVE_ARTICLES = 10
MAX_RELATED = 4
MAX_FOUND = 30


def blueprint(
    site: Site, frame: PageFrame, search: Search, days: PlannedDays, article_lists: ArticleLists
) -> Blueprint:
    views = Blueprint("listen", __name__)
    replica = site.replica

    def today() -> list[dict[str, Any]]:
        return _rows(days, replica.grid, local_date(replica.grid.tz, site.now()))

    def newest(language: str, count: int) -> Sequence[Article]:
        return article_lists.catalogue().of("", language)[:count] if language else replica.newest(count)

    def live_context() -> dict[str, Any]:
        on_air = replica.visible(site.now()).on_air
        shows = []
        if on_air.programme and (times := _programme_times(site)):
            shows = [Show(on_air.programme, *times, live=True)]
        json_ld = broadcasts(site.station, site_url(site), shows)
        return {
            "articles": _cards(newest(articles_language(site.station), MAX_LIVE_ARTICLES)),
            "today": today(),
            "has_grid": bool(replica.grid.programmes),
            "json_ld": json_ld,
        }

    @views.get("/")
    def live() -> Response:
        return frame.page("live.html", articles_language(site.station), live_context, path="/", embed="/")

    @views.get("/lite")
    def lite() -> Response:
        every = 60 if request.args.get("every") == "60" else None
        return frame.page(
            "lite.html",
            (every, articles_language(site.station)),
            lambda: {**live_context(), "every": every},
            shows_age=True,
        )

    def search_page(query: str) -> Response:
        found = search.find(query, MAX_FOUND, address=request.remote_addr or "")

        def context() -> dict[str, Any]:
            words = search_terms(query).words
            return {"query": query, "found": [result_card(article, words) for article in found]}

        which = tuple((article.slug, article.rev) for article in found)
        return frame.page("search.html", query, context, depends=which, lane=site.lanes.reading, personal=True)

    @views.get("/articles")
    def articles() -> Response:
        page, topic = page_number(request.args.get("page")), request.args.get("topic") or None
        if (query := request.args.get("q")) is not None:
            return search_page(" ".join(query[:400].split()))
        skip = (page - 1) * PAGE_SIZE
        of = articles_language(site.station)
        chosen = article_lists.catalogue().of(topic or "", of) if topic or of else ()
        pages = max(1, -(-(len(chosen) if topic or of else replica.articles_out) // PAGE_SIZE))
        if page > pages or (topic and not article_lists.catalogue().of(topic)):
            raise NotFound(N_("there is no such page"))

        def context() -> dict[str, Any]:
            shown = chosen[skip : skip + PAGE_SIZE] if topic or of else replica.newest(PAGE_SIZE, skip)
            return {"articles": _cards(shown), "page": page, "pages": pages, "topic": topic, "of": of}

        first = page == 1 and not topic
        where = {"topic": topic} if topic else {}
        where |= {"of": of} if of and request.args.get("of") == of else {}
        where |= {"page": str(page)} if page > 1 else {}
        path = "/articles" + (f"?{urlencode(where)}" if where else "")
        lane = None if first else site.lanes.reading
        response = frame.page("articles.html", (page, topic, of), context, lane=lane, path=path)
        return remember_articles_language(response, site.station)

    @views.get("/articles/<slug>")
    def article(slug: str) -> Response:
        found = replica.article(slug)
        if found is None:
            raise NotFound(N_("there is no such article"))
        beside = search.related(found, MAX_RELATED)

        def context() -> dict[str, Any]:
            address = f"{site_url(site)}/articles/{slug}"
            shared, shown_here = found.shared_picture(), found.shown_picture()
            picture = absolute(site, shared.url) if shared else None
            card = shown_link_card(site, article_card(found, site.station))
            if shared and picture and found.withdrawn is None:
                card = {
                    "url": picture,
                    "width": shared.width,
                    "height": shared.height,
                    "alt": shared.alt or found.title,
                }
            return {
                "link_card": card,
                "article": {**found.dump(), "picture": shown_here and shown_here.dump()},
                "related": _cards(beside),
                "json_ld": None if found.withdrawn is not None else news_article(found, site.station, address, picture),
                "address": address,
            }

        status = 200 if found.withdrawn is None else 410
        embed = f"/articles/{slug}" if status == 200 else None
        return frame.page("article.html", slug, context, status, found.rev, lane=site.lanes.reading, embed=embed)

    @views.get("/schedule")
    def schedule() -> Response:
        this_day = local_date(replica.grid.tz, site.now())
        chosen = _date(request.args.get("day"), this_day)
        first = chosen - timedelta(days=chosen.weekday())

        def context() -> dict[str, Any]:
            grid, week = replica.grid, [first + timedelta(days=n) for n in range(7)]
            rows = [{"date": d, "broadcasts": _rows(days, grid, d)} for d in week] if grid.programmes else []
            shows = _shows(days, grid, chosen, site.now())
            ld = broadcasts(site.station, site_url(site), shows)
            return {"days": rows, "chosen": chosen, "this_day": this_day, "json_ld": ld}

        is_today = chosen == this_day
        path = "/schedule" if is_today else f"/schedule?day={chosen}"
        return frame.page("schedule.html", chosen, context, lane=None if is_today else site.lanes.odd, path=path)

    @views.get("/most-read")
    def most_read() -> Response:
        asked = request.args.get("window", "24h")
        if asked not in WINDOWS:
            raise NotFound("there is no such period; there are " + ", ".join(WINDOWS))
        window, of = parse_window(asked), request.args.get("of", "")
        if of and of not in languages(site.station):
            raise NotFound(N_("there are no articles in such a language"))
        shown = site.most_read(window, language=of or None)
        old = shown is not None and is_too_old(shown, site.now())
        listed = None if shown is None or old else shown.dump()
        context = {"list": listed, "window": window, "of": of, "old": old}
        where: dict[str, str] = {"window": window} if window != "24h" else {}
        where |= {"of": of} if of else {}
        path = "/most-read" + (f"?{urlencode(where)}" if where else "")
        embed = "/most-read"
        return frame.page("most_read.html", (window, of), lambda: context, 200, (shown, old), path=path, embed=embed)

    return views


def _cards(articles: Sequence[Article]) -> list[dict[str, Any]]:
    return [article.card().dump() for article in articles]


def _rows(days: PlannedDays, grid: Grid, of: date) -> list[dict[str, Any]]:
    """The broadcasts of a date as rows of {programme, segment?, starts_at, ends_at}, one for each segment."""
    rows: list[dict[str, Any]] = []
    for show in (planned.dump() for planned in days.of(grid, of)):
        programme = show["programme"]
        whole = {"starts_at": show["starts_at"], "ends_at": show["ends_at"]}
        rows += [{"programme": programme, **part} for part in show.get("segments") or [whole]]
    return rows


def _shows(days: PlannedDays, grid: Grid, of: date, now: datetime) -> list[Show]:
    return [
        Show(Programme.load(one.dump()["programme"]), one.starts_at, one.ends_at, one.starts_at <= now < one.ends_at)
        for one in days.of(grid, of)
    ]


def _programme_times(site: Site) -> tuple[datetime, datetime] | None:
    """Start and end of the programme on the air, by the grid; `None` for one that is held by hand."""
    now = site.now()
    on_air = site.replica.visible(now).on_air
    for show in planned_broadcasts(site.replica.grid, now, now + timedelta(minutes=1)):
        if on_air.programme and show.programme.id == on_air.programme.id:
            return show.starts_at, show.ends_at
    return None


def _date(text: str | None, default: date) -> date:
    chosen = day_in_path(text, default)
    if abs(chosen - default) > timedelta(days=366):
        raise NotFound(N_("this day is too far away"))
    return chosen
