"""Staff accounts and bearer tokens of newsroom systems. Only hashes of passwords and tokens are stored."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from hmac import compare_digest

import orjson
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.newsroom.errors import N_, FieldError, Invalid, NotFound, Stale
from webapp.newsroom.model import OneLineText, Role, Value
from webapp.newsroom.people.account import INVITATION_LASTS, Account, Invitation, keeps_an_admin, new_account
from webapp.newsroom.people.passwords import MAX_PASSWORD_CHARS, normalized, weakness
from webapp.newsroom.staff import DUTIES, Actor
from webapp.newsroom.times import Instant
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import script, store_errors
from webapp.store.core.stored import parse_readable, parse_stored

BEARER_MARK = "aw_"
"""The prefix of our tokens, by which secret scanners recognise them."""

MAX_NAME_CHARS = 60

TRIES = 20
"""How often a change is decided again because somebody else was faster."""

Decide = Callable[[Account, Iterable[Account]], Account | None]
"""What becomes of an account (`None`: it is deleted), given the others."""


class Token(Value):
    """One bearer token of a newsroom system."""

    name: OneLineText
    role: Role
    made_at: Instant | None = None
    expires_at: Instant | None = None
    may_flash_alone: bool | None = None

    @property
    def actor(self) -> Actor:
        """The system as the author of a change."""
        return Actor(name=self.name, role=self.role, may_flash_alone=bool(self.may_flash_alone))

    def is_over(self, now: datetime) -> bool:
        """Whether it has expired."""
        return self.expires_at is not None and self.expires_at <= now


class Staff:
    """All methods raise `StoreAway`; those with input from people raise `Invalid`."""

    def __init__(self, store: Store, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store = store
        self._now = now
        self._changed = script(store, "people/swap")
        # 19 MiB, 2 passes: OWASP's minimum for argon2id; a sign-in takes about 30 ms of one core.
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex(8))

    def set_account(self, name: str, role: str, password: str, names: Sequence[str] = ()) -> Account:
        """Creates the account, or gives it another role and password, and switches it on; its second factors, and fields that
        only a newer build knows, are kept.

        `names` are further names that the password must not consist of, such as the station's. Raises `Invalid`.
        """
        name = known_name(name)
        known_role(role)
        return self.put_account(name, role, self.hashed_password(password, [name, *names]))

    def put_account(self, name: str, role: str, hashed: str) -> Account:
        """As `set_account`, with the hash of the password."""
        while True:
            known = self.account(name)
            if known is None:
                account = new_account(name, role, self._now()).with_password(hashed)
                if self._swap({name: b""}, {name: _stored(account)}):
                    return account
            else:

                def renewed(before: Account, others: Iterable[Account]) -> Account:
                    return before.with_(name=name, role=role, off_at=None).with_password(hashed)

                return self.change(known.name, renewed)

    def hashed_password(self, password: str, names: Iterable[str] = ()) -> str:
        """Its hash. Raises `Invalid` for a weak one. Takes some 50 ms; does not use the store, so threads may call it."""
        if problem := weakness(password, names):
            raise Invalid(f"password: {problem}", fields=[FieldError("password", problem)])
        return self._hasher.hash(normalized(password))

    def invite(self, name: str, role: str) -> tuple[Account, str]:
        """A new account, and the secret of the link by which one person sets its password. Raises `Invalid`, `Stale` where
        there is such an account."""
        name = known_name(name)
        known_role(role)
        account, secret = self._invited(new_account(name, role, self._now()))
        if not self._swap({name: b""}, {name: _stored(account)}):
            raise Stale(N_("There is an account of this name already."))
        return account, secret

    def invite_again(self, name: str) -> tuple[Account, str]:
        """A new link for the account; the password of before stays until it is used. Raises `NotFound`."""
        secret = ""

        def invited(before: Account, others: Iterable[Account]) -> Account:
            nonlocal secret
            after, secret = self._invited(before)
            return after

        return self.change(name, invited), secret

    def _invited(self, account: Account) -> tuple[Account, str]:
        secret = secrets.token_urlsafe(24)
        invitation = Invitation(hashed=_hashed(secret), until=self._now() + INVITATION_LASTS)
        return account.with_(invitation=invitation), secret

    def invited(self, secret: str) -> Account | None:
        """The account that a link is for, while the link holds and the account is on."""
        hashed, now = _hashed(secret), self._now()
        for account in self.accounts():
            holds = account.invitation_holds(now) and not account.is_off
            if holds and account.invitation and compare_digest(account.invitation.hashed, hashed):
                return account
        return None

    def accept(self, secret: str, password_hash: str) -> Account | None:
        """Sets the password of a link's account, once; `None` where the link holds no longer."""
        account = self.invited(secret)
        if account is None:
            return None
        used = False

        def accepted(before: Account, others: Iterable[Account]) -> Account:
            nonlocal used
            used = before.invitation is not None and before.invitation == account.invitation
            return before.with_password(password_hash) if used else before

        after = self.change(account.name, accepted)
        return after if used else None

    def change(self, name: str, decide: Decide) -> Account:
        """The account as `decide` makes it, committed if nobody changed it meanwhile, else decided again; where it is deleted,
        as it was.

        At least one account that can sign in as admin stays. Raises `NotFound`, `Stale`, and what `decide` raises.
        """
        for _ in range(TRIES):
            with store_errors():
                texts = {key.decode(): text for key, text in self._store.hgetall(keys.STAFF).items()}
            text = texts.pop(name.strip().casefold(), None)
            if text is None:
                raise NotFound(N_("There is no such account any more."))
            before = parse_stored(Account, text)
            others = list(parse_readable(Account, texts.values()))
            after = decide(before, others)
            if after == before:
                return before
            looked_at = {name: text}
            if admin := keeps_an_admin(before, after, others):
                looked_at[admin.name] = texts[admin.name.casefold()]
            if self._swap(looked_at, {name: _stored(after) if after else b""}):
                return after or before
        raise Stale(N_("Somebody else changes this account at this moment. Try again."))

    def _swap(self, looked_at: Mapping[str, bytes], written: Mapping[str, bytes]) -> bool:
        flat = [
            part for fields in (looked_at, written) for name, text in fields.items() for part in (_field(name), text)
        ]
        with store_errors():
            return bool(self._changed(keys=[keys.STAFF], args=[len(looked_at), *flat]))

    def account(self, name: str) -> Account | None:
        """The account, in any capitalisation of its name, or `None`."""
        with store_errors():
            text = self._store.hget(keys.STAFF, name.strip().casefold())
        return parse_stored(Account, text) if text else None

    def accounts(self) -> list[Account]:
        """All accounts by name."""
        with store_errors():
            found = self._store.hgetall(keys.STAFF)
        return sorted((parse_stored(Account, text) for text in found.values()), key=lambda a: a.name.casefold())

    def verifies(self, account: Account | None, password: str) -> bool:
        """Whether `password` is the account's. Takes the same time without an account; does not use the store, so
        threads may call it.
        """
        known = account is not None and account.opens
        right = account.password_hash if account and account.opens else self._nobody
        try:
            self._hasher.verify(right, normalized(password[:MAX_PASSWORD_CHARS]))
        except (VerificationError, InvalidHashError):
            return False
        return known

    def remove(self, name: str) -> bool:
        """Deletes the account, even the last one; `False` when there was none."""
        with store_errors():
            return bool(self._store.hdel(keys.STAFF, _field(name)))

    def ensure_admin(self, password: str | None, keep: Callable[[str], None], names: Sequence[str] = ()) -> bool:
        """Creates the account `admin` if there are no accounts; `True` if it had to generate the password.

        `keep` receives the generated password before the account exists: if it fails there is no account, and this can
        be repeated.
        """
        if self.accounts():
            return False
        made = None if password else secrets.token_urlsafe(15)
        if made:
            keep(made)
        self.set_account("admin", "admin", password or made or "", names)
        return made is not None

    def add_token(
        self, name: str, role: str, expires_at: datetime | None = None, *, may_flash_alone: bool = False
    ) -> str:
        """A new bearer token for a newsroom system. Only the answer contains it. With `may_flash_alone` its flashes
        need no second person. Raises `Invalid`.
        """
        name = known_name(name)
        known_role(role)
        if expires_at is not None and expires_at <= self._now():
            raise Invalid("expires: is over already", fields=[FieldError("expires", "must be in the future")])
        token = BEARER_MARK + secrets.token_urlsafe(32)
        alone = True if may_flash_alone else None
        kept = Token.load(
            {"name": name, "role": role, "made_at": self._now(), "expires_at": expires_at, "may_flash_alone": alone}
        )
        with store_errors():
            self._store.hset(keys.TOKENS, _hashed(token), orjson.dumps(kept.dump()))
        return token

    def bearer(self, token: str) -> Actor | None:
        """The actor of a bearer token; `None` when it is unknown or expired."""
        with store_errors():
            text = self._store.hget(keys.TOKENS, _hashed(token))
        kept = parse_stored(Token, text) if text else None
        return kept.actor if kept and not kept.is_over(self._now()) else None

    def tokens(self) -> list[tuple[str, Token]]:
        """Every token with the beginning of its hash, expired ones too; by name, oldest first."""
        with store_errors():
            found = self._store.hgetall(keys.TOKENS)
        tokens = [(hashed.decode()[:8], parse_stored(Token, text)) for hashed, text in found.items()]
        return sorted(tokens, key=lambda each: (each[1].name, each[1].made_at.timestamp() if each[1].made_at else 0))

    def tokens_of(self, name: str) -> int:
        """The number of valid tokens with this name."""
        return sum(token.name == name and not token.is_over(self._now()) for _, token in self.tokens())

    def remove_token(self, began: str) -> Token | None:
        """Deletes the token whose hash begins with `began`, as `tokens` lists it; `None` when there is none."""
        with store_errors():
            found = self._store.hgetall(keys.TOKENS)
            for hashed, text in found.items():
                if hashed.decode()[:8] == began and self._store.hdel(keys.TOKENS, hashed):
                    return parse_stored(Token, text)
        return None

    def remove_tokens(self, name: str) -> int:
        """Deletes every token with this name, and returns how many there were, expired ones too."""
        with store_errors():
            found = self._store.hgetall(keys.TOKENS)
            gone = [hashed for hashed, text in found.items() if orjson.loads(text)["name"] == name]
            return int(self._store.hdel(keys.TOKENS, *gone)) if gone else 0


def known_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise Invalid(
            f"name: 1 to {MAX_NAME_CHARS} printable characters",
            fields=[FieldError("name", f"1 to {MAX_NAME_CHARS} characters")],
        )
    return name


def known_role(role: str) -> None:
    if role not in DUTIES:
        problem = f"{role!r} is no role; roles are {', '.join(DUTIES)}"
        raise Invalid(f"role: {problem}", fields=[FieldError("role", problem)])


def _field(name: str) -> str:
    return name.strip().casefold()


def _stored(account: Account) -> bytes:
    return orjson.dumps(account.dump())


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
