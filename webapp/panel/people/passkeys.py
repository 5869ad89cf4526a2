"""Passkeys (WebAuthn), by python-fido2: what a browser is asked for, and whether its answer holds.

A challenge is kept by the store, is good once, and only for what it was made for. The device must have checked its user (a PIN, a
finger), so that a passkey is both factors at once. The site that passkeys are for is the station's public address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any
from urllib.parse import urlsplit

import orjson
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from webapp.newsroom.errors import N_, Invalid
from webapp.newsroom.people.account import Account, Passkey
from webapp.newsroom.station import Station
from webapp.store.people.ceremonies import Ceremonies
from webapp.web.hosts import host_name

MAX_ANSWER_CHARS = 16_000
"""A browser's answer has some 2,000."""

HANDLE_BYTES = 32
SIGN_IN, PROOF = "passkey", "proof"
"""What an assertion is for: one that was given for the one opens nothing of the other."""

REFUSED = N_("This passkey was not accepted. Try again, or use another way.")
OVER = N_("This took too long. Try again.")


def new_handle() -> str:
    """What an account's passkeys know it by: it says nothing of the person."""
    return websafe_encode(token_bytes(HANDLE_BYTES))


@dataclass(frozen=True)
class Assertion:
    """A browser's proof that it holds a passkey: whose it says that it is, and which."""

    handle: str | None
    credential: str
    answer: dict[str, Any]
    state: dict[str, Any]


class Passkeys:
    """`begin_…` answer what the page's script hands to the browser; `complete_…` raise `Invalid`. Both may raise `StoreAway`."""

    def __init__(self, station: Callable[[], Station], ceremonies: Ceremonies) -> None:
        """`station` answers the settings of now."""
        self._ceremonies = ceremonies
        self._station = station

    @property
    def _url(self) -> str:
        return (self._station().url or "").rstrip("/")

    def site(self, host: str) -> str | None:
        """The site that passkeys are for, asked for at `host` (of the request); `None` where browsers have none for it: at
        another address than the station's, or at one without TLS. A machine's own `localhost` needs neither.
        """
        asked = host_name(host)
        if asked == "localhost":
            return asked
        own = urlsplit(self._url)
        return asked if own.scheme == "https" and host_name(own.netloc) == asked else None

    def asked_site(self, host: str) -> str:
        """As `site`. Raises `Invalid` where there are none."""
        if (found := self.site(host)) is None:
            raise Invalid(N_("Browsers offer no passkeys at this address."))
        return found

    def begin_registration(self, account: Account, handle: str, site: str) -> dict[str, Any]:
        """Asks for a new passkey of `account`, on a device that has none of it."""
        user = PublicKeyCredentialUserEntity(id=websafe_decode(handle), name=account.name, display_name=account.name)
        options, state = self._server(site).register_begin(
            user, [_public(one) for one in account.passkeys],
            resident_key_requirement=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )  # fmt: skip
        kept = self._ceremonies.begin(
            "new passkey", {"state": state, "handle": handle, "site": site, "name": account.name}
        )
        return {"ceremony": kept, **dict(options)}

    def complete_registration(
        self, account: Account, ceremony: str, text: str, name: str, now: Any
    ) -> tuple[Passkey, str]:
        """The new passkey, and the handle that it knows the account by."""
        kept, answer = self._ceremonies.take("new passkey", ceremony), _answer(text)
        if kept is None or kept["name"] != account.name:
            raise Invalid(OVER)
        try:
            made = self._server(kept["site"]).register_complete(kept["state"], answer)
        except (ValueError, KeyError, TypeError, AssertionError, AttributeError):
            raise Invalid(REFUSED) from None
        public = made.credential_data
        if public is None:
            raise Invalid(REFUSED)
        passkey = Passkey(
            id=websafe_encode(public.credential_id), key=websafe_encode(bytes(public)), name=name, made_at=now,
            count=made.counter,
        )  # fmt: skip
        return passkey, str(kept["handle"])

    def begin_sign_in(self, site: str, account: Account | None = None) -> dict[str, Any]:
        """Asks for a passkey of `account`; without one, for any that the device has for this site."""
        return self._begin(SIGN_IN, site, account)

    def begin_proof(self, site: str, account: Account) -> dict[str, Any]:
        """Asks for a passkey of `account`, which is signed in, before a single act."""
        return self._begin(PROOF, site, account)

    def _begin(self, purpose: str, site: str, account: Account | None) -> dict[str, Any]:
        known: Sequence[AttestedCredentialData] | None = [_public(one) for one in account.passkeys] if account else None
        options, state = self._server(site).authenticate_begin(known, UserVerificationRequirement.REQUIRED)
        kept = self._ceremonies.begin(
            purpose, {"state": state, "site": site, "name": account.name if account else None}
        )
        return {"ceremony": kept, **dict(options)}

    def read_assertion(self, ceremony: str, text: str, name: str | None = None) -> Assertion:
        """Whose passkey it says that it is: nothing is checked yet but that it was asked for, of `name` where it was."""
        return self._read(SIGN_IN, ceremony, text, name)

    def read_proof(self, ceremony: str, text: str, name: str) -> Assertion:
        """As `read_assertion`, of what `begin_proof` asked for."""
        return self._read(PROOF, ceremony, text, name)

    def _read(self, purpose: str, ceremony: str, text: str, name: str | None) -> Assertion:
        kept, answer = self._ceremonies.take(purpose, ceremony), _answer(text)
        if kept is None or kept["name"] != name:
            raise Invalid(OVER)
        try:
            given = AuthenticationResponse.from_dict(answer)
            handle = given.response.user_handle
            credential = websafe_encode(given.raw_id)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Invalid(REFUSED) from None
        return Assertion(websafe_encode(handle) if handle else None, credential, answer, kept)

    def used(self, account: Account, assertion: Assertion, now: Any) -> Passkey:
        """The account's passkey, as it is once this assertion of it was accepted. Raises `Invalid` for one that does not hold,
        and for one of a copy of the device: its count has not grown."""
        passkey = account.passkey(assertion.credential)
        if passkey is None or assertion.handle not in (None, account.handle):
            raise Invalid(REFUSED)
        try:
            server = self._server(assertion.state["site"])
            server.authenticate_complete(assertion.state["state"], [_public(passkey)], assertion.answer)
            count = AuthenticationResponse.from_dict(assertion.answer).response.authenticator_data.counter
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Invalid(REFUSED) from None
        if (count or passkey.count) and count <= passkey.count:
            raise Invalid(N_("This passkey seems to be a copy: its device has signed less often than is known here."))
        return passkey.model_copy(update={"count": count, "used_at": now})

    def _server(self, site: str) -> Fido2Server:
        own = self._url if host_name(urlsplit(self._url).netloc) == site else None

        def is_ours(origin: str) -> bool:
            return (
                _origin(origin) == _origin(own)
                if own and site != "localhost"
                else host_name(urlsplit(origin).netloc) == site
            )

        return Fido2Server(PublicKeyCredentialRpEntity(name=self._station().name, id=site), verify_origin=is_ours)


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").rstrip("."), parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _public(passkey: Passkey) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(passkey.key))


def _answer(text: str) -> dict[str, Any]:
    try:
        answer = orjson.loads(text) if len(text) <= MAX_ANSWER_CHARS else None
    except orjson.JSONDecodeError:
        answer = None
    if not isinstance(answer, dict):
        raise Invalid(REFUSED)
    return answer
