"""The application with a page that fails, in a hurry to find that out."""

from __future__ import annotations

from flask import Flask

import webapp.app
from webapp.app import create_app
from webapp.pages.ops import page_check
from webapp.web.site import Site

webapp.app.PRESENCE_S = 0.2  # type: ignore[attr-defined]
page_check.FIRST_ROUND_AFTER_S = page_check.SETTLE_S = page_check.PAGE_PAUSE_S = 0.0

app = create_app()
_check = app.extensions["airwire"].page_check
_make = _check.make_app


def with_a_fault(site: Site) -> Flask:
    made: Flask = _make(site)
    del made.jinja_env.filters["weekday"]
    return made


_check.make_app = with_a_fault
