"""An agency takes a story back: the one that is surely meant goes at once, any other is put to an editor."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from tests.conftest import NOON, Room
from tests.store.articles.test_duplicates import titles
from tests.store.articles.test_own_ids import FIRST, OTHER, as_atom, as_rss, as_wordpress, bring, changed, did
from webapp.newsroom.articles.agency_notices import MAX_AGENCY_NOTICES, AgencyNotice
from webapp.newsroom.errors import NotAllowed, NotFound, StoreAway
from webapp.newsroom.staff import Actor
from webapp.store.core import keys

KILL = ("k-1", "https://a.example/kill-1", "KILL-Mayor hurt in crash", "It is wrong.", 1.0)
VAGUE = changed(KILL, title="WITHDRAWN: Story about a mayor", text="The story was wrong.")


def notices(room: Room) -> list[AgencyNotice]:
    return room.articles.agency_notices.every()


def test_a_kill_that_names_one_story_of_its_source_withdraws_it_and_is_no_story(room: Room) -> None:
    bring(room, as_rss(FIRST, OTHER))
    outcomes = bring(room, as_rss(KILL, FIRST, OTHER))
    assert sorted(did(outcomes)) == ["unchanged", "unchanged", "withdrawn"]
    assert titles(room) == ["Ferries sail again"]
    (notice,) = notices(room)
    assert (notice.settled, notice.story, notice.title) == ("by itself", "mayor-hurt-in-crash", KILL[2])
    before = room.log.board().seq
    assert sorted(did(bring(room, as_rss(KILL, FIRST, OTHER)))) == ["refused", "refused", "unchanged"]
    assert room.log.board().seq == before and len(notices(room)) == 1


@pytest.mark.parametrize("made", [as_rss, as_atom, as_wordpress])
@pytest.mark.parametrize("link", [FIRST[1], "https://a.example/2026/withdrawn"])
def test_a_story_that_becomes_the_notice_under_one_id_is_withdrawn_not_overwritten(
    room: Room, made: object, link: str
) -> None:
    assert callable(made)
    bring(room, made(FIRST))
    (gone,) = bring(room, made(changed(FIRST, link=link, title="WITHDRAWN: Mayor hurt in crash", text="It was wrong.")))
    assert (gone.kind, gone.slug) == ("withdrawn", "mayor-hurt-in-crash")
    article = room.articles.get("mayor-hurt-in-crash")
    assert article and article.title == FIRST[2] and article.withdrawn == "withdrawn by its source"
    assert titles(room) == [] and notices(room)[0].story == gone.slug


def test_a_number_that_passed_on_to_the_notice_withdraws_nothing(room: Room) -> None:
    bring(room, as_rss(changed(FIRST, id="1"), changed(OTHER, id="2")))
    bring(room, as_rss(changed(VAGUE, id="1"), changed(FIRST, id="2"), changed(OTHER, id="3")))
    assert len(titles(room)) == 2 and notices(room)[0].settled is None


def test_a_kill_that_names_no_story_for_sure_is_put_to_an_editor_once(room: Room) -> None:
    bring(room, as_rss(FIRST, OTHER))
    for _ in range(2):
        outcome = next(o for o in bring(room, as_rss(VAGUE, FIRST, OTHER)) if o.label == VAGUE[2])
        assert outcome.reason == "an agency's notice that withdraws a story; it waits for an editor"
    (notice,) = notices(room)
    assert notice.settled is None and notice.candidates[0] == "mayor-hurt-in-crash" and len(titles(room)) == 2
    assert notice.text == "The story was wrong."


def test_two_stories_of_the_title_that_it_names_are_for_an_editor_to_choose_from(room: Room) -> None:
    bring(room, as_rss(FIRST, changed(FIRST, id="42", link="https://a.example/2", text="He is dead.", hours=60)))
    bring(room, as_rss(KILL))
    assert notices(room)[0].settled is None and len(notices(room)[0].candidates) == 2 and len(titles(room)) == 2


def test_another_sources_story_is_not_what_is_meant(room: Room) -> None:
    bring(room, as_rss(changed(FIRST, link="https://b.example/1")), "other")
    bring(room, as_rss(KILL))
    assert titles(room) == [FIRST[2]] and notices(room)[0].candidates == ()


def test_a_story_and_its_kill_in_one_document_never_go_out(room: Room) -> None:
    outcomes = bring(room, as_rss(KILL, FIRST))
    assert did(outcomes) == ["refused", "refused"] and room.log.board().seq == 0
    assert notices(room)[0].settled == "never here"


def test_a_kill_ends_the_waiting_of_a_story_that_it_names(room: Room) -> None:
    item = {"uri": "urn:newsml:a:1", "pubstatus": "usable", "headline": FIRST[2], "body_text": "He is hurt.",
            "versioncreated": (NOON - timedelta(hours=2)).isoformat(),
            "embargoed": (NOON + timedelta(hours=2)).isoformat()}  # fmt: skip
    assert did(bring(room, orjson.dumps(item))) == ["held"]
    assert did(bring(room, as_rss(KILL))) == ["withdrawn"]
    assert room.articles.waiting.every() == [] and notices(room)[0].settled == "never here"


def test_an_embargo_in_the_title_too_waits_for_the_time_that_the_field_says(room: Room) -> None:
    item = {"uri": "urn:newsml:a:1", "pubstatus": "usable", "headline": "EMBARGOED UNTIL 2 P.M. - The budget",
            "body_text": "It is larger.", "versioncreated": (NOON - timedelta(hours=2)).isoformat(),
            "embargoed": (NOON + timedelta(hours=2)).isoformat()}  # fmt: skip
    assert did(bring(room, orjson.dumps(item))) == ["held"]
    assert did(bring(room, orjson.dumps({**item, "uri": "urn:newsml:a:2", "embargoed": ""}))) == ["refused"]


def test_a_kill_of_an_updated_headline_means_the_story_without_its_mark(room: Room) -> None:
    bring(room, as_rss(changed(FIRST, title="UPDATE 2-Mayor hurt in crash")))
    bring(room, as_rss(changed(KILL, title="KILL-UPDATE 2-Mayor hurt in crash")))
    assert titles(room) == []


def test_a_kill_of_a_version_that_its_update_has_replaced_is_for_an_editor(room: Room) -> None:
    bring(room, as_rss(FIRST))
    update = changed(
        FIRST, id="43", link="https://a.example/2", title="UPDATE 1-Mayor hurt in crash is well", hours=1.5
    )
    assert did(bring(room, as_rss(update))) == ["updated"]
    killed = changed(FIRST, title="WITHDRAWN: The mayor", text="It was wrong.")
    assert did(bring(room, as_rss(killed))) == ["refused"]
    (notice,) = notices(room)
    assert notice.candidates == ("mayor-hurt-in-crash",) and titles(room) == ["Mayor hurt in crash is well"]


def test_with_the_store_away_midway_the_story_is_gone_and_not_the_notice_settled(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(room, as_rss(FIRST))

    def away(_: object) -> None:
        raise StoreAway("the store does not answer")

    monkeypatch.setattr(room.articles.agency_notices, "put", away)
    with pytest.raises(StoreAway):
        bring(room, as_rss(KILL, FIRST))
    assert titles(room) == []


def test_a_correction_waits_for_an_editor_and_notes_embargoes_and_tests_are_refused_with_their_reason(
    room: Room,
) -> None:
    bring(room, as_rss(FIRST))
    correction = changed(KILL, title="CORRECTION: Mayor story, read second in paragraph four", id="n-1")
    note = changed(KILL, title="EDITORS' NOTE: Embargoed until 0600 GMT", id="n-2", link="https://a.example/n-2")
    test = changed(KILL, title="TEST - please ignore", id="n-3", link="https://a.example/n-3")
    outcomes = bring(room, as_rss(correction, note, test, FIRST))
    assert sorted(outcome.reason for outcome in outcomes if outcome.kind == "refused" and outcome.reason) == [
        "a test, no story",
        "an agency's correction: a note to editors, no story; it waits for an editor",
        "its title says that it is under embargo, and no field says until when",
    ]
    found = {notice.kind: notice for notice in notices(room)}
    assert found.keys() == {"correction", "embargo"} and titles(room) == [FIRST[2]]
    assert found["correction"].candidates == ("mayor-hurt-in-crash",)


def test_a_story_that_becomes_its_own_correction_stays_as_it_is_and_is_the_first_to_choose_from(room: Room) -> None:
    bring(room, as_rss(FIRST, OTHER))
    bring(room, as_rss(changed(FIRST, title="CORRECTION: Read second in paragraph four"), OTHER))
    assert FIRST[2] in titles(room) and notices(room)[0].candidates[0] == "mayor-hurt-in-crash"


def test_a_ninjs_slug_line_that_says_kill_withdraws_the_item(room: Room) -> None:
    item = {"uri": "urn:newsml:a:1", "pubstatus": "usable", "headline": "Mayor hurt", "body_text": "He is hurt.",
            "versioncreated": (NOON - timedelta(hours=2)).isoformat()}  # fmt: skip
    bring(room, orjson.dumps(item))
    killed = {**item, "slugline": "BC-AS--Philippines-Mayor, KILL", "versioncreated": NOON.isoformat()}
    assert did(bring(room, orjson.dumps(killed))) == ["withdrawn"]


def test_an_editor_withdraws_the_story_that_is_meant_and_the_first_decides(room: Room, editor: Actor) -> None:
    bring(room, as_rss(FIRST, OTHER))
    bring(room, as_rss(VAGUE))
    (notice,) = notices(room)
    room.desk.settle_notice(notice.id, "mayor-hurt-in-crash", editor, NOON)
    room.desk.settle_notice(notice.id, "ferries-sail-again", Actor(name="Ana", role="editor"), NOON)
    assert titles(room) == ["Ferries sail again"]
    (settled,) = notices(room)
    assert (settled.settled, settled.story, settled.by) == ("withdrawn", "mayor-hurt-in-crash", "Efren")
    (outcome,) = bring(room, as_rss(VAGUE))
    assert outcome.reason == "an agency's notice that withdraws a story; it is withdrawn"


def test_an_editor_dismisses_a_notice_and_that_is_on_record(room: Room, editor: Actor, anchor: Actor) -> None:
    bring(room, as_rss(FIRST))
    bring(room, as_rss(VAGUE))
    (notice,) = notices(room)
    with pytest.raises(NotAllowed):
        room.desk.settle_notice(notice.id, None, anchor, NOON)
    with pytest.raises(NotFound):
        room.desk.settle_notice("nothing", None, editor, NOON)
    with pytest.raises(NotFound):
        room.desk.settle_notice(notice.id, "no-such-story", editor, NOON)
    room.desk.settle_notice(notice.id, None, editor, NOON)
    entry = room.audit.newest(1)[0]
    assert (entry["did"], entry["by"], entry["what"]) == ("notice dismissed", "Efren", f"{VAGUE[2]} (feed)")
    assert notices(room)[0].settled == "dismissed" and titles(room) == [FIRST[2]]


def test_notices_are_bounded_and_those_that_wait_stay_longest(room: Room) -> None:
    waiting = AgencyNotice(id="w", kind="kill", title="KILL", of="feed", came_at=NOON - timedelta(days=9))
    room.articles.agency_notices.put(waiting)
    for number in range(MAX_AGENCY_NOTICES + 3):
        one = waiting.model_copy(update={"id": str(number), "came_at": NOON + timedelta(minutes=number)})
        room.articles.agency_notices.put(one.settle("dismissed", NOON))
    assert room.store.hlen(keys.AGENCY_NOTICES) == MAX_AGENCY_NOTICES
    assert room.articles.agency_notices.get("w") == waiting and room.articles.agency_notices.get("3") is None


def test_advisories_and_embargoes_are_listed_once_and_an_embargo_waits_for_an_editor(room: Room) -> None:
    advised = changed(KILL, title="ADVISORY-Reuters plans to move a story at 5 pm", text="Clients will get it.")
    embargoed = changed(OTHER, title="EMBARGOED UNTIL 5 PM: Budget speech", text="Not before.")
    for _ in range(2):
        assert did(bring(room, as_rss(advised, embargoed))) == ["refused", "refused"]
    assert {(notice.kind, notice.settled) for notice in notices(room)} == {("advisory", "noted"), ("embargo", None)}
    assert len(notices(room)) == 2 and not titles(room)
