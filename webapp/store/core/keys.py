"""Every key of the store, named once, with its type, content and bound.

All keys share one hash tag, so that one script may touch any of them. Callers never format key names.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Literal

from webapp.newsroom.audit.entry import Trail
from webapp.newsroom.model import Via, primary_language

_P = "{airwire}:"

PREFIX = _P
"""Of every key."""

REHEARSAL = _P + "rehearsal:"
"""Beginning of every key of the rehearsal, which has its own of each kind below: what is `{airwire}:log` to the newsroom is
`{airwire}:rehearsal:log` to it (`moved_keys.py`). Deleted when it is cleared, but for its audit trail; in no backup."""

REHEARSED = REHEARSAL + "acts"
"""hash: `began_at`, `acted_at` = when somebody first and last did something in the rehearsal, in ms. Two fields; gone when it is
cleared."""

# -- the board and its log (written by commit.lua only) ------------------------------------------------------------
META = _P + "meta"
"""hash: `epoch` and the `run_id` it is bound to, `top` = last seq, `start` = seq before the log's first entry, `succeeds` =
the epochs before as JSON, at most eight; for builds: `schema` of the last writer, `min_reader` (see `newsroom/schema.py`),
`numbered` = last seq written with these. Eight fields.
"""

LOG = _P + "log"
"""stream: ids are `<seq>-0`; fields `epoch`, `at`, `type`, `body`, `schema`, `min_reader`. At most about `LOG_CAP`
entries.
"""

LOG_CAP = 10_000

NEWS = _P + "news"
"""channel: each event as it is committed, with its entry's fields a line each. Nothing is kept."""

PARTS = _P + "board:parts"
"""hash: the board after the event `seq`, by its parts as JSON (`store/board/parts.py`). A field for each headline shown and
for each other part; some tens of kB.
"""

ORDER = _P + "board:order"
"""list: the ids of the headlines shown, as the board has them. At most `board.BREAKING_CAP`."""

BOARD = _P + "board"
"""string: the board as builds before 0.2.0 wrote it, whole, as JSON. Read until the first commit by this build."""

DICTIONARIES = _P + "dictionaries"
"""hash: `<language>:<made at, ms>:<SHA-256>` → a compression dictionary in brotli, some 15 kB. At most `DICTIONARIES_KEPT` for
each language of the station."""

DICTIONARIES_KEPT = 48

DICTIONARY_TURN = _P + "dictionaries:turn"
"""string: there while a web process has seen to the dictionaries lately; expires after a minute at most."""

HOLDS = _P + "holds"
"""hash: `stream`, `on_air` = holds by hand; `probed` = the monitor's last report; each as JSON. Three fields."""


def revisions(item_id: str) -> str:
    """list: every revision of a headline with its author, as JSON; expires `REVISIONS_TTL_S` after the last."""
    return f"{_P}breaking:{item_id}"


REVISIONS_TTL_S = 400 * 24 * 3600

HEADLINES = _P + "headlines"
"""sorted set: ids of headlines, by publication in ms. The newest `headlines.archive.MAX_HEADLINES`."""

WAITING_HEADLINES = _P + "headlines:waiting"
"""hash: id → a headline that is not out (`newsroom/headlines/waiting.py`), as JSON. At most
`waiting.MAX_WAITING_HEADLINES`.
"""

SENT_ALONE = _P + "headlines:alone"
"""hash: id → a flash that one person sent alone, until somebody else has looked at it, as JSON. As many as nobody has."""

GRID = _P + "grid"
"""string: the programme grid, as JSON. One; bounded by the grid's own limits."""

DATED = _P + "dated"
"""hash: entry id → a producer's change of one date, as JSON. At most `dated_entries.ENTRIES_CAP`."""

RUNNING_ORDERS = _P + "mos:orders"
"""hash: id of a running order → what it says of itself and the ids of its stories in order, as JSON. At most
`running_order.MAX_ORDERS`.
"""

PLACED_ORDERS = _P + "mos:placed"
"""hash: id of a running order → where it stands in the rundown, as JSON. A field for each running order."""


def order_stories(order_id: str) -> str:
    """hash: id of a story → the story with its script, as JSON. At most `running_order.MAX_STORIES`; deleted with its
    running order.
    """
    return f"{_P}mos:stories:{sha256(order_id.encode()).hexdigest()[:32]}"


PLANNED = _P + "planned"
"""hash: a date of the station → the last plan of that date, as JSON. About `PLANNED_DAYS` fields."""

PLANNED_DAYS = 90

AS_RUN = _P + "as-run"
"""sorted set: turns on the air as JSON, by start in ms. The newest `AS_RUN_CAP`, at most `PLANNED_DAYS` old."""

AS_RUN_CAP = 20_000

AIRED = _P + "aired"
"""sorted set: articles in rotation or read on air as JSON, by time in ms. The newest `AIRED_CAP`, at most `AIRED_DAYS`
old.
"""

AIRED_CAP = 20_000
AIRED_DAYS = 14

EMBED_SCRIPTS = _P + "embeds:scripts"
"""hash: the first 16 hexadecimal digits of a SHA-256 → a release of the ticker's script that a partner pinned, some 20 kB.
At most about `EMBED_SCRIPTS_CAP`."""

EMBED_SCRIPTS_CAP = 200

EMBED_REPORTS = _P + "embeds:reports"
"""hash: a web process → what it sees of each host's embeds now, as JSON. Of processes that are alive, each at most
`visits.MAX_HOSTS` hosts."""

EMBED_HOSTS = _P + "embeds:hosts"
"""hash: host → since when and until when its embeds were seen, as JSON (`embeds.fleet.HostSeen`). At most about
`EMBED_HOSTS_CAP`."""

EMBED_HOSTS_CAP = 500

EMBED_REVOKED = _P + "embeds:revoked"
"""hash: host → who revoked it, as JSON (`embeds.fleet.Revoked`). At most `EMBED_REVOKED_CAP`."""

EMBED_REVOKED_CAP = 1000


def embed_day(day: str) -> str:
    """hash: host → pages with embeds opened on a date of the station. Of the hosts in `EMBED_HOSTS`; expires after three days."""
    return f"{_P}embeds:day:{day}"


def audit(trail: Trail) -> tuple[str, str]:
    """stream: a chain of the audit trail; fields `entry` = canonical JSON, and `link` (`newsroom/audit/chain.py`). As many
    entries as are set, and those since it was last trimmed. Beside it a hash, its head: `n`, `link`, `key` of the newest.
    Three fields.
    """
    return f"{_P}audit:{trail}", f"{_P}audit:head:{trail}"


def audit_gaps(trail: Trail) -> str:
    """hash: first number → a checkpoint for entries that were dropped, as JSON. One for each run of them."""
    return f"{_P}audit:gaps:{trail}"


UNCHAINED: dict[Trail, str] = {"changes": _P + "audit", "access": _P + "access"}
"""stream: the audit trail as builds before the chain wrote it; fields `at`, `by`, `role`, `did`, `what`, `seq`. At most about
20,000 entries; nothing adds to it any more."""


def unchained_ids(trail: Trail, by: str) -> str:
    """list: the ids of one actor's rows of `UNCHAINED`, by those builds. At most 5,000; expires by itself."""
    return f"{_P}{trail}:of:{sha256(by.encode()).hexdigest()[:40]}"


def idempotency(key: str, by: str) -> str:
    """string: fingerprint and receipt of a change that was made; expires after `IDEMPOTENCY_TTL_S`."""
    return _P + "done:" + sha256(f"{by}\0{key}".encode()).hexdigest()[:40]


IDEMPOTENCY_TTL_S = 24 * 3600

# -- the streams, beside the board ---------------------------------------------------------------------------------
WATCHES = _P + "streams:watches"
"""string: each stream's layers as the monitor last reported them, as JSON. One, a few kB."""

STREAM_NOTES = _P + "streams:notes"
"""sorted set: the streams' status, change by change, as JSON by time in ms. Eight days, at most 20,000."""

STATION_NOTES = _P + "streams:station-notes"
"""sorted set: the station's status alone, change by change, as JSON by time in ms. Ninety-one days, at most 20,000."""

NOTICES = _P + "notices"
"""stream: changes of the station's status, for webhooks; field `notice`, as JSON. At most about `NOTICES_CAP`."""

NOTICES_CAP = 500

WEBHOOKS = _P + "webhooks"
"""hash: webhook → its progress, as JSON. One field for each webhook that was ever configured."""

HINTS = _P + "streams:hints"
"""stream: encoders' hints; fields `stream`, `said`. At most about 200."""

# -- articles -----------------------------------------------------------------------------------------------------
ARTICLES = _P + "articles"
"""hash: slug → article as JSON, withdrawn ones as a short stub. Grows with the archive."""

NEWEST = _P + "articles:newest"
"""sorted set: slugs of published articles, by publication in ms. Grows with the archive."""


def newest_in(language: str) -> str:
    """sorted set: as `NEWEST`, of one language by its primary tag (`fil`). One for each language."""
    return f"{_P}articles:newest:{primary_language(language)}"


SOURCES = _P + "articles:sources"
"""hash: an article's source → its slug, so that importing twice makes no duplicates. Grows with the archive."""

DOUBLES = _P + "articles:doubles"
"""hash: source of a duplicate → slug of the article that it duplicates. One field for each duplicate."""

OWNERS = _P + "articles:owners"
"""hash: an article's source → the feed that brought it and still lists it. As many as all feeds list at once."""

OWN_IDS = _P + "articles:own-ids"
"""hash: a source's id for a story, or a link that it has moved to → its `source`, as JSON. A few for each article."""

NAMES_OF = _P + "articles:names-of"
"""hash: an article's source → its fields in `OWN_IDS`, as JSON, so that a newer name replaces the older one."""

WAITING = _P + "articles:waiting"
"""hash: source of a waiting story → the story, as JSON. At most `waiting.MAX_WAITING_STORIES` fields."""

WAITING_DECIDED = _P + "articles:waiting:decided"
"""hash: source of a waiting story → the editor's decision, as JSON. At most as many as wait."""

ARTICLES_IN_WORK = _P + "articles:in-work"
"""hash: id → an article that editors write on and that is not out, as JSON. At most `in_work.MAX_ARTICLES_IN_WORK`."""


def uploaded_picture(upload: str) -> str:
    """string: a picture that was uploaded, as WebP, some 150 kB. Expires after `UPLOAD_TTL_S` unless an
    article has it; one for each article that has one.
    """
    return f"{_P}pictures:uploaded:{upload}"


UPLOAD_TTL_S = 2 * 86_400

EXPIRING = _P + "articles:expiring"
"""sorted set: sources of published stories with an end, by that end in ms. As many as their sources limit."""

AGENCY_NOTICES = _P + "articles:notices"
"""hash: notice → an agency's kill or correction and how it was settled, as JSON. At most
`agency_notices.MAX_AGENCY_NOTICES`.
"""

FEEDS = _P + "feeds"
"""hash: article source → its state, as JSON. One field for each configured source, at most some tens of kB each."""

FEED_WISHES = _P + "feeds:wishes"
"""hash: article source → `now`, `told` (its hub called) or `paused`. At most one field for each configured source."""

FEED_PUSHES = _P + "feeds:pushes"
"""hash: article source → the subscription at its hub, with its secret, as JSON. At most one field for each source."""

# -- outlets ------------------------------------------------------------------------------------------------------
OUTLETS = _P + "outlets"
"""hash: surface → how it is doing, as JSON. One field for each surface that was ever configured."""


def outlet_entries(surface: str) -> str:
    """hash: headline → what the surface did with it, as JSON. At most about `OUTLET_ENTRIES_CAP` fields."""
    return f"{_P}outlets:of:{surface}"


OUTLET_ENTRIES_CAP = 1_000

OUTLETS_LEASE = _P + "outlets:lease"
"""hash with a TTL: `holder`, `token` of the outlets process that acts. One."""

OUTLETS_ACTED = _P + "outlets:acted"
"""string: when one last took or kept that lease, in ms by the store's own time. One; it outlives the lease."""

OUTLETS_FENCE = _P + "outlets:fence"
"""counter: the last fencing token of that lease. One."""

# -- alerts of the authorities -------------------------------------------------------------------------------------
ALERTS = _P + "alerts"
"""hash: key of a message → what is known of it (`newsroom/alerts/node.py`), as JSON; also of one that others named and that has
not come. At most about `alerts.MAX_NODES` fields.
"""

ALERTS_SENT = _P + "alerts:sent"
"""sorted set: every field of `ALERTS`, by when the message was sent in ms."""

ALERTS_ENDS = _P + "alerts:ends"
"""sorted set: messages whose text is kept, by when they are over in ms."""


def alerts_in(state: str) -> str:
    """sorted set: messages in this state (`node.LIVING`); those in force by severity, the others by when they came (ms). At most
    `alerts.MAX_LIVING` each.
    """
    return f"{_P}alerts:in:{state}"


ALERTS_CHANGES = _P + "alerts:changes"
"""counter: how often any of these changed; a commit that was decided upon older ones is refused."""

ALERTS_FLOOR = _P + "alerts:floor"
"""string: of messages sent at this instant (ms) or before, not all are known any more."""

ALERT_SOURCES = _P + "alerts:sources"
"""hash: source of alerts → its state, as JSON. One field for each configured source."""

ALERT_WISHES = _P + "alerts:wishes"
"""hash: source of alerts → `now` or `paused`. At most one field for each configured source."""

ALERT_PUSHES = _P + "alerts:pushes"
"""hash: source of alerts → the subscription at its hub, as in `FEED_PUSHES`."""

# -- clock --------------------------------------------------------------------------------------------------------
LEASE = _P + "clock:lease"
"""hash with a TTL: `holder`, `token` of the clock process that acts. One."""

ACTED = _P + "clock:acted"
"""string: when a clock last took or kept the lease, in ms by the store's own time. One; it outlives the lease."""

FENCE = _P + "clock:fence"
"""counter: the last fencing token issued. One."""

PROCESSES = _P + "processes"
"""hash: process → its kind, build, listeners, position on the log, what is wrong, and when it announced itself, as
JSON. One field for each live process.
"""


def trial(of: str) -> str:
    """a value of each type, by which the account's rights are tried; expires or is deleted at once."""
    return f"{_P}trial:{of}"


TRIAL_TTL_S = 60

BACKUPS = _P + "backups"
"""hash: `made` = the last backup, `failed` = the last that could not be made, each as JSON. Two fields; in no backup."""

CHECKED = _P + "checked"
"""string: what the last `airwire check` found, as JSON. One, some kB; in no backup."""

# -- staff --------------------------------------------------------------------------------------------------------
STAFF = _P + "staff"
"""hash: name → role, argon2id hash, session generation, second factors (`newsroom/people/account.py`), as JSON. One field for
each account."""

CODE_APPS = _P + "staff:code-apps"
"""hash: id of an authenticator app → its secret, base32. At most a field for each account, and for each app being set up."""

SESSIONS = _P + "staff:sessions"
"""hash: id of a session → whose it is, device, when it was used, as JSON. At most `sessions.MAX_SESSIONS_EACH` for each
account."""

LAST_SEEN = _P + "staff:seen"
"""hash: name → when a session of the account was last used, in ms. One field for each account."""


def ceremony(secret: str) -> str:
    """string: what a step of signing in, or of setting up a second factor, waits for, as JSON; expires after minutes."""
    return f"{_P}ceremony:{sha256(secret.encode()).hexdigest()[:40]}"


DESK_NOTES = _P + "desk:notes"
"""hash: id → a note at the desk, as JSON. At most `notes.MAX_NOTES`."""

COLLEAGUES = _P + "desk:colleagues"
"""hash: name → who was at the desk, when, and what they wrote at, as JSON. One field for each account."""


def signed_out(sitting: str) -> str:
    """string: this sign-in was ended; expires after `SIGNED_OUT_TTL_S`."""
    return f"{_P}signed-out:{sitting}"


SIGNED_OUT_TTL_S = 31 * 86_400


def counted(who: str) -> str:
    """hash or string: a counter of `store.people.rate_counters`; expires once its count no longer matters."""
    return f"{_P}counted:{who}"


TOKENS = _P + "tokens"
"""hash: sha256 of a bearer token → its name and role, as JSON. One field for each token."""


# -- reads --------------------------------------------------------------------------------------------------------
def tally(width_s: int, start: int) -> str:
    """sorted set: article → reads counted in the `width_s` seconds from `start` (Unix time); expires with its window."""
    return f"{_P}reads:{width_s}:{start}"


def left_out(why: Literal["repeats", "bots"], start: int) -> str:
    """sorted set: article → reads left out in the hour from `start` (Unix time); expires with the hourly tallies."""
    return f"{_P}reads:{why}:{start}"


def came_by(via: Via, start: int) -> str:
    """sorted set: article → reads that came this way in the hour from `start` (Unix time); expires with the hourly
    tallies.
    """
    return f"{_P}reads:via:{via}:{start}"


def readers(day: str, article: str) -> str:
    """HyperLogLog: the readers of an article on one day (UTC), as salted marks, at most 12 kB; expires after two days."""
    return f"{_P}readers:{day}:{article}"


READERS_TTL_S = 49 * 3600

COUNTING = _P + "reads:counting"
"""hash: `counted`, `ranked` = when (ms) a read was last counted, and the reads last ranked. Two fields."""

CHOICES = _P + "reads:choices"
"""hash: article → an editor's choice to pin it or keep it off, as JSON. At most `pins.MAX_CHOICES` fields."""


def seen(mark: str) -> str:
    """string: when (ms) a reader's read of an article was counted; the mark is salted; expires after half an hour."""
    return f"{_P}seen:{mark}"


def spent(nonce: str) -> str:
    """string: this read token was used; expires after the token itself."""
    return f"{_P}spent:{nonce}"


def salt(day: str) -> str:
    """string: the random salt of one day's marks; expires after `SALT_TTL_S`, and then no mark can be traced."""
    return f"{_P}salt:{day}"


SALT_TTL_S = 25 * 3600


def newcomers(mark: str) -> str:
    """string: until when (ms) an address has used up its new cookies; the mark is salted; expires at that time."""
    return f"{_P}newcomers:{mark}"


# -- listeners --------------------------------------------------------------------------------------------------------
def listener_series(day: str) -> str:
    """hash: series of one day (UTC) → its slot in `listener_counts`. At most `counts.MAX_SERIES`; expires after
    `LISTENERS_TTL_S`.
    """
    return f"{_P}listeners:series:{day}"


def listener_counts(day: str) -> str:
    """string: listeners in each minute of one day (UTC), a slot of 1440 numbers of four bytes for each series: some 80 kB, 276 kB
    at most; expires after `LISTENERS_TTL_S`.
    """
    return f"{_P}listeners:counts:{day}"


LISTENERS_TTL_S = 92 * 24 * 3600

DELIVERIES = _P + "listeners:deliveries"
"""sorted set: how long a headline took to one process's listeners as JSON, by its push in ms. Ninety days, at most
`DELIVERIES_CAP`, some 250 bytes each.
"""

DELIVERIES_CAP = 10_000


# -- the settings made in the panel --------------------------------------------------------------------------------
SETTINGS_REV = _P + "settings:rev"
"""string: the number of the revision in force; not there where nothing was ever changed."""

SETTINGS = _P + "settings:revisions"
"""hash: number → the revision as JSON, secrets included. At most `REVISIONS_KEPT`."""

SETTINGS_SEEN = _P + "settings:seen"
"""hash: process → the number of the revision that it has in force. One field for each live process."""

FIRST_RUN = _P + "first-run"
"""hash: the link (hash of its secret), the browser that took it, what was found so far. Gone an hour after the start."""

# -- web push --------------------------------------------------------------------------------------------------------
PUSH_SHARDS = 256
"""Subscriptions are spread over so many hashes, each sent by one sender at a time."""

PUSH_CAP = 500_000
"""Subscriptions in all, some 400 bytes each."""


def push_shard(shard: int) -> str:
    """hash: id of a subscription → the subscription as JSON. All shards together at most `PUSH_CAP` fields."""
    return f"{_P}push:subscriptions:{shard}"


PUSH_WELCOME = _P + "push:welcome"
"""set: ids of subscriptions that wait for their test notice. At most `PUSH_CAP`."""

PUSH_KEY = _P + "push:key"
"""string: the private key that signs what goes to push services (VAPID), in hexadecimal. One, for good: subscriptions are bound
to it.
"""

PUSH_CAMPAIGNS = _P + "push:campaigns"
"""hash: campaign → the campaign as JSON. Those under way; a few."""


def push_todo(campaign: str) -> str:
    """sorted set: shards that are still to be sent, by when somebody may take them (ms). At most `PUSH_SHARDS`."""
    return f"{_P}push:todo:{campaign}"


def push_sent(campaign: str, shard: int) -> str:
    """set with a TTL: ids of the shard's subscriptions that were dealt with, while it is being sent."""
    return f"{_P}push:sent:{campaign}:{shard}"


def push_counts(campaign: str) -> str:
    """hash with a TTL: `sent`, `gone`, `failed`, `quiet`. Four fields."""
    return f"{_P}push:counts:{campaign}"


def push_reached(headline: str) -> str:
    """set with a TTL: the shards that notices of the headline went to. At most `PUSH_SHARDS`."""
    return f"{_P}push:reached:{headline}"
