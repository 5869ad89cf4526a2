"""The record: who did what. Searched a page at a time, and exported whole, in a stream.

Editors and admins see who changed what; admins also who signed in, tried to, or was refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.audit.acts import KINDS
from webapp.newsroom.audit.entry import TRAILS, AuditEntry, Trail
from webapp.newsroom.audit.export import csv_head, csv_line, json_line
from webapp.newsroom.audit.query import MAX_SOUGHT_CHARS, AuditQuery, asked
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.schedule.days import local_date
from webapp.newsroom.staff import Actor
from webapp.panel.audit.words import kind_words
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.reasons import access_in_words
from webapp.panel.words import panel_words
from webapp.store.audit.reading import START, AuditPage, AuditRow, position_text, read_position
from webapp.web.site import Site

FIELDS = ("q", "by", "act", "item", "from", "to", "trail")

AT_ONCE_CHARS = 32_000
"""Of an export: a piece that is sent on."""

_STATE = re.compile(r"(flash|bulletin|urgent|on_air|silent|off_air|unknown)(: |$)")


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/audit`, `/panel/audit.csv`, `/panel/audit.jsonl`, each with `?q=&by=&act=&item=&from=&to=&trail=`; of the page
    `?after=`, where the next one begins. The rehearsal has the same of its own acts under `/panel/rehearsal`.
    """
    views = Blueprint("panel_audit", __name__, url_prefix="/panel")

    @views.get("/audit")
    def record() -> Response | AnyResponse:
        by = guard.actor("audit")
        given, wrong, page = _given(), dict[str, str](), AuditPage([], None, 0)
        try:
            page = site.audit.page(asked(given, site.station.tz, _trails(by)), _start())
        except Invalid as error:
            wrong = {field["field"]: _problem(field) for field in error.fields}
        words = panel_words()
        checked = site.last_check.get()
        return staff_page(
            "panel/audit/page.html", site, status=422 if wrong else 200, given=given, wrong=wrong, page=page,
            rows=[_shown(row, words) for row in page.rows], kinds=_kinds(words, by), trails=_trails(by),
            at=url_for(".record"), names=sorted(account.name for account in site.staff.accounts()), query=urlencode(given),
            further=urlencode({**given, "after": position_text(page.further)}) if page.further else "",
            later="after" in request.args,
            damage=[line.says for line in checked.bad if line.says.startswith("record of ")] if checked else [],
        )  # fmt: skip

    @views.get("/audit.csv")
    def as_csv() -> Response:
        return _export("csv", "text/csv", csv_line, csv_head())

    @views.get("/audit.jsonl")
    def as_json_lines() -> Response:
        return _export("jsonl", "application/jsonl", json_line)

    def _export(form: str, mimetype: str, line: Callable[[Mapping[str, Any]], str], head: str = "") -> Response:
        by, given = guard.actor("audit"), _given()
        query = asked(given, site.station.tz, _trails(by))
        if request.method == "GET":
            which = ", ".join(f"{name} {text}" for name, text in given.items()) or "all of it"
            site.audit.note(
                AuditEntry(site.now(), by.name, by.role, "record exported", f"{form}, {which}"[:300]), "access"
            )
        day = local_date(site.station.tz, site.now()).isoformat()
        headers = {
            "Cache-Control": "no-store",
            "Content-Disposition": f'attachment; filename="record-{day}.{form}"',
            "X-Accel-Buffering": "no",
        }
        return Response(_stream(site, query, line, head), mimetype=mimetype, headers=headers)

    return views


def _stream(site: Site, query: AuditQuery, line: Callable[[Mapping[str, Any]], str], head: str) -> Iterator[str]:
    """The newest first. Where the store goes away meanwhile the connection breaks, so that no half is taken for the whole."""
    piece: list[str] = []
    size = 0
    for text in chain([head], (line(row.plain) for row in site.audit.every(query))):
        piece.append(text)
        size += len(text)
        if size >= AT_ONCE_CHARS:
            yield "".join(piece)
            piece, size = [], 0
    yield "".join(piece)


def _trails(by: Actor) -> tuple[Trail, ...]:
    return TRAILS if by.may("staff") else ("changes",)


def _given() -> dict[str, str]:
    return {name: text for name in FIELDS if (text := request.args.get(name, "").strip())}


def _start() -> tuple[str, ...]:
    try:
        return read_position(request.args["after"]) if "after" in request.args else START
    except ValueError:
        return START


def _problem(field: FieldError) -> str:
    words = {
        "time": _("Write a date, such as 2026-11-30."),
        "over": _("It must not be before the first day."),
        "too_long": _("This is too long: %(limit)s characters at most.", limit=MAX_SOUGHT_CHARS),
    }
    return str(words.get(field["code"]) or _("Choose one of the list."))


def _kinds(words: Mapping[str, str], by: Actor) -> dict[str, tuple[str, dict[str, str]]]:
    """Kind → its name, and its acts in words."""
    named = kind_words()
    return {
        kind: (named[kind], {act: words[f"did {act}"].rstrip(":") for act in acts})
        for kind, acts in KINDS.items()
        if kind != "access" or by.may("staff")
    }


def _shown(row: AuditRow, words: Mapping[str, str]) -> dict[str, Any]:
    """An entry as the page says it: the act in words, and the state or priority that it begins with."""
    plain = row.plain
    what = plain["what"]
    state = _STATE.match(what)
    return {
        **plain,
        "act": words.get(f"did {plain['did']}", plain["did"]),
        "state": words[state[1]] if state else "",
        "what": what[state.end() :] if state else what,
        "said": access_in_words(what) if plain["trail"] == "access" else "",
        "chained": row.chained,
    }
