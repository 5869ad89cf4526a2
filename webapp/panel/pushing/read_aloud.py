"""`/panel/read` and `/panel/read/<id>`: a headline as the anchor speaks it, for a tablet beside the microphone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import N_, NotFound
from webapp.newsroom.headlines.record import HeadlineRecord
from webapp.newsroom.headlines.wording import worded
from webapp.newsroom.model import primary_language
from webapp.newsroom.spoken.card import seconds, spoken
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.words import panel_words
from webapp.web.catalogs import language_names
from webapp.web.site import Site


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """Without an id the page has the newest headline, and goes on to each that comes."""
    views = Blueprint("read_aloud", __name__, url_prefix="/panel/read")

    def page(found: HeadlineRecord | None, follows: bool) -> Response | AnyResponse:
        language = _language(site)
        names = {tag: language_names().get(primary_language(tag), tag) for tag in site.station.languages}
        return staff_page(
            "panel/pushing/read_aloud.html", site, panel_words=panel_words(), card=found and _card(site, found, language),
            spoken_in=language, spoken_languages=names, follows=follows,
        )  # fmt: skip

    @views.get("")
    def newest() -> Response | AnyResponse:
        shown = site.replica.visible(site.now()).breaking
        return page(site.replica.headlines.get(shown[0].id) if shown else None, True)

    @views.get("/<headline_id>")
    def one(headline_id: str) -> Response | AnyResponse:
        found = site.replica.headlines.get(headline_id)
        if found is None:
            raise NotFound(N_("there is no such headline"))
        return page(found, False)

    return views


def _language(site: Site) -> str:
    asked = request.args.get("in", "")
    return asked if asked in site.station.languages else site.station.languages[0]


def _card(site: Site, found: HeadlineRecord, language: str) -> dict[str, Any]:
    """`{id, rev, state, priority, words, body, seconds, corrected_at, reason, foreign}`; of a withdrawn one no words."""
    public, rules = found.public(site.now()), site.station.pushing
    shown = worded(public, language)
    tongue = shown.get("foreign") or language
    said = {
        part: spoken(shown[part], tongue, site.station.names) if shown.get(part) else ""
        for part in ("headline", "body")
    }
    last = public["corrections"][-1] if public["corrections"] else {}
    return {
        "id": found.id, "rev": found.item.rev, "state": public["state"], "priority": found.item.priority,
        "words": said["headline"], "body": said["body"], "language": tongue, "foreign": shown.get("foreign"),
        "seconds": seconds(said["headline"], rules.words_per_minute),
        "all_seconds": seconds(f"{said['headline']} {said['body']}", rules.words_per_minute),
        "corrected_at": last.get("at"), "reason": public.get("reason") or last.get("reason"),
    }  # fmt: skip
