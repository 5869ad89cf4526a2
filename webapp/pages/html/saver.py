"""Saving data: whoever asked for it gets pages without pictures. The script's half is `js/saver.js`."""

from __future__ import annotations

from flask import has_request_context, request

COOKIE = "saver"


def saves_data() -> bool:
    """By choice (the cookie), else as the browser asks (`Save-Data: on`)."""
    if not has_request_context():
        return False
    chosen = request.cookies.get(COOKIE)
    if chosen in ("on", "off"):
        return chosen == "on"
    return request.headers.get("Save-Data", "").strip().lower() == "on"
