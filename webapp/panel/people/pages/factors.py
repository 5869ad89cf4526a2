"""Setting up one's own second factors: passkeys, an authenticator app, recovery codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import segno
from flask import Blueprint, Response, redirect, request, session, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from pydantic import ValidationError
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.errors import N_, Invalid, NewsroomError, TooMany
from webapp.newsroom.people.account import Account, CodeApp
from webapp.newsroom.people.second_factors import (
    app_address,
    hashed_code,
    matching_step,
    new_recovery_codes,
    new_secret,
)
from webapp.panel.frame import staff_page
from webapp.panel.people.browser_sessions import SignedIn
from webapp.panel.people.pages.person import note, person
from webapp.panel.people.pages.proof import Proof
from webapp.panel.people.passkeys import Passkeys, new_handle
from webapp.panel.people.refusals import refusal
from webapp.web.answers import answer
from webapp.web.site import Site

Answer = Response | AnyResponse


class Refused(Protocol):
    def __call__(self, place: str, error: NewsroomError) -> Answer:
        """The page of the own account with this refusal at `place`."""


def add_factors(
    views: Blueprint, site: Site, proof: Proof, passkeys: Passkeys,
    refused: Refused,
) -> None:  # fmt: skip
    """`/panel/me/app`, `/panel/me/passkeys`, `/panel/me/factors`."""

    @views.post("/app")
    def begin_app() -> Answer:
        user = person()
        try:
            proof.ask_unless_new(user)
        except (Invalid, TooMany) as error:
            return refused("app", error)
        secret = new_secret()
        return _app_page(user, site.ceremonies.begin("app", {"secret": secret, "name": user.account.name}), secret)

    def _app_page(user: SignedIn, setup: str, secret: str, status: int = 200, problem: str = "") -> Answer:
        code = segno.make_qr(app_address(secret, user.account.name, site.station.name), error="m")
        picture = Markup(code.svg_inline(omitsize=True, light="#fff", border=4, svgclass=None, lineclass=None))  # noqa: S704 - segno's own
        spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
        return staff_page(
            "panel/people/app.html", site, status=status, setup=setup, secret=spaced, picture=picture, problem=problem
        )

    @views.post("/app/confirm")
    def confirm_app() -> Answer:
        user, setup = person(), request.form.get("setup", "")[:100]
        kept = site.ceremonies.look("app", setup)
        if kept is None or kept["name"] != user.account.name:
            return refused("app", Invalid(N_("This took too long. Try again.")))
        secret, now = kept["secret"], site.now()
        step = matching_step(secret, request.form.get("code", "")[:20], now, 0)
        if step is None:
            problem = _("This is not the code that the app shows now. Is the clock of the phone right?")
            return _app_page(user, setup, secret, 422, problem)
        site.ceremonies.take("app", setup)
        before = user.account.code_app
        site.code_apps.keep(setup, secret)
        app = CodeApp(id=setup, made_at=now, last_step=step)
        if before:
            site.code_apps.forget(before.id)
        note(site, user, "authenticator app set up", user.account.name)
        return _added(user, lambda account: account.with_(code_app=app))

    @views.post("/passkeys/options")
    def passkey_options() -> Response:
        user = person()
        try:
            proof.ask_unless_new(user)
            place = passkeys.asked_site(request.host)
        except (Invalid, TooMany) as error:
            return answer({"problem": refusal(error)}, error.status)
        return answer(passkeys.begin_registration(user.account, user.account.handle or new_handle(), place))

    @views.post("/passkeys")
    def add_passkey() -> Answer:
        user = person()
        name = request.form.get("name", "").strip() or _("Passkey")
        try:
            passkey, handle = passkeys.complete_registration(
                user.account,
                request.form.get("ceremony", "")[:100],
                request.form.get("credential", ""),
                name[:60],
                site.now(),
            )
        except ValidationError:
            return refused("passkeys", Invalid(N_("The name has to be a line of text.")))
        except Invalid as error:
            return refused("passkeys", error)
        note(site, user, "passkey added", f"{user.account.name}: {passkey.name}")
        return _added(user, lambda account: account.with_passkey(passkey).with_(handle=account.handle or handle))

    def _added(user: SignedIn, add: Callable[[Account], Account]) -> Answer:
        """Commits a new factor. With the first one recovery codes are made, which the answer shows."""
        codes = new_recovery_codes()
        made = False

        def added(before: Account, others: object) -> Account:
            nonlocal made
            after = add(before)
            made = not after.recovery
            return after.with_(recovery=tuple(map(hashed_code, codes))) if made else after

        site.staff.change(user.account.name, added)
        session.pop("set_up", None)
        return _codes_page(codes) if made else redirect(url_for("own_account.me", done="factor"), 303)

    def _codes_page(codes: list[str]) -> Answer:
        return staff_page("panel/people/recovery_codes.html", site, codes=codes)

    @views.post("/factors")
    def change_factors() -> Answer:
        """`?act=codes`, `remove-app` or `remove-passkey` `{id}`; `{proof}`."""
        user, asked, which = person(), request.args.get("act", ""), request.form.get("id", "")
        acts = {
            "codes": "recovery codes made",
            "remove-app": "authenticator app removed",
            "remove-passkey": "passkey removed",
        }
        if asked not in acts:
            return refused("factors", Invalid(N_("Nothing was chosen.")))
        try:
            proof.ask_unless_new(user)
            codes = new_recovery_codes()
            after = site.staff.change(user.account.name, lambda before, others: _changed(before, asked, which, codes))
        except NewsroomError as error:
            return refused("factors", error)
        if user.account.code_app and not after.code_app:
            site.code_apps.forget(user.account.code_app.id)
        note(site, user, acts[asked], user.account.name)
        return _codes_page(codes) if asked == "codes" else redirect(url_for("own_account.me", done="factor"), 303)

    def _changed(before: Account, asked: str, which: str, codes: list[str]) -> Account:
        if asked == "codes":
            return before.with_(recovery=tuple(map(hashed_code, codes)))
        if asked == "remove-app":
            after = before.with_(code_app=None)
        else:
            after = before.with_(passkeys=tuple(one for one in before.passkeys if one.id != which))
        if after.needs_second_factor(site.station.people):
            raise Invalid(N_("Your role needs a second factor: set another one up before you remove the last."))
        return after if after.has_second_factor else after.with_(recovery=())
