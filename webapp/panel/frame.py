"""Every page of the panel: rendered the one way, never cached, and only for whoever has signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.staff import DUTIES
from webapp.web.site import Site


@dataclass(frozen=True)
class Tab:
    """One of the panel's pages, as its bar shows it."""

    path: str
    title: str

    @property
    def current(self) -> bool:
        return request.path == self.path or (self.path != "/panel/" and request.path.startswith(f"{self.path}/"))


def tabs() -> list[Tab]:
    """In the order of the bar."""
    return [
        Tab("/panel/", _("Desk")),
        Tab("/panel/rundown", _("Rundown")),
        Tab("/panel/reads", _("Reads")),
        Tab("/panel/streams", _("Streams")),
        Tab("/panel/sources", _("Sources")),
    ]


def panel_page(template: str, site: Site, status: int = 200, **context: Any) -> Response:
    """`template` with the frame's context beside `context`."""
    now = site.now()
    board = site.replica.visible(now).public(now)
    page = render_template(template, board=board, csrf=generate_csrf(), now=now, tabs=tabs(), **context)
    return Response(page, status=status, mimetype="text/html", headers={"Cache-Control": "no-store"})


def inside_page(template: str, site: Site, **context: Any) -> Response | AnyResponse:
    """A page for staff: `template` also gets `actor` and their `duties`. Whoever comes by a token is sent to sign in."""
    if not current_user.is_authenticated:
        return redirect(url_for("sign_in.sign_in"))
    actor = current_user.actor
    duties = sorted(duty for duty in DUTIES["admin"] if actor.may(duty))
    return panel_page(template, site, actor=actor, duties=duties, **context)
