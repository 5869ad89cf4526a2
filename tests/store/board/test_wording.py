"""A headline in two languages is one item: corrected and withdrawn together, and what one half says wrong the other does
not go on saying.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import NOON, Room
from tests.store.board.test_desk import headline
from tests.store.board.test_waiting_headlines import EFREN, LIGAYA, did
from webapp.newsroom.drafts import BreakingDraft, Correction, DraftChange, TakeBack, Withdrawal
from webapp.newsroom.errors import Invalid, NotFound, Stale
from webapp.newsroom.headlines.templates import HeadlineTemplate, with_template
from webapp.newsroom.headlines.wording import worded
from webapp.newsroom.model import BreakingItem

FIL = {"fil": {"headline": "Pumutok ang Taal", "body": "Lumikas na"}}


def in_two(**more: Any) -> BreakingDraft:
    return headline("Taal erupts", texts=FIL, **more)


def shown(item: BreakingItem, language: str) -> tuple[str, str | None, str | None]:
    plain = worded(item.dump(), language)
    return plain["headline"], plain.get("body"), plain.get("foreign")


def test_each_language_has_its_own_words(room: Room) -> None:
    room.desk.publish_breaking(in_two(), LIGAYA, NOON)
    (item,) = room.log.board().breaking
    assert shown(item, "en-PH") == ("Taal erupts", None, None)
    assert shown(item, "tl") == ("Pumutok ang Taal", "Lumikas na", None)


def test_a_correction_of_both_halves_is_one_and_of_one_half_drops_the_other(room: Room) -> None:
    one = room.desk.publish_breaking(in_two(), LIGAYA, NOON).id or ""
    new = Correction.ask({"rev": 1, "reason": "-", "headline": "Taal calm", "texts": {"fil": {"headline": "Payapa"}}})
    room.desk.correct_breaking(one, new, LIGAYA, NOON)
    assert shown(room.log.board().breaking[0], "fil") == ("Payapa", None, None)
    room.desk.correct_breaking(one, Correction(rev=2, reason="-", headline="Taal erupts again"), LIGAYA, NOON)
    (item,) = room.log.board().breaking
    assert item.texts == {} and shown(item, "fil") == ("Taal erupts again", None, "en")
    back = Correction.ask({"rev": 3, "reason": "-", "texts": {"fil": {"headline": "Muling pumutok"}}})
    room.desk.correct_breaking(one, back, LIGAYA, NOON)
    assert shown(room.log.board().breaking[0], "fil")[0] == "Muling pumutok"
    room.desk.withdraw_breaking(one, Withdrawal(rev=4, reason="wrong"), LIGAYA, NOON)
    assert room.log.board().breaking == ()


def test_what_waits_keeps_its_halves_and_drops_them_as_what_is_out_does(room: Room) -> None:
    one = room.desk.publish_breaking(in_two(hold_s=5), LIGAYA, NOON).id or ""
    assert room.waiting.every()[0].for_staff()["texts"] == FIL
    room.desk.correct_breaking(one, Correction(rev=1, reason="-", headline="Taal calm"), LIGAYA, NOON)
    assert room.waiting.every()[0].draft.texts == {}


@pytest.mark.parametrize("texts", [{"de": {"headline": "Taal"}}, {"en": {"headline": "Something else"}}])
def test_a_language_that_is_not_the_stations_or_says_it_twice_is_refused(room: Room, texts: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        room.desk.publish_breaking(headline("Taal erupts", texts=texts), LIGAYA, NOON)
    assert refused.value.fields[0]["field"] == f"texts.{next(iter(texts))}"


# Templates and drafts

SIGNAL = HeadlineTemplate.ask(
    {"name": "Storm signal", "headline": "Signal no. {number} over {area}", "priority": "urgent",
     "texts": {"fil": {"headline": "Signal blg. {number} sa {area}"}}}
)  # fmt: skip


def test_a_template_is_filled_in_every_language() -> None:
    body = with_template({"template": "storm signal", "fields": {"number": 3, "area": "Batanes"}}, [SIGNAL])
    assert body == {
        "headline": "Signal no. 3 over Batanes", "priority": "urgent",
        "texts": {"fil": {"headline": "Signal blg. 3 sa Batanes", "body": None}},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "field"),
    [({"template": "Storm signal", "fields": {"number": 3}}, "fields.area"),
     ({"template": "Storm signal", "fields": {"number": 3, "area": " "}}, "fields.area"),
     ({"template": "Storm signal", "fields": {"number": 3, "area": "x", "aera": "y"}}, "fields.aera"),
     ({"template": "Storm signal", "fields": []}, "fields"), ({"template": "Quake"}, "template")],
)  # fmt: skip
def test_a_template_without_its_field_is_refused_by_name(body: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        with_template(body, [SIGNAL])
    assert [wrong["field"] for wrong in refused.value.fields] == [field]


def test_a_blank_that_was_left_is_refused_wherever_it_comes_from(room: Room) -> None:
    with pytest.raises(Invalid) as refused:
        room.desk.publish_breaking(headline("Signal no. 3 over {area}", texts=FIL), LIGAYA, NOON)
    assert "{area}" in refused.value.message and refused.value.fields[0]["code"] == "blank"


def test_a_draft_is_written_on_by_somebody_else_and_pushed_once(room: Room) -> None:
    kept = room.desk.keep_draft(in_two(), LIGAYA, NOON).id or ""
    changed = DraftChange.ask({"rev": 1, "headline": "Taal erupts again", "priority": "bulletin"})
    room.desk.change_draft(kept, changed, EFREN, NOON)
    with pytest.raises(Stale) as refused:
        room.desk.publish_breaking(headline("Taal", draft={"id": kept, "rev": 1}), LIGAYA, NOON)
    assert refused.value.extra["by"] == "Efren" and refused.value.extra["current"]["rev"] == 2
    room.desk.publish_breaking(headline("Taal erupts again", draft={"id": kept, "rev": 2}), LIGAYA, NOON)
    assert room.waiting.every() == [] and len(room.log.board().breaking) == 1
    with pytest.raises(Stale):
        room.desk.publish_breaking(headline("Taal erupts again", draft={"id": kept, "rev": 2}), EFREN, NOON)
    assert [what for _, what in did(room)] == ["breaking draft", "breaking draft", "breaking published"]


def test_a_draft_goes_nowhere_by_itself(room: Room) -> None:
    kept = room.desk.keep_draft(in_two(), LIGAYA, NOON).id or ""
    assert room.desk.release_due(NOON.replace(year=2027)) is None and room.log.board().breaking == ()
    room.desk.take_back_breaking(kept, TakeBack(), EFREN, NOON)
    with pytest.raises(NotFound):
        room.desk.change_draft(kept, DraftChange.ask({"rev": 1, "headline": "x", "priority": "urgent"}), EFREN, NOON)
