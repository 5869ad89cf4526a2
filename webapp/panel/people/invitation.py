"""The link by which one person sets the password of an account, once."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.errors import Invalid, NotFound
from webapp.newsroom.people.account import Account
from webapp.panel.frame import panel_page
from webapp.panel.people.entry import Entry
from webapp.panel.people.verifier import Verifier
from webapp.web.site import Site


def add_invitation(views: Blueprint, site: Site, entry: Entry, verifier: Verifier) -> None:
    """`/panel/sign-in/invitation/<secret>`."""

    def page(account: Account | None, status: int = 200, problem: str = "") -> Response:
        response = panel_page("panel/people/invitation.html", site, status, account=account, problem=problem)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    @views.get("/sign-in/invitation/<secret>")
    def invitation(secret: str) -> Response:
        account = site.staff.invited(secret)
        return page(account, 200 if account else 404)

    @views.post("/sign-in/invitation/<secret>")
    def accept(secret: str) -> Response | AnyResponse:
        account = site.staff.invited(secret)
        if account is None:
            return page(None, 404)
        names, password = [account.name, site.station.name], request.form.get("password", "")
        try:
            hashed = verifier.run(lambda: site.staff.hashed_password(password, names))
            accepted = site.staff.accept(secret, hashed)
        except Invalid as error:
            return page(account, 422, error.fields[0]["problem"])
        except NotFound:
            return page(None, 404)
        if accepted is None:
            return page(None, 404)
        site.audit.note(AuditEntry(site.now(), accepted.name, accepted.role, "password set", "by a link"))
        return entry.after_password(accepted)
