"""A passkey, a code or the own password, asked for once more before what gives somebody access or takes it for good."""

from __future__ import annotations

from typing import Any

from flask import request

from webapp.newsroom.errors import N_, FieldError, Invalid
from webapp.newsroom.people.second_factors import CODE_DIGITS
from webapp.newsroom.people.sign_in_limits import code_counters
from webapp.panel.people.browser_sessions import SignedIn
from webapp.panel.people.entry import Entry
from webapp.panel.people.passkeys import Passkeys
from webapp.panel.people.verifier import Verifier
from webapp.web.site import Site

WRONG = N_("This is neither your own password nor a new code of your app. Nothing was changed.")
WRONG_CODE = N_("This is neither a new code of your app nor one of your recovery codes. Nothing was changed.")


class Proof:
    """Raises `Invalid` (field `proof`) for a wrong one, `TooMany` after too many tries."""

    def __init__(self, site: Site, entry: Entry, verifier: Verifier, passkeys: Passkeys) -> None:
        self._site = site
        self._entry = entry
        self._verifier = verifier
        self._passkeys = passkeys

    def ask(self, user: SignedIn) -> None:
        """Checks what the form brings: `proof_credential` with its `proof_ceremony`, else `proof`. Whoever has a second factor
        proves by it: their password alone is less than what their sign-in asks. Tries are counted as those of second factors are.
        """
        self._ask(user, by_password=not user.account.has_second_factor)

    def ask_unless_new(self, user: SignedIn) -> None:
        """For one's own account: the password is enough, and whoever has just signed in is not asked again."""
        if not user.just_now:
            self._ask(user, by_password=True)

    def _ask(self, user: SignedIn, *, by_password: bool) -> None:
        if credential := request.form.get("proof_credential", ""):
            self._ask_passkey(user, request.form.get("proof_ceremony", "")[:100], credential)
            return
        given = request.form.get("proof", "")
        digits = "".join(given.split())
        is_code = bool(user.account.code_app) and len(digits) == CODE_DIGITS and digits.isdigit()
        if is_code or not by_password:
            right = self._entry.takes_code(user.account, digits if is_code else given[:100]) is not None
        else:
            right = self._is_password(user, given)
        if not right:
            self._entry.access.not_proved(user.actor, request.remote_addr or "", f"{request.method} {request.path}")
            wrong = WRONG if by_password else WRONG_CODE
            raise Invalid(wrong, fields=[FieldError("proof", wrong)])

    def _is_password(self, user: SignedIn, given: str) -> bool:
        counted = code_counters(user.account.name, request.remote_addr or "", None)
        self._site.counts.count(counted, self._site.now())
        right = self._verifier.run(lambda: self._site.staff.verifies(user.account, given))
        if right:
            self._site.counts.take_back(counted, self._site.now())
        return right

    def offers_passkey(self, user: SignedIn) -> bool:
        """Whether the person has a passkey that the browser can be asked for at this address."""
        return bool(user.account.passkeys) and self._passkeys.site(request.host) is not None

    def begin(self, user: SignedIn, site: str) -> dict[str, Any]:
        """What the browser is asked for: a passkey of this person, made for this and not for signing in."""
        return self._passkeys.begin_proof(site, user.account)

    def _ask_passkey(self, user: SignedIn, ceremony: str, credential: str) -> None:
        now = self._site.now()
        try:
            given = self._passkeys.read_proof(ceremony, credential, user.account.name)
            self._site.staff.change(
                user.account.name,
                lambda before, others: before.with_passkey(self._passkeys.used(before, given, now)),
            )
        except Invalid as error:
            self._entry.access.wrong_passkey(user.account.name, request.remote_addr or "")
            raise Invalid(error.message, fields=[FieldError("proof", error.message)]) from None
