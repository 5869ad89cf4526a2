"""Everybody's accounts, for an admin."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import N_, Invalid, NewsroomError, NotFound
from webapp.newsroom.people.account import INVITATION_LASTS, Account
from webapp.newsroom.staff import DUTIES
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.panel.people.browser_sessions import signed_in
from webapp.panel.people.pages.person import note, person
from webapp.panel.people.pages.proof import Proof
from webapp.panel.people.pages.tokens import add_tokens
from webapp.panel.people.refusals import refusal
from webapp.web.site import Site

PEOPLE_ROLES = tuple(role for role in DUTIES if role != "encoder")

ACTS = {
    "role": "role changed",
    "link": "link made",
    "end": "sessions ended",
    "reset": "second factor reset",
    "off": "account switched off",
    "on": "account switched on",
    "delete": "account removed",
}
"""What can be done with an account, and what the record says of it."""

WITHOUT_PROOF = frozenset({"end", "off"})
"""What stops somebody asks for no password: it may be urgent, and can be undone."""


def blueprint(site: Site, guard: Guard, proof: Proof) -> Blueprint:
    """`/panel/people`."""
    views = Blueprint("people", __name__, url_prefix="/panel/people")

    def page(status: int = 200, place: str = "", problem: object = "", **more: object) -> Response | AnyResponse:
        now = site.now()
        every, accounts = site.sessions.every(), site.staff.accounts()
        sessions = {account.name: [one for one in every if one.lasts(account, now)] for account in accounts}
        user = signed_in()
        return staff_page(
            "panel/people/people.html", site, status=status,
            own=user and user.account, by_passkey=user and proof.offers_passkey(user),
            accounts=accounts, sessions=sessions,
            seen=site.sessions.last_seen(), tokens=site.staff.tokens(), roles=PEOPLE_ROLES, token_roles=tuple(DUTIES),
            rules=site.station.people, place=place, problem=problem, typed=request.form, done=request.args.get("done", ""),
            **more,
        )  # fmt: skip

    def refused(place: str, error: NewsroomError) -> Response | AnyResponse:
        return page(error.status, place, refusal(error))

    add_tokens(views, site, guard, proof, page, refused)

    @views.get("")
    def people() -> Response | AnyResponse:
        guard.actor("staff")
        return page()

    @views.post("")
    def make() -> Response | AnyResponse:
        """`{name, role, proof}`: a new account, and the link for whoever it is for."""
        guard.actor("staff")
        user, role = person(), request.form.get("role", "")
        try:
            _person_role(role)
            proof.ask(user)
            account, secret = site.staff.invite(request.form.get("name", ""), role)
        except NewsroomError as error:
            return refused("make", error)
        note(site, user, "account made", f"{account.name} as {account.role}")
        return _link_page(account, secret)

    @views.post("/act")
    def act() -> Response | AnyResponse:
        """`{name, act, role?, proof?}`; `act` is one of `ACTS`."""
        guard.actor("staff")
        user, asked, name = person(), request.form.get("act", ""), request.form.get("name", "")
        place = f"account:{name.casefold()}"
        try:
            if asked not in ACTS:
                raise Invalid(N_("Nothing was chosen."))
            account = site.staff.account(name)
            if account is None:
                raise NotFound(N_("There is no such account any more."))
            role = request.form.get("role", account.role) if asked == "role" else account.role
            _person_role(role)
            if asked not in WITHOUT_PROOF:
                proof.ask(user)
            if asked == "link":
                account, secret = site.staff.invite_again(account.name)
                note(site, user, ACTS[asked], account.name)
                return _link_page(account, secret)
            after = site.staff.change(account.name, lambda before, others: _changed(before, asked, role, site.now()))
        except NewsroomError as error:
            return refused(place, error)
        _clean_up(account, after, gone=asked == "delete")
        note(site, user, ACTS[asked], account.name + (f": {account.role} → {role}" if asked == "role" else ""))
        if account.name.casefold() == user.account.name.casefold() and after.session != user.account.session:
            return redirect(url_for("sign_in.sign_in"), 303)
        return redirect(url_for("people.people", done=asked), 303)

    def _changed(before: Account, asked: str, role: str, now: datetime) -> Account | None:
        match asked:
            case "delete":
                return None
            case "reset":
                return before.without_second_factor()
            case "off":
                return before.with_(off_at=now, invitation=None).signed_out()
            case "on":
                return before.with_(off_at=None)
            case "end":
                return before.signed_out()
        after = before.with_(role=role)
        needs_more = after.needs_second_factor(site.station.people) and not before.needs_second_factor(
            site.station.people
        )
        return after.signed_out() if needs_more else after

    def _clean_up(before: Account, after: Account, *, gone: bool) -> None:
        """Takes what belonged to the account out of other places."""
        if gone or after.session != before.session:
            site.sessions.forget(one.id for one in site.sessions.of(before, site.now()))
            site.colleagues.leave(before.name)
        if before.code_app and (gone or not after.code_app):
            site.code_apps.forget(before.code_app.id)

    def _link_page(account: Account, secret: str) -> Response | AnyResponse:
        path = url_for("sign_in.invitation", secret=secret)
        base = (site.station.url or request.host_url).rstrip("/")
        return page(invited=account, link=f"{base}{path}", link_days=INVITATION_LASTS.days)

    return views


def _person_role(role: str) -> None:
    if role not in PEOPLE_ROLES:
        raise Invalid(N_("Choose a role."))
