"""What editors choose about the most-read list: shown as chosen, never counted, gone with its time or its story."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.conftest import NOON, Room
from tests.store.reads.test_reads import IMPORT, put_out, read
from webapp.newsroom.errors import Invalid, NotAllowed, NotFound
from webapp.newsroom.model import Article
from webapp.newsroom.reads.pins import MAX_CHOICES, EditorChoice, EditorChoiceDraft
from webapp.newsroom.staff import Actor
from webapp.store.reads.pins import Choices

EDITOR = Actor(name="Elena", role="editor")
ANCHOR = Actor(name="Ana", role="anchor")


@pytest.fixture(autouse=True)
def read_articles(room: Room) -> None:
    put_out(room, "rice", "ferry", "water")
    for slug, reads in (("rice", 3), ("ferry", 2)):
        for _ in range(reads):
            read(room.reads, slug)
    rank(room)


def rank(room: Room, at: datetime = NOON) -> None:
    room.desk.rank_most_read(room.reads.rank(at), at)


def choose(room: Room, slug: str, action: str, at: datetime = NOON, by: Actor = EDITOR, **more: object) -> None:
    draft = EditorChoiceDraft.load({"action": action, "reason": "on the air tonight", **more})
    others = [choice for choice in Choices(room.store).in_force(at) if choice.article != slug]
    choice = EditorChoice(article=slug, action=draft.action, reason=draft.reason, by=by.name, since=at)
    room.desk.choose_most_read(slug, draft, room.reads.rank(at, choices=[*others, choice]), by, at)


def release(room: Room, slug: str, at: datetime = NOON) -> bool:
    others = [choice for choice in Choices(room.store).in_force(at) if choice.article != slug]
    return room.desk.release_most_read(slug, room.reads.rank(at, choices=others), EDITOR, at).changed


def shown(room: Room) -> list[tuple[str, int, int, bool]]:
    listed = room.log.board().most_read
    return [(i.article, i.rank, i.reads, bool(i.pinned)) for i in listed.items] if listed else []


def test_a_story_kept_off_leaves_the_list_in_one_commit_and_comes_back_with_its_reads(room: Room) -> None:
    before = room.log.board().seq
    choose(room, "rice", "suppress")
    assert room.log.board().seq == before + 1
    assert shown(room) == [("ferry", 1, 2, False)]
    rank(room, NOON + timedelta(seconds=5))
    assert shown(room) == [("ferry", 1, 2, False)]
    assert release(room, "rice")
    assert shown(room) == [("rice", 1, 3, False), ("ferry", 2, 2, False)]
    assert not release(room, "rice")


def test_a_ranking_that_was_under_way_does_not_bring_a_story_kept_off_back(room: Room) -> None:
    under_way = room.reads.rank(NOON)
    choose(room, "rice", "suppress")
    room.desk.rank_most_read(under_way, NOON)
    assert [article for article, *_ in shown(room)] == ["ferry"]


def test_a_ranking_that_was_under_way_does_not_take_a_story_pinned_since_off(room: Room) -> None:
    under_way = room.reads.rank(NOON)
    choose(room, "water", "pin")
    room.desk.rank_most_read(under_way, NOON)
    assert shown(room) == [("water", 1, 0, True), ("rice", 2, 3, False), ("ferry", 3, 2, False)]
    release(room, "water")
    room.desk.rank_most_read(under_way, NOON)
    assert [article for article, *_ in shown(room)] == ["rice", "ferry"]


def test_a_pinned_story_stands_first_marked_and_with_its_own_reads(room: Room) -> None:
    choose(room, "water", "pin")
    assert shown(room) == [("water", 1, 0, True), ("rice", 2, 3, False), ("ferry", 3, 2, False)]
    read(room.reads, "water")
    rank(room, NOON + timedelta(seconds=40))
    assert shown(room)[0] == ("water", 1, 1, True)
    release(room, "water", NOON + timedelta(seconds=50))
    assert shown(room) == [("rice", 1, 3, False), ("ferry", 2, 2, False), ("water", 3, 1, False)]


def test_a_choice_ends_by_the_clock(room: Room) -> None:
    choose(room, "rice", "suppress", until=NOON + timedelta(hours=1))
    rank(room, NOON + timedelta(minutes=59))
    assert [article for article, *_ in shown(room)] == ["ferry"]
    rank(room, NOON + timedelta(hours=1))
    assert [article for article, *_ in shown(room)] == ["rice", "ferry"]
    assert not Choices(room.store).all()
    assert [row["did"] for row in room.audit.newest(1)] == ["most read choice over"]


def test_choices_stand_in_the_log_with_their_reason(room: Room) -> None:
    choose(room, "rice", "suppress")
    row = room.audit.newest(1)[0]
    assert (row["by"], row["did"], row["what"]) == ("Elena", "most read kept off", "Rice (on the air tonight)")


def test_a_withdrawn_story_leaves_however_it_was_pinned(room: Room) -> None:
    choose(room, "water", "pin")
    room.desk.withdraw_article("water", "wrong", IMPORT, NOON)
    assert [article for article, *_ in shown(room)] == ["rice", "ferry"]
    rank(room, NOON + timedelta(seconds=5))
    assert [article for article, *_ in shown(room)] == ["rice", "ferry"]


def test_a_withdrawn_story_gives_its_place_among_the_pins_back(room: Room) -> None:
    put_out(room, "road")
    for slug in ("rice", "ferry", "water"):
        choose(room, slug, "pin")
    room.desk.withdraw_article("ferry", "wrong", IMPORT, NOON)
    assert set(Choices(room.store).all()) == {"rice", "water"}
    choose(room, "road", "pin")
    assert [article for article, *_ in shown(room)] == ["rice", "water", "road"]


def test_what_cannot_be_chosen_is_refused_and_changes_nothing(room: Room) -> None:
    before = room.log.board()
    with pytest.raises(NotAllowed):
        choose(room, "rice", "pin", by=ANCHOR)
    with pytest.raises(NotFound):
        choose(room, "nothing", "pin")
    with pytest.raises(Invalid, match="until"):
        choose(room, "rice", "pin", until=NOON - timedelta(seconds=1))
    assert room.log.board() == before


def test_a_list_is_not_all_choices(room: Room) -> None:
    put_out(room, *(f"story-{n}" for n in range(MAX_CHOICES + 1)))
    for slug in ("story-0", "story-1", "story-2"):
        choose(room, slug, "pin")
    with pytest.raises(Invalid, match="pinned already"):
        choose(room, "story-3", "pin")
    for n in range(3, MAX_CHOICES):
        choose(room, f"story-{n}", "suppress")
    with pytest.raises(Invalid, match="chosen about"):
        choose(room, f"story-{MAX_CHOICES}", "suppress")


def test_each_language_has_its_own_list(room: Room) -> None:
    palay = Article(slug="palay", title="Palay", language="tl", published_at=NOON, source="palay")
    room.desk.put_article(palay, IMPORT, NOON)
    read(room.reads, "palay")
    in_filipino = room.reads.rank(NOON, language="fil")
    assert [(item.article, item.rank) for item in in_filipino.items] == [("palay", 1)]
    assert "palay" not in [item.article for item in room.reads.rank(NOON, language="en").items]
    room.desk.put_article(palay.model_copy(update={"language": "en"}), IMPORT, NOON)
    assert not room.reads.rank(NOON, language="fil").items
    assert "palay" in [item.article for item in room.reads.rank(NOON, language="en").items]
