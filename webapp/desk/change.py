"""The one way to change anything: decide upon the current board, commit, and decide again if another change came first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

import orjson

from webapp.newsroom.audit.entry import AuditEntry
from webapp.newsroom.board import Board, apply
from webapp.newsroom.errors import FieldError, Invalid, NewsroomError, StoreAway, TooMany
from webapp.newsroom.events import Body, Event, event_type
from webapp.newsroom.headlines.push_rules import PushRules
from webapp.newsroom.model import Value
from webapp.newsroom.people.actor_limits import ActorLimit, counters, limit_message, limits_of
from webapp.newsroom.settings.current import CurrentStation
from webapp.newsroom.staff import Actor, Duty
from webapp.newsroom.times import Instant, rfc3339
from webapp.store.alerts.alerts import Alerts
from webapp.store.articles.articles import Articles
from webapp.store.audit.audit import log_entry
from webapp.store.board.commits import Commit, Guard, Pace, Seen, Write
from webapp.store.board.log import Log
from webapp.store.board.revisions import Revisions
from webapp.store.board.waiting import WaitingHeadlines
from webapp.store.core import keys
from webapp.store.people.colleagues import Colleagues
from webapp.store.reads.pins import Choices
from webapp.store.schedule.rundown import Rundown

MAX_ATTEMPTS = 30
"""How often a change is decided again because another one came first; more means that something is wrong."""

CLOCK = Actor(name="clock", role="system")
MONITOR = Actor(name="monitor", role="system")


class Receipt(Value):
    """The outcome of a request: the item's `id` and `rev` (or the article's `slug`), its `state` where it may be in several,
    until when a headline waits that is not out, and the position on the log.
    """

    id: str | None = None
    rev: int | None = None
    slug: str | None = None
    state: str | None = None
    until: Instant | None = None
    epoch: str
    seq: int
    changed: bool = True


@dataclass(frozen=True)
class Decision:
    """What to do to the board that was looked at. Without a `body` only `writes` are made; without both, nothing.

    `did`, `what` and `item` (by itself the `id` or `slug` in `names`) are the entry of the audit trail, `names` the receipt's
    further fields. With a `guard` it is decided again when
    that counter has moved, with `seen` when one of those values has. `limits` are what it counts towards, where the body does
    not say it.
    """

    body: Body | None = None
    did: str = ""
    what: str = ""
    writes: Sequence[Write] = ()
    names: dict[str, Any] = field(default_factory=dict)
    guard: Guard | None = None
    limits: Sequence[ActorLimit] | None = None
    seen: Sequence[Seen] = ()
    item: str = ""


D = TypeVar("D", bound=Decision)
Decide = Callable[[Board], Decision]
"""Pure but for what it reads: it is asked again for another board, and of what it said before nothing may be left."""
NOTHING = Decision()


class DeskPart:
    """The base of every part of the desk: the store's parts, and `_change`."""

    def __init__(
        self,
        log: Log,
        articles: Articles,
        rundown: Rundown,
        revisions: Revisions,
        choices: Choices,
        alerts: Alerts,
        waiting: WaitingHeadlines,
        colleagues: Colleagues,
        station: CurrentStation,
        rehearsal: bool = False,
    ) -> None:
        self._log = log
        self._articles = articles
        self._rundown = rundown
        self._revisions = revisions
        self._choices = choices
        self._alerts = alerts
        self._waiting = waiting
        self._colleagues = colleagues
        self._station = station
        self._in_rehearsal = rehearsal

    @property
    def _rules(self) -> PushRules:
        return self._station.station.pushing

    @property
    def _languages(self) -> Sequence[str]:
        return self._station.station.languages

    def _change(
        self, decide: Decide, duty: Duty, by: Actor, now: datetime, key: str | None, request: Any, lease: str = ""
    ) -> Receipt:
        """Carries out `decide`. `request` is what the client sent: the same `key` must come with the same request."""
        return self._made(decide, duty, by, now, key, request, lease)[0]

    def _made(
        self,
        decide: Callable[[Board], D],
        duty: Duty,
        by: Actor,
        now: datetime,
        key: str | None,
        request: Any,
        lease: str,
    ) -> tuple[Receipt, D | None]:
        """As `_change`; also the decision that was made, `None` where it was by an earlier request."""
        by.must(duty)
        done_key, fingerprint = (keys.idempotency(key, by.name), _fingerprint(duty, request)) if key else ("", "")
        guess = self._log.known
        for _ in range(MAX_ATTEMPTS):
            # First upon the board as it was last seen: the commit says if it has moved. Only a change may be decided so.
            guessed, (base, earlier) = guess, (guess, None) if guess else self._log.look(done_key, fingerprint)
            guess = None
            if earlier:
                return Receipt.load(earlier), None
            try:
                decision = decide(base)
            except NewsroomError:
                if guessed:
                    continue
                raise
            event, after = _next(base, decision.body, now)
            changed = event is not None
            if guessed and not (changed or decision.writes):
                continue
            receipt = Receipt(epoch=base.epoch, seq=after.seq, changed=changed, **decision.names)
            if not (changed or decision.writes or done_key):
                return receipt, decision
            audit = self._audit(by, decision, now)
            counted = _counted(by, decision)
            pace = Pace(counters(by, counted), now) if counted else None
            change = Commit(
                base, after, event, receipt.dump(), decision.writes, audit, done_key, fingerprint, lease, pace,
                decision.guard, decision.seen,
            )  # fmt: skip
            try:
                confirmed = self._log.commit(change)
            except TooMany as error:
                raise TooMany(limit_message(counted, error.extra["retry_after_s"]), extra=error.extra) from None
            if confirmed is not None:
                if audit:
                    log_entry(audit)
                return Receipt.load(confirmed), decision
        raise StoreAway("too many changes at once; nothing was changed, please try again")

    def _audit(self, by: Actor, decision: Decision, now: datetime) -> AuditEntry | None:
        """The entry of the audit trail; a rehearsal's says that it is one."""
        if not decision.did:
            return None
        item = decision.item or decision.names.get("id") or decision.names.get("slug") or ""
        return AuditEntry(now, by.name, by.role, decision.did, decision.what, item, self._in_rehearsal)


def _counted(by: Actor, decision: Decision) -> Sequence[ActorLimit]:
    """What the change counts towards: nobody changes more than anybody needs to. Airwire's own changes are not counted."""
    if by.role == "system" or not (decision.body or decision.writes):
        return ()
    return limits_of(decision.body) if decision.limits is None else decision.limits


def _next(base: Board, body: Body | None, now: datetime) -> tuple[Event | None, Board]:
    if body is None:
        return None, base
    event = Event(epoch=base.epoch, seq=base.seq + 1, at=now, type=event_type(body), body=body.dump())
    return event, apply(base, event)


def _fingerprint(duty: str, request: Any) -> str:
    plain = orjson.dumps(request, default=lambda value: value.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
    return sha256(duty.encode() + plain).hexdigest()


def in_the_future(until: datetime | None, now: datetime, name: str = "until") -> None:
    """Raises `Invalid` when `until` is over. For use within `decide`: a repeated request gets its first answer, even
    later.
    """
    if until is not None and until <= now:
        code = "past" if name == "at" else "over"  # what begins then, and what ends then
        raise Invalid(f"{name}: is over already", fields=[FieldError(name, f"must be after {rfc3339(now)}", code)])
