"""Rendering of the panel's pages: never cached, and for signed-in staff only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.staff import DUTIES, Duty
from webapp.panel.charts.chart import chart_words, mark_tones
from webapp.panel.people.browser_sessions import signed_in
from webapp.panel.reasons import in_words
from webapp.web.site import Site


@dataclass(frozen=True)
class Tab:
    """A link in the panel's bar, for those whose role includes `duty`."""

    path: str
    title: str
    duty: Duty = "read"

    @property
    def current(self) -> bool:
        return request.path == self.path or (self.path != "/panel/" and request.path.startswith(f"{self.path}/"))


def tabs() -> list[Tab]:
    """The links in the panel's bar, in order."""
    return [
        Tab("/panel/", _("Desk")),
        Tab("/panel/rundown", _("Rundown")),
        Tab("/panel/articles", _("Articles")),
        Tab("/panel/reads", _("Most read")),
        Tab("/panel/listeners", _("Listeners")),
        Tab("/panel/alerts", _("Alerts")),
        Tab("/panel/streams", _("Streams")),
        Tab("/panel/outlets", _("Surfaces")),
        Tab("/panel/embeds", _("Embeds")),
        Tab("/panel/sources", _("Sources")),
        Tab("/panel/wires", _("Wires")),
        Tab("/panel/audit", _("Record"), "audit"),
        Tab("/panel/checks", _("Checks")),
        Tab("/panel/rehearsal", _("Rehearsal")),
        Tab("/panel/settings", _("Settings"), "settings"),
        Tab("/panel/people", _("People"), "staff"),
        Tab("/panel/me", _("Your account")),
    ]


def panel_page(template: str, site: Site, status: int = 200, **context: Any) -> Response:
    """`template` rendered with the board, the tabs, a CSRF token, `said` (a reason, in words), charts' words and `context`;
    also for visitors, such as the sign-in page."""
    now = site.now()
    board = site.replica.visible(now).public(now)
    page = render_template(
        template, board=board, csrf=generate_csrf(), now=now, tabs=tabs(), said=in_words,
        chart_words=chart_words, mark_tones=mark_tones, in_rehearsal=site.in_rehearsal, **context,
    )  # fmt: skip
    return Response(page, status=status, mimetype="text/html", headers={"Cache-Control": "no-store"})


def staff_page(template: str, site: Site, **context: Any) -> Response | AnyResponse:
    """A page for signed-in staff: `template` also gets `actor` and their `duties`. Without a session, a redirect to the sign-in,
    also for requests with a token."""
    user = signed_in()
    if user is None:
        return redirect(url_for("sign_in.sign_in"))
    actor = user.actor
    duties = sorted(duty for duty in DUTIES["admin"] if actor.may(duty))
    return panel_page(template, site, actor=actor, duties=duties, **context)
