"""What sources take back: the story comes down where it is sure which is meant, else an editor is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from webapp.desk import Receipt
from webapp.intake.importing.documents import ImportItem, Outcome, SourceStory, SourceWithdrawal
from webapp.intake.importing.held_stories import HeldStories
from webapp.intake.importing.looked_up import LookedUpStories
from webapp.intake.importing.notice_matching import NoticeMatcher, describe_notice
from webapp.intake.importing.outcomes import refuse_taken_back
from webapp.intake.story.clean_text import match_key
from webapp.intake.wire.agency_notices import Notice
from webapp.newsroom.articles.agency_notices import ASKS_NOTHING, MAX_CANDIDATE_STORIES
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor


class WithdrawingDesk(Protocol):
    """The part of the desk that is needed here."""

    def withdraw_article(self, slug: str, reason: str, by: Actor, now: datetime) -> Receipt: ...


class SourceWithdrawals:
    """Withdrawals, agencies' kills and notices of one feed. `stories` and `held` are the importer's own."""

    def __init__(
        self, desk: WithdrawingDesk, stories: LookedUpStories, held: HeldStories, notices: NoticeMatcher
    ) -> None:
        self._desk = desk
        self._stories = stories
        self._held_stories = held
        self._notices = notices
        self._taken_back_titles: set[str] = set()

    def begin(self, document: str) -> None:
        """From here on notices are of this document, by its name for people."""
        self._notices.of = document
        self._taken_back_titles = set()

    def refuse_taken_back(self, results: list[ImportItem]) -> list[ImportItem]:
        """A new story that a notice in the same document withdraws is not published, not even for a moment."""
        notices = [result.notice for result in results if isinstance(result, SourceWithdrawal) and result.notice]
        named = {match_key(name) for notice in notices for name in notice.meant}
        new = [
            result for result in results if isinstance(result, SourceStory) and match_key(result.article.title) in named
        ]
        taken_back = [story for story in new if self._stories.article(story.article.source) is None]
        self._taken_back_titles = {match_key(story.article.title) for story in taken_back}
        return [refuse_taken_back(result) if result in taken_back else result for result in results]

    def apply(self, withdrawal: SourceWithdrawal, now: datetime, by: Actor) -> Outcome:
        """Takes the story down if it is here. Raises `NewsroomError`, `StoreAway`."""
        known = self._stories.article(withdrawal.source)
        if withdrawal.notice and known is None:
            return self._apply_notice(withdrawal, withdrawal.notice, now, by)
        if known is None and withdrawal.held:
            return Outcome("refused", withdrawal.title, reason=withdrawal.held, refusal="no story")
        if known is None:
            return Outcome("unchanged", withdrawal.title, reason="withdrawn by its source; it never came in here")
        if known.withdrawn is not None:
            return Outcome("unchanged", known.title, known.slug, "is withdrawn already")
        if withdrawal.notice and known.source != withdrawal.source:
            return self._apply_notice(withdrawal, withdrawal.notice, now, by)
        if known.source and known.source != withdrawal.source:
            return Outcome("unchanged", known.title, known.slug, "an older version is withdrawn; its update is here")
        if withdrawal.notice:
            return self._withdraw_by_notice(known, withdrawal, withdrawal.notice, now, by)
        self._withdraw_article(known, withdrawal.reason, now, by)
        return Outcome("withdrawn", known.title, known.slug, withdrawal.reason)

    def leave_to_editor(self, source: str, title: str, notice: Notice, now: datetime) -> Outcome:
        """Lists a notice with the stories that it may mean."""
        kept = self._notices.kept(source, title)
        if kept is None:
            likely = self._notices.meant(source, notice)[1]
            if (known := self._stories.article(source)) and known.withdrawn is None:  # the story has become the notice
                likely = [known, *(article for article in likely if article.slug != known.slug)][:MAX_CANDIDATE_STORIES]
            kept = self._notices.keep(source, title, notice, now, likely)
        return Outcome("refused", title, kept.story, describe_notice(kept), refusal="no story")

    def note_down(self, source: str, title: str, notice: Notice, now: datetime) -> None:
        """Lists a notice that names no story: an embargo waits for an editor, the others are only to be read."""
        if self._notices.kept(source, title) is None:
            kept = self._notices.keep(source, title, notice, now)
            if kept.kind in ASKS_NOTHING:
                self._notices.settle(kept.settle("noted", now))

    def _apply_notice(self, withdrawal: SourceWithdrawal, notice: Notice, now: datetime, by: Actor) -> Outcome:
        """Handles a notice that came as an entry of its own: finds the story by what it names, or leaves it to an editor."""
        if self._notices.kept(withdrawal.source, withdrawal.title):
            return self.leave_to_editor(withdrawal.source, withdrawal.title, notice, now)
        names = set(map(match_key, notice.meant))
        waited = self._held_stories.withdraw_titled(names, withdrawal.reason)
        if waited or not self._taken_back_titles.isdisjoint(names):
            kept = self._notices.keep(withdrawal.source, withdrawal.title, notice, now).settle("never here", now)
            self._notices.settle(kept)
            return waited or Outcome("refused", withdrawal.title, reason=describe_notice(kept), refusal="no story")
        sure, _ = self._notices.meant(withdrawal.source, notice)
        if sure is None:
            return self.leave_to_editor(withdrawal.source, withdrawal.title, notice, now)
        return self._withdraw_by_notice(sure, withdrawal, notice, now, by)

    def _withdraw_by_notice(
        self, story: Article, withdrawal: SourceWithdrawal, notice: Notice, now: datetime, by: Actor
    ) -> Outcome:
        """Withdraws before recording the notice: if the store goes away between, the story is already down."""
        self._withdraw_article(story, withdrawal.reason, now, by)
        self._notices.settle(
            self._notices.keep(withdrawal.source, withdrawal.title, notice, now).settle("by itself", now, story.slug)
        )
        return Outcome("withdrawn", story.title, story.slug, withdrawal.reason)

    def _withdraw_article(self, article: Article, reason: str, now: datetime, by: Actor) -> None:
        self._desk.withdraw_article(article.slug, reason, by, now)
        self._stories.changed(article.source, article.slug)
