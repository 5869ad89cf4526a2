"""Articles and the promo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from webapp.desk.change import CLOCK, NOTHING, Decision, DeskPart, Receipt, in_the_future
from webapp.desk.record import taken_off
from webapp.newsroom.articles.picture_paths import PROMO_OWNER, upload_of
from webapp.newsroom.articles.sanitize import TooComplex, clean_html
from webapp.newsroom.board import Board
from webapp.newsroom.drafts import PromoDraft
from webapp.newsroom.errors import N_, FieldError, Invalid, NotFound, Stale
from webapp.newsroom.events import ArticleChange, PromoGone
from webapp.newsroom.model import Article, Picture, Promo, Value
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import rfc3339
from webapp.newsroom.unknown import carry_unknown
from webapp.store.articles.agency_notices import agency_notice_write
from webapp.store.articles.articles import article_writes
from webapp.store.articles.uploads import upload_removal, upload_writes
from webapp.store.board.commits import Seen, Write
from webapp.store.reads.pins import choice_removal

MAX_CLOCK_AHEAD = timedelta(minutes=10)
"""How far a source's clock may be ahead of ours. An article dated later is under embargo, and is refused."""


Beside = tuple[Sequence[Write], Sequence[Seen]]
"""What a commit does beside the article, and what it must still find for it."""


def nothing_beside() -> Beside:
    """For a commit of nothing but the article."""
    return (), ()


class ArticleDesk(DeskPart):
    """Articles, agencies' notices and the promo."""

    def set_promo(self, draft: PromoDraft | None, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Shows a promo, or none. Raises `Invalid` when it is over already."""

        def decide(board: Board) -> Decision:
            in_the_future(draft.until if draft else None, now)
            promo = Promo.load(draft.model_dump()) if draft else None
            if promo and board.promo:
                promo = promo.model_copy(update={"image": _original(promo.image, board.promo.image, PROMO_OWNER)})
            if promo is None and board.promo is None:
                return NOTHING
            if promo and board.promo and promo.model_dump() == board.promo.model_dump():
                return NOTHING
            return Decision(
                promo or PromoGone(), "promo set" if promo else "promo taken off", promo.title if promo else ""
            )

        return self._change(decide, "promo", by, now, key, draft)

    def expire_promo(self, now: datetime, lease: str = "") -> Receipt:
        """Takes the promo off when its time is over."""

        def decide(board: Board) -> Decision:
            over = board.promo and board.promo.until and board.promo.until <= now
            return Decision(PromoGone()) if over else NOTHING

        return self._change(decide, "promo", CLOCK, now, None, None, lease)

    def put_article(
        self,
        article: Article,
        by: Actor,
        now: datetime,
        key: str | None = None,
        *,
        at_slug: bool = False,
        asked: Value | None = None,
        beside: Callable[[], Beside] = nothing_beside,
        lease: str = "",
    ) -> Receipt:
        """Publishes an article, or updates the one of the same `source` (with `at_slug`, the one of that slug).

        An unchanged article changes nothing. A slug that another article has gets a short suffix. `asked` is the
        original request, for the idempotency key, when the caller added a date or slug. `beside` is asked in each decision what
        else the commit does. Raises `Invalid` for a date in the future, HTML that is too complex or an upload that is gone, and
        `Stale` for a withdrawn article.
        """
        if article.published_at > now + MAX_CLOCK_AHEAD:
            problem = f"is in the future; send the article when it may be out (now: {rfc3339(now)})"
            raise Invalid(f"published_at: {problem}", fields=[FieldError("published_at", problem)])
        article = cleaned(article)

        def decide(board: Board) -> Decision:
            known = self._known(article, at_slug)
            made = self._put(article, known, now)
            writes, seen = beside()
            return replace(made, writes=[*made.writes, *writes], seen=seen)

        return self._change(
            decide, "articles", by, now, key, (asked or article, at_slug, at_slug and article.slug), lease
        )

    def _put(self, article: Article, known: Article | None, now: datetime) -> Decision:
        """The decision that stores `article`, in place of `known`."""
        slug = known.slug if known else self._free_slug(article)
        rev = known.rev + 1 if known else 1
        if known and known.withdrawn is not None:
            raise Stale(f"{slug} was withdrawn: {known.withdrawn}", extra={"current": known.dump()})
        picture = _original(article.picture, known.picture, slug) if known else article.picture
        new = article.model_copy(update={"picture": picture})
        if known and _same_story(known, new):
            return Decision(names={"slug": slug, "rev": known.rev})
        self.check_upload(new.picture)
        _check_words_of(new.picture)
        updated_at = article.updated_at or (now if known else None)
        stands = {"slug": slug, "rev": rev, "updated_at": updated_at}
        kept = new.model_copy(update={**stands, "corrected_at": _corrected_at(article, known, now)})
        kept = carry_unknown(kept, known)
        action: Any = "updated" if known else "published"
        did = "corrected" if known and kept.correction not in (None, known.correction) else action
        change = ArticleChange(action=action, slug=slug, title=kept.title)
        writes = [*article_writes(kept, known), *upload_writes(kept.picture, known.picture if known else None)]
        return Decision(change, f"article {did}", kept.title, writes, {"slug": slug, "rev": rev})

    def check_upload(self, picture: Picture | None) -> None:
        """Raises `Invalid` for an uploaded picture that is not kept any more."""
        if picture and not self._articles.uploads.has(picture):
            problem = "is not kept any more; upload it again"
            raise Invalid(f"picture.url: {problem}", fields=[FieldError("picture", problem, "upload_gone")])

    def withdraw_article(self, slug: str, reason: str, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Withdraws an article from every list in one commit; its page says so and why. Raises `NotFound`.

        Fields that this build does not know go with the body: they may belong to what is withdrawn.
        """

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
            # Otherwise its pin would still take one of the few places for pins.
            writes = [
                *article_writes(stub, known), *taken_off(board, slug, now), choice_removal(slug),
                *upload_removal(known.picture),
            ]  # fmt: skip
            return Decision(change, "article withdrawn", what, writes, {"slug": slug, "rev": stub.rev})

        return self._change(decide, "articles", by, now, key, (slug, reason))

    def settle_notice(self, notice_id: str, slug: str | None, by: Actor, now: datetime) -> Receipt:
        """Settles an agency's notice: it means the article `slug`, which is withdrawn, or none of ours. The first
        decision counts.

        Raises `NotFound` when the notice or the article does not exist.
        """
        by.must("articles")
        notice = self._articles.agency_notices.get(notice_id)
        if notice is None:
            raise NotFound(N_("there is no such notice; it may have been too old to keep"))
        if slug and notice.settled is None:
            self.withdraw_article(slug, "withdrawn by its source", by, now)

        def decide(board: Board) -> Decision:
            current = self._articles.agency_notices.get(notice_id) or notice
            if current.settled is not None:
                return NOTHING
            settled = current.settle("withdrawn" if slug else "dismissed", now, slug, by.name)
            did = "" if slug else "notice dismissed"
            return Decision(did=did, what=f"{notice.title} ({notice.of})", writes=[agency_notice_write(settled)])

        return self._change(decide, "articles", by, now, None, None)

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


def _check_words_of(picture: Picture | None) -> None:
    """Raises `Invalid` for an uploaded picture without a description or a credit."""
    if picture and upload_of(picture.url):
        needed = {"alt": picture.alt, "credit": picture.credit}
        problem = "missing; an uploaded picture needs it"
        wrong = [FieldError(f"picture.{name}", problem, f"picture_{name}") for name, text in needed.items() if not text]
        if wrong:
            raise Invalid.of(wrong)


def cleaned(article: Article) -> Article:
    """The article with its HTML sanitised. Raises `Invalid`."""
    try:
        return article.model_copy(update={"body_html": clean_html(article.body_html)})
    except TooComplex as error:
        raise Invalid(f"body_html: {error}", fields=[FieldError("body_html", str(error), "too_complex")]) from None


def _original(picture: Picture | None, known: Picture | None, owner: str) -> Picture | None:
    """When a client sends back the resized picture's address, keeps the original picture."""
    if picture is None or known is None or picture.url != known.shown(owner).url:
        return picture
    return picture.model_copy(update={"url": known.url})


def _corrected_at(article: Article, known: Article | None, now: datetime) -> datetime | None:
    """When the correction was made: later updates of the article do not change it."""
    if article.correction is None:
        return None
    if known and known.correction == article.correction:
        return known.corrected_at
    return article.updated_at or now


def _same_story(known: Article, article: Article) -> bool:
    aside = {"slug", "rev", "updated_at", "corrected_at"}
    return known.model_dump(exclude=aside) == article.model_dump(exclude=aside)
