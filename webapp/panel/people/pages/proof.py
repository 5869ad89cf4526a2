"""The own password, or a code of the own app, asked for once more before what gives somebody access or takes it for good."""

from __future__ import annotations

from flask import request

from webapp.newsroom.errors import N_, FieldError, Invalid
from webapp.newsroom.people.second_factors import CODE_DIGITS
from webapp.newsroom.people.sign_in_limits import code_counters
from webapp.panel.people.browser_sessions import SignedIn
from webapp.panel.people.entry import Entry
from webapp.panel.people.verifier import Verifier
from webapp.web.site import Site

WRONG = N_("This is neither your own password nor a new code of your app. Nothing was changed.")


class Proof:
    """Raises `Invalid` (field `proof`) for a wrong one, `TooMany` after too many tries."""

    def __init__(self, site: Site, entry: Entry, verifier: Verifier) -> None:
        self._site = site
        self._entry = entry
        self._verifier = verifier

    def ask(self, user: SignedIn, given: str) -> None:
        """Checks what was typed. Tries are counted as those of second factors are."""
        digits = "".join(given.split())
        if user.account.code_app and len(digits) == CODE_DIGITS and digits.isdigit():
            right = self._entry.takes_code(user.account, digits) is not None
        else:
            counted = code_counters(user.account.name, request.remote_addr or "", None)
            self._site.counts.count(counted, self._site.now())
            right = self._verifier.run(lambda: self._site.staff.verifies(user.account, given))
            if right:
                self._site.counts.take_back(counted, self._site.now())
        if not right:
            self._entry.access.not_proved(user.actor, request.remote_addr or "", f"{request.method} {request.path}")
            raise Invalid(WRONG, fields=[FieldError("proof", WRONG)])

    def ask_unless_new(self, user: SignedIn, given: str) -> None:
        """As `ask`; whoever has just signed in is not asked again."""
        if not user.just_now:
            self.ask(user, given)
