"""The most-read list: ranked by the clock, with editors' pins and suppressions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from webapp.desk.change import CLOCK, NOTHING, Decision, DeskPart, Receipt, in_the_future
from webapp.newsroom.board import Board
from webapp.newsroom.errors import FieldError, Invalid, NotFound
from webapp.newsroom.model import MostRead
from webapp.newsroom.reads.pins import MAX_CHOICES, MAX_PINNED, EditorChoice, EditorChoiceDraft, apply_choices
from webapp.newsroom.reads.ranking import MOST_READ_LENGTH, list_needs_event, only_available, with_previous_ranks
from webapp.newsroom.staff import Actor
from webapp.newsroom.unknown import carry_unknown
from webapp.store.reads.pins import choice_removal, choice_write

AUDIT_WORDS = {"pin": "most read pinned", "suppress": "most read kept off"}


class MostReadDesk(DeskPart):
    """The most-read list."""

    def rank_most_read(self, most_read: MostRead, now: datetime, lease: str = "") -> Receipt:
        """Publishes a new most-read list if it differs from the one shown, and removes choices that have ended."""

        def decide(board: Board) -> Decision:
            # The ranking is older than this board: what was withdrawn or kept off in between must not come back.
            known = self._choices.all()
            over = [choice for choice in known.values() if not choice.in_force(now)]
            new = self._listed(board, most_read, [c for c in known.values() if c.in_force(now)])
            changed = new if list_needs_event(board.most_read, new) else None
            if not over:
                return Decision(changed)
            what = ", ".join(choice.article for choice in over)
            return Decision(changed, "most read choice over", what, [choice_removal(choice.article) for choice in over])

        return self._change(decide, "articles", CLOCK, now, None, None, lease)

    def choose_most_read(
        self,
        slug: str,
        draft: EditorChoiceDraft,
        ranked: MostRead,
        by: Actor,
        now: datetime,
        key: str | None = None,
        asked: Any = None,
    ) -> Receipt:
        """Pins an article to the top of the list or keeps it off, at once and in every window.

        `ranked` is the list with this choice; it may be a few places longer than the shown one. `asked` is the original
        request, for the idempotency key, when the caller computed the end of the choice. Raises `NotFound`, `Invalid`.
        """
        choice = EditorChoice(article=slug, by=by.name, since=now, **draft.model_dump())

        def decide(board: Board) -> Decision:
            in_the_future(draft.until, now)
            story = self._articles.get(slug)
            if story is None or story.withdrawn is not None:
                raise NotFound(f"there is no article {slug!r}")
            choices = {other.article: other for other in self._choices.in_force(now)} | {slug: choice}
            _not_too_many(list(choices.values()))
            new = self._listed(board, ranked, list(choices.values()))
            what = f"{story.title} ({draft.reason})"
            return Decision(new, AUDIT_WORDS[draft.action], what, [choice_write(choice)], {"slug": slug})

        return self._change(decide, "articles", by, now, key, (slug, asked or draft))

    def release_most_read(
        self, slug: str, ranked: MostRead, by: Actor, now: datetime, key: str | None = None
    ) -> Receipt:
        """Takes back the choice about an article; does nothing when there is none."""

        def decide(board: Board) -> Decision:
            choices = self._choices.all()
            if choices.pop(slug, None) is None:
                return NOTHING
            new = self._listed(board, ranked, [c for c in choices.values() if c.in_force(now)])
            story = self._articles.get(slug)
            what = story.title if story else slug
            return Decision(new, "most read choice taken back", what, [choice_removal(slug)], {"slug": slug})

        return self._change(decide, "articles", by, now, key, (slug, "auto"))

    def _listed(self, board: Board, ranked: MostRead, choices: Sequence[EditorChoice]) -> MostRead:
        shown = board.most_read
        # An article pinned after the ranking keeps the reads that it is shown with.
        pinned = {item.article: item for item in shown.items if item.pinned} if shown else {}
        named = self._articles.some({item.article for item in ranked.items} | pinned.keys())
        out = {article.slug for article in named if article.withdrawn is None}
        pinned = {slug: item for slug, item in pinned.items() if slug in out}
        return carry_unknown(
            with_previous_ranks(shown, apply_choices(only_available(ranked, out), choices, pinned, MOST_READ_LENGTH)),
            shown,
        )


def _not_too_many(choices: Sequence[EditorChoice]) -> None:
    if len(choices) > MAX_CHOICES:
        problem = f"{MAX_CHOICES} stories are chosen about already; take one back first"
        raise Invalid(f"article: {problem}", fields=[FieldError("article", problem)])
    if sum(choice.action == "pin" for choice in choices) > MAX_PINNED:
        problem = f"{MAX_PINNED} stories are pinned already; take one back first"
        raise Invalid(f"action: {problem}", fields=[FieldError("action", problem)])
