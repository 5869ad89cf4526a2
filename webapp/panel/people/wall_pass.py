"""A cookie that opens the wall screen and nothing else, so that no session stays open on a screen that nobody sits at.

Who opens the wall screen while signed in gives it to that browser. It ends with the account, with a new password, and when the
screen has not been on for `PASS_DAYS`; a sign-out leaves it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from werkzeug.wrappers import Request, Response

from webapp.newsroom.reads.identity import SigningKey
from webapp.panel.people.browser_sessions import signed_in
from webapp.store.people.staff import Staff

PASS_DAYS = 31
WALL = "/panel/wall"


class WallPass:
    """Makes and checks these cookies, with a key derived from `secret_key`."""

    def __init__(self, secret_key: str, https: bool, staff: Staff, now: Callable[[], datetime]) -> None:
        self._key = SigningKey(secret_key, "wall screen")
        self._https = https
        self._staff = staff
        self._now = now
        self._cookie = f"{'__Secure-' if https else ''}airwire_wall"

    def opens(self, request: Request) -> bool:
        """Whether this request is for the wall screen, with a cookie that holds. Raises `StoreAway`."""
        if request.path != WALL or (given := self._given(request)) is None:
            return False
        name, generation, _ = given
        account = self._staff.account(name)
        return account is not None and account.session == generation and account.actor.may("read")

    def renew(self, request: Request, response: Response) -> None:
        """Gives the cookie to who is signed in; who has it already gets one of today."""
        user, given, today = signed_in(), self._given(request), self._now().date().isoformat()
        if user is not None:
            name, generation = user.account.name, user.account.session
        elif given is not None:
            name, generation, _ = given
        else:
            return
        if given == (name, generation, today):
            return
        value = ".".join([name.encode().hex(), generation, today, self._key.seal(name, generation, today)])
        response.set_cookie(
            self._cookie, value, max_age=PASS_DAYS * 86_400, path=WALL, secure=self._https, httponly=True, samesite="Lax"
        )  # fmt: skip

    def _given(self, request: Request) -> tuple[str, str, str] | None:
        """The account's name, its generation and the day that a cookie of ours names, unless it is too old."""
        parts = request.cookies.get(self._cookie, "").split(".")
        if len(parts) != 4:
            return None
        name_hex, generation, day, seal = parts
        try:
            name, given = bytes.fromhex(name_hex).decode(), date.fromisoformat(day)
        except ValueError:
            return None
        is_ours = self._key.same(seal, self._key.seal(name, generation, day))
        return (name, generation, day) if is_ours and self._now().date() - given <= timedelta(days=PASS_DAYS) else None
