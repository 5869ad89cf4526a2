"""Flashes that a reader has closed: the banner of that revision stays away, also on the next page and in other tabs.

The script's half is `js/elements/flash.js`, which writes the cookie.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import has_request_context, request

from webapp.newsroom.model import BreakingItem

COOKIE = "closed"
"""`id.rev` of each, with `~` between them."""


def closed_flashes(breaking: Iterable[BreakingItem]) -> tuple[str, ...]:
    """Those on the board that this reader has closed, as `id.rev`."""
    told = request.cookies.get(COOKIE) if has_request_context() else None
    if not told:
        return ()
    closed = set(told.split("~"))
    flashes = (f"{item.id}.{item.rev}" for item in breaking if item.priority == "flash")
    return tuple(flash for flash in flashes if flash in closed)
