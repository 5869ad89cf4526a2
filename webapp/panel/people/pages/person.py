"""Who is at these pages, and what the record has of what they do."""

from __future__ import annotations

from webapp.newsroom.audit.entry import AuditEntry
from webapp.panel.auth import SignInFirst
from webapp.panel.people.browser_sessions import SignedIn, signed_in
from webapp.web.site import Site


def person() -> SignedIn:
    """Who is signed in. Raises `SignInFirst`: a token has no account."""
    user = signed_in()
    if user is None:
        raise SignInFirst("sign in at /panel/: only a person may do this, not a token")
    return user


def note(site: Site, user: SignedIn, did: str, what: str) -> None:
    """Adds a row to the audit trail."""
    site.audit.note(AuditEntry(site.now(), user.actor.name, user.actor.role, did, what))
