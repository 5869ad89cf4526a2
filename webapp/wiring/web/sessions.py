"""The session cookie of staff."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin

STAFF_PATHS = ("/panel", "/api/")


class StaffSessions(SecureCookieSessionInterface):
    """Sends the session cookie, and `Vary: Cookie`, only where the session was changed or the path is one for staff.

    The login manager reads the session of every request, so that otherwise no cache could share a feed, a ticker or a
    script.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified or request.path.startswith(STAFF_PATHS):
            super().save_session(app, session, response)
