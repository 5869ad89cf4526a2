"""The sources of articles: the state of each, what of it was refused and why, and polling it at once."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.articles.feed_state import FeedState, FeedWish, feed_id
from webapp.newsroom.articles.waiting import Decision, EditorDecision
from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.errors import N_, FieldError, Invalid, NotFound
from webapp.newsroom.station import FeedConfig
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.web.site import Site

DECISIONS: dict[str, Decision] = {"out": "out", "aside": "aside"}

ACTIONS: dict[str, FeedWish | None] = {"now": "now", "pause": "paused", "resume": None}
AUDIT_WORDS = {
    "now": "source asked",
    "pause": "source paused",
    "resume": "source resumed",
    "out": "waiting story put out",
    "aside": "waiting story put aside",
}


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/sources`, `POST /panel/sources/<id>` `{act: now|pause|resume}`, `POST /panel/sources/waiting`
    `{source, act: out|aside}` of a story that waits.
    """
    views = Blueprint("sources", __name__, url_prefix="/panel/sources")

    def by_id() -> dict[str, FeedConfig]:
        return {feed_id(source.url): source for source in site.station.feeds}

    @views.get("")
    def sources() -> Response | AnyResponse:
        known, configured = site.feeds.every(), by_id()
        feeds = [known.get(name) or FeedState(id=name, url=source.url) for name, source in configured.items()]
        pushes, wishes = site.feeds.pushes(), site.feeds.wishes()
        every = site.articles.waiting.every()
        waiting = [one for one, decided in every if decided is None]
        aside = [one for one, decided in every if decided and decided.decision == "aside"]
        return staff_page(
            "panel/sources.html", site, sources=configured, feeds=feeds, wishes=wishes, pushes=pushes,
            waiting=waiting, aside=aside,
        )  # fmt: skip

    @views.post("/waiting")
    def decide() -> AnyResponse:
        by = guard.actor("articles")
        asked, source = request.form.get("act", ""), request.form.get("source", "")
        if asked not in DECISIONS:
            raise Invalid("act: out or aside", fields=[FieldError("act", f"{asked[:40]!r} is none of them")])
        decided = EditorDecision(decision=DECISIONS[asked], by=by.name, at=site.now())
        if not site.articles.waiting.decide(source, decided):
            raise NotFound(N_("this story does not wait any more: it is out, or was withdrawn by its source"))
        site.audit.note(AuditEntry(site.now(), by.name, by.role, AUDIT_WORDS[asked], source))
        return redirect(url_for("sources.sources"), 303)

    @views.post("/<name>")
    def act(name: str) -> AnyResponse:
        by, configured = guard.actor("articles"), by_id()
        if name not in configured:
            raise NotFound(N_("there is no such source in the station's settings"))
        asked = request.form.get("act", "")
        if asked not in ACTIONS:
            raise Invalid("act: now, pause or resume", fields=[FieldError("act", f"{asked[:40]!r} is none of them")])
        site.feeds.wish(name, ACTIONS[asked])
        site.audit.note(AuditEntry(site.now(), by.name, by.role, AUDIT_WORDS[asked], configured[name].title or name))
        return redirect(url_for("sources.sources"), 303)

    return views
