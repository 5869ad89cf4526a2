"""Who reads, told apart without knowing who it is; and the token that makes a read one that took place.

A token is given when an article is opened and good for one read of it by the same reader, from 5 s to 30 min later.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from webapp.newsroom.errors import FieldError, Invalid

YOUNGEST_S = 5
OLDEST_S = 30 * 60
SLACK_S = 2
"""Servers' clocks differ a little, and a token says whole seconds."""

BOTS = re.compile(
    r"bot\b|bot[/;\s]|crawl|spider|slurp|archiver|preview|monitor|uptime|pingdom|facebookexternalhit|embedly|whatsapp/|"
    r"telegram|feedfetcher|feedly|lighthouse|curl/|wget/|python-|aiohttp|httpx|go-http|java/|okhttp|libwww|scrapy|phantomjs",
    re.IGNORECASE,
)
"""Agents that say themselves what they are. Those that lie are held by tokens, windows and limits instead."""

_TOKEN = re.compile(r"^([0-9a-z]{1,10})\.([A-Za-z0-9_-]{12})\.([A-Za-z0-9_-]{22})$")


@dataclass(frozen=True)
class Reader:
    """`cookie` is our signed cookie's name for a browser, if it brought one."""

    address: str
    agent: str
    cookie: str | None = None

    @property
    def is_bot(self) -> bool:
        return len(self.agent.strip()) < 8 or BOTS.search(self.agent) is not None

    @property
    def bindings(self) -> tuple[str, ...]:
        """What a token may be bound to: the cookie, or (on a first visit) address and agent."""
        by_address = f"a:{self.address}|{self.agent}"
        return (f"c:{self.cookie}", by_address) if self.cookie else (by_address,)

    def name(self, salt: bytes) -> str:
        """Today's name for this reader; with the salt gone nobody can tell any more whose it was."""
        return hmac.new(salt, self.bindings[0].encode(), sha256).hexdigest()[:24]


def make_token(secret: str, article: str, reader: Reader, now: datetime, nonce: bytes) -> str:
    """`nonce` is 9 random bytes."""
    at = _base36(int(now.timestamp()))
    once = urlsafe_b64encode(nonce).decode()
    return f"{at}.{once}.{_mac(secret, article, reader.bindings[0], at, once)}"


def check_token(secret: str, article: str, token: object, reader: Reader, now: datetime) -> str:
    """The token's nonce. Raises `Invalid` for one that is forged, foreign, early or late."""
    match = _TOKEN.match(token) if isinstance(token, str) else None
    if match is None:
        raise _refused("no token of ours; get one from /api/v1/read-token when the article is opened")
    at, once, mac = match.groups()
    if not any(hmac.compare_digest(mac, _mac(secret, article, binding, at, once)) for binding in reader.bindings):
        raise _refused("was not given to this reader for this article")
    age = now.timestamp() - int(at, 36)
    if age < YOUNGEST_S - SLACK_S:
        raise _refused(f"comes too early; a read takes {YOUNGEST_S} s")
    if age > OLDEST_S:
        raise _refused(f"is older than {OLDEST_S // 60} minutes")
    return once


def _mac(secret: str, article: str, binding: str, at: str, once: str) -> str:
    text = f"read\0{article}\0{binding}\0{at}\0{once}".encode()
    return urlsafe_b64encode(hmac.new(secret.encode(), text, sha256).digest()[:16]).decode().rstrip("=")


def _refused(problem: str) -> Invalid:
    return Invalid(f"token: {problem}", fields=[FieldError("token", problem)])


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"
