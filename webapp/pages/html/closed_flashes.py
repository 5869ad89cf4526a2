"""Flashes that a reader has closed: their banner stays away on other pages and in other tabs, until a new revision.

`js/elements/flash.js` writes the cookie.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import has_request_context, request

from webapp.newsroom.model import BreakingItem

CLOSED_COOKIE = "closed"
"""Its value is the `id.rev` of each, joined by `~`."""


def closed_flashes(breaking: Iterable[BreakingItem]) -> tuple[str, ...]:
    """The flashes in `breaking` that this reader has closed, each as `id.rev`."""
    cookie = request.cookies.get(CLOSED_COOKIE) if has_request_context() else None
    if not cookie:
        return ()
    closed = set(cookie.split("~"))
    flashes = (f"{item.id}.{item.rev}" for item in breaking if item.priority == "flash")
    return tuple(flash for flash in flashes if flash in closed)
