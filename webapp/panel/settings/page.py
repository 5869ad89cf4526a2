"""`/panel/settings`: what is in force, who changed what, and a form for each section, for admins.

typed ─► can it be used? ─► tried, and shown what came ─► "Put in force" ─► kept as a revision ─► in force everywhere
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.desk.settings import SettingsDesk
from webapp.newsroom.errors import N_, FieldError, Invalid, NewsroomError, NotFound
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.settings.first_steps import first_steps
from webapp.newsroom.settings.proxy_rules import ProxyRules
from webapp.newsroom.settings.revisions import SettingsChanged, SettingsRevision
from webapp.newsroom.station import Station
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.settings import forms
from webapp.panel.settings.duties import duty_rows
from webapp.panel.settings.sections import BY_NAME, SECTIONS, Section
from webapp.panel.settings.tried import Tried, Tries
from webapp.panel.settings.words import error_words, section_words, step_words
from webapp.web.hosts import Hosts
from webapp.web.site import Site

SHOWN_CHANGES = 20
NEW = "new"
IN_ENVIRONMENT = {"hops": "AIRWIRE_PROXY_HOPS", "country_header": "AIRWIRE_COUNTRY_HEADER"}
"""By input of the proxies, the variable that goes before it."""


@dataclass(frozen=True)
class Other:
    """Somebody else's change of what this form is about: by input, what is there now."""

    revision: SettingsRevision
    values: dict[str, Any]


class SettingsChanges:
    """What every page of the settings does with a change: try it, and put it in force once it was tried."""

    def __init__(
        self, site: Site, desk: SettingsDesk, tries: Tries, in_force: Callable[[], None], fixed: ProxyRules, bound: str
    ) -> None:
        self._site = site
        self.desk = desk
        self._tries = tries
        self.in_force = in_force
        self.fixed = fixed.model_dump(exclude_none=True)
        self._bound = bound

    def checked(self, changes: dict[str, Any]) -> Station:
        """The station with `changes`. Raises `Invalid`, also where whoever asks would be refused by it afterwards."""
        station = self.desk.candidate(changes)
        now = self._site.station
        for name, value in self.fixed.items():
            if getattr(station.proxies, name) not in (None, value, getattr(now.proxies, name)):
                problem = f"is set in the environment: {IN_ENVIRONMENT[name]}"
                raise Invalid(
                    N_("These settings cannot be used."),
                    fields=[FieldError(f"proxies.{name}", problem, "in_environment")],
                )
        if (station.url, station.other_hosts) != (now.url, now.other_hosts):
            try:
                Hosts(CurrentStation(station), self._bound).check(request.environ)
            except NewsroomError:
                wrong = FieldError("url", "your own browser would be refused by it: add its host below", "locks_out")
                raise Invalid(N_("These settings cannot be used."), fields=[wrong]) from None
        return station

    def tried(self, station: Station, before: Station | None = None) -> list[Tried]:
        """What differs from `before`, which is what is in force unless it is given."""
        return self._tries(before or self._site.station, station)

    def sign(self, changes: dict[str, Any]) -> str:
        """Says that `changes` were tried."""
        plain = orjson.dumps(changes, option=orjson.OPT_SORT_KEYS)
        return hmac.new(self._site.secret_key.encode(), b"settings tried:" + plain, sha256).hexdigest()

    def was_tried(self, changes: dict[str, Any], sign: str) -> bool:
        return hmac.compare_digest(self.sign(changes), sign)

    def put(self, changes: dict[str, Any], upon: int, guard: Guard) -> AnyResponse:
        """Puts them in force, here at once. Raises `SettingsChanged`."""
        self.desk.put(changes, upon, guard.actor("settings"), self._site.now())
        return self.done()

    def done(self) -> AnyResponse:
        self.in_force()
        return redirect(url_for("settings.overview", done=1), 303)


def blueprint(site: Site, guard: Guard, changing: SettingsChanges) -> Blueprint:
    """`GET /panel/settings`, `/panel/settings/<section>`, `/panel/settings/<section>/<row>`; `POST` to them tries, puts in force,
    takes out (`act`); `POST /panel/settings/back` puts a revision back.
    """
    views = Blueprint("settings", __name__, url_prefix="/panel/settings")
    desk = changing.desk

    @views.get("")
    def overview() -> Response | AnyResponse:
        guard.actor("settings")
        newest = desk.newest()
        alive = {name: entry["part"] for name, entry in site.presence.every(site.now()).items()}
        seen = site.settings.in_force(set(alive))
        steps = first_steps(site.station, len(site.rundown.grid().programmes), len(site.staff.accounts()))
        return staff_page(
            "panel/settings/overview.html", site, sections=SECTIONS, words=section_words(), layers=desk.layers,
            newest=newest, history=desk.history()[:SHOWN_CHANGES], idle=desk.layers.idle(newest.values), seen=seen,
            alive=alive, steps=steps, step_words=step_words(), done=request.args.get("done"),
        )  # fmt: skip

    @views.post("/back")
    def back() -> AnyResponse:
        by = guard.actor("settings")
        rev = request.form.get("to", "")
        if not rev.isdecimal():
            raise NotFound(N_("this change is not kept any more"))
        desk.put_back(int(rev), by, site.now())
        return changing.done()

    @views.get("/<section>")
    @views.get("/<section>/<row>")
    def section(section: str, row: str | None = None) -> Response | AnyResponse:
        guard.actor("settings")
        return _page(_known(section), row)

    @views.post("/<section>")
    @views.post("/<section>/<row>")
    def change(section: str, row: str | None = None) -> Response | AnyResponse:
        guard.actor("settings")
        of, act, upon = _known(section), request.form.get("act", "try"), _number(request.form.get("rev", ""))
        if of.row and act in ("out", "up") and row:
            move = forms.without if act == "out" else forms.moved_up
            newest = desk.newest()
            return changing.put(move(of, site.station, row), newest.rev, guard)
        typed = forms.read(of, request.form)
        if other := _other_change(of, row, upon, typed):
            return _page(of, row, typed, status=409, other=other)
        changes = forms.changes(of, site.station, row if row != NEW else None, typed)
        changes = {key: value for key, value in changes.items() if not desk.layers.is_from_file(key)}
        try:
            station = changing.checked(changes)
        except Invalid as error:
            return _page(of, row, typed, status=422, errors=error.fields)
        if act == "put" and changing.was_tried(changes, request.form.get("tried", "")):
            try:
                return changing.put(changes, desk.newest().rev, guard)
            except SettingsChanged:
                return _page(of, row, typed, status=409, other=_other_change(of, row, upon, typed))
        tried = changing.tried(station)
        sign = "" if any(one.must and not one.ok for one in tried) else changing.sign(changes)
        return _page(of, row, typed, tried=tried, sign=sign)

    def _known(name: str) -> Section:
        if name not in BY_NAME:
            raise NotFound(N_("there is no such page"))
        return BY_NAME[name]

    def _other_change(of: Section, row: str | None, upon: int, typed: dict[str, Any]) -> Other | None:
        """What somebody else made of this form's settings after it was opened, unless it is what was typed."""
        newest = desk.newest()
        if newest.rev == upon:
            return None
        opened = desk.station_of(upon)
        station = desk.station_of(newest.rev) or site.station
        now = forms.shown(of, station, row)
        if opened is not None and forms.shown(of, opened, row) == now:
            return None
        differs = {name: value for name, value in now.items() if (value or None) != (typed.get(name) or None)}
        return Other(newest, differs) if differs else None

    def _page(
        of: Section, row: str | None, typed: dict[str, Any] | None = None, **given: Any
    ) -> Response | AnyResponse:
        station = site.station
        if row and row != NEW and row not in forms.rows(of, station):
            raise NotFound(N_("there is no such page"))
        place = forms.place_of(of, station, row)
        given["errors"] = error_words(given.get("errors", []), place)
        listed = bool(of.row and row is None)
        fixed = changing.fixed if of.key == "proxies" else {}
        template = "panel/settings/rows.html" if listed else "panel/settings/section.html"
        return staff_page(
            template, site, section=of, words=section_words(), row=row, layers=desk.layers,
            rows=forms.rows(of, station) if of.row else {},
            values={**(typed if typed is not None else forms.shown(of, station, row)), **fixed},
            shut={name: IN_ENVIRONMENT[name] for name in fixed}, duty_rows=duty_rows() if of.key == "people" else None,
            locked=[key for key in of.names() if desk.layers.is_from_file(key)], rev=desk.newest().rev,
            **{"tried": None, "sign": "", "other": None, **given},
        )  # fmt: skip

    return views


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
