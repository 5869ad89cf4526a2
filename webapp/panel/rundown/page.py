"""The rundown page: a day's programmes, segments and articles, changes for that date, and the as-run record."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.schedule.days import local_date
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.rundown.api import day_in_query, rundown_of
from webapp.panel.rundown.running_orders import listed_orders
from webapp.panel.words import panel_words
from webapp.web.site import Site

MAX_OFFERED = 200
"""Newest articles that can be picked from."""


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/rundown?date=`."""
    views = Blueprint("rundown", __name__, url_prefix="/panel/rundown")

    @views.get("")
    def rundown() -> Response | AnyResponse:
        day = day_in_query("date", site)
        data = rundown_of(site, day)
        named = {slug for show in data["broadcasts"] for slug in show["rules"]["articles"]}
        named |= {slug for show in data["broadcasts"] for part in show["segments"] for slug in part.get("articles", ())}
        named |= {slug for row in data["aired"] for slug in row["articles"]}
        stories = {slug: site.replica.article(slug) for slug in named}
        return staff_page(
            "panel/rundown.html",
            site,
            day=day,
            today=local_date(site.replica.grid.tz, site.now()),
            a_day=timedelta(days=1),
            rundown=data,
            titles={slug: story.title for slug, story in stories.items() if story},
            gone={slug for slug, story in stories.items() if story is None or story.withdrawn is not None},
            offered=site.replica.newest(MAX_OFFERED),
            holds=site.rundown.holds(),
            orders=listed_orders(site, day),
            panel_words={**panel_words(), **rundown_words()},
        )

    return views


def rundown_words() -> dict[str, str]:
    """The texts of the page's scripts, in the page's language."""
    return {
        "rundown_new": _("Special coverage"),
        "rundown_change": _("Change {title}"),
        "rundown_saved": _("In force since {time}."),
        "rundown_back": _("Back on schedule since {time}."),
        "rundown_off": _("Taken off the air at {time}."),
        "rundown_stale": _("{by} changed this at {time}. Take theirs and decide again; yours is not saved."),
        "rundown_stale_gone": _("Somebody returned this to schedule meanwhile. Send again to change it anew."),
        "rundown_read": _("Noted as read on air at {time}."),
        "rundown_unknown": _("No article has this title; pick one from the list."),
        "rundown_up": _("Up: {title}"),
        "rundown_down": _("Down: {title}"),
        "rundown_remove": _("Remove: {title}"),
        "rundown_moved": _("{title} is now number {n}."),
        "rundown_removed": _("{title} is taken out."),
        "rundown_added": _("{title} is added as number {n}."),
        "rundown_segment_remove": _("Remove the segment {title}"),
        "rundown_untitled": _("New segment"),
        "line_hole": _("Nothing planned"),
        "line_nothing": _("Nothing was on"),
        "line_by_hand": _("cut by hand"),
        "line_over": _("{title}: {n} min over"),
        "line_ask": _("{title}: {times}?"),
        "line_ask_takes": _("{title}: {times}? It takes time from {others}."),
    }
