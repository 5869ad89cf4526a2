"""Every key of the store, named once, with its type, what it holds and what bounds it.

All of them share one hash tag, so that one script may touch any of them. Callers never format key names.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Literal

_P = "{airwire}:"

# -- the board and its log (written by commit.lua only) ------------------------------------------------------------
META = _P + "meta"
"""hash: `epoch`, `run_id` it is bound to, `top` = last seq, `start` = where the log begins. Four fields."""

LOG = _P + "log"
"""stream: ids are `<seq>-0`; fields `epoch`, `at`, `type`, `body`. At most about `LOG_CAP` entries."""

LOG_CAP = 10_000

BOARD = _P + "board"
"""string: the board after the last event, as JSON. One; some tens of kB."""

HOLDS = _P + "holds"
"""hash: `stream`, `on_air` = what is held by hand; `probed` = the monitor's last report; each as JSON. Three fields."""


def revisions(item_id: str) -> str:
    """list: every revision of a headline with who made it, as JSON; expires `REVISIONS_TTL_S` after the last."""
    return f"{_P}breaking:{item_id}"


REVISIONS_TTL_S = 30 * 24 * 3600

GRID = _P + "grid"
"""string: the programme grid, as JSON. One; capped by the grid's own limits."""

AUDIT = _P + "audit"
"""stream: who did what; fields `at`, `by`, `role`, `did`, `what`, `seq`. At most about `AUDIT_CAP` entries."""

AUDIT_CAP = 20_000


def idempotency(key: str, by: str) -> str:
    """string: fingerprint and receipt of a change already made; expires after `IDEMPOTENCY_TTL_S`."""
    return _P + "done:" + sha256(f"{by}\0{key}".encode()).hexdigest()[:40]


IDEMPOTENCY_TTL_S = 24 * 3600

# -- articles -----------------------------------------------------------------------------------------------------
ARTICLES = _P + "articles"
"""hash: slug → article as JSON, withdrawn ones as a short stub. Grows with the archive."""

NEWEST = _P + "articles:newest"
"""sorted set: slugs that are out, by publication in ms. As long as the archive."""

SOURCES = _P + "articles:sources"
"""hash: an article's source → its slug, so that importing twice makes no doubles. As long as the archive."""

# -- clock --------------------------------------------------------------------------------------------------------
LEASE = _P + "clock:lease"
"""hash with a TTL: `holder`, `token` of the clock process that acts. One."""

FENCE = _P + "clock:fence"
"""counter: the last fencing token given out. One."""

PROCESSES = _P + "processes"
"""hash: web process → its listeners, place on the log and when it said so, as JSON. One field a live process."""

# -- staff --------------------------------------------------------------------------------------------------------
STAFF = _P + "staff"
"""hash: name → role, argon2id hash, session generation, as JSON. As many as there are accounts."""

TOKENS = _P + "tokens"
"""hash: sha256 of a bearer token → its name and role, as JSON. As many as were given out."""

# -- reads --------------------------------------------------------------------------------------------------------
Span = Literal["five", "hour", "day"]

_SPAN_S: dict[Span, int] = {"five": 300, "hour": 3600, "day": 86_400}

READS_TTL_S: dict[Span, int] = {"five": 2 * 3600, "hour": 2 * 86_400, "day": 9 * 86_400}

READS_SCRATCH = _P + "reads:scratch"
"""sorted set: used within one script and deleted by it."""

SALT_TTL_S = 2 * 86_400


def reads_bucket(span: Span, now: datetime) -> str:
    """sorted set: article → reads in that five minutes, hour or day (UTC); expires after `READS_TTL_S`."""
    return reads_buckets(span, now, 0)[0]


def reads_buckets(span: Span, now: datetime, before: int) -> list[str]:
    """The bucket of `now` and the `before` ones before it."""
    number = int(now.timestamp()) // _SPAN_S[span]
    return [f"{_P}reads:{span}:{number - n}" for n in range(before + 1)]


def reads_nonce(nonce: str) -> str:
    """string: this token was used; expires with the token."""
    return f"{_P}reads:nonce:{nonce}"


def reads_seen(reader: str, article: str) -> str:
    """string: this reader's read of the article is counted; expires after half an hour."""
    return f"{_P}reads:seen:{reader}:{article}"


def reads_crowd(veiled: str, article: str) -> str:
    """counter: readers without a cookie behind one (veiled) address, per article; expires after half an hour."""
    return f"{_P}reads:crowd:{veiled}:{article}"


def reads_cookies(veiled: str) -> str:
    """counter: new cookies given to one (veiled) address; expires after an hour."""
    return f"{_P}reads:cookies:{veiled}"


def reads_aside(now: datetime) -> str:
    """hash: what was left out that day, as `repeat:`, `crowd:` or `bot:` and the article → how often."""
    return f"{_P}reads:aside:{int(now.timestamp()) // 86_400}"


def reads_salt(now: datetime) -> str:
    """string: the day's random salt for readers' names; expires after two days."""
    return f"{_P}reads:salt:{now:%Y%m%d}"
