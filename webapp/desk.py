"""The desk: the only writer of what the public sees.

Every change goes through `_change`: decide upon the board as it is, commit the board after it and one event at once,
decide again if somebody was faster. A caller who repeats a request with the same key gets the first answer again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson

from webapp.newsroom.board import Board, apply
from webapp.newsroom.drafts import BreakingDraft, Correction, OnAirHoldDraft, PromoDraft, StreamHoldDraft, Withdrawal
from webapp.newsroom.errors import FieldError, Invalid, NotFound, Stale, StoreAway
from webapp.newsroom.events import ArticleChange, Body, BreakingChange, Event, PromoGone, ScheduleChange, type_of
from webapp.newsroom.grid import Grid
from webapp.newsroom.holds import Holds, OnAirHold, StreamHold
from webapp.newsroom.model import Article, BreakingItem, MostRead, OnAir, Priority, Promo, Stream, Value
from webapp.newsroom.on_air import on_air, rules_at
from webapp.newsroom.ranking import differs, following, only
from webapp.newsroom.rotation import attach
from webapp.newsroom.sanitize import TooWild, clean
from webapp.newsroom.staff import Actor, Duty
from webapp.newsroom.stream_watch import continuing, worth_telling
from webapp.newsroom.times import rfc3339
from webapp.store import keys
from webapp.store.articles import Articles, putting
from webapp.store.log import AuditEntry, Commit, Log, Write
from webapp.store.revisions import Revisions, revising
from webapp.store.rundown import Rundown, holding, releasing

TRIES = 30
"""So often is a change decided again because somebody was faster; beyond that something is wrong."""

STAYS_S: dict[Priority, int] = {"urgent": 3600, "bulletin": 2 * 3600, "flash": 4 * 3600}
"""How long a headline stays when nobody says."""

CANDIDATES = 200
"""A rotation is filled from so many of the newest articles."""

CLOCK = Actor(name="clock", role="system")
MONITOR = Actor(name="monitor", role="system")


class Receipt(Value):
    """What became of a request: the item's `id` and `rev` (or the article's `slug`), and the place on the log."""

    id: str | None = None
    rev: int | None = None
    slug: str | None = None
    epoch: str
    seq: int
    changed: bool = True


@dataclass(frozen=True)
class Decision:
    """What to do to the board that was looked at. Without a `body` only `writes` are made; without both, nothing."""

    body: Body | None = None
    did: str = ""
    what: str = ""
    writes: Sequence[Write] = ()
    names: dict[str, Any] = field(default_factory=dict)


Decide = Callable[[Board], Decision]
NOTHING = Decision()


class Desk:
    """All methods take `now` and who asks (`by`); those that people call take an idempotency `key` (or `None`).

    They raise `Invalid`, `NotFound`, `Stale`, `NotAllowed`, `KeyReused`, and `StoreAway` where nothing is confirmed.
    """

    def __init__(self, log: Log, articles: Articles, rundown: Rundown, revisions: Revisions) -> None:
        self._log = log
        self._articles = articles
        self._rundown = rundown
        self._revisions = revisions

    # -- breaking ---------------------------------------------------------------------------------------------------

    def publish_breaking(self, draft: BreakingDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Puts a headline out."""
        item_id = f"{now:%Y%m%d}-{secrets.token_hex(4)}"

        def decide(board: Board) -> Decision:
            self._known_article(draft.article)
            stays = timedelta(seconds=draft.expires_in or STAYS_S[draft.priority])
            item = BreakingItem(
                id=item_id, rev=1, headline=draft.headline, priority=draft.priority, body=draft.body or None,
                article=draft.article, published_at=now, expires_at=now + stays,
            )  # fmt: skip
            return self._headline("published", item, by, now, f"{draft.priority}: {draft.headline}")

        return self._change(decide, "breaking", by, now, key, draft)

    def correct_breaking(
        self, item_id: str, correction: Correction, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Changes a headline everywhere it was shown. A `rev` that is not the current one raises `Stale`."""

        def decide(board: Board) -> Decision:
            before = self._current(board, item_id, correction.rev)
            given = correction.model_dump(include=correction.model_fields_set - {"rev", "reason", "expires_in"})
            given = {name: value for name, value in given.items() if value or name in ("body", "article")}
            if "article" in given:
                self._known_article(given["article"])
            if correction.expires_in:
                given["expires_at"] = now + timedelta(seconds=correction.expires_in)
            if all(getattr(before, name) == (value or None) for name, value in given.items()):
                raise Invalid("nothing would change", fields=[FieldError("headline", "the same as what is on air")])
            item = BreakingItem.load(
                {**before.model_dump(), **{name: value or None for name, value in given.items()},
                 "rev": before.rev + 1, "corrected_at": now, "reason": correction.reason}
            )  # fmt: skip
            return self._headline("corrected", item, by, now, f"{item.headline} ({correction.reason})")

        return self._change(decide, "breaking", by, now, key, (item_id, correction))

    def withdraw_breaking(
        self, item_id: str, withdrawal: Withdrawal, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Pulls a headline from everything that shows it."""

        def decide(board: Board) -> Decision:
            before = self._current(board, item_id, withdrawal.rev)
            item = before.model_copy(update={"rev": before.rev + 1, "reason": withdrawal.reason, "corrected_at": None})
            return self._headline("withdrawn", item, by, now, f"{item.headline} ({withdrawal.reason})")

        return self._change(decide, "breaking", by, now, key, (item_id, withdrawal))

    def expire_breaking(self, now: datetime, lease: str = "") -> int:
        """Takes off every headline whose time is over; how many."""
        gone = 0
        while True:

            def decide(board: Board) -> Decision:
                over = [item for item in board.breaking if item.expires_at and item.expires_at <= now]
                if not over:
                    return NOTHING
                item = over[-1].model_copy(update={"rev": over[-1].rev + 1})
                return self._headline("expired", item, CLOCK, now, item.headline)

            if not self._change(decide, "breaking", CLOCK, now, None, None, lease).changed:
                return gone
            gone += 1

    def _headline(self, action: Any, item: BreakingItem, by: Actor, now: datetime, what: str) -> Decision:
        return Decision(
            body=BreakingChange(action=action, item=item),
            did=f"breaking {action}",
            what=what,
            writes=revising(action, item, by.name, now),
            names={"id": item.id, "rev": item.rev},
        )

    def _current(self, board: Board, item_id: str, rev: int) -> BreakingItem:
        item = board.find(item_id)
        history = self._revisions.of(item_id) if item is None or item.rev != rev else []
        if item is None and not history:
            raise NotFound(f"there is no headline {item_id!r}")
        if item is None or item.rev != rev:
            raise _stale(item, rev, history)
        return item

    def _known_article(self, slug: str | None) -> None:
        if slug is None:
            return
        article = self._articles.get(slug)
        if article is None or article.withdrawn is not None:
            problem = "there is no such article" if article is None else "this article was withdrawn"
            raise Invalid(f"article: {problem}", fields=[FieldError("article", f"{problem}: {slug!r}")])

    # -- stream -----------------------------------------------------------------------------------------------------

    def report_stream(self, report: Stream, now: datetime) -> Receipt:
        """What the monitor sees. It is told only where it says something new, and not while a hand holds the status."""

        def decide(board: Board) -> Decision:
            writes = [holding("probed", report)]
            held = self._rundown.holds().stream
            if (held and held.in_force(now)) or not worth_telling(board.stream, report, now):
                return Decision(writes=writes)
            return Decision(body=continuing(board.stream, report), writes=writes)

        return self._change(decide, "stream", MONITOR, now, None, None)

    def hold_stream(self, draft: StreamHoldDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Shows `status` whatever the monitor says, until released or until the hold's time is over."""
        _in_the_future(draft.until, now)

        def decide(board: Board) -> Decision:
            held = StreamHold(status=draft.status, by=by.name, since=now, until=draft.until)
            since = board.stream.since if board.stream.status == draft.status else now
            stream = board.stream.model_copy(
                update={"status": draft.status, "since": since, "checked_at": now, "by": "hand", "until": draft.until}
            )
            return Decision(stream, "stream held", draft.status, [holding("stream", held)])

        return self._change(decide, "stream", by, now, key, draft)

    def release_stream(self, by: Actor, now: datetime, key: str | None = None, lease: str = "") -> Receipt:
        """Back to what the monitor says; `unknown` where it has said nothing yet."""

        def decide(board: Board) -> Decision:
            holds = self._rundown.holds()
            if holds.stream is None and board.stream.by == "probe":
                return NOTHING
            back = holds.probed or board.stream.model_copy(
                update={"status": "unknown", "since": now, "checked_at": None, "by": "probe", "until": None}
            )
            return Decision(back, "stream released", back.status, [releasing("stream")])

        return self._change(decide, "stream", by, now, key, "auto", lease)

    # -- on air -----------------------------------------------------------------------------------------------------

    def hold_on_air(self, draft: OnAirHoldDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Cuts to a programme and segment, or to something outside the grid, until released."""
        _in_the_future(draft.until, now)

        def decide(board: Board) -> Decision:
            _in_the_grid(self._rundown.grid(), draft)
            held = OnAirHold(
                programme=draft.programme, segment=draft.segment, title=draft.title,
                by=by.name, since=now, until=draft.until,
            )  # fmt: skip
            turn = self._turn(now, held, board)
            what = " / ".join(part.title for part in (turn.programme, turn.segment) if part)
            return Decision(turn, "cut to", what, [holding("on_air", held)])

        return self._change(decide, "on_air", by, now, key, draft)

    def release_on_air(self, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Back to the grid, where the clock then is."""

        def decide(board: Board) -> Decision:
            if self._rundown.holds().on_air is None:
                return NOTHING
            turn = self._turn(now, None, board)
            what = turn.programme.title if turn.programme else "nothing on"
            return Decision(None if turn == board.on_air else turn, "back to the grid", what, [releasing("on_air")])

        return self._change(decide, "on_air", by, now, key, "auto")

    def settle_on_air(self, now: datetime, lease: str = "") -> Receipt:
        """Makes the board say what grid, holds and articles say at `now`. Does nothing where it does already."""

        def decide(board: Board) -> Decision:
            held = self._rundown.holds().on_air
            over = held is not None and held.until is not None and held.until <= now
            turn = self._turn(now, None if over else held, board)
            writes = [releasing("on_air")] if over else []
            return Decision(None if turn == board.on_air else turn, writes=writes)

        return self._change(decide, "on_air", CLOCK, now, None, None, lease)

    def settle_stream(self, now: datetime, lease: str = "") -> Receipt | None:
        """Releases a hold on the stream's status whose time is over."""
        held = self._rundown.holds().stream
        return self.release_stream(CLOCK, now, lease=lease) if held and not held.in_force(now) else None

    def set_grid(self, grid: Grid, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Puts a new programme grid in force, and on air what it says."""

        def decide(board: Board) -> Decision:
            writes: list[Write] = [("SET", keys.GRID, orjson.dumps(grid.dump()))]
            change = ScheduleChange(revision=grid.revision)
            return Decision(change, "grid set", f"{len(grid.programmes)} programmes", writes)

        receipt = self._change(decide, "schedule", by, now, key, grid)
        self.settle_on_air(now)
        return receipt

    def _turn(self, now: datetime, held: OnAirHold | None, board: Board) -> OnAir:
        grid, holds = self._rundown.grid(), Holds(on_air=held)
        rules = rules_at(grid, holds, now)
        named = self._articles.some(rules.articles) if rules else []
        stories = {story.slug: story for story in (*named, *self._articles.newest(CANDIDATES))}
        read = [item.article for item in board.most_read.items] if board.most_read else []
        return attach(on_air(grid, holds, now), rules, stories.values(), now, before=board.on_air, most_read=read)

    # -- promo, most read, articles -----------------------------------------------------------------------------------

    def set_promo(self, draft: PromoDraft | None, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Shows a promo, or none."""
        if draft:
            _in_the_future(draft.until, now)

        def decide(board: Board) -> Decision:
            promo = Promo.load(draft.model_dump()) if draft else None
            if promo == board.promo:
                return NOTHING
            return Decision(
                promo or PromoGone(), "promo set" if promo else "promo taken off", promo.title if promo else ""
            )

        return self._change(decide, "promo", by, now, key, draft)

    def expire_promo(self, now: datetime, lease: str = "") -> Receipt:
        def decide(board: Board) -> Decision:
            over = board.promo and board.promo.until and board.promo.until <= now
            return Decision(PromoGone()) if over else NOTHING

        return self._change(decide, "promo", CLOCK, now, None, None, lease)

    def rank_most_read(self, most_read: MostRead, now: datetime, lease: str = "") -> Receipt:
        """Puts a new most-read list out if it differs from the one shown."""

        def decide(board: Board) -> Decision:
            # It was ranked before this board was looked at: what was withdrawn in between must not come back.
            named = self._articles.some(item.article for item in most_read.items)
            out = [article.slug for article in named if article.withdrawn is None]
            new = following(board.most_read, only(most_read, out))
            return Decision(new) if differs(board.most_read, new) else NOTHING

        return self._change(decide, "articles", CLOCK, now, None, None, lease)

    def put_article(
        self, article: Article, by: Actor, now: datetime, key: str | None = None, *, at_slug: bool = False
    ) -> Receipt:
        """Puts an article out, or updates the one from the same `source` (with `at_slug`, the one of that slug).

        Unchanged, nothing happens. A slug that another story has gets a short suffix. A withdrawn story stays
        withdrawn: `Stale`. Whoever brings it, its text passes the one gate against active content.
        """
        try:
            article = article.model_copy(update={"body_html": clean(article.body_html)})
        except TooWild as error:
            raise Invalid(f"body_html: {error}", fields=[FieldError("body_html", str(error))]) from None

        def decide(board: Board) -> Decision:
            known = self._known(article, at_slug)
            slug = known.slug if known else self._free_slug(article)
            rev = known.rev + 1 if known else 1
            if known and known.withdrawn is not None:
                raise Stale(f"{slug} was withdrawn: {known.withdrawn}", extra={"current": known.dump()})
            if known and _same_story(known, article):
                return Decision(names={"slug": slug, "rev": known.rev})
            updated_at = article.updated_at or (now if known else None)
            kept = article.model_copy(update={"slug": slug, "rev": rev, "updated_at": updated_at})
            action: Any = "updated" if known else "published"
            change = ArticleChange(action=action, slug=slug, title=kept.title)
            return Decision(change, f"article {action}", kept.title, putting(kept), {"slug": slug, "rev": rev})

        return self._change(decide, "articles", by, now, key, (article, at_slug))

    def withdraw_article(self, slug: str, reason: str, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Pulls an article from every list in the same commit; its page says that and why."""

        def decide(board: Board) -> Decision:
            known = self._articles.get(slug)
            if known is None:
                raise NotFound(f"there is no article {slug!r}")
            if known.withdrawn is not None:
                return Decision(names={"slug": slug, "rev": known.rev})
            stub = Article(
                slug=slug, rev=known.rev + 1, title=known.title, language=known.language, source=known.source,
                published_at=known.published_at, updated_at=now, withdrawn=reason,
            )  # fmt: skip
            change = ArticleChange(action="withdrawn", slug=slug, title=known.title)
            what = f"{known.title} ({reason})"
            return Decision(change, "article withdrawn", what, putting(stub), {"slug": slug, "rev": stub.rev})

        return self._change(decide, "articles", by, now, key, (slug, reason))

    def _known(self, article: Article, at_slug: bool) -> Article | None:
        slug: str | None = article.slug
        if not at_slug:
            slug = self._articles.slug_of(article.source) if article.source else None
        return self._articles.get(slug) if slug else None

    def _free_slug(self, article: Article) -> str:
        if self._articles.get(article.slug) is None:
            return article.slug
        suffix = sha256((article.source or article.title).encode()).hexdigest()[:6]
        return f"{article.slug[:112].rstrip('-')}-{suffix}"

    # -- the one way ----------------------------------------------------------------------------------------------------

    def _change(
        self, decide: Decide, duty: Duty, by: Actor, now: datetime, key: str | None, request: Any, lease: str = ""
    ) -> Receipt:
        by.must(duty)
        done_key, fingerprint = (keys.idempotency(key, by.name), _fingerprint(duty, request)) if key else ("", "")
        if done_key and (earlier := self._log.receipt(done_key, fingerprint)):
            return Receipt.load(earlier)
        for _ in range(TRIES):
            base = self._log.board()
            decision = decide(base)
            event, after = _next(base, decision.body, now)
            changed = event is not None
            receipt = Receipt(epoch=base.epoch, seq=after.seq, changed=changed, **decision.names)
            if not (changed or decision.writes or done_key):
                return receipt
            audit = AuditEntry(now, by.name, by.role, decision.did, decision.what) if decision.did else None
            change = Commit(
                base, after, event, receipt.dump(), decision.writes, audit, done_key, fingerprint, lease,
            )  # fmt: skip
            told = self._log.commit(change)
            if told is not None:
                return Receipt.load(told)
        raise StoreAway("too many changes at once; nothing was changed, please try again")


def _next(base: Board, body: Body | None, now: datetime) -> tuple[Event | None, Board]:
    if body is None:
        return None, base
    event = Event(epoch=base.epoch, seq=base.seq + 1, at=now, type=type_of(body), body=body.dump())
    return event, apply(base, event)


def _fingerprint(duty: str, request: Any) -> str:
    plain = orjson.dumps(request, default=lambda value: value.model_dump(mode="json"), option=orjson.OPT_SORT_KEYS)
    return sha256(duty.encode() + plain).hexdigest()


def _in_the_future(until: datetime | None, now: datetime) -> None:
    if until is not None and until <= now:
        raise Invalid("until: is over already", fields=[FieldError("until", f"must be after {rfc3339(now)}")])


def _in_the_grid(grid: Grid, draft: OnAirHoldDraft) -> None:
    if draft.programme is None and draft.segment is None and draft.title is None:
        raise Invalid(
            "needs a programme, a segment or a title", fields=[FieldError("programme", "or segment, or title")]
        )
    if draft.segment is not None and draft.title is not None:
        raise Invalid("title: not together with a segment", fields=[FieldError("title", "or segment, not both")])
    programme = grid.by_id.get(draft.programme) if draft.programme else None
    if draft.programme and programme is None:
        raise Invalid("programme: not in the grid", fields=[FieldError("programme", f"{draft.programme!r} is unknown")])
    # A dated override can have segments of its own.
    among = [*([programme] if programme else grid.programmes), *grid.overrides]
    if draft.segment and not any(segment.id == draft.segment for one in among for segment in one.segments):
        where = f"in {draft.programme}" if draft.programme else "in the grid"
        raise Invalid(f"segment: not {where}", fields=[FieldError("segment", f"{draft.segment!r} is unknown")])


def _same_story(known: Article, article: Article) -> bool:
    aside = {"slug", "rev", "updated_at"}
    return known.model_dump(exclude=aside) == article.model_dump(exclude=aside)


def _stale(current: BreakingItem | None, rev: int, history: Sequence[dict[str, Any]]) -> Stale:
    """Says who was faster and what differs from the revision that the caller had in front of them."""
    last = history[-1] if history else {}
    seen: dict[str, Any] = next((entry["item"] for entry in history if entry["item"]["rev"] == rev), {})
    now_is: dict[str, Any] = current.dump() if current else last.get("item", {})
    aside = {"rev", "corrected_at"}
    names = sorted((seen.keys() | now_is.keys()) - aside)
    changed = {n: {"was": seen.get(n), "now": now_is.get(n)} for n in names if seen.get(n) != now_is.get(n)}
    did = last.get("action", "changed")
    by, at = last.get("by"), last.get("at")
    return Stale(
        f"it was {did} meanwhile by {by or 'somebody'}; look at what changed and decide again",
        extra={"current": now_is if current else None, "changed": changed, "did": did, "by": by, "at": at},
    )
