"""Breaking headlines' own pages: `/breaking`, the record by day, and `/breaking/<id>`, a tombstone once withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, request

from webapp.newsroom.articles.search.terms import words_of
from webapp.newsroom.errors import N_, NotFound
from webapp.newsroom.headlines.record import HeadlineRecord
from webapp.newsroom.schedule.days import day_bounds, local_date
from webapp.pages.html.addresses import shown_link_card, site_url
from webapp.pages.html.frame import PageFrame
from webapp.pages.html.json_ld import headline_article
from webapp.pages.html.on_air_reads import OnAirReads
from webapp.pages.html.reader_settings import remember_headlines_language
from webapp.web.languages import page_language
from webapp.web.link_cards import headline_card
from webapp.web.query import day_in_path
from webapp.web.site import Site

MAX_FOUND = 50


def blueprint(site: Site, frame: PageFrame, on_air_reads: OnAirReads) -> Blueprint:
    views = Blueprint("headlines", __name__)
    replica = site.replica

    @views.get("/breaking")
    def record() -> Response:
        now, zone = site.now(), replica.grid.tz
        today = local_date(zone, now)
        if (query := request.args.get("q")) is not None:
            return found_page(" ".join(query[:400].split()))
        chosen = day_in_path(request.args.get("day"), today)
        if chosen > today or chosen.year < 2000:
            raise NotFound(N_("there is no record of this day"))
        start, end = day_bounds(replica.grid, chosen)

        def context() -> dict[str, Any]:
            headlines = replica.headlines
            earlier, later = headlines.before(start), headlines.after(end)
            return {
                "chosen": chosen,
                "today": today,
                "query": "",
                "headlines": _shown(headlines.between(start, end), now),
                "earlier": _day_of(earlier, site),
                "later": _day_of(later, site),
            }

        lane = None if chosen == today else site.lanes.odd
        path = "/breaking" if chosen == today else f"/breaking?day={chosen}"
        response = frame.page("breaking/record.html", chosen, context, lane=lane, path=path)
        return remember_headlines_language(response, site.station)

    def found_page(query: str) -> Response:
        now, words = site.now(), words_of(query)

        def context() -> dict[str, Any]:
            found = replica.headlines.find(words, now, MAX_FOUND)
            return {"query": query, "headlines": _shown(found, now), "chosen": None, "earlier": None, "later": None}

        response = frame.page("breaking/record.html", ("found", query), context, lane=site.lanes.odd)
        return remember_headlines_language(response, site.station)

    @views.get("/breaking/<headline_id>")
    def headline(headline_id: str) -> Response:
        found = replica.headlines.get(headline_id)
        if found is None:
            raise NotFound(N_("there is no such headline"))
        now = site.now()
        aired = on_air_reads.of(found, now)

        def context() -> dict[str, Any]:
            address = f"{site_url(site)}/breaking/{headline_id}"
            linked = replica.article(found.item.article) if found.item.article else None
            withdrawn = found.state(now) == "withdrawn"
            return {
                "record": _shown([found], now)[0],
                "day": local_date(replica.grid.tz, found.published_at),
                "address": address,
                "aired": aired,
                "link_card": shown_link_card(site, headline_card(found, site.station, now)),
                "story": linked.card().dump() if linked and linked.withdrawn is None and not withdrawn else None,
                "json_ld": None
                if withdrawn
                else headline_article(found, site.station, address, now, page_language(site.station)),
            }

        status = 410 if found.state(now) == "withdrawn" else 200
        embed = f"/breaking/{headline_id}" if status == 200 else None
        return frame.page(
            "breaking/headline.html",
            headline_id,
            context,
            status,
            (found.item.rev, len(aired)),
            lane=site.lanes.reading,
            embed=embed,
        )

    return views


def _shown(records: Sequence[HeadlineRecord], now: datetime) -> list[dict[str, Any]]:
    """The records as `HeadlineRecord.public` has them, with `corrected_at` and `reason` of the last correction as on the
    board."""
    shown = []
    for record in records:
        public = record.public(now)
        if public["corrections"]:
            public |= {"corrected_at": public["corrections"][-1]["at"], "reason": public["corrections"][-1]["reason"]}
        shown.append(public)
    return shown


def _day_of(record: HeadlineRecord | None, site: Site) -> date | None:
    return local_date(site.replica.grid.tz, record.published_at) if record else None
