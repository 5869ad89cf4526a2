"""`/panel/first-run/<secret>`: from the site's address to a station, once, by whoever has the link that the start printed.

link ─► address ─► search, shown as it goes ─► what was found, changed, tried ─► account, settings, schedule ─► the link is over
"""

from __future__ import annotations

from secrets import token_hex
from typing import Any, Protocol
from urllib.parse import urlsplit

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.errors import FieldError, Invalid, TooMany
from webapp.newsroom.people.account import Account
from webapp.newsroom.people.sign_in_limits import link_counters
from webapp.newsroom.schedule.grid.toml import parse_grid
from webapp.newsroom.settings.first_run import SiteSearch
from webapp.newsroom.staff import Actor
from webapp.newsroom.station import Station
from webapp.panel.first_run import form
from webapp.panel.first_run.words import fact_words, part_words, sure_words
from webapp.panel.frame import panel_page
from webapp.panel.people.entry import Entry
from webapp.panel.people.refusals import wait_in_words, wait_s
from webapp.panel.people.verifier import Verifier
from webapp.panel.settings.page import SettingsChanges
from webapp.panel.settings.tried import Tried
from webapp.panel.settings.words import error_words, section_words
from webapp.store.settings.first_run import FirstRun
from webapp.web.hosts import host_name, is_this_machine
from webapp.web.site import Site

MADE_ADMIN = "admin"
"""The account that the start made; it makes room for the one that is made here."""

MAX_ADDRESS_CHARS = 300
COOKIE = "first_run"


class Searches(Protocol):
    """`made_admin` says whether the start made up the password of `admin` by itself."""

    made_admin: bool

    def begin(self, address: str, *, private: bool) -> None:
        """Starts a search; the store has how far it is."""

    def over(self) -> None:
        """Is called when the first run is done."""


def blueprint(site: Site, changing: SettingsChanges, entry: Entry, verifier: Verifier, searches: Searches) -> Blueprint:
    """`/panel/first-run/<secret>` `{address, private}` takes the link for one browser, and searches. `/panel/first-run` shows
    what was found; its `act` tries it (try), asks for another address (again), searches that (search) or nothing (none), and
    puts in force what was typed (put).
    """
    views = Blueprint("first_run", __name__, url_prefix="/panel/first-run")
    kept: FirstRun = site.first_run

    def page(status: int = 200, **context: Any) -> Response:
        given = {"problem": "", "search": None, "over": False, "taken": False, "address": "", **context}
        response = panel_page("panel/first_run/page.html", site, status, parts=part_words(), **given)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def over(status: int = 404) -> Response:
        return page(status, over=True)

    def is_mine() -> bool:
        return kept.is_taken_by(session.get(COOKIE, "")) and kept.is_open(site.now())

    def refused() -> Response:
        """The answer to a wrong link, counted while there is one to guess, or to one that is over."""
        if not kept.is_open(site.now()):
            return over()
        try:
            site.counts.count(link_counters(request.remote_addr or ""), site.now())
        except TooMany as error:
            response = page(429, over=True, problem=wait_in_words(error))
            response.headers["Retry-After"] = str(wait_s(error))
            return response
        return over()

    def opens(secret: str) -> bool:
        return kept.opens(secret, site.now()) and changing.desk.newest().rev == 0

    @views.get("/<secret>")
    def link(secret: str) -> Response | AnyResponse:
        if not opens(secret):
            return refused()
        return redirect(url_for("first_run.shown")) if is_mine() else page()

    @views.post("/<secret>")
    def take(secret: str) -> Response | AnyResponse:
        if not opens(secret):
            return refused()
        if not kept.take(session.setdefault(COOKIE, token_hex(16))):
            return page(409, taken=True)
        return _search()

    @views.get("")
    def shown() -> Response | AnyResponse:
        return _found() if is_mine() else over()

    @views.post("")
    def act() -> Response | AnyResponse:
        if not is_mine():
            return over()
        search = kept.search()
        if request.form.get("act") == "again":
            return page(address=search.address if search else "")
        if request.form.get("act") in ("search", "none") or search is None or search.state != "found":
            return _search()
        typed = form.changes(search, request.form)
        try:
            station = changing.checked(typed)
        except Invalid as error:
            return _form(search, 422, errors=error_words(error.fields), rows_wrong=_in_rows(error.fields, search))
        putting = request.form.get("act") == "put"
        hashed, errors = _account(station) if putting else ("", {})
        if errors:
            return _form(search, 422, errors=errors)
        tried = changing.tried(station, form.before(search) if search.settings else None)
        said_yes = changing.was_tried(typed, request.form.get("tried", ""))
        if putting and (said_yes or all(one.ok for one in tried)) and not _broken(tried):
            return _put(search, typed, hashed)
        return _form(search, tried=tried, sign="" if _broken(tried) else changing.sign(typed))

    def _search() -> Response | AnyResponse:
        address, private = request.form.get("address", "").strip(), bool(request.form.get("private"))
        if (known := kept.search()) and known.is_under_way(site.now()):
            return redirect(url_for("first_run.shown"), 303)
        if request.form.get("act") == "none":
            kept.note(SiteSearch(state="found", at=site.now()))
        elif wrong := _wrong_address(address, private=private):
            return page(422, problem=wrong, address=address[:MAX_ADDRESS_CHARS])
        else:
            searches.begin(address, private=private)
        return redirect(url_for("first_run.shown"), 303)

    def _found() -> Response:
        search = kept.search()
        if search is None:
            return page()
        if search.state == "found":
            return _form(search)
        if search.is_under_way(site.now()):
            return page(search=search)
        return page(search=search, problem=search.problem or "took too long", address=search.address, failed=True)

    def _form(
        search: SiteSearch, status: int = 200, tried: list[Tried] | None = None, sign: str = "", **given: Any
    ) -> Response:
        typed = request.form if request.method == "POST" else None
        facts: dict[str, list[Any]] = {}
        for fact in search.facts:
            facts.setdefault(fact.name, []).append(fact)
        return page(
            status, search=search, values=form.read(typed) if typed is not None else form.values(search, _own_address()),
            about=form.ABOUT, contact=form.CONTACT, fact_of=form.FACT_OF, facts=facts, fact_words=fact_words(),
            sure_words=sure_words(), words=section_words(), tried=tried, sign=sign, section=None, row=None, locked=[], other=None,
            rows={key: form.rows(search, key, typed) for key in form.LISTS}, typed=typed,
            account=typed.get("account", "") if typed is not None else "",
            **{"errors": {}, "rows_wrong": {}, **given},
        )  # fmt: skip

    def _account(station: Station) -> tuple[str, dict[str, str]]:
        """The hash of the password, and what is wrong with it or the name."""
        name, password = request.form.get("account", "").strip(), request.form.get("password", "")
        known = site.staff.account(name) if name else None
        if not name or len(name) > 60 or not name.isprintable():
            return "", {"account": _("1 to 60 characters are meant.")}
        if known is not None and known.name != MADE_ADMIN:
            return "", {"account": _("There is an account of this name already.")}
        try:
            return verifier.run(lambda: site.staff.hashed_password(password, [name, station.name])), {}
        except Invalid as error:
            return "", error_words([FieldError("password", error.fields[0]["problem"])])

    def _put(search: SiteSearch, typed: dict[str, Any], hashed: str) -> AnyResponse:
        name, now = request.form["account"].strip(), site.now()
        account = site.staff.put_account(name, "admin", hashed)
        by = Actor(name=account.name, role=account.role)
        site.audit.note(AuditEntry(now, by.name, by.role, "account made", f"{by.name} as {by.role}"))
        changing.desk.put(typed, changing.desk.newest().rev, by, now)
        if search.grid and request.form.get("schedule"):
            site.desk.set_grid(parse_grid(search.grid.encode()), by, now)
        kept.end()
        _make_room(account)
        session.pop(COOKIE, None)
        changing.in_force()
        return entry.after_password(account)

    def _make_room(account: Account) -> None:
        if searches.made_admin and account.name != MADE_ADMIN and site.staff.remove(MADE_ADMIN):
            site.audit.note(AuditEntry(site.now(), account.name, account.role, "account removed", MADE_ADMIN))
        searches.over()

    return views


def _broken(tried: list[Tried]) -> bool:
    return any(one.must and not one.ok for one in tried)


def _own_address() -> str:
    """Where this site is, by the browser's address; empty on this machine itself."""
    host = host_name(request.host)
    return "" if host == "localhost" or is_this_machine(host) else request.host_url.rstrip("/")


def _wrong_address(address: str, *, private: bool) -> str:
    """Inside a network a name needs no dot."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = parts.hostname or ""
        whole = parts.scheme in ("http", "https") and bool(host) and (private or "." in host) and not parts.username
    except ValueError:
        whole = False
    if not whole or len(address) > MAX_ADDRESS_CHARS or any(letter.isspace() for letter in address):
        said: str = _("An address is meant, such as https://www.radyo.example.")
        return said
    return ""


def _in_rows(fields: list[FieldError], search: SiteSearch) -> dict[str, str]:
    """What is wrong with rows, by their names in the form: those that were left out are not counted in the settings."""
    wrong = {}
    for key in form.LISTS:
        used = [
            row.name
            for row in form.rows(search, key, request.form)
            if row.values.get("url") and (row.used or not row.fact)
        ]
        for error in fields:
            place = str(error["field"]).split(".")
            if place[0] == key and len(place) > 1 and place[1].isdecimal() and int(place[1]) < len(used):
                wrong[used[int(place[1])]] = error_words([FieldError(place[-1], error["problem"], error["code"])])[
                    place[-1]
                ]
    return wrong
