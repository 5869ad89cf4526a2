"""Alerts of the authorities: those that wait for a person, those in force, exercises, and how their sources are doing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.alerts.items import AlertItem, AlertWords, items_of, standing
from webapp.newsroom.alerts.node import AlertNode, AlertState, state_of
from webapp.newsroom.articles.feed_state import FeedState, FeedWish, feed_id
from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.drafts import MultiLineText
from webapp.newsroom.errors import N_, FieldError, Invalid, NotFound
from webapp.newsroom.field_errors import field_error
from webapp.newsroom.model import OneLineText, Value, primary_language
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.web.languages import languages
from webapp.web.rehearsal.site import RehearsalSite
from webapp.web.site import Site

SHOWN_EACH = 100
MAX_REFS_SHOWN = 5
DECISIONS = {"in_force": True, "aside": False}
ACTIONS: dict[str, FeedWish | None] = {"now": "now", "pause": "paused", "resume": None}
AUDIT_WORDS = {"now": "alert source asked", "pause": "alert source paused", "resume": "alert source resumed"}


class WordsDraft(Value):
    """What an editor typed for one language; empty where the sender's own words stay."""

    headline: OneLineText | None = None
    instruction: MultiLineText = ""


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/alerts`, `POST /panel/alerts/<key>` `{act: in_force|aside, headline-<lang>?, instruction-<lang>?}`,
    `POST /panel/alerts/sources/<id>` `{act: now|pause|resume}`.
    """
    views = Blueprint("panel_alerts", __name__, url_prefix="/panel/alerts")
    configured = {} if site.in_rehearsal else {feed_id(source.url): source for source in site.station.alerts}

    @views.get("")
    def alerts() -> Response | AnyResponse:
        now, known = site.now(), site.alert_sources.every()
        feeds = [known.get(name) or FeedState(id=name, url=source.url) for name, source in configured.items()]
        states: tuple[AlertState, ...] = ("draft", "in_force", "exercise", "aside", "elsewhere")
        rows = {
            state: [
                _row(node, site)
                for node in _living(site, state)
                if state_of(node, now) == state and standing(_items(node, site), now)
            ]
            for state in states
        }
        return staff_page(
            "panel/alerts/page.html", site, rows=rows, sources=configured, feeds=feeds,
            wishes=site.alert_sources.wishes(), tongues=languages(site.station),
        )  # fmt: skip

    @views.post("/<key>")
    def decide(key: str) -> AnyResponse:
        by, asked = guard.actor("alerts"), request.form.get("act", "")
        if asked not in DECISIONS:
            raise Invalid("act: in_force or aside", fields=[FieldError("act", f"{asked[:40]!r} is none of them")])
        if isinstance(site, RehearsalSite):
            site.bring_exercise(key, by)
        edited = _words(site, key) if DECISIONS[asked] and any("-" in name for name in request.form) else None
        site.desk.decide_alert(key, DECISIONS[asked], by, site.now(), edited)
        return redirect(url_for(".alerts"), 303)

    @views.post("/sources/<name>")
    def act(name: str) -> AnyResponse:
        by, asked = guard.actor("alerts"), request.form.get("act", "")
        if name not in configured:
            raise NotFound(N_("there is no such source in the station's settings"))
        if asked not in ACTIONS:
            raise Invalid("act: now, pause or resume", fields=[FieldError("act", f"{asked[:40]!r} is none of them")])
        site.alert_sources.wish(name, ACTIONS[asked])
        title = configured[name].title or name
        site.audit.note(AuditEntry(site.now(), by.name, by.role, AUDIT_WORDS[asked], title))
        return redirect(url_for(".alerts"), 303)

    return views


def _living(site: Site, state: AlertState) -> list[AlertNode]:
    """Those to show in this state; in the rehearsal the exercises are those of the newsroom that are not there yet."""
    if isinstance(site, RehearsalSite) and state == "exercise":
        return site.exercises_elsewhere(SHOWN_EACH)
    return site.alerts.living(state, SHOWN_EACH)


def _items(node: AlertNode, site: Site) -> tuple[AlertItem, ...]:
    if node.message is None:
        return ()
    return items_of(node.message, node.shown_as or node.key, node.rev, site.alerts.languages, node.edited)


def _row(node: AlertNode, site: Site) -> dict[str, Any]:
    """An alert as the page shows it: `item` with its words by language, and what else staff should know."""
    item = _items(node, site)[0]
    written = {primary_language(info.language) for info in node.message.infos} if node.message else set()
    fields = [
        {"language": language, "words": item.in_language(language),
         "written": language in written or any(primary_language(one.language) == language for one in node.edited)}
        for language in map(primary_language, site.alerts.languages)
    ]  # fmt: skip
    return {
        "node": node,
        "item": item,
        "more": len(_items(node, site)) - 1,
        "fields": fields,
        "description": next((info.description for info in node.message.infos if info.description), "")
        if node.message
        else "",
        "unseen": [
            ref for ref in node.refs[:MAX_REFS_SHOWN] if (known := site.alerts.get(ref)) is None or not known.seen
        ],
    }


def _words(site: Site, key: str) -> list[AlertWords]:
    """What was typed for each language, as far as it is not what the sender wrote. Raises `Invalid`."""
    node = site.alerts.get(key)
    item = _items(node, site)[0] if node and node.message else None
    typed, wrong = [], []
    for language in map(primary_language, site.alerts.languages):
        given = {name: request.form.get(f"{name}-{language}", "").strip() for name in ("headline", "instruction")}
        try:
            draft = WordsDraft.ask({name: text for name, text in given.items() if text})
        except ValidationError as error:
            wrong += [field_error(WordsDraft, one) for one in error.errors()]
            continue
        own = item.in_language(language) if item else None
        is_same = own and (draft.headline or "", draft.instruction) in ((own.headline, own.instruction), ("", ""))
        if not is_same:
            typed.append(AlertWords(language=language, headline=draft.headline or "", instruction=draft.instruction))
    if wrong:
        raise Invalid.of(wrong)
    return typed
