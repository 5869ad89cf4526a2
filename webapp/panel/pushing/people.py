"""Who is at the desk: each open panel says so by asking for the newsroom's state."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import request

from webapp.newsroom.errors import StoreAway
from webapp.panel.people.browser_sessions import signed_in
from webapp.web.site import Site

MAX_ID_CHARS = 120


def people_at_the_desk(site: Site) -> dict[str, Any]:
    """`{me, people[], notes[]}`, and notes that whoever asks is one of them: unless by a token, or with `?away`, which a
    panel adds that is hidden or has not been touched for long, or `?left`, when it is closed. `?writing=` is the item that
    they write at.
    """
    user, now = signed_in(), site.now()
    if user and request.headers.get("Authorization") is None:
        with suppress(StoreAway):  # a store that takes no changes can still be asked
            if "left" in request.args:
                site.colleagues.leave(user.actor.name)
            elif "away" not in request.args:
                site.colleagues.note(user.actor, request.args.get("writing", "")[:MAX_ID_CHARS] or None, now)
    return {
        "me": user.actor.name if user else None,
        "people": [one.dump() for one in site.colleagues.here(now)],
        "notes": [note.dump() for note in site.colleagues.notes()],
    }
