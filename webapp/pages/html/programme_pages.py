"""The programmes' pages: `/programmes`, all of them, `/programmes/<id>`, and each one's calendar, `/programmes/<id>.ics`."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from webapp.newsroom.errors import N_, NotFound
from webapp.newsroom.model import Programme
from webapp.newsroom.schedule.days import local_date
from webapp.newsroom.schedule.programme_airings import AiredPart, aired_broadcasts, find_programme, next_broadcasts
from webapp.pages.html.addresses import shown_link_card, site_url
from webapp.pages.html.frame import PageFrame
from webapp.pages.html.json_ld import radio_series
from webapp.pages.syndication.entries import id_host
from webapp.pages.syndication.schedule_ics import schedule_ics
from webapp.store.schedule.recent_air import RecentAir
from webapp.web.answer_cache import AnswerCache
from webapp.web.link_cards import programme_card
from webapp.web.site import Site

MAX_NEXT, MAX_PAST, MAX_ARTICLES_A_PART = 8, 7, 5


def blueprint(site: Site, frame: PageFrame, recent: RecentAir) -> Blueprint:
    views = Blueprint("programmes", __name__)
    replica = site.replica

    def programme(programme_id: str) -> Programme:
        found = find_programme(replica.grid, programme_id)
        if found is None:
            raise NotFound(N_("there is no such programme"))
        return found

    @views.get("/programmes")
    def programmes() -> Response:
        def context() -> dict[str, Any]:
            grid, now = replica.grid, site.now()
            following = [
                (one.public, next(iter(next_broadcasts(grid, one.id, now, 1)), None)) for one in grid.programmes
            ]
            following.sort(key=lambda pair: (pair[1] is None, pair[1].starts_at if pair[1] else now))
            return {"rows": [{"programme": one.dump(), "next": show and show.dump()} for one, show in following]}

        return frame.page("programmes/all.html", "", context, lane=site.lanes.odd, path="/programmes")

    @views.get("/programmes/<programme_id>")
    def one(programme_id: str) -> Response:
        asked, aired = programme(programme_id), recent.get(site.now())

        def context() -> dict[str, Any]:
            now = site.now()
            shows, zone = next_broadcasts(replica.grid, programme_id, now, MAX_NEXT), replica.grid.tz
            past = aired_broadcasts(programme_id, aired.turns, aired.articles) if aired else []
            ended = [show for show in past if show.ends_at][:MAX_PAST]
            address = f"{site_url(site)}/programmes/{programme_id}"
            return {
                "link_card": shown_link_card(site, programme_card(asked, site.station)),
                "programme": asked.dump(),
                "upcoming": [{**show.dump(), "date": local_date(zone, show.starts_at)} for show in shows],
                "past": [
                    {
                        "date": local_date(zone, show.starts_at),
                        "starts_at": show.starts_at,
                        "parts": [aired_part(part) for part in show.parts],
                    }
                    for show in ended
                ],
                "past_known": aired is not None,
                "json_ld": radio_series(asked, site.station, address),
            }

        path = f"/programmes/{programme_id}"
        depends = aired and aired.at
        return frame.page("programmes/one.html", programme_id, context, depends=depends, lane=site.lanes.odd, path=path)

    def aired_part(part: AiredPart) -> dict[str, Any]:
        """With the cards of its articles that are out."""
        articles = (replica.article(slug) for slug in part.articles)
        cards = [one.card().dump() for one in articles if one and one.withdrawn is None]
        return {"segment": part.segment, "starts_at": part.starts_at, "articles": cards[:MAX_ARTICLES_A_PART]}

    calendars = AnswerCache(100)

    @views.get("/programmes/<programme_id>.ics")
    def calendar(programme_id: str) -> Response:
        title, grid, now = programme(programme_id).title, replica.grid, site.now()
        name, host = f"{title} · {site.station.name}", id_host(site.station)
        return calendars.answer(
            programme_id, (grid.revision, now.date(), site.current.revision), "text/calendar",
            lambda: schedule_ics(grid, name, now, host=host, only=programme_id), lane=site.lanes.odd,
        )  # fmt: skip

    return views
