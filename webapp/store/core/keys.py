"""Every key of the store, named once, with its type, what it holds and what bounds it.

All of them share one hash tag, so that one script may touch any of them. Callers never format key names.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Literal

from webapp.newsroom.model import Via, primary_language

_P = "{airwire}:"

# -- the board and its log (written by commit.lua only) ------------------------------------------------------------
META = _P + "meta"
"""hash: `epoch`, `run_id` it is bound to, `top` = last seq, `start` = where the log begins; of the builds that write,
`schema` (the last one's), `min_reader` (`newsroom/schema.py`), `numbered` = last seq written with these. Seven fields."""

LOG = _P + "log"
"""stream: ids are `<seq>-0`; fields `epoch`, `at`, `type`, `body`, `schema`, `min_reader`. At most about `LOG_CAP` entries."""

LOG_CAP = 10_000

BOARD = _P + "board"
"""string: the board after the last event, as JSON, and the `schema` it was written by. One; some tens of kB."""

HOLDS = _P + "holds"
"""hash: `stream`, `on_air` = what is held by hand; `probed` = the monitor's last report; each as JSON. Three fields."""


def revisions(item_id: str) -> str:
    """list: every revision of a headline with who made it, as JSON; expires `REVISIONS_TTL_S` after the last."""
    return f"{_P}breaking:{item_id}"


REVISIONS_TTL_S = 30 * 24 * 3600

GRID = _P + "grid"
"""string: the programme grid, as JSON. One; capped by the grid's own limits."""

DATED = _P + "dated"
"""hash: entry id → what a producer changed for one date, as JSON. At most `dated.ENTRIES_CAP`, old ones make room."""

PLANNED = _P + "planned"
"""hash: a date of the station → what was planned for it at last, as JSON. At most `PLANNED_DAYS` and a few."""

PLANNED_DAYS = 90

AS_RUN = _P + "as-run"
"""sorted set: turns of the air as JSON, by start in ms. The newest `AS_RUN_CAP`, at most `PLANNED_DAYS` old."""

AS_RUN_CAP = 20_000

AIRED = _P + "aired"
"""sorted set: articles in rotation or read on air as JSON, by when, in ms. The newest `AIRED_CAP`, `AIRED_DAYS` old."""

AIRED_CAP = 20_000
AIRED_DAYS = 14

AUDIT = _P + "audit"
"""stream: who did what; fields `at`, `by`, `role`, `did`, `what`, `seq`. At most about `AUDIT_CAP` entries."""

ACCESS = _P + "access"
"""stream: who signed in, tried to, was refused; fields as in `AUDIT`, without `seq`. At most about `AUDIT_CAP`."""

AUDIT_CAP, AUDIT_EACH = 20_000, 5_000
"""Of which one actor has so many at the most: who does more pushes out their own oldest ones, and nobody else's."""


def audit_share(kind: str, by: str) -> str:
    """list: the ids of one actor's rows of `AUDIT` or `ACCESS`. `AUDIT_EACH`; expires 90 days after the last."""
    return f"{_P}{kind}:of:{sha256(by.encode()).hexdigest()[:40]}"


def idempotency(key: str, by: str) -> str:
    """string: fingerprint and receipt of a change already made; expires after `IDEMPOTENCY_TTL_S`."""
    return _P + "done:" + sha256(f"{by}\0{key}".encode()).hexdigest()[:40]


IDEMPOTENCY_TTL_S = 24 * 3600

# -- the streams, beside the board ---------------------------------------------------------------------------------
WATCHES = _P + "streams:watches"
"""string: each stream's layers as the monitor last told them, as JSON. One, a few kB."""

STREAM_NOTES = _P + "streams:notes"
"""sorted set: what the monitor saw, change by change, as JSON by time in ms. Eight days, at most 20,000."""

NOTICES = _P + "notices"
"""stream: changes of the station's status, for webhooks; field `notice`, as JSON. At most about `NOTICES_CAP`."""

NOTICES_CAP = 500

WEBHOOKS = _P + "webhooks"
"""hash: webhook → how far it has been told, as JSON. As many as were ever configured."""

HINTS = _P + "streams:hints"
"""stream: what encoders said; fields `stream`, `said`. At most about 200."""

# -- articles -----------------------------------------------------------------------------------------------------
ARTICLES = _P + "articles"
"""hash: slug → article as JSON, withdrawn ones as a short stub. Grows with the archive."""

NEWEST = _P + "articles:newest"
"""sorted set: slugs that are out, by publication in ms. As long as the archive."""


def newest_in(language: str) -> str:
    """sorted set: as `NEWEST`, of the articles in one language, by its primary tag (`fil`). As many as languages."""
    return f"{_P}articles:newest:{primary_language(language)}"


SOURCES = _P + "articles:sources"
"""hash: an article's source → its slug, so that importing twice makes no doubles. As long as the archive."""

DOUBLES = _P + "articles:doubles"
"""hash: source of a story that another source had brought → that one's slug. As many as doubles came."""

OWNERS = _P + "articles:owners"
"""hash: an article's source → the feed that brought it and carries it still. As many as all feeds carry at once."""

OWN_IDS = _P + "articles:own-ids"
"""hash: what a source calls a story by, or a link it has moved to → its `source`, as JSON. A few for each article."""

NAMES_OF = _P + "articles:names-of"
"""hash: an article's source → its fields in `OWN_IDS`, as JSON, so that a newer one takes the older's place."""

WAITING = _P + "articles:waiting"
"""hash: source of a story that waits for its time or for a person → the story, as JSON. `waiting.MOST_WAITING` fields."""

WAITING_DECIDED = _P + "articles:waiting:decided"
"""hash: source of a story that waits → what an editor said of it, as JSON. At most as many as wait."""

EXPIRING = _P + "articles:expiring"
"""sorted set: sources of stories that are out until a time, by that, in ms. As many as their sources limit."""

AGENCY_NOTICES = _P + "articles:notices"
"""hash: notice → an agency's kill or correction and what became of it, as JSON. At most `NOTICES_CAP`."""

FEEDS = _P + "feeds"
"""hash: source of articles → how it stands, as JSON. As many as are configured, some tens of kB each at most."""

FEED_WISHES = _P + "feeds:wishes"
"""hash: source → `now`, `told` or `paused`, as the newsroom or a hub asked. At most as many as are configured."""

FEED_PUSHES = _P + "feeds:pushes"
"""hash: source → the subscription at its hub, with its secret, as JSON. At most as many as are configured."""

# -- clock --------------------------------------------------------------------------------------------------------
LEASE = _P + "clock:lease"
"""hash with a TTL: `holder`, `token` of the clock process that acts. One."""

ACTED = _P + "clock:acted"
"""string: when a clock last took or kept the lease, in ms by the store's own time. One; it outlives the lease."""

FENCE = _P + "clock:fence"
"""counter: the last fencing token given out. One."""

PROCESSES = _P + "processes"
"""hash: process → its part, build, listeners, place on the log, what is wrong and when it said so, as JSON. One field a
live process."""

# -- staff --------------------------------------------------------------------------------------------------------
STAFF = _P + "staff"
"""hash: name → role, argon2id hash, session generation, as JSON. As many as there are accounts."""


def signed_out(sitting: str) -> str:
    """string: this signing-in has been signed out; expires after `SIGNED_OUT_TTL_S`."""
    return f"{_P}signed-out:{sitting}"


SIGNED_OUT_TTL_S = 31 * 86_400


def counted(who: str) -> str:
    """hash or string: what `store.counts` counts under `who`; expires once that is forgotten."""
    return f"{_P}counted:{who}"


TOKENS = _P + "tokens"
"""hash: sha256 of a bearer token → its name and role, as JSON. As many as were given out."""


# -- reads --------------------------------------------------------------------------------------------------------
def tally(width_s: int, start: int) -> str:
    """sorted set: article → reads counted in the `width_s` seconds from `start` (Unix time); expires with its window."""
    return f"{_P}reads:{width_s}:{start}"


def left_out(why: Literal["repeats", "bots"], start: int) -> str:
    """sorted set: article → reads left out in the hour from `start`; expires as the hours' tallies do."""
    return f"{_P}reads:{why}:{start}"


def came_by(via: Via, start: int) -> str:
    """sorted set: article → reads counted in the hour from `start` that came this way; expires as the hours' tallies."""
    return f"{_P}reads:via:{via}:{start}"


def readers(day: str, article: str) -> str:
    """HyperLogLog: the readers of an article on one day (UTC), as salted marks, 12 kB at most; two days, then gone."""
    return f"{_P}readers:{day}:{article}"


READERS_TTL_S = 49 * 3600

COUNTING = _P + "reads:counting"
"""hash: `counted`, `ranked` = when (ms) a read was last counted, and the reads last ranked. Two fields."""

CHOICES = _P + "reads:choices"
"""hash: article → an editor's choice to pin it or keep it off, as JSON. `choices.MOST` fields."""


def seen(mark: str) -> str:
    """string: when (ms) a reader's read of an article was counted; the mark is salted; expires after half an hour."""
    return f"{_P}seen:{mark}"


def spent(nonce: str) -> str:
    """string: this read token was used; expires after the token itself."""
    return f"{_P}spent:{nonce}"


def salt(day: str) -> str:
    """string: the random salt of one day's marks; expires within `SALT_TTL_S`, and with it whose they were."""
    return f"{_P}salt:{day}"


SALT_TTL_S = 25 * 3600


def newcomers(mark: str) -> str:
    """string: how far (ms) an address has used up its new cookies; the mark is salted; expires when it has all again."""
    return f"{_P}newcomers:{mark}"
