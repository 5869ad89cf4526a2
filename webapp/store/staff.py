"""Staff accounts and the bearer tokens of newsroom systems. Neither passwords nor tokens are kept, only their hashes."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cached_property
from hashlib import sha256

import orjson
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.model import Line, Role, Value
from webapp.newsroom.staff import DUTIES, Actor
from webapp.newsroom.unknown import carried
from webapp.store import keys
from webapp.store.connection import Store, told_when_away
from webapp.store.stored import stored

PASSWORD_MIN, PASSWORD_MAX = 10, 1000
MARK = "aw_"
"""How our tokens begin, so that scanners for leaked secrets know them."""


class Account(Value):
    """One account. `session` changes with the password: cookies made before are void."""

    name: Line
    role: Role
    password: str
    session: str

    @property
    def actor(self) -> Actor:
        return Actor(name=self.name, role=self.role)


class Staff:
    """All methods raise `StoreAway`; those that take something from people raise `Invalid`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # 19 MiB, 2 passes: what OWASP asks of argon2id at least; a sign-in takes about 30 ms of one core.
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash(secrets.token_hex(8))

    def set_account(self, name: str, role: str, password: str) -> Account:
        """Makes the account or replaces it, but for what a newer build has noted with it."""
        name = name.strip()
        if not name or len(name) > 60 or not name.isprintable():
            raise Invalid("name: 1 to 60 printable characters", fields=[FieldError("name", "1 to 60 characters")])
        _known_role(role)
        if len(password) < PASSWORD_MIN:
            problem = f"at least {PASSWORD_MIN} characters"
            raise Invalid(f"password: {problem}", fields=[FieldError("password", problem)])
        account = Account.load(
            {
                "name": name,
                "role": role,
                "password": self._hasher.hash(_normal(password)),
                "session": secrets.token_hex(8),
            }
        )
        known = self.account(name)
        if known:
            account = carried(account, known.model_copy(update={"name": name}))
        with told_when_away():
            self._store.hset(keys.STAFF, name.casefold(), orjson.dumps(account.dump()))
        return account

    def account(self, name: str) -> Account | None:
        with told_when_away():
            text = self._store.hget(keys.STAFF, name.strip().casefold())
        return stored(Account, text) if text else None

    def accounts(self) -> list[Account]:
        with told_when_away():
            found = self._store.hgetall(keys.STAFF)
        return sorted((stored(Account, text) for text in found.values()), key=lambda a: a.name.casefold())

    def verifies(self, account: Account | None, password: str) -> bool:
        """Whether `password` is that of `account`. Takes as long for no account; asks no store, so that a thread may."""
        try:
            self._hasher.verify(account.password if account else self._nobody, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return account is not None

    def end_session(self, sitting: str) -> None:
        """Voids every copy of this signing-in's cookie."""
        with told_when_away():
            self._store.set(keys.signed_out(sitting), 1, ex=keys.SIGNED_OUT_TTL_S)

    def session_ended(self, sitting: str) -> bool:
        with told_when_away():
            return bool(self._store.exists(keys.signed_out(sitting)))

    def remove(self, name: str) -> bool:
        with told_when_away():
            return bool(self._store.hdel(keys.STAFF, name.strip().casefold()))

    def ensure_admin(self, password: str | None) -> str | None:
        """Makes the account `admin` if there are no accounts; the password if one had to be made up, to print once."""
        if self.accounts():
            return None
        made = None if password else secrets.token_urlsafe(12)
        self.set_account("admin", "admin", password or made or "")
        return made

    def add_token(self, name: str, role: str) -> str:
        """A new bearer token for a newsroom system: it is in no other place than the answer."""
        _known_role(role)
        actor = Actor.load({"name": name, "role": role})
        token = MARK + secrets.token_urlsafe(32)
        with told_when_away():
            self._store.hset(keys.TOKENS, _hashed(token), orjson.dumps(actor.dump()))
        return token

    def bearer(self, token: str) -> Actor | None:
        """Who a bearer token stands for."""
        with told_when_away():
            text = self._store.hget(keys.TOKENS, _hashed(token))
        return stored(Actor, text) if text else None

    def tokens_of(self, name: str) -> int:
        """How many tokens given out under `name` are valid."""
        return len(self._tokens_of(name))

    def remove_tokens(self, name: str) -> int:
        """Voids every token given out under `name`; how many."""
        gone = self._tokens_of(name)
        with told_when_away():
            return int(self._store.hdel(keys.TOKENS, *gone)) if gone else 0

    def _tokens_of(self, name: str) -> list[bytes]:
        with told_when_away():
            found = self._store.hgetall(keys.TOKENS)
        return [hashed for hashed, text in found.items() if orjson.loads(text)["name"] == name]


def _known_role(role: str) -> None:
    if role not in DUTIES:
        problem = f"{role!r} is no role; roles are {', '.join(DUTIES)}"
        raise Invalid(f"role: {problem}", fields=[FieldError("role", problem)])


def _normal(password: str) -> str:
    """However it was typed: keyboards write one letter in more than one way."""
    return unicodedata.normalize("NFKC", password)[:PASSWORD_MAX]


def _hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()
