"""`/panel/reads`: why each story has its place on the most-read list, and the editors' choices about it."""

from __future__ import annotations

from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import N_, NewsroomError, NotFound, StoreAway
from webapp.newsroom.model import Window, primary_language
from webapp.newsroom.reads.pins import MAX_PINNED
from webapp.newsroom.reads.ranking import WINDOWS, Tally, by_reads, is_too_old, parse_window, window_start
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.reads.airtime import A_DAY, airtime_picture, marks_of
from webapp.panel.reads.chart import hours_chart
from webapp.panel.reads.pin_form import read_pin_form, refusal_message
from webapp.panel.reads.pinning import choose_most_read, release_most_read
from webapp.store.reads.story import Ages
from webapp.web.catalogs import language_names
from webapp.web.site import Site

MAX_CANDIDATES = 10
"""Stories below the list that are shown, the most read first."""

RANKING_OVERDUE = timedelta(seconds=30)
"""The leading clock ranks every five seconds; after this the page says that it does not."""


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/reads?window=&of=`, `GET|POST /panel/reads/<slug>`."""
    views = Blueprint("panel_reads", __name__, url_prefix="/panel/reads")

    @views.get("")
    def the_list() -> Response | AnyResponse:
        window, of = _window(request.args.get("window", "24h")), request.args.get("of", "")
        languages = {
            primary_language(tag): language_names().get(primary_language(tag), tag) for tag in site.station.languages
        }
        if of and of not in languages:
            raise NotFound(N_("there are no articles in such a language"))
        now = site.now()

        def context() -> dict[str, Any]:
            choices = {choice.article: choice for choice in site.choices.in_force(now)}
            shown = site.most_read(window, language=of or None)
            listed = {item.article for item in shown.items} if shown else set()
            waiting = [tally for tally in _tallies(site, window, now, of) if tally.article not in listed][
                :MAX_CANDIDATES
            ]
            titles = {slug: article.title for slug in choices if (article := site.replica.article(slug))}
            return {
                "shown": shown, "hidden": shown is not None and is_too_old(shown, now),
                "waiting": _rows(site, waiting), "choices": choices, "titles": titles,
                **_list_ages(site, now),
            }  # fmt: skip

        return _page(
            site, "panel/reads/page.html", context,
            window=window, windows=list(WINDOWS), of=of, languages=languages, floor=site.station.reads.floor,
        )  # fmt: skip

    @views.get("/<slug>")
    def story(slug: str) -> Response | AnyResponse:
        return _story(slug)

    @views.post("/<slug>")
    def choose(slug: str) -> Response | AnyResponse:
        by, now, form = guard.actor("articles"), site.now(), request.form
        key = form.get("key", "")[:100] or None
        try:
            if form.get("action") == "release":
                release_most_read(site, slug, by, now, key)
            else:
                draft = read_pin_form(form, now)
                choose_most_read(site, slug, draft, by, now, key, [draft.action, draft.reason, form.get("hours")])
        except NewsroomError as error:
            wrong = {field["field"]: field["problem"] for field in error.fields}
            # With the same key, in case it was done after all.
            again = {"key": key} if isinstance(error, StoreAway) else {}
            return _story(slug, error.status, problem=refusal_message(error), wrong=wrong, form=form, **again)
        return redirect(url_for("panel_reads.story", slug=slug, done=form.get("action")))

    def _story(slug: str, status: int = 200, **more: Any) -> Response | AnyResponse:
        article, now = site.replica.article(slug), site.now()
        if article is None:
            raise NotFound(f"there is no article {slug!r}")

        def context() -> dict[str, Any]:
            counted = site.read_stories.of(slug, now)
            choices = {choice.article: choice for choice in site.choices.in_force(now)}
            return {
                "story": counted,
                "places": {window: _place(_tallies(site, window, now), slug) for window in WINDOWS},
                "place_in_language": _place(_tallies(site, "24h", now, article.language), slug),
                "hours_chart": hours_chart(counted.hours, marks_of(site, [slug], counted.hours[0].starts_at, now)),
                "airtime": airtime_picture(site, [slug], now - A_DAY, now, now),
                "choice": choices.get(slug),
                "pins": sum(choice.action == "pin" for choice in choices.values()),
                **_list_ages(site, now),
            }

        given: dict[str, Any] = {"form": {}, "key": token_hex(12), "problem": None, "wrong": {}, **more}
        return _page(
            site, "panel/reads/story.html", context, status,
            article=article, language=language_names().get(primary_language(article.language), article.language),
            begins={window: window_start(window, now) for window in WINDOWS}, most_pins=MAX_PINNED,
            floor=site.station.reads.floor, done=request.args.get("done"), **given,
        )  # fmt: skip

    return views


def _page(site: Site, template: str, context: Any, status: int = 200, **more: Any) -> Response | AnyResponse:
    """The page; while the store is away without numbers, with a notice and status 503."""
    try:
        values, away = context(), False
    except StoreAway:
        values, away = {}, True
    page = staff_page(template, site, away=away, **more, **values)
    if page.status_code == 200:
        page.status_code = 503 if away else status
    return page


def _list_ages(site: Site, now: datetime) -> dict[str, Any]:
    ages: Ages = site.read_stories.ages()
    board = site.replica.board.most_read
    late = ages.ranked_at is None or now - ages.ranked_at > RANKING_OVERDUE
    return {"ages": ages, "late": late, "listed_at": board.as_of if board else None}


def _tallies(site: Site, window: Window, now: datetime, language: str = "") -> list[Tally]:
    """The stories read in `window`, the most read first, up to 2000."""
    return by_reads(site.reads.top(window, now, 2_000, language or None, floor=1))


def _place(tallies: list[Tally], slug: str) -> int | None:
    return next((place for place, tally in enumerate(tallies, 1) if tally.article == slug), None)


def _rows(site: Site, tallies: list[Tally]) -> list[dict[str, Any]]:
    rows = ((tally, site.replica.article(tally.article)) for tally in tallies)
    return [{"article": t.article, "title": a.title, "reads": t.reads} for t, a in rows if a]


def _window(name: str) -> Window:
    try:
        return parse_window(name)
    except NewsroomError:
        raise NotFound(N_("there is no such period")) from None
