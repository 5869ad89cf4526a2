"""What agencies ask the newsroom to do: kills, corrections, embargoes and advisories, who did what about them and when."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.articles.agency_notices import AgencyNotice
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.outlets.page import surface_kinds, surface_words
from webapp.panel.wires.trail import trails
from webapp.web.site import Site

MAX_SHOWN = 60
"""Settled notices, the newest first."""


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/wires`, `POST /panel/wires/<id>` `{story?}`: the story that a notice means, or none."""
    views = Blueprint("wires", __name__, url_prefix="/panel/wires")

    @views.get("")
    def wires() -> Response | AnyResponse:
        every = site.articles.agency_notices.every()
        waiting = [notice for notice in every if notice.settled is None]
        settled = sorted((n for n in every if n.settled_at), key=_settled_at, reverse=True)[:MAX_SHOWN]
        named = {slug for notice in waiting for slug in notice.candidates} | {n.story for n in settled if n.story}
        stories = {article.slug: article for article in site.articles.shown(sorted(named))}
        out = {slug: article for slug, article in stories.items() if article.withdrawn is None}
        fitting = {notice.id: [out[slug] for slug in notice.candidates if slug in out] for notice in waiting}
        killed = [stories[n.story] for n in settled if n.story in stories and stories[n.story].withdrawn is not None]
        return staff_page(
            "panel/wires/page.html", site, open_notices=waiting, settled=settled, stories=stories, fitting=fitting,
            trails=trails(site, killed, site.now()), kinds=surface_kinds(), surface_words=surface_words(),
        )  # fmt: skip

    @views.post("/<name>")
    def settle(name: str) -> AnyResponse:
        site.desk.settle_notice(name, request.form.get("story") or None, guard.actor("articles"), site.now())
        return redirect(url_for("wires.wires"), 303)

    return views


def _settled_at(notice: AgencyNotice) -> float:
    return (notice.settled_at or notice.came_at).timestamp()
