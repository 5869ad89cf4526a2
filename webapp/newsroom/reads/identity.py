"""Who counts as a reader, and how a read is proved: identities, sealed cookies and tokens, bots.

An identity never leaves the process: the store gets a `salted_mark`, made with a salt that is deleted daily.
"""

from __future__ import annotations

import hmac
import re
from binascii import b2a_base64
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b, sha256
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

from webapp.newsroom.errors import FieldError, NewsroomError
from webapp.newsroom.times import unix_ms

READER_COOKIE = "airwire_reader"

MIN_TOKEN_AGE = timedelta(seconds=5)
MAX_TOKEN_AGE = timedelta(minutes=30)
"""A token is valid between these ages."""

MIN_TOKEN_AGE_S, MAX_TOKEN_AGE_S = MIN_TOKEN_AGE.total_seconds(), MAX_TOKEN_AGE.total_seconds()

REPEAT_WINDOW = timedelta(minutes=30)
"""One reader's reads of one article count once in this time."""

MAX_AGENT_CHARS = 512
MAX_TOKEN_CHARS = 300
MAX_COOKIE_CHARS = 100
MAX_KNOWN_HEADER_CHARS = 300


_COOKIE_PREFIX = "cookie "
_READER_IN_HEADER = re.compile(rf"(?:^|;)\s*{READER_COOKIE}=([^;\s]*)")


class TokenRefused(NewsroomError):
    """The token is not valid now. `code` is `token-forged` (also for another reader's or article's), `token-early` or
    `token-expired`.
    """

    status = 403

    def __init__(self, code: str, problem: str, *, retry: bool = False) -> None:
        super().__init__(f"token: {problem}", fields=[FieldError("token", problem)])
        self.code = code
        self.retry = retry


class TokenUsed(NewsroomError):
    """The token was used before: its read was counted, or left out, already."""

    status = 409
    code = "token-used"

    def __init__(self) -> None:
        super().__init__("token: was used before", fields=[FieldError("token", "was used before; it is good once")])


class Reader(NamedTuple):
    """Where a request comes from. `cookie` is the id in its reader cookie, if our seal on it is valid."""

    address: str
    agent: str
    cookie: str | None = None

    @property
    def place(self) -> str:
        """The identity of a reader without a cookie: the user agent at this network."""
        return f"place {network_of(self.address)} {self.agent[:MAX_AGENT_CHARS]}"

    @property
    def crowd(self) -> str:
        """The shared identity of all readers of one network beyond the limit for new ones."""
        return f"crowd {network_of(self.address)}"

    @property
    def identities(self) -> Iterator[str]:
        """All identities that a token of this reader may be issued to, the most specific first."""
        if self.cookie:
            yield by_cookie(self.cookie)
        yield self.place
        yield self.crowd

    def other_identity(self, identity: str) -> str | None:
        """The second identity under which the same read may have come; `None` for a reader with a cookie.

        A reader without a cookie and the crowd of the network stand for each other.
        """
        if identity.startswith(_COOKIE_PREFIX):
            return None
        return self.crowd if identity == self.place else self.place

    @property
    def is_bot(self) -> bool:
        """Whether the user agent is a bot's."""
        return is_bot(self.agent[:MAX_AGENT_CHARS])


class ReadProof(NamedTuple):
    """What a valid token proves: who reads, and the nonce that makes it valid once."""

    identity: str
    nonce: str


class SigningKey:
    """HMAC-SHA256 (RFC 2104) with a key of its own for each purpose. The two padded key blocks are hashed in advance,
    which saves half of the time that `hmac` takes.
    """

    def __init__(self, secret: str, purpose: str) -> None:
        block = hmac.digest(secret.encode(), purpose.encode(), "sha256").ljust(64, b"\0")
        self._inner = sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = sha256(bytes(byte ^ 0x5C for byte in block))

    def seal(self, *parts: str) -> str:
        """The first 15 bytes of the HMAC of `parts`, in URL-safe base64 (20 characters)."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(_bound(parts))
        outer.update(inner.digest())
        return _text(outer.digest()[:15])

    @staticmethod
    def same(seal: str, right: str) -> bool:
        """Compares in constant time."""
        return _same(seal, right)


class ReaderSeals:
    """Signs and checks reader cookies and read tokens, with keys derived from the station's secret."""

    def __init__(self, secret: str) -> None:
        self._cookies = SigningKey(secret, "reader cookie")
        self._tokens = SigningKey(secret, "read token")
        self._known = lru_cache(maxsize=8192)(self._id_in)
        self._known_headers = lru_cache(maxsize=8192)(self._id_in_header)

    def cookie(self, reader: str) -> str:
        """The value of the reader cookie for the random id `reader`."""
        return f"{reader}.{self._cookies.seal(reader)}"

    def id_in(self, cookie: str | None) -> str | None:
        """The id in a reader cookie; `None` without a cookie or when its seal is wrong."""
        return self._known(cookie) if cookie and len(cookie) <= MAX_COOKIE_CHARS else None

    def id_in_header(self, header: str) -> str | None:
        """As `id_in`, of a whole `Cookie` header."""
        # A browser sends the same header with each read; long ones are not kept in memory.
        return self._known_headers(header) if len(header) <= MAX_KNOWN_HEADER_CHARS else self._id_in_header(header)

    def _id_in_header(self, header: str) -> str | None:
        found = _READER_IN_HEADER.search(header)
        return self.id_in(found[1]) if found else None

    def _id_in(self, cookie: str) -> str | None:
        reader, _, seal = cookie.partition(".")
        return reader if reader and _same(seal, self._cookies.seal(reader)) else None

    def token(self, article: str, identities: Sequence[str], now: datetime, nonce: str) -> str:
        """A token for one read of `article` by any of `identities` (at most two): `<issued, Unix
        ms>.<nonce>.<seal>[.<seal>]`.
        """
        given = str(unix_ms(now))
        seals = (self._tokens.seal(article, identity, given, nonce) for identity in identities)
        return ".".join((given, nonce, *seals))

    def check(self, token: str, article: str, reader: Reader, now: datetime) -> ReadProof:
        """The proof that a token gives for this reader, article and moment. Raises `TokenRefused`."""
        given, nonce, *seals = (token[:MAX_TOKEN_CHARS] + "...").split(".")  # padded, so that no part is missing
        for identity in reader.identities:
            right = self._tokens.seal(article, identity, given, nonce)
            if _same(seals[0], right) or _same(seals[1], right):
                break
        else:
            raise TokenRefused("token-forged", "was not given by this station to this reader for this article")
        age_s = now.timestamp() - int(given) / 1000
        if age_s < MIN_TOKEN_AGE_S:
            raise TokenRefused("token-early", f"is good only {MIN_TOKEN_AGE.seconds} s after it was given", retry=True)
        if age_s > MAX_TOKEN_AGE_S:
            raise TokenRefused("token-expired", f"is older than {MAX_TOKEN_AGE.seconds // 60} minutes; get a new one")
        # A new reader's second tab may have replaced the cookie: both tokens are then used by one reader.
        return ReadProof(by_cookie(reader.cookie) if reader.cookie else identity, nonce)


def by_cookie(reader: str) -> str:
    """The identity of a browser that keeps our cookie."""
    return f"{_COOKIE_PREFIX}{reader}"


def salted_mark(salt: bytes, *parts: str) -> str:
    """A pseudonym of `parts`; once the salt is deleted nobody can compute what it stood for (keyed BLAKE2b, 16
    characters).
    """
    return _text(blake2b(_bound(parts), key=salt, digest_size=12).digest())


_PORTED = re.compile(r"(?:\[([^\]]+)\]|([\d.]+))(?::\d+)?")


def without_port(address: str) -> str:
    """`address` without its port, which some proxies append; every connection has another one."""
    ported = _PORTED.fullmatch(address)
    return ported[1] or ported[2] if ported else address


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """The network that counts as one address: the IPv4 address, or the /64 of IPv6, which every subscriber has."""
    address = without_port(address)
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or IPv6Address(int(known) >> 64 << 64))
    return str(known)


# Beside the maintained list of bots: the user agent of every browser, also of one embedded in an app, begins with one of
# these words, and only programs give an address for complaints.
_BROWSER = re.compile(r"(?:Mozilla|Opera)/\d")
_COMPLAINTS = re.compile(r"https?://")
_IN_APP = re.compile(r"(AppleWebKit/.*) (?:Viber|WhatsApp|Tumblr)\b")
"""The browser within a messenger. The list of bots has its name for what fetches previews, which has no such engine."""


@lru_cache(maxsize=4096)
def is_bot(agent: str) -> bool:
    """Whether the user agent is no person's browser: a known bot, a program, or empty."""
    from crawleruseragents import is_crawler  # loading its list takes 0.1 s

    # A headless browser renders the article like any other; the limits for new readers bound its use.
    agent = agent.replace("HeadlessChrome/", "Chrome/")
    agent = _IN_APP.sub(r"\1", agent)
    return not _BROWSER.match(agent) or bool(_COMPLAINTS.search(agent)) or bool(is_crawler(agent))


def _same(seal: str, right: str) -> bool:
    return seal.isascii() and hmac.compare_digest(seal, right)


def _bound(parts: Iterable[str]) -> bytes:
    """Several texts as one byte string, so that no two different lists give the same."""
    bound = b""
    for part in parts:
        whole = part.encode("utf-8", "replace")
        size = len(whole)
        bound += (_SIZES[size] if size < len(_SIZES) else size.to_bytes(4, "big")) + whole
    return bound


_SIZES = [size.to_bytes(4, "big") for size in range(MAX_AGENT_CHARS)]


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def _text(digest: bytes) -> str:
    """URL-safe base64 of a multiple of three bytes, so that there is no padding."""
    return b2a_base64(digest, newline=False).translate(_URL_SAFE).decode()
