"""An error in words, with a way on. What failed may be a template: where one cannot be rendered, a plain page is sent."""

from __future__ import annotations

from html import escape

import structlog
from flask import Response, render_template, request
from flask_babel import gettext as _

from webapp.pages.html.frame import PageFrame

log = structlog.get_logger("pages")

PLAIN = """<!doctype html>
<html lang="{lang}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>{title} · {station}</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="{sheet}">
</head>
<body>
  <header><p>{station}</p></header>
  <main>
    <h1>{title}</h1>
    <p>{message}</p>
    <p><a href="/">{live}</a> · <a href="/lite">{light}</a></p>
  </main>
</body>
</html>
"""


def error_page(chrome: PageFrame, status: int, message: str) -> Response:
    """Like the site's other pages; plain inside a partner's frame, and whenever something of ours is broken."""
    title = _titles().get(status, _("Something went wrong"))
    page = None
    if status != 500 and not request.path.startswith("/embed/"):
        try:
            page = render_template("error.html", **chrome.base(), code=status, title=title, message=message)
        except Exception:
            log.exception("the error page does not render", path=request.path, status=status)
    if page is None:
        page = _plain(chrome, title, message)
    return Response(page, status=status, mimetype="text/html", headers={"Cache-Control": "no-store"})


def broken_page(chrome: PageFrame) -> Response:
    """The page for a failure of our own: it needs no template and no board."""
    return error_page(chrome, 500, _("It was written to the log. Try again in a moment."))


def _titles() -> dict[int, str]:
    return {
        401: _("Please sign in"),
        403: _("Not allowed"),
        404: _("Not found"),
        410: _("Withdrawn"),
        429: _("Too many at once"),
        503: _("Back in a moment"),
    }


def _plain(chrome: PageFrame, title: str, message: str) -> str:
    texts = {
        "lang": chrome.language,
        "station": chrome.station_name,
        "title": title,
        "message": message,
        "sheet": chrome.asset("css/lite.css"),
        "live": _("Go to the live page"),
        "light": _("Light version"),
    }
    return PLAIN.format(**{name: escape(text) for name, text in texts.items()})
