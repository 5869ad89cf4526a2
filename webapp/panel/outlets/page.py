"""Surfaces: where each headline is, surface by surface, and how each surface is doing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.outlets.overview import red_since, row_state, surfaces, withdrawn_lately
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.web.site import Site

SHOWN_HEADLINES = 20

LOOKED_AT = 500
"""Among so many of the newest headlines those are looked for that a surface shows though they were withdrawn."""


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/outlets`."""
    views = Blueprint("outlets", __name__, url_prefix="/panel")

    @views.get("/outlets")
    def outlets() -> Response | AnyResponse:
        now, archive = site.now(), site.replica.headlines
        states = site.ledger.states()
        named = surfaces(site.station.outlets, states)
        ids = [surface.id for surface in named]
        withdrawn = withdrawn_lately(archive.newest(LOOKED_AT), now)
        newest = archive.newest(SHOWN_HEADLINES)
        entries = site.ledger.entries(ids, list({record.id for record in (*withdrawn, *newest)}))
        red = red_since(withdrawn, entries)
        shown = {record.id for record in newest}
        late = [r for r in withdrawn if r.id not in shown and any(_is_red(r, entries[r.id], name) for name in ids)]
        headlines = [
            {
                "record": record,
                "state": record.state(now),
                "rows": [
                    {"surface": surface, "entry": entries[record.id].get(surface.id),
                     "state": row_state(record, entries[record.id].get(surface.id))}
                    for surface in named
                ],
            }
            for record in (*late, *newest)
        ]  # fmt: skip
        return staff_page(
            "panel/outlets.html", site, surfaces=named, states=states, red=red, headlines=headlines, kinds=surface_kinds(),
            words=surface_words(), configured=bool(site.station.outlets),
        )  # fmt: skip

    return views


def _is_red(record: Any, entries: Any, surface: str) -> bool:
    return row_state(record, entries.get(surface)) == "still_shown"


def surface_kinds() -> dict[str, str]:
    """What each kind of surface is called; names of products are the same in every language."""
    return {
        "pages": _("Open pages and embeds"),
        "feeds": _("Feeds and the record"),
        "push": _("Notices on phones"),
        "webhook": "Webhook",
        "nchan": "nchan",
        "dls": _("Text on digital radios (DAB)"),
        "rds": _("Text on FM radios (RDS)"),
        "radiovis": "RadioVIS",
        "apprise": _("Messages (apprise)"),
        "mastodon": "Mastodon",
        "bluesky": "Bluesky",
        "telegram": "Telegram",
        "icecast": _("Title of the stream"),
    }


def surface_words() -> dict[str, str]:
    """What a surface makes of a headline, in words."""
    return {
        "shown": _("shows it"),
        "pending": _("asked, not acknowledged yet"),
        "outdated": _("shows an older wording"),
        "refused": _("does not take it"),
        "ended": _("no longer there"),
        "not_sent": _("not sent"),
        "withdrawn": _("taken off"),
        "instead": _("cannot be taken back there: a correction was sent"),
        "still_shown": _("still shows it"),
        "published": _("published"),
        "corrected": _("corrected"),
    }
