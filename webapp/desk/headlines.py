"""Breaking headlines: publish, correct, withdraw, expire."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from webapp.desk.change import CLOCK, NOTHING, Decision, Receipt
from webapp.desk.waiting import WaitingHeadlineDesk, stale_waiting
from webapp.newsroom.board import Board
from webapp.newsroom.drafts import BreakingDraft, Correction, Withdrawal
from webapp.newsroom.errors import FieldError, Invalid, NoSuchRev, NotFound, Stale
from webapp.newsroom.events import BreakingChange
from webapp.newsroom.headlines.push_rules import ALONE_AFTER
from webapp.newsroom.headlines.templates import check_blanks
from webapp.newsroom.headlines.waiting import WaitingHeadline
from webapp.newsroom.headlines.wording import corrected_texts, other_texts
from webapp.newsroom.model import ArticleCard, BreakingItem, HeadlineText, Priority
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import rfc3339
from webapp.newsroom.unknown import carry_unknown
from webapp.store.board.commits import Seen, Write
from webapp.store.board.revisions import revision_writes
from webapp.store.board.waiting import waiting_removal

DEFAULT_STAY_S: dict[Priority, int] = {"urgent": 3600, "bulletin": 2 * 3600, "flash": 4 * 3600}
"""How long a headline stays on the board when the draft does not say."""


class HeadlineDesk(WaitingHeadlineDesk):
    """Breaking headlines."""

    def publish_breaking(self, draft: BreakingDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Publishes a headline, or lets it wait: the receipt then says for what (`state`) and until when. Raises
        `Invalid` when its article is not published.
        """
        item_id = new_id(by, now, key)

        def decide(board: Board) -> Decision:
            other_texts(draft.texts, draft.headline, self._languages)
            check_blanks(draft)
            used, seen = self._draft_used(draft)
            wait = self._wait(draft, by, now)
            if wait is None:
                made = self._published(item_id, 1, draft, by, now)
            else:
                self._card(draft.article, draft.priority)
                state, until = wait
                made = self._let_wait(
                    WaitingHeadline(
                        id=item_id, state=state, draft=draft.model_copy(update={"draft": None}),
                        by=by.name, role=by.role, since=now, until=until,
                    )
                )  # fmt: skip
            return replace(made, writes=[*made.writes, *used], seen=[*made.seen, *seen])

        return self._change(decide, "breaking", by, now, key, draft)

    def correct_breaking(
        self, item_id: str, correction: Correction, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Corrects a headline everywhere, also one that has ended and stands in the record, or one that is not out yet. A
        correction that makes it a flash waits as a flash does. Raises `Stale` when `rev` is not current, `Invalid` when nothing
        would change or an ended one would come back.
        """

        def decide(board: Board) -> Decision:
            current = board.find(item_id)
            waiting, seen = self._waiting.get(item_id) if current is None else (None, None)
            if waiting and seen:
                return self._rewritten(waiting, seen, correction, by, now)
            decision = self._corrected(board, item_id, correction, by, now)
            becomes_flash = correction.priority == "flash" and not (current and current.priority == "flash")
            if becomes_flash and self._needs_second(by, now):
                return self._correction_waits(decision, correction, by, now)
            return decision

        return self._change(decide, "breaking", by, now, key, (item_id, correction))

    def withdraw_breaking(
        self, item_id: str, withdrawal: Withdrawal, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Removes a headline from everything that shows it, the record too; one that is not out yet never comes out. It waits for
        nobody. Raises `Stale` when `rev` is not current.
        """

        def decide(board: Board) -> Decision:
            waiting, seen = self._waiting.get(item_id) if board.find(item_id) is None else (None, None)
            if waiting and seen:
                return self._taken_back(waiting, seen)
            before = self._current(board, item_id, withdrawal.rev, now, even_over=True)
            item = before.model_copy(
                update={"rev": before.rev + 1, "reason": withdrawal.reason, "corrected_at": None, "card": None}
            )
            made = self._headline("withdrawn", item, by, now, f"{item.headline} ({withdrawal.reason})")
            return replace(made, writes=[*made.writes, waiting_removal(item_id)])

        return self._change(decide, "breaking", by, now, key, (item_id, withdrawal))

    def expire_breaking(self, now: datetime, lease: str = "") -> int:
        """Takes off every headline whose time is over, and returns how many there were."""
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

    def _draft_used(self, draft: BreakingDraft) -> tuple[list[Write], list[Seen]]:
        """What removes the shared draft that is pushed. Raises `Stale` where somebody changed, pushed or discarded it."""
        if draft.draft is None:
            return [], []
        waiting, seen = self._waiting.get(draft.draft.id)
        if waiting is None or waiting.state != "draft":
            raise Stale(
                "somebody pushed or discarded this draft meanwhile; look whether it is out", extra={"current": None}
            )
        if waiting.rev != draft.draft.rev:
            raise stale_waiting(waiting, draft.draft.rev)
        return [waiting_removal(waiting.id)], [seen]

    def _published(
        self, item_id: str, rev: int, draft: BreakingDraft, by: Actor, now: datetime, *, article_may_go: bool = False
    ) -> Decision:
        """The decision that publishes `draft`. With `article_may_go` without its article, if that was withdrawn meanwhile."""
        try:
            article, card = draft.article, self._card(draft.article, draft.priority)
        except Invalid:
            if not article_may_go:
                raise
            article = card = None
        stays = timedelta(seconds=draft.expires_in or DEFAULT_STAY_S[draft.priority])
        texts = corrected_texts(None, other_texts(draft.texts, draft.headline, self._languages), is_reworded=True)
        item = BreakingItem(
            id=item_id, rev=rev, headline=draft.headline, priority=draft.priority, body=draft.body or None,
            texts=_as_shown(texts), language=None if texts is None else self._languages[0],
            article=article, card=card, published_at=now, expires_at=now + stays,
        )  # fmt: skip
        return self._headline("published", item, by, now, f"{draft.priority}: {draft.headline}")

    def _corrected(self, board: Board, item_id: str, correction: Correction, by: Actor, now: datetime) -> Decision:
        """The decision that corrects a headline that is out."""
        before = self._current(board, item_id, correction.rev, now)
        given = correction.model_dump(include=correction.model_fields_set - {"rev", "reason", "expires_in", "texts"})
        given = {name: value for name, value in given.items() if value or name in ("body", "article")}
        reworded = any(getattr(before, name) != (given[name] or None) for name in ("headline", "body") if name in given)
        halves = other_texts(correction.texts, given.get("headline", before.headline), self._languages)
        texts = _as_shown(corrected_texts(before.texts, halves, is_reworded=reworded))
        if texts != before.texts:
            given |= {"texts": texts, "language": self._languages[0]}
        slug, priority = given.get("article", before.article), given.get("priority", before.priority)
        card = self._card(slug, priority) if given.keys() & {"article", "priority"} else before.card
        if correction.expires_in and board.find(item_id) is None:
            ended = "this headline has ended; it can be corrected, but a new one has to be pushed"
            raise Invalid(f"expires_in: {ended}", fields=[FieldError("expires_in", ended, "ended")])
        if correction.expires_in:
            given["expires_at"] = now + timedelta(seconds=correction.expires_in)
        given = {name: value if name == "texts" else value or None for name, value in given.items()}
        if all(getattr(before, name) == value for name, value in given.items()):
            raise Invalid("nothing would change", fields=[FieldError("headline", "the same as what is on air", "same")])
        item = BreakingItem.load(
            {**before.model_dump(), **given,
             "card": card, "rev": before.rev + 1, "corrected_at": now, "reason": correction.reason}
        )  # fmt: skip
        item = carry_unknown(item, before)
        return self._headline("corrected", item, by, now, f"{item.headline} ({correction.reason})")

    def _correction_waits(self, decision: Decision, correction: Correction, by: Actor, now: datetime) -> Decision:
        """Lets the correction that `decision` would make wait for a second person. Raises `Stale` where one does already."""
        assert isinstance(decision.body, BreakingChange)
        item = decision.body.item
        earlier, seen = self._waiting.get(item.id)
        if earlier:
            raise stale_waiting(earlier, 0)
        halves = item.dump().get("texts")
        draft = BreakingDraft.load(
            {
                "headline": item.headline,
                "priority": "flash",
                "body": item.body,
                "article": item.article,
                "texts": halves,
            }
        )
        return self._let_wait(
            WaitingHeadline(
                id=item.id, rev=item.rev, state="pending", draft=draft, correction=correction,
                by=by.name, role=by.role, since=now, until=now + ALONE_AFTER,
            ),
            (seen,),
        )  # fmt: skip

    def _headline(self, action: Any, item: BreakingItem, by: Actor, now: datetime, what: str) -> Decision:
        return Decision(
            body=BreakingChange(action=action, item=item),
            did=f"breaking {action}",
            what=what,
            writes=revision_writes(action, item, by.name, now),
            names={"id": item.id, "rev": item.rev},
        )

    def _current(self, board: Board, item_id: str, rev: int, now: datetime, even_over: bool = False) -> BreakingItem:
        """The headline with `rev`, from the board or, once it has ended, from the record. Raises `NotFound`, and `Stale`
        when it was changed or withdrawn, or unless `even_over` its time is over and nobody has written that down yet.
        """
        item = board.find(item_id)
        ended = item and item.expires_at and item.expires_at <= now and not even_over
        over = item.expires_at if item and ended else None
        history = self._revisions.of(item_id) if item is None or item.rev != rev or over else []
        if item is None and not history:
            raise NotFound(f"there is no headline {item_id!r}")
        if item and over:
            expired = {"action": "expired", "by": CLOCK.name, "at": rfc3339(over), "item": item.dump()}
            raise _stale(None, rev, [*history, expired])
        if item is None and history[-1]["action"] != "withdrawn" and history[-1]["item"]["rev"] == rev:
            return BreakingItem.load(history[-1]["item"])
        if item is None or item.rev != rev:
            raise _stale(item, rev, history)
        return item

    def _card(self, slug: str | None, priority: Priority) -> ArticleCard | None:
        """The card that a flash shows beside the segment. Raises `Invalid` when the article is not published."""
        if not slug:
            return None
        article = self._articles.get(slug)
        if article is None or article.withdrawn is not None:
            problem = "there is no such article" if article is None else "this article was withdrawn"
            raise Invalid(f"article: {problem}", fields=[FieldError("article", f"{problem}: {slug!r}", "unknown")])
        return article.card() if priority == "flash" else None


def _as_shown(texts: Mapping[str, HeadlineText] | None) -> dict[str, HeadlineText] | None:
    """The halves as the board has them: without empty bodies."""
    if texts is None:
        return None
    return {tag: HeadlineText(headline=text.headline, body=text.body or None) for tag, text in texts.items()}


def _stale(current: BreakingItem | None, rev: int, history: Sequence[dict[str, Any]]) -> Stale:
    """Names who changed it first, and what differs from the revision that the caller saw; or says that there is none such."""
    last = history[-1] if history else {}
    newest = current.rev if current else int(last.get("item", {}).get("rev", rev))
    if rev > newest:
        return NoSuchRev(rev, newest, current.dump() if current else None)
    seen: dict[str, Any] = next((entry["item"] for entry in history if entry["item"]["rev"] == rev), {})
    now_is: dict[str, Any] = current.dump() if current else last.get("item", {})
    aside = {"rev", "corrected_at", "card"}
    names = sorted((seen.keys() | now_is.keys()) - aside)
    changed = {n: {"was": seen.get(n), "now": now_is.get(n)} for n in names if seen.get(n) != now_is.get(n)}
    did = last.get("action", "changed")
    by, at = last.get("by"), last.get("at")
    return Stale(
        f"it was {did} meanwhile by {by or 'somebody'}; look at what changed and decide again",
        extra={"current": now_is if current else None, "changed": changed, "did": did, "by": by, "at": at},
    )


def new_id(by: Actor, now: datetime, key: str | None) -> str:
    """The id of a headline that is written now."""
    return f"{now:%Y%m%d}-{_mark(by, key)}"


def _mark(by: Actor, key: str | None) -> str:
    """The same for the same request: where a failover lost a headline that was not confirmed yet, but shown already, the one that
    is published in its place by the same key is the same headline to every page.
    """
    return secrets.token_hex(4) if key is None else sha256(f"{by.name}\0{key}".encode()).hexdigest()[:8]
