"""Rendering of the panel's pages: never cached, and for signed-in staff only."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, render_template, url_for
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as AnyResponse

from webapp.newsroom.staff import DUTIES
from webapp.panel.charts.chart import chart_words, mark_tones
from webapp.panel.menu import menu
from webapp.panel.people.browser_sessions import signed_in
from webapp.panel.reasons import in_words
from webapp.web.site import Site


def panel_page(template: str, site: Site, status: int = 200, **context: Any) -> Response:
    """`template` rendered with the board, the menu, a CSRF token, `said` (a reason, in words), charts' words and `context`;
    also for visitors, such as the sign-in page."""
    now = site.now()
    board = site.replica.visible(now).public(now)
    page = render_template(
        template, board=board, csrf=generate_csrf(), now=now, menu=menu(), said=in_words,
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
