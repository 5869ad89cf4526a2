"""One account: its role, its password, its second factors, and what may be done with it. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal, Self

from pydantic import Field

from webapp.newsroom.errors import N_, Invalid, Stale
from webapp.newsroom.model import OneLineText, Role, Value
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import Instant

MAX_PASSKEYS = 20
INVITATION_LASTS = timedelta(days=3)

LOCK = "!"
"""Before the hash of a password that does not open the account by itself: an account that is switched off, that nobody has set a
password for, or that has a second factor. Builds before 0.2.0 know none of these, and read such a hash as no password's.
"""


class PeopleRules(Value):
    """The station's rules: whoever has one of the roles in `require_second_factor` must have one."""

    require_second_factor: tuple[Literal["anchor", "producer", "editor", "admin"], ...] = ()


class Passkey(Value):
    """A passkey: its credential's id and public data (URL-safe base64), and how often its device says that it has signed."""

    id: str
    key: str
    name: OneLineText
    made_at: Instant
    used_at: Instant | None = None
    count: int = Field(default=0, ge=0)


class CodeApp(Value):
    """An authenticator app. Its secret is kept apart, under `id`. No code of `last_step` (30 s each) or before is taken again."""

    id: str
    made_at: Instant
    used_at: Instant | None = None
    last_step: int = 0


class Invitation(Value):
    """A link by which one person sets the account's password, once. Only its hash is kept."""

    hashed: str
    until: Instant


class Account(Value):
    """One account. `session` changes with the password, which voids earlier cookies. `handle` is what its passkeys know it by.
    `recovery` are hashes of codes that each replace the second factor once.
    """

    name: OneLineText
    role: Role
    password: str
    session: str
    made_at: Instant | None = None
    off_at: Instant | None = None
    invitation: Invitation | None = None
    handle: str | None = None
    passkeys: tuple[Passkey, ...] = ()
    code_app: CodeApp | None = None
    recovery: tuple[str, ...] = ()

    @property
    def actor(self) -> Actor:
        """The account as the author of a change."""
        return Actor(name=self.name, role=self.role)

    @property
    def is_off(self) -> bool:
        return self.off_at is not None

    @property
    def password_hash(self) -> str:
        """The argon2id hash; empty where nobody has set a password yet."""
        return self.password.removeprefix(LOCK)

    @property
    def has_second_factor(self) -> bool:
        return bool(self.passkeys or self.code_app)

    @property
    def opens(self) -> bool:
        """Whether anybody can sign in with it."""
        return not self.is_off and bool(self.password_hash)

    def needs_second_factor(self, rules: PeopleRules) -> bool:
        """Whether its role must have a second factor, and it has none."""
        return self.role in rules.require_second_factor and not self.has_second_factor

    def passkey(self, credential: str) -> Passkey | None:
        return next((one for one in self.passkeys if one.id == credential), None)

    def invitation_holds(self, now: datetime) -> bool:
        return self.invitation is not None and self.invitation.until > now

    def with_(self, **changes: object) -> Self:
        """A copy with these fields; the password's lock follows from them."""
        made = self.model_copy(update=changes)
        by_itself = made.opens and not made.has_second_factor
        return made.model_copy(update={"password": made.password_hash if by_itself else LOCK + made.password_hash})

    def with_password(self, password_hash: str) -> Self:
        """Earlier sessions and invitations are void then."""
        return self.with_(password=password_hash, invitation=None).signed_out()

    def with_passkey(self, passkey: Passkey) -> Self:
        """Adds it, or replaces the one of this id. Raises `Invalid` beyond `MAX_PASSKEYS`."""
        if self.passkey(passkey.id):
            return self.with_(passkeys=tuple(passkey if one.id == passkey.id else one for one in self.passkeys))
        if len(self.passkeys) >= MAX_PASSKEYS:
            raise Invalid(N_("There are twenty passkeys: remove one that is not used first."))
        return self.with_(passkeys=(*self.passkeys, passkey))

    def without_second_factor(self) -> Self:
        """With no second factor and no recovery code, and signed out everywhere."""
        return self.with_(passkeys=(), code_app=None, recovery=()).signed_out()

    def signed_out(self) -> Self:
        """Every cookie of before is void."""
        return self.model_copy(update={"session": new_session()})


def new_session() -> str:
    """What a generation of cookies is known by."""
    return secrets.token_hex(8)


def new_account(name: str, role: str, now: datetime) -> Account:
    """An account that nobody has a password for yet. `name` and `role` must have been checked."""
    return Account.load({"name": name, "role": role, "password": LOCK, "session": new_session(), "made_at": now})


def keeps_an_admin(before: Account, after: Account | None, others: Iterable[Account]) -> Account | None:
    """An account beside this one that can sign in as admin; `None` where this one goes on as one or never was.

    Raises `Stale` where the change would leave nobody who can.
    """
    if not is_open_admin(before) or (after is not None and is_open_admin(after)):
        return None
    other = next((one for one in others if is_open_admin(one)), None)
    if other is None:
        raise Stale(N_("This is the last account that may sign in as admin. Give another one this role first."))
    return other


def is_open_admin(account: Account) -> bool:
    return account.role == "admin" and account.opens
