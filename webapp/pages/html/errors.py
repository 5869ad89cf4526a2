"""Error pages. A template may be what failed, so there is a plain page that needs none."""

from __future__ import annotations

from html import escape

import structlog
from flask import Response, request
from flask_babel import gettext as _

from webapp.newsroom.errors import N_
from webapp.pages.html.frame import PageFrame

log = structlog.get_logger("pages")

PLAIN_PAGE = """<!doctype html>
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
  <header><p dir="auto">{station}</p></header>
  <main>
    <h1>{title}</h1>
    <p>{message}</p>
    <p><a href="/">{live}</a> · <a href="/lite">{light}</a></p>
  </main>
</body>
</html>
"""


def error_page(frame: PageFrame, status: int, message: str) -> Response:
    """The page for an error: like the site's other pages, but plain inside of a partner's frame and for failures of our own.

    `message` is an English sentence, or empty; it is shown in the reader's language where the catalog has it, else what holds
    for any error of this `status` is.
    """
    title, message = _titles().get(status, _("Something went wrong")), _message(frame, status, message)
    page: bytes | str | None = None
    if status != 500 and not request.path.startswith("/embed/"):
        try:
            page = frame.error(status, title, message)
        except Exception:
            log.exception("the error page does not render", path=request.path, status=status)
    if page is None:
        page = _plain(frame, title, message)
    return Response(page, status=status, mimetype="text/html", headers={"Cache-Control": "no-store"})


def broken_page(frame: PageFrame) -> Response:
    """The page for a failure of our own (500). It needs no template and no board."""
    return error_page(frame, 500, N_("It was written to the log. Try again in a moment."))


def _titles() -> dict[int, str]:
    return {
        401: _("Please sign in"),
        403: _("Not allowed"),
        404: _("Not found"),
        410: _("Withdrawn"),
        429: _("Too many at once"),
        503: _("Back in a moment"),
    }


def _message(frame: PageFrame, status: int, message: str) -> str:
    said = str(_(message)) if message else ""
    if not said or (said == message and frame.language != "en"):
        said = _general().get(status, _("This could not be done. Go back and try again."))
    return f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('.', '…', '?')) else '.'}"


def _general() -> dict[int, str]:
    return {
        403: _("Your role does not include this."),
        404: _("There is nothing at this address."),
        429: _("Wait a moment, then try again."),
        503: _("Wait a moment, then try again."),
    }


def _plain(frame: PageFrame, title: str, message: str) -> str:
    texts = {
        "lang": frame.language,
        "station": frame.station_name,
        "title": title,
        "message": message,
        "sheet": frame.asset("css/lite.css"),
        "live": _("Go to the live page"),
        "light": _("Light version"),
    }
    return PLAIN_PAGE.format(**{name: escape(text) for name, text in texts.items()})
