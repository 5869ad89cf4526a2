"""The promo: what the station advertises on its pages, set and taken off by who may."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.drafts import PromoDraft, read_draft
from webapp.newsroom.errors import Invalid, NewsroomError, NotAllowed, StoreAway
from webapp.newsroom.model import MAX_LINE_CHARS, Article
from webapp.newsroom.schedule.wall_clock import instant
from webapp.panel.auth import Guard
from webapp.panel.frame import staff_page
from webapp.web.site import Site

_ARTICLE = re.compile(r"/articles/([a-z0-9-]{1,120})")
_LOCAL = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)")


def blueprint(site: Site, guard: Guard) -> Blueprint:
    """`GET /panel/promo?article=`, `POST /panel/promo` `{act: set|off, title, link, until?, picture?}`."""
    views = Blueprint("panel_promo", __name__, url_prefix="/panel/promo")

    @views.get("")
    def promo() -> Response | AnyResponse:
        article = site.replica.article(request.args.get("article", "")[:120])
        form = {} if article is None or article.withdrawn is not None else _form_of(article)
        return _page(form=form)

    @views.post("")
    def decide() -> Response | AnyResponse:
        by, now, form = guard.actor("promo"), site.now(), request.form
        key = form.get("key", "")[:100] or None
        try:
            draft = None if form.get("act") == "off" else read_draft(PromoDraft, _asked(site, form))
            site.desk.set_promo(draft, by, now, key)
        except NewsroomError as error:
            wrong = {field["field"]: _problem(field["field"], form) for field in error.fields}
            # With the same key, in case it was done after all.
            again = {"key": key} if isinstance(error, StoreAway) else {}
            return _page(error.status, form=form, wrong=wrong, problem=_refusal(error), **again)
        return redirect(url_for("panel_promo.promo", done=form.get("act", "set")), 303)

    def _page(status: int = 200, **more: Any) -> Response | AnyResponse:
        promo = site.replica.visible(site.now()).promo
        air = site.replica.visible(site.now()).on_air
        given: dict[str, Any] = {"form": {}, "wrong": {}, "problem": None, "key": token_hex(12), **more}
        page = staff_page(
            "panel/articles/promo.html", site, promo=promo, rotating=air.rotation.articles if air.rotation else (),
            done=request.args.get("done"), **given,
        )  # fmt: skip
        if page.status_code == 200:
            page.status_code = status
        return page

    return views


def _form_of(article: Article) -> dict[str, str]:
    return {"title": article.title, "link": f"/articles/{article.slug}", "picture": "1" if article.picture else ""}


def _asked(site: Site, form: Mapping[str, str]) -> dict[str, Any]:
    """What the form asks for, as the API takes it. Raises `Invalid`."""
    link = form.get("link", "").strip()
    asked: dict[str, Any] = {"title": form.get("title", "").strip(), "link": link}
    if local := form.get("until", "").strip():
        asked["until"] = _instant(site, local)
    named = _ARTICLE.fullmatch(link)
    article = site.replica.article(named[1]) if named else None
    if form.get("picture") and article and article.picture:
        asked["image"] = article.picture.dump()
    return asked


def _instant(site: Site, local: str) -> datetime | str:
    """The instant of a date and time of day at the station; the text itself where it is none, to be refused."""
    found = _LOCAL.match(local)
    try:
        return (
            instant(site.station.tz, date.fromisoformat(found[1]), int(found[2]) * 3600 + int(found[3]) * 60)
            if found
            else local
        )
    except ValueError:
        return local


def _refusal(error: NewsroomError) -> str:
    if isinstance(error, StoreAway):
        return str(_("Not confirmed: the newsroom's server did not answer. Send it again; it happens once."))
    if isinstance(error, NotAllowed):
        return str(_("Producers, editors and admins decide about the promo."))
    return str(_("Not done. What is wrong is said beside it.")) if isinstance(error, Invalid) else error.message


def _problem(name: str, form: Mapping[str, str]) -> str:
    if name == "title":
        too_long = len(form.get("title", "")) > MAX_LINE_CHARS
        return str(
            _("The title is one line of at most %(num)s characters.", num=MAX_LINE_CHARS)
            if too_long
            else _("Write the title first.")
        )
    if name == "link":
        return str(_("A link is a web address (https://…) or a path of this site, such as /articles."))
    if name == "until":
        return str(_("Choose a time to come, or leave it empty."))
    return str(_("This cannot be taken as it stands."))
