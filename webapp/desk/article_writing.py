"""Articles that editors write here: kept as drafts, put out now or at a time, changed, taken over from their source."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from webapp.desk.change import CLOCK, NOTHING, Decision, Receipt, in_the_future
from webapp.desk.headlines import new_id
from webapp.desk.stories import ArticleDesk, Beside, cleaned
from webapp.newsroom.articles.writing.articles import NEWSROOM, ArticleEdit, Owner, article_of
from webapp.newsroom.articles.writing.in_work import (
    MAX_ARTICLES_IN_WORK,
    ArticleInWork,
    KeptArticleChange,
    new_in_work,
    stale_in_work,
)
from webapp.newsroom.board import Board
from webapp.newsroom.drafts import ArticleDraft, DraftSeen
from webapp.newsroom.errors import FieldError, Invalid, LeaseLost, NewsroomError, NotFound, Stale, StoreAway, TooMany
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor
from webapp.store.articles.articles import owner_write
from webapp.store.articles.in_work import in_work_removal, in_work_write
from webapp.store.articles.uploads import upload_writes
from webapp.store.board.commits import Seen, Write

MAX_AHEAD = timedelta(days=366)

log = structlog.get_logger("articles")


class ArticleWritingDesk(ArticleDesk):
    """Articles in work stand apart from the published ones; in one commit they leave there and are out."""

    def keep_article(self, draft: ArticleDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Keeps an article where every editor finds it; with `draft.at` until then, when it goes out by itself. Raises `TooMany`
        when there are too many, `Invalid` for a text that could not go out.
        """
        item_id = new_id(by, now, key)

        def decide(board: Board) -> Decision:
            self._check(draft, now)
            if self._articles.in_work.count() >= MAX_ARTICLES_IN_WORK:
                raise TooMany(f"{MAX_ARTICLES_IN_WORK} articles are being written already; put out or discard some")
            return self._kept(new_in_work(item_id, draft, by, now), None)

        return self._change(decide, "articles", by, now, key, ("keep", draft))

    def change_kept_article(
        self, item_id: str, change: KeptArticleChange, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Replaces an article in work. Raises `Stale` when somebody else did since `rev`, `NotFound` when it is out or gone."""
        draft = ArticleDraft.load(change.model_dump(exclude={"rev"}))

        def decide(board: Board) -> Decision:
            self._check(draft, now)
            known, seen = self._in_work(item_id, change.rev)
            return replace(self._kept(known.rewritten(draft, by, now), known), seen=(seen,))

        return self._change(decide, "articles", by, now, key, (item_id, change))

    def discard_article(self, item_id: str, rev: int, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Removes an article in work. Raises `Stale` and `NotFound` as a change does."""

        def decide(board: Board) -> Decision:
            known, seen = self._in_work(item_id, rev)
            writes = [in_work_removal(item_id), *upload_writes(None, known.draft.picture)]
            return Decision(
                did="article discarded", what=known.draft.title, writes=writes, names={"id": item_id, "rev": rev},
                seen=(seen,), limits=(),
            )  # fmt: skip

        return self._change(decide, "articles", by, now, key, (item_id, rev, "discard"))

    def put_written_article(
        self, article: Article, asked: ArticleDraft, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Puts out the `article` of `asked`; the shared draft that it comes from goes in the same commit. Raises as `put_article`
        does, and `Stale` where somebody changed, put out or discarded the draft.
        """
        used = asked.draft
        return self.put_article(article, by, now, key, asked=asked, beside=lambda: self._used(used))

    def edit_article(self, slug: str, edit: ArticleEdit, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Changes an article. Raises `Stale` when it is another by now, or withdrawn; `NotFound`."""
        rendered = edit.rendered()

        def decide(board: Board) -> Decision:
            known = self._articles.get(slug)
            if known is None:
                raise NotFound(f"there is no article {slug!r}")
            if known.withdrawn is not None:
                raise Stale(f"{slug} was withdrawn: {known.withdrawn}", extra={"current": known.dump()})
            if known.rev != edit.rev:
                raise Stale("it was changed meanwhile; look at what changed and decide again",
                            extra={"current": known.dump()})  # fmt: skip
            changed = rendered.applied_to(known).model_copy(update={"updated_at": None})
            made = self._put(cleaned(changed) if rendered.body_html is not None else changed, known, now)
            owned = self._owned(known, edit.owner) if edit.owner else NOTHING
            did, what = (
                made.did or owned.did,
                f"{made.what} ({owned.did})" if made.did and owned.did else made.what or known.title,
            )
            return replace(made, did=did, what=what, writes=[*made.writes, *owned.writes])

        return self._change(decide, "articles", by, now, key, (slug, edit))

    def own_article(self, slug: str, owner: Owner, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Takes an imported article over, or hands it back to its source. Raises `NotFound`, and `Invalid` for one of our own."""

        def decide(board: Board) -> Decision:
            known = self._articles.get(slug)
            if known is None or known.withdrawn is not None:
                raise NotFound(f"there is no article {slug!r} that is out")
            return self._owned(known, owner)

        return self._change(decide, "articles", by, now, key, (slug, owner, "owner"))

    def put_out_due_articles(self, now: datetime, lease: str = "") -> datetime | None:
        """Puts out every article whose time has come; one that cannot go out is a draft again and says why. Returns when the next
        one is due.
        """
        every = self._articles.in_work.every()
        for due in every:
            if due.is_due(now):
                try:
                    self._put_out(due, now, lease)
                except (StoreAway, LeaseLost):
                    raise
                except NewsroomError as error:
                    log.warning("not put out", title=due.draft.title, error=error.message)
                    self._send_back(due, error.message, now, lease)
        return min((one.until for one in every if one.until and not one.is_due(now)), default=None)

    def _put_out(self, due: ArticleInWork, now: datetime, lease: str) -> None:
        article = article_of(due.draft, due.until or now)
        seen = DraftSeen(id=due.id, rev=due.rev)
        self.put_article(article, due.author, now, beside=lambda: self._used(seen), lease=lease)

    def _send_back(self, due: ArticleInWork, problem: str, now: datetime, lease: str) -> None:
        def decide(board: Board) -> Decision:
            known, seen = self._articles.in_work.get(due.id)
            if known is None or known.rev != due.rev:
                return NOTHING
            return Decision(
                did="article not put out", what=f"{known.draft.title} ({problem})",
                writes=[in_work_write(known.sent_back(problem, now))], seen=(seen,),
            )  # fmt: skip

        self._change(decide, "articles", CLOCK, now, None, None, lease)

    def _owned(self, known: Article, owner: Owner) -> Decision:
        """Whose article it is from now on; nothing where it is already."""
        names = {"slug": known.slug, "rev": known.rev}
        if known.source is None:
            problem = "it came from no source: it is the newsroom's own"
            raise Invalid(f"owner: {problem}", fields=[FieldError("owner", problem)])
        is_ours = self._articles.owner_of(known.source) == NEWSROOM
        if is_ours == (owner == NEWSROOM):
            return Decision(names=names)
        did = "article handed back" if is_ours else "article taken over"
        return Decision(
            did=did, what=known.title, writes=[owner_write(known.source, None if is_ours else NEWSROOM)], names=names
        )

    def _check(self, draft: ArticleDraft, now: datetime) -> None:
        in_the_future(draft.at, now, "at")
        if draft.at and draft.at > now + MAX_AHEAD:
            problem = f"must be within {MAX_AHEAD.days} days"
            raise Invalid(f"at: {problem}", fields=[FieldError("at", problem, "range", MAX_AHEAD.days)])
        self.check_upload(draft.picture)

    def _kept(self, article: ArticleInWork, before: ArticleInWork | None) -> Decision:
        did = "article scheduled" if article.state == "scheduled" else "article draft kept"
        writes: list[Write] = [
            in_work_write(article), *upload_writes(article.draft.picture, before.draft.picture if before else None)
        ]  # fmt: skip
        names: dict[str, Any] = {"id": article.id, "rev": article.rev, "state": article.state, "until": article.until}
        return Decision(did=did, what=article.draft.title, writes=writes, names=names)

    def _in_work(self, item_id: str, rev: int) -> tuple[ArticleInWork, Seen]:
        known, seen = self._articles.in_work.get(item_id)
        if known is None:
            raise NotFound("there is no such draft; somebody has put it out or discarded it")
        if known.rev != rev:
            raise stale_in_work(known)
        return known, seen

    def _used(self, draft: DraftSeen | None) -> Beside:
        """What removes the shared draft that is put out."""
        if draft is None:
            return (), ()
        try:
            known, seen = self._in_work(draft.id, draft.rev)
        except NotFound as error:
            raise Stale(error.message, extra={"current": None}) from None
        return [in_work_removal(known.id)], [seen]
