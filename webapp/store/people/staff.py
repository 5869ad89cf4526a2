"""Staff accounts and bearer tokens of newsroom systems. Only hashes of passwords and tokens are stored."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256

import orjson
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import OneLineText, Role, Value
from webapp.newsroom.people.passwords import MAX_PASSWORD_CHARS, normalized, weakness
from webapp.newsroom.staff import DUTIES, Actor
from webapp.newsroom.times import Instant
from webapp.newsroom.unknown import carry_unknown
from webapp.store.core import keys
from webapp.store.core.client import Store
from webapp.store.core.connection import store_errors
from webapp.store.core.stored import parse_stored

BEARER_MARK = "aw_"
MAX_NAME_CHARS = 60
"""The prefix of our tokens, by which secret scanners recognise them."""


class Account(Value):
    """One account. `session` changes with the password, which voids earlier cookies."""

    name: OneLineText
    role: Role
    password: str
    session: str

    @property
    def actor(self) -> Actor:
        """The account as the author of a change."""
        return Actor(name=self.name, role=self.role)


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
        # 19 MiB, 2 passes: OWASP's minimum for argon2id; a sign-in takes about 30 ms of one core.
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex(8))

    def set_account(self, name: str, role: str, password: str, names: Sequence[str] = ()) -> Account:
        """Creates or replaces the account; fields that only a newer build knows are kept.

        `names` are further names that the password must not consist of, such as the station's. Raises `Invalid`.
        """
        name = _known_name(name)
        _known_role(role)
        if problem := weakness(password, [name, *names]):
            raise Invalid(f"password: {problem}", fields=[FieldError("password", problem)])
        account = Account.load(
            {
                "name": name,
                "role": role,
                "password": self._hasher.hash(normalized(password)),
                "session": secrets.token_hex(8),
            }
        )
        known = self.account(name)
        if known:
            account = carry_unknown(account, known.model_copy(update={"name": name}))
        with store_errors():
            self._store.hset(keys.STAFF, name.casefold(), orjson.dumps(account.dump()))
        return account

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
        try:
            self._hasher.verify(
                account.password if account else self._nobody, normalized(password[:MAX_PASSWORD_CHARS])
            )
        except (VerificationError, InvalidHashError):
            return False
        return account is not None

    def end_session(self, sitting: str) -> None:
        """Voids every copy of the cookie of this sign-in."""
        with store_errors():
            self._store.set(keys.signed_out(sitting), 1, ex=keys.SIGNED_OUT_TTL_S)

    def session_ended(self, sitting: str) -> bool:
        """Whether this sign-in was ended."""
        with store_errors():
            return bool(self._store.exists(keys.signed_out(sitting)))

    def remove(self, name: str) -> bool:
        """Deletes the account; `False` when there was none."""
        with store_errors():
            return bool(self._store.hdel(keys.STAFF, name.strip().casefold()))

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
        name = _known_name(name)
        _known_role(role)
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

    def remove_tokens(self, name: str) -> int:
        """Deletes every token with this name, and returns how many there were, expired ones too."""
        with store_errors():
            found = self._store.hgetall(keys.TOKENS)
            gone = [hashed for hashed, text in found.items() if orjson.loads(text)["name"] == name]
            return int(self._store.hdel(keys.TOKENS, *gone)) if gone else 0


def _known_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > MAX_NAME_CHARS or not name.isprintable():
        raise Invalid(
            f"name: 1 to {MAX_NAME_CHARS} printable characters",
            fields=[FieldError("name", f"1 to {MAX_NAME_CHARS} characters")],
        )
    return name


def _known_role(role: str) -> None:
    if role not in DUTIES:
        problem = f"{role!r} is no role; roles are {', '.join(DUTIES)}"
        raise Invalid(f"role: {problem}", fields=[FieldError("role", problem)])


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
