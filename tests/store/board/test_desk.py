"""The desk: what a newsroom may ask for, what it gets, and that asking twice never does twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.any_store import connect
from tests.conftest import NOON, Room, make_room
from tests.ports import free_port
from webapp.desk import Receipt
from webapp.newsroom.drafts import BreakingDraft, Correction, OnAirHoldDraft, PromoDraft, StreamHoldDraft, Withdrawal
from webapp.newsroom.errors import Invalid, KeyReused, NoSuchRev, NotAllowed, NotFound, Stale, StoreAway
from webapp.newsroom.model import Article, MostRead, MostReadItem, Stream, StreamSource
from webapp.newsroom.reads.pins import EditorChoiceDraft
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.staff import Actor
from webapp.newsroom.times import rfc3339

SYSTEM = Actor(name="import", role="system")

GRID = Grid.load(
    {
        "zone": "Asia/Manila",
        "programmes": [
            {
                "id": "midday",
                "title": "Midday",
                "slots": [{"days": ["mon"], "start": "11:00", "end": "13:00"}],
                "segments": [
                    {"id": "news", "title": "News", "start": "11:00", "articles": ["rice"]},
                    {"id": "traffic", "title": "Traffic", "start": "12:30", "articles": ["edsa"]},
                ],
            }
        ],
    }
)


def story(slug: str, **more: Any) -> Article:
    return Article.load(
        {"slug": slug, "title": slug.title(), "body_html": "<p>Text</p>", "published_at": NOON - timedelta(hours=1),
         "source": f"test:{slug}", **more}
    )  # fmt: skip


def headline(text: str = "Ferry runs again", **more: Any) -> BreakingDraft:
    return BreakingDraft.model_validate({"headline": text, "priority": "bulletin", **more})


def test_a_pushed_headline_is_on_the_board(room: Room, anchor: Actor) -> None:
    receipt = room.desk.publish_breaking(headline(), anchor, NOON)
    item = room.log.board().breaking[0]
    assert (item.id, item.rev, item.headline) == (receipt.id, 1, "Ferry runs again")
    assert item.expires_at == NOON + timedelta(hours=2)


def test_a_repeated_push_is_answered_alike_and_sent_once(room: Room, anchor: Actor) -> None:
    first = room.desk.publish_breaking(headline(), anchor, NOON, "k1")
    assert room.desk.publish_breaking(headline(), anchor, NOON + timedelta(seconds=9), "k1") == first
    assert len(room.log.board().breaking) == 1


UNTIL = NOON + timedelta(seconds=2)
ASKED_FOR_A_WHILE: dict[str, Callable[[Room, Actor, datetime, str], Receipt]] = {
    "a pin": lambda room, by, at, key: room.desk.choose_most_read(
        "rice",
        EditorChoiceDraft(action="pin", reason="tonight", until=UNTIL),
        MostRead(window="24h", as_of=at),
        by,
        at,
        key,
    ),
    "a promo": lambda room, by, at, key: room.desk.set_promo(
        PromoDraft(title="Special", link="https://x.test/", until=UNTIL), by, at, key
    ),
    "a cut": lambda room, by, at, key: room.desk.hold_on_air(OnAirHoldDraft(title="Typhoon", until=UNTIL), by, at, key),
    "a hold": lambda room, by, at, key: room.desk.hold_stream(
        StreamHoldDraft(status="silent", until=UNTIL), by, at, key
    ),
}


@pytest.mark.parametrize("asked", ASKED_FOR_A_WHILE)
def test_asked_again_with_its_key_after_its_time_is_over_it_is_answered_as_before(room: Room, asked: str) -> None:
    room.desk.put_article(story("rice"), SYSTEM, NOON)
    ask, admin = ASKED_FOR_A_WHILE[asked], Actor(name="Ada", role="admin")
    first = ask(room, admin, NOON, "for-two-seconds")
    assert ask(room, admin, NOON + timedelta(hours=23), "for-two-seconds") == first
    with pytest.raises(Invalid, match="until: is over already"):
        ask(room, admin, UNTIL, "another-wish")


def test_the_same_key_for_another_headline_is_refused(room: Room, anchor: Actor) -> None:
    room.desk.publish_breaking(headline(), anchor, NOON, "k1")
    with pytest.raises(KeyReused):
        room.desk.publish_breaking(headline("Another"), anchor, NOON, "k1")


def test_two_people_may_use_the_same_key(room: Room, anchor: Actor, editor: Actor) -> None:
    room.desk.publish_breaking(headline(), anchor, NOON, "k1")
    room.desk.publish_breaking(headline("Another"), editor, NOON, "k1")
    assert len(room.log.board().breaking) == 2


def test_a_correction_says_when_and_why(room: Room, anchor: Actor) -> None:
    item_id = str(room.desk.publish_breaking(headline(body="At noon"), anchor, NOON).id)
    later = NOON + timedelta(minutes=3)
    receipt = room.desk.correct_breaking(
        item_id, Correction(rev=1, reason="Wrong hour", headline="Ferry at one"), anchor, later
    )
    item = room.log.board().breaking[0]
    assert (item.headline, item.body, item.rev, item.reason) == ("Ferry at one", "At noon", 2, "Wrong hour")
    assert (item.corrected_at, receipt.rev) == (later, 2)


def test_a_correction_can_empty_the_body(room: Room, anchor: Actor) -> None:
    item_id = str(room.desk.publish_breaking(headline(body="At noon"), anchor, NOON).id)
    room.desk.correct_breaking(item_id, Correction(rev=1, reason="Unsure", body=None), anchor, NOON)
    assert room.log.board().breaking[0].body is None


def test_a_stale_edit_is_told_who_was_faster_and_what_changed(room: Room, anchor: Actor, editor: Actor) -> None:
    item_id = str(room.desk.publish_breaking(headline(), anchor, NOON).id)
    room.desk.correct_breaking(item_id, Correction(rev=1, reason="Typo", headline="Ferries run again"), editor, NOON)
    with pytest.raises(Stale) as refusal:
        room.desk.correct_breaking(item_id, Correction(rev=1, reason="Mine", headline="Ferry late"), anchor, NOON)
    told = refusal.value.extra
    assert told["by"] == "Efren" and told["current"]["rev"] == 2
    assert told["changed"]["headline"] == {"was": "Ferry runs again", "now": "Ferries run again"}


def test_a_headline_whose_time_is_over_takes_no_correction_though_no_clock_has_taken_it_off(
    room: Room, anchor: Actor
) -> None:
    out = room.desk.publish_breaking(headline(expires_in=60), anchor, NOON)
    assert out.id
    over = NOON + timedelta(seconds=60)
    correction = Correction(rev=1, reason="Wrong hour", headline="Ferry at one")
    room.desk.correct_breaking(out.id, correction, anchor, over - timedelta(milliseconds=1))
    with pytest.raises(Stale) as refusal:
        room.desk.correct_breaking(out.id, Correction(rev=2, reason="Late", body="At two"), anchor, over)
    told = refusal.value.extra
    assert (told["did"], told["by"], told["at"], told["current"]) == ("expired", "clock", rfc3339(over), None)


def test_a_withdrawal_waits_for_no_clock_to_take_the_headline_off(room: Room, anchor: Actor) -> None:
    out = room.desk.publish_breaking(headline(expires_in=60), anchor, NOON)
    room.desk.withdraw_breaking(str(out.id), Withdrawal(rev=1, reason="Late"), anchor, NOON + timedelta(seconds=60))
    assert room.revisions.of(str(out.id))[-1]["action"] == "withdrawn"


def test_a_rev_that_does_not_exist_yet_is_told_as_that(room: Room, anchor: Actor) -> None:
    item = room.desk.publish_breaking(BreakingDraft(headline="Bridge open", priority="urgent"), anchor, NOON).id or ""
    for name in ("out", "withdrawn"):
        with pytest.raises(NoSuchRev, match="there is no rev 7 yet, the newest is") as told:
            room.desk.correct_breaking(item, Correction(rev=7, reason="Wrong", headline="Bridge shut"), anchor, NOON)
        assert (told.value.status, told.value.code, "by" in told.value.extra) == (409, "no-such-rev", False), name
        assert told.value.fields[0]["field"] == "rev"
        if name == "out":
            room.desk.withdraw_breaking(item, Withdrawal(rev=1, reason="Wrong"), anchor, NOON)


def test_a_repeated_correction_is_no_stale_edit(room: Room, anchor: Actor) -> None:
    item_id = str(room.desk.publish_breaking(headline(), anchor, NOON).id)
    correction = Correction(rev=1, reason="Typo", headline="Ferries run again")
    first = room.desk.correct_breaking(item_id, correction, anchor, NOON, "k2")
    assert room.desk.correct_breaking(item_id, correction, anchor, NOON, "k2") == first


def test_a_withdrawn_headline_leaves_the_board_and_cannot_be_corrected(room: Room, anchor: Actor) -> None:
    item_id = str(room.desk.publish_breaking(headline(), anchor, NOON).id)
    room.desk.withdraw_breaking(item_id, Withdrawal(rev=1, reason="Not confirmed"), anchor, NOON)
    assert room.log.board().breaking == ()
    with pytest.raises(Stale, match="withdrawn"):
        room.desk.correct_breaking(item_id, Correction(rev=1, reason="x", headline="y"), anchor, NOON)


def test_a_headline_nobody_pushed_is_not_found(room: Room, anchor: Actor) -> None:
    with pytest.raises(NotFound):
        room.desk.withdraw_breaking("20260302-nothing", Withdrawal(rev=1, reason="x"), anchor, NOON)


def test_headlines_expire_and_others_stay(room: Room, anchor: Actor) -> None:
    room.desk.publish_breaking(headline("Short", expires_in=60), anchor, NOON)
    room.desk.publish_breaking(headline("Long", expires_in=600), anchor, NOON)
    assert room.desk.expire_breaking(NOON + timedelta(seconds=60)) == 1
    assert [item.headline for item in room.log.board().breaking] == ["Long"]


def test_a_headline_cannot_point_to_an_article_that_is_not_out(room: Room, anchor: Actor, editor: Actor) -> None:
    with pytest.raises(Invalid, match="no such article"):
        room.desk.publish_breaking(headline(article="rice"), anchor, NOON)
    room.desk.put_article(story("rice"), editor, NOON)
    room.desk.withdraw_article("rice", "Wrong", editor, NOON)
    with pytest.raises(Invalid, match="withdrawn"):
        room.desk.publish_breaking(headline(article="rice"), anchor, NOON)


def test_everyone_keeps_to_their_duties(room: Room, anchor: Actor, editor: Actor) -> None:
    with pytest.raises(NotAllowed, match="editor"):
        room.desk.put_article(story("rice"), anchor, NOON)
    with pytest.raises(NotAllowed):
        room.desk.hold_stream(StreamHoldDraft(status="on_air"), editor, NOON)


def test_who_did_what_is_kept(room: Room, anchor: Actor) -> None:
    room.desk.publish_breaking(headline(), anchor, NOON)
    entry = room.audit.newest(1)[0]
    assert (entry["by"], entry["did"], entry["what"]) == (
        "Ligaya", "breaking published", "bulletin: Ferry runs again",
    )  # fmt: skip


def test_the_monitors_report_is_shown_unless_a_hand_holds_the_status(room: Room, anchor: Actor) -> None:
    room.desk.report_stream(Stream(status="on_air", since=NOON, checked_at=NOON), NOON)
    assert room.log.board().stream.status == "on_air"
    room.desk.hold_stream(StreamHoldDraft(status="off_air"), anchor, NOON)
    room.desk.report_stream(Stream(status="silent", since=NOON, checked_at=NOON), NOON)
    assert (room.log.board().stream.status, room.log.board().stream.by) == ("off_air", "hand")
    room.desk.release_stream(anchor, NOON)
    assert (room.log.board().stream.status, room.log.board().stream.by) == ("silent", "probe")


def test_a_report_that_says_nothing_new_is_no_event(room: Room) -> None:
    report = Stream(status="on_air", since=NOON, checked_at=NOON)
    room.desk.report_stream(report, NOON)
    later = NOON + timedelta(seconds=10)
    assert not room.desk.report_stream(report.model_copy(update={"checked_at": later}), later).changed
    assert room.log.board().seq == 1


def test_a_hold_on_the_stream_ends_by_itself(room: Room, anchor: Actor) -> None:
    until = NOON + timedelta(minutes=5)
    room.desk.hold_stream(StreamHoldDraft(status="off_air", until=until), anchor, NOON)
    assert room.desk.settle_stream(until - timedelta(seconds=1)) is None
    room.desk.settle_stream(until)
    assert (room.log.board().stream.status, room.log.board().stream.by) == ("unknown", "probe")


def test_the_grid_goes_on_air_with_its_article_beside_it(room: Room, editor: Actor) -> None:
    room.desk.put_article(story("rice"), editor, NOON)
    room.desk.set_grid(GRID, SYSTEM, NOON)
    turn = room.log.board().on_air
    assert turn.programme and turn.segment and turn.rotation
    assert (turn.programme.id, turn.segment.id, turn.rotation.articles[0].slug) == ("midday", "news", "rice")


def test_settling_twice_says_nothing_twice(room: Room) -> None:
    room.desk.set_grid(GRID, SYSTEM, NOON)
    assert not room.desk.settle_on_air(NOON + timedelta(seconds=5)).changed
    assert room.desk.settle_on_air(NOON + timedelta(minutes=30)).changed
    assert not room.desk.settle_on_air(NOON + timedelta(minutes=30)).changed


def test_a_cut_to_another_segment_and_back_to_where_the_clock_then_is(room: Room, anchor: Actor) -> None:
    room.desk.set_grid(GRID, SYSTEM, NOON)
    room.desk.hold_on_air(OnAirHoldDraft(segment="traffic"), anchor, NOON)
    turn = room.log.board().on_air
    assert turn.segment and (turn.segment.id, turn.by) == ("traffic", "hand")
    assert not room.desk.settle_on_air(NOON + timedelta(minutes=5)).changed
    room.desk.release_on_air(anchor, NOON + timedelta(minutes=10))
    turn = room.log.board().on_air
    assert turn.segment and (turn.segment.id, turn.by) == ("news", "schedule")


def test_a_cut_to_what_the_grid_has_not_is_refused(room: Room, anchor: Actor) -> None:
    room.desk.set_grid(GRID, SYSTEM, NOON)
    for draft in ({"segment": "sports"}, {"programme": "nightly"}, {}, {"segment": "news", "title": "Also"}):
        with pytest.raises(Invalid):
            room.desk.hold_on_air(OnAirHoldDraft.model_validate(draft), anchor, NOON)


def test_importing_twice_makes_no_double(room: Room) -> None:
    first = room.desk.put_article(story("rice"), SYSTEM, NOON)
    again = room.desk.put_article(story("rice"), SYSTEM, NOON)
    assert (first.changed, again.changed, again.slug) == (True, False, "rice")
    changed = room.desk.put_article(story("rice", title="Rice, cheaper"), SYSTEM, NOON)
    assert (changed.changed, changed.rev, room.log.board().seq) == (True, 2, 2)


def test_another_story_with_the_same_slug_gets_its_own(room: Room) -> None:
    room.desk.put_article(story("rice"), SYSTEM, NOON)
    other = room.desk.put_article(story("rice", source="test:other"), SYSTEM, NOON)
    assert other.slug and other.slug.startswith("rice-") and other.rev == 1


def test_a_withdrawn_story_stays_withdrawn(room: Room, editor: Actor) -> None:
    room.desk.put_article(story("rice"), SYSTEM, NOON)
    room.desk.withdraw_article("rice", "Wrong figures", editor, NOON)
    stub = room.articles.get("rice")
    assert stub and stub.body_html == "" and stub.withdrawn == "Wrong figures"
    assert room.articles.newest(10) == []
    with pytest.raises(Stale):
        room.desk.put_article(story("rice", title="Back again"), SYSTEM, NOON)


def test_a_withdrawn_story_leaves_most_read_and_rotation_in_the_same_commit(room: Room, editor: Actor) -> None:
    for slug in ("rice", "edsa"):
        room.desk.put_article(story(slug), SYSTEM, NOON)
    room.desk.set_grid(GRID, SYSTEM, NOON)
    items = tuple(MostReadItem(article=s, title=s, reads=5, rank=n) for n, s in enumerate(("rice", "edsa"), 1))
    room.desk.rank_most_read(MostRead(window="24h", as_of=NOON, items=items), NOON)
    before = room.log.board().seq
    room.desk.withdraw_article("rice", "Wrong", editor, NOON)
    board = room.log.board()
    assert board.seq == before + 1 and board.most_read is not None
    assert [i.article for i in board.most_read.items] == ["edsa"]
    assert board.on_air.rotation is None or board.on_air.rotation.articles == ()


def test_a_promo_is_shown_until_its_time(room: Room, editor: Actor) -> None:
    draft = PromoDraft(title="Fiesta", link="/articles/fiesta", until=NOON + timedelta(hours=1))
    room.desk.set_promo(draft, editor, NOON)
    assert room.log.board().promo is not None
    room.desk.expire_promo(NOON + timedelta(hours=1))
    assert room.log.board().promo is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda room, by: room.desk.publish_breaking(headline(), by, NOON, "k"),
        lambda room, by: room.desk.hold_stream(StreamHoldDraft(status="off_air"), by, NOON, "k"),
        lambda room, by: room.desk.release_on_air(by, NOON, "k"),
    ],
)
def test_a_store_that_does_not_answer_is_an_error_never_a_silence(
    ask: Callable[[Room, Actor], object], anchor: Actor
) -> None:
    nobody_there = make_room(connect(f"redis://127.0.0.1:{free_port()}"))
    with pytest.raises(StoreAway):
        ask(nobody_there, anchor)


def test_configured_streams_stand_on_the_board_before_anybody_has_looked(room: Room) -> None:
    source = StreamSource(id="main", title="Main", url="https://stream.example/live.m3u8", kind="hls")
    room.desk.introduce_streams([source], NOON)
    shown = room.log.board().stream
    assert (shown.status, [s.id for s in shown.streams]) == ("unknown", ["main"])
    room.desk.report_stream(Stream(status="on_air", since=NOON, checked_at=NOON, streams=(source,)), NOON)
    assert not room.desk.introduce_streams([source], NOON).changed
    assert room.log.board().stream.status == "on_air"


def test_a_flash_brings_the_card_of_its_article_until_that_is_withdrawn(
    room: Room, anchor: Actor, editor: Actor
) -> None:
    room.desk.put_article(story("rice"), editor, NOON)
    told = room.desk.publish_breaking(headline(article="rice"), anchor, NOON)
    assert room.log.board().breaking[0].card is None  # a bulletin takes no place
    flash = Correction(rev=1, reason="It is worse", priority="flash")
    room.desk.correct_breaking(str(told.id), flash, anchor, NOON)
    assert room.log.board().breaking[0].card == story("rice").card()
    room.desk.withdraw_article("rice", "Wrong figures", editor, NOON)
    item = room.log.board().breaking[0]
    assert (item.article, item.card) == (None, None)


def test_two_monitors_that_measure_a_little_differently_are_no_news(room: Room) -> None:
    def reported(burst_s: float | None, dates_late_s: float, seconds: float) -> bool:
        source = StreamSource(
            id="main", title="Main", url="https://radio.example/live", kind="icecast", status="on_air", burst_s=burst_s,
            dates_late_s=dates_late_s,
        )  # fmt: skip
        report = Stream(status="on_air", since=NOON, checked_at=NOON, streams=(source,))
        return room.desk.report_stream(report, NOON + timedelta(seconds=seconds)).changed

    assert reported(8.2, 12.8, 0)
    assert not reported(8.5, 13.6, 1), "the second"
    assert not reported(None, 12.8, 2), "one that has just begun"
    assert reported(5.0, 12.8, 3)
    assert reported(5.0, 0, 4), "the encoder's dates are right again"


def test_a_headline_that_was_lost_before_it_was_confirmed_comes_again_as_the_same_one(
    room: Room, anchor: Actor
) -> None:
    """Pages may have shown it already: by the same key it has the same id, on whatever store, on that day."""
    first = room.desk.publish_breaking(headline(), anchor, NOON, key="one")
    room.store.flushall()
    again = room.desk.publish_breaking(headline(), anchor, NOON + timedelta(seconds=9), key="one")
    assert again.id == first.id and len(room.log.board().breaking) == 1
    others = [
        room.desk.publish_breaking(headline(), anchor, NOON, key="two").id,
        room.desk.publish_breaking(headline(), Actor(name="Efren", role="editor"), NOON, key="one").id,
        room.desk.publish_breaking(headline(), anchor, NOON).id,
        room.desk.publish_breaking(headline(), anchor, NOON).id,
    ]
    assert len({first.id, *others}) == 5
    room.store.flushall()
    assert room.desk.publish_breaking(headline(), anchor, NOON + timedelta(days=1), key="one").id != first.id
