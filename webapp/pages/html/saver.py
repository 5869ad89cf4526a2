"""Data saving: a reader who asks for it gets pages without pictures. `js/page/saver.js` is the script's half."""

from __future__ import annotations

from flask import has_request_context, request

SAVER_COOKIE = "saver"


def saves_data() -> bool:
    """Whether this request asks for it: by the reader's choice (the cookie), else by the header `Save-Data: on`."""
    if not has_request_context():
        return False
    chosen = request.cookies.get(SAVER_COOKIE)
    if chosen in ("on", "off"):
        return chosen == "on"
    return request.headers.get("Save-Data", "").strip().lower() == "on"
