"""Bearer tokens of newsroom systems: listed, made and revoked by an admin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import N_, Invalid, NewsroomError, NotFound
from webapp.newsroom.staff import DUTIES
from webapp.panel.auth import Guard
from webapp.panel.people.pages.person import note, person
from webapp.panel.people.pages.proof import Proof
from webapp.web.site import Site

Answer = Response | AnyResponse

MAX_TOKEN_DAYS = 3650


def add_tokens(
    views: Blueprint, site: Site, guard: Guard, proof: Proof,
    page: Callable[..., Answer], refused: Callable[[str, NewsroomError], Answer],
) -> None:  # fmt: skip
    """`/panel/people/tokens` `{name, role, days?, may_flash_alone?, proof}`, `/panel/people/tokens/revoke` `{token}`."""

    @views.post("/tokens")
    def make_token() -> Answer:
        guard.actor("staff")
        user, form = person(), request.form
        name, role = form.get("name", "").strip(), form.get("role", "")
        try:
            if role not in DUTIES:
                raise Invalid(N_("Choose a role."))
            until = _until(form.get("days", "").strip())
            proof.ask(user)
            alone = "may_flash_alone" in form
            token = site.staff.add_token(name, role, until, may_flash_alone=alone)
        except NewsroomError as error:
            return refused("tokens", error)
        note(site, user, "token made", f"{name} as {role}{', may flash alone' if alone else ''}")
        return page(new_token=token, new_token_name=name)

    def _until(days: str) -> Any:
        if not days:
            return None
        if not (days.isascii() and days.isdigit() and 1 <= int(days[:6]) <= MAX_TOKEN_DAYS):
            raise Invalid(N_("Days: a whole number from 1 to 3650, or nothing for a token without an end."))
        return site.now() + timedelta(days=int(days))

    @views.post("/tokens/revoke")
    def revoke() -> Answer:
        guard.actor("staff")
        user = person()
        gone = site.staff.remove_token(request.form.get("token", "")[:8])
        if gone is None:
            return refused("tokens", NotFound(N_("There is no such token any more.")))
        note(site, user, "tokens removed", f"1 of {gone.name}")
        return redirect(url_for("people.people", done="revoked"), 303)
