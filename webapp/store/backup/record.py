"""What a backup holds of a key: its type, when it ends, and its items, in pieces of some hundred kB."""

from __future__ import annotations

from typing import Literal, NamedTuple, cast, get_args

import orjson

from webapp.store.core import keys

KeyType = Literal["string", "hash", "list", "set", "zset", "stream"]
KEY_TYPES: tuple[str, ...] = get_args(KeyType)

NOT_KEPT = (
    keys.LEASE, keys.ACTED, keys.PROCESSES, keys.SETTINGS_SEEN, keys.BACKUPS, keys.CHECKED,
    keys.REHEARSAL, keys.trial(""), keys.counted(""), keys.seen(""), keys.spent(""), keys.salt(""), keys.newcomers(""),
    keys.PREFIX + "ceremony:", keys.SESSIONS,
)  # fmt: skip
"""Keys, and beginnings of keys, that say something of running processes, of readers or of a rehearsal, and end by themselves
soon."""

SECRET = {
    keys.FEED_PUSHES: "subscriptions of sources that push",
    keys.ALERT_PUSHES: "subscriptions of sources that push",
    keys.PUSH_KEY.removesuffix("key"): "web push",
    keys.SETTINGS: "settings made in the panel",
    keys.SETTINGS_REV: "settings made in the panel",
    keys.CODE_APPS: "secrets of authenticator apps",
}
"""Keys, and beginnings of keys, of what opens something by itself, with its name for people. Kept only where the backup is
encrypted: subscriptions are made anew, web push goes with its key, without which no subscription of a browser is good for
anything, and whoever had an authenticator app signs in with a passkey or a recovery code.
"""


def is_kept(key: str, secrets: bool) -> bool:
    """Whether a backup has `key`; `secrets`: it is encrypted."""
    return key.startswith(keys.PREFIX) and not key.startswith(NOT_KEPT) and (secrets or secret_in(key) is None)


def secret_in(key: str) -> str | None:
    """What `key` has that only an encrypted backup keeps, by its name for people."""
    return next((name for start, name in SECRET.items() if key.startswith(start)), None)


class Record(NamedTuple):
    """A piece of a key. The first of a key replaces whatever was read of it before; without items it means: there is no such
    key. `expires_at` is Unix time in ms. Items by type: the value; fields and values in turn; elements; members; members and
    scores in turn; `[id, field, value, …]` of each entry.
    """

    key: str
    type: KeyType
    expires_at: int | None
    first: bool
    items: list[bytes] | list[list[bytes]]

    def dump(self) -> bytes:
        """As one line of JSON. Bytes that are no UTF-8 (the counts of readers) are hexadecimal digits in a list."""
        items = [[_text(part) for part in item] if isinstance(item, list) else _text(item) for item in self.items]
        return orjson.dumps([self.key, self.type, self.expires_at, self.first, items]) + b"\n"

    @classmethod
    def load(cls, line: bytes) -> Record:
        """Raises `ValueError` for what is none."""
        match orjson.loads(line):
            case [str(key), str(kind), None | int() as expires_at, bool(first), list(items)] if kind in KEY_TYPES:
                entries = [[_bytes(part) for part in item] if kind == "stream" else _bytes(item) for item in items]
                return cls(key, cast(KeyType, kind), expires_at, first, entries)  # type: ignore[arg-type]
            case _:
                raise ValueError("no record of a key")


def _text(raw: bytes) -> str | list[str]:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return [raw.hex()]


def _bytes(text: object) -> bytes:
    match text:
        case str():
            return text.encode()
        case [str(digits)]:
            return bytes.fromhex(digits)
    raise ValueError("no value of a record")
