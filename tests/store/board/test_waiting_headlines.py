"""Headlines that wait: nothing outside knows of them, and each goes out once, however many want it to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.any_store import Store, connect
from tests.conftest import NOON, FrozenClock, Room, Valkey, make_room
from tests.store.board.test_clock import clock_in
from tests.store.board.test_desk import headline, story
from webapp.newsroom.drafts import Approval, BreakingDraft, Correction, Release, Reviewed, TakeBack, Withdrawal
from webapp.newsroom.errors import Invalid, NewsroomError, NotAllowed, NotFound, Stale, TooEarly, TooLate
from webapp.newsroom.headlines.push_rules import PushRules
from webapp.newsroom.staff import Actor
from webapp.store.core import keys

LIGAYA, EFREN = Actor(name="Ligaya", role="anchor"), Actor(name="Efren", role="editor")
IMPORT = Actor(name="import", role="system")


def flash(text: str = "Volcano erupts", **more: object) -> BreakingDraft:
    return headline(text, priority="flash", **more)


@pytest.fixture
def two_at_the_desk(room: Room) -> Room:
    for one in (LIGAYA, EFREN):
        room.colleagues.note(one, None, NOON)
    return room


def out(room: Room) -> list[str]:
    return [item.headline for item in room.log.board().breaking]


def did(room: Room) -> list[tuple[str, str]]:
    return [(row["by"], row["did"]) for row in reversed(room.audit.newest(20))]


# A second person for a flash


def test_a_flash_waits_for_a_second_person_who_is_there(two_at_the_desk: Room) -> None:
    room = two_at_the_desk
    waits = room.desk.publish_breaking(flash(), LIGAYA, NOON)
    assert (waits.state, waits.rev, waits.until) == ("pending", 1, NOON + timedelta(seconds=60)) and out(room) == []
    sent = room.desk.approve_breaking(waits.id or "", Approval(rev=1), EFREN, NOON)
    assert (sent.id, sent.rev, sent.state) == (waits.id, 1, None) and out(room) == ["Volcano erupts"]
    assert room.waiting.every() == []
    assert did(room) == [("Ligaya", "breaking pending"), ("Efren", "breaking approved")]
    assert room.revisions.of(waits.id or "")[0]["by"] == "Ligaya"


def test_alone_at_the_desk_a_flash_is_out_at_once(room: Room) -> None:
    room.colleagues.note(LIGAYA, None, NOON)
    room.colleagues.note(EFREN, None, NOON - timedelta(seconds=61))
    room.colleagues.note(Actor(name="mixer", role="encoder"), None, NOON)
    assert room.desk.publish_breaking(flash(), LIGAYA, NOON).state is None
    assert out(room) == ["Volcano erupts"]


@pytest.mark.parametrize(("rule", "waits"), [("always", "pending"), ("never", None)])
def test_the_station_may_ask_for_it_always_or_never(store: Store, rule: str, waits: str | None) -> None:
    room = make_room(store, PushRules.model_validate({"flash_approval": rule}))
    if rule == "never":
        room.colleagues.note(EFREN, None, NOON)
    assert room.desk.publish_breaking(flash(), LIGAYA, NOON).state == waits


def test_a_system_waits_too_unless_it_may_flash_alone(two_at_the_desk: Room) -> None:
    desk = two_at_the_desk.desk
    assert desk.publish_breaking(flash(), Actor(name="ENPS", role="editor"), NOON).state == "pending"
    assert desk.publish_breaking(flash(), Actor(name="quakes", role="editor", may_flash_alone=True), NOON).state is None
    assert desk.publish_breaking(flash(), IMPORT, NOON).state is None


def test_nobody_approves_their_own_flash(two_at_the_desk: Room) -> None:
    room = two_at_the_desk
    waits = room.desk.publish_breaking(flash(), LIGAYA, NOON).id or ""
    with pytest.raises(NotAllowed):
        room.desk.approve_breaking(waits, Approval(rev=1), Actor(name="LIGAYA", role="admin"), NOON)
    room.desk.correct_breaking(waits, Correction(rev=1, reason="sharper", headline="Taal erupts"), EFREN, NOON)
    with pytest.raises(NotAllowed):
        room.desk.approve_breaking(waits, Approval(rev=2), EFREN, NOON)
    room.desk.approve_breaking(waits, Approval(rev=2), LIGAYA, NOON)
    assert out(room) == ["Taal erupts"]


def test_who_approves_something_changed_meanwhile_sees_what_changed(two_at_the_desk: Room) -> None:
    room = two_at_the_desk
    waits = room.desk.publish_breaking(flash(), LIGAYA, NOON).id or ""
    room.desk.correct_breaking(waits, Correction(rev=1, reason="sharper", headline="Taal erupts"), LIGAYA, NOON)
    with pytest.raises(Stale) as refused:
        room.desk.approve_breaking(waits, Approval(), EFREN, NOON)
    assert refused.value.extra["changed"] == {"headline": {"was": "Volcano erupts", "now": "Taal erupts"}}
    assert refused.value.extra["current"]["rev"] == 2 and out(room) == []
    room.desk.approve_breaking(waits, Approval(rev=2), EFREN, NOON)
    assert out(room) == ["Taal erupts"]


def test_after_a_minute_one_person_may_send_it_and_somebody_else_looks_at_it_within_a_day(
    two_at_the_desk: Room,
) -> None:
    room, later = two_at_the_desk, NOON + timedelta(seconds=60)
    waits = room.desk.publish_breaking(flash(), LIGAYA, NOON).id or ""
    with pytest.raises(TooEarly):
        room.desk.approve_breaking(waits, Approval(alone=True), LIGAYA, later - timedelta(seconds=1))
    room.desk.approve_breaking(waits, Approval(alone=True), LIGAYA, later)
    assert out(room) == ["Volcano erupts"]
    (flash_alone,) = room.waiting.sent_alone()
    assert (flash_alone.by, flash_alone.due) == ("Ligaya", later + timedelta(days=1))
    assert flash_alone.for_staff(later + timedelta(days=1, seconds=1))["overdue"]
    with pytest.raises(NotAllowed):
        room.desk.review_flash(waits, Reviewed(), LIGAYA, later)
    room.desk.review_flash(waits, Reviewed(note="Right, the bureau confirmed"), EFREN, later)
    assert room.waiting.sent_alone() == []
    assert did(room)[-2:] == [("Ligaya", "flash sent alone"), ("Efren", "flash reviewed")]


def test_a_correction_that_makes_a_headline_a_flash_waits_as_a_flash_does(two_at_the_desk: Room) -> None:
    room = two_at_the_desk
    item = room.desk.publish_breaking(headline("Ash falls"), LIGAYA, NOON).id or ""
    waits = room.desk.correct_breaking(item, Correction(rev=1, reason="it spreads", priority="flash"), LIGAYA, NOON)
    assert waits.state == "pending" and room.log.board().breaking[0].priority == "bulletin"
    room.desk.approve_breaking(item, Approval(rev=waits.rev or 0), EFREN, NOON)
    board = room.log.board()
    assert (board.breaking[0].priority, board.breaking[0].rev, len(board.breaking)) == ("flash", 2, 1)


def test_a_withdrawal_waits_for_nobody(two_at_the_desk: Room) -> None:
    room = two_at_the_desk
    item = room.desk.publish_breaking(headline("Ash falls"), LIGAYA, NOON).id or ""
    room.desk.correct_breaking(item, Correction(rev=1, reason="it spreads", priority="flash"), LIGAYA, NOON)
    room.desk.withdraw_breaking(item, Withdrawal(rev=1, reason="wrong"), LIGAYA, NOON)
    assert out(room) == [] and room.waiting.every() == []
    pending = room.desk.publish_breaking(flash(), LIGAYA, NOON).id or ""
    assert room.desk.withdraw_breaking(pending, Withdrawal(rev=1, reason="wrong"), LIGAYA, NOON).state == "undone"
    assert room.waiting.every() == [] and room.revisions.of(pending) == []


# Seconds to take it back


def test_a_held_headline_goes_out_when_its_seconds_are_over_and_stays_as_long_as_any(
    room: Room, clock: FrozenClock
) -> None:
    held = room.desk.publish_breaking(headline(hold_s=5), LIGAYA, NOON, "k")
    assert (held.state, held.until) == ("held", NOON + timedelta(seconds=5)) and out(room) == []
    ticking = clock_in(room, clock)
    assert ticking.settle_once() == held.until
    clock.move(seconds=5)
    ticking.settle_once()
    (item,) = room.log.board().breaking
    assert (item.id, item.rev, item.published_at) == (held.id, held.rev, clock())
    assert item.expires_at == clock() + timedelta(hours=2)
    assert room.desk.publish_breaking(headline(hold_s=5), LIGAYA, clock(), "k") == held
    ticking.settle_once()
    assert len(out(room)) == 1 and did(room)[:2] == [("Ligaya", "breaking held"), ("Ligaya", "breaking published")]


def test_what_is_taken_back_leaves_nothing_outside_and_stands_in_the_record(room: Room, clock: FrozenClock) -> None:
    before = room.log.board()
    held = room.desk.publish_breaking(headline(hold_s=5), LIGAYA, NOON).id or ""
    assert room.desk.take_back_breaking(held, TakeBack(), EFREN, NOON).state == "undone"
    clock.move(seconds=6)
    room.desk.release_due(clock())
    assert room.log.board() == before and room.revisions.of(held) == []
    assert did(room) == [("Ligaya", "breaking held"), ("Efren", "breaking undone")]
    with pytest.raises(NotFound):
        room.desk.take_back_breaking(held, TakeBack(), LIGAYA, NOON)


def test_taken_back_too_late_it_says_so_and_what_to_withdraw(room: Room, clock: FrozenClock) -> None:
    held = room.desk.publish_breaking(headline(hold_s=5), LIGAYA, NOON).id or ""
    room.desk.release_due(clock.move(seconds=5))
    with pytest.raises(TooLate) as refused:
        room.desk.take_back_breaking(held, TakeBack(), LIGAYA, clock())
    assert refused.value.extra["current"]["rev"] == 1
    room.desk.withdraw_breaking(held, Withdrawal(rev=1, reason="wrong"), LIGAYA, clock())
    with pytest.raises(TooLate) as refused:
        room.desk.release_breaking(held, Release(), LIGAYA, clock())
    assert refused.value.extra["current"] is None


def test_released_early_it_is_out_once(room: Room, clock: FrozenClock) -> None:
    held = room.desk.publish_breaking(headline(hold_s=30), LIGAYA, NOON).id or ""
    room.desk.release_breaking(held, Release(), LIGAYA, NOON)
    room.desk.release_due(clock.move(seconds=31))
    assert out(room) == ["Ferry runs again"]


def test_who_takes_back_and_who_releases_in_the_same_moment_do_not_both_get_their_way(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One reads, the other commits, the first commits: taking back moves nothing on the log by which it would be noticed."""
    other = make_room(room.store)
    held = room.desk.publish_breaking(headline(hold_s=5), LIGAYA, NOON).id or ""
    get, asked = room.waiting.get, list[str]()

    def taken_back_meanwhile(item_id: str) -> object:
        found = get(item_id)
        if not asked:
            asked.append(item_id)
            other.desk.take_back_breaking(item_id, TakeBack(), EFREN, NOON)
        return found

    monkeypatch.setattr(room.waiting, "get", taken_back_meanwhile)
    with pytest.raises(NotFound):
        room.desk.release_breaking(held, Release(), LIGAYA, NOON)
    assert out(room) == []


def test_two_clocks_and_a_person_release_it_once(room: Room) -> None:
    held = room.desk.publish_breaking(headline(hold_s=5), LIGAYA, NOON).id or ""
    rooms, later = [make_room(room.store) for _ in range(3)], NOON + timedelta(seconds=5)
    for one in rooms:
        one.log.board()  # each looks at the board as it was before
    for one in rooms[:2]:
        one.desk.release_due(later)
    with pytest.raises(TooLate):
        rooms[2].desk.release_breaking(held, Release(), EFREN, later)
    assert out(room) == ["Ferry runs again"] and room.log.board().seq == 1


def test_without_the_lease_a_clock_releases_nothing(room: Room) -> None:
    room.desk.publish_breaking(headline(hold_s=5), LIGAYA, NOON)
    with pytest.raises(NewsroomError):
        room.desk.release_due(NOON + timedelta(seconds=5), lease="7")
    assert out(room) == []


def test_a_held_headline_outlives_a_killed_store(own_valkey: Valkey) -> None:
    room = make_room(connect(own_valkey.url))
    room.desk.publish_breaking(headline(hold_s=5), LIGAYA, NOON)
    own_valkey.kill()
    own_valkey.start()
    room = make_room(connect(own_valkey.url))
    room.desk.release_due(NOON + timedelta(seconds=20))
    assert out(room) == ["Ferry runs again"]


def test_a_headline_whose_time_was_over_long_ago_waits_for_a_person(room: Room) -> None:
    held = room.desk.publish_breaking(headline(hold_s=5), LIGAYA, NOON).id or ""
    room.desk.publish_breaking(headline("Polls open", at=NOON + timedelta(minutes=1)), LIGAYA, NOON)
    late = NOON + timedelta(minutes=8)
    room.desk.release_due(late)
    assert out(room) == ["Polls open"]
    (missed,) = room.waiting.every()
    assert (missed.id, missed.state) == (held, "missed")
    room.desk.release_due(late + timedelta(days=1))
    assert len(out(room)) == 1
    room.desk.release_breaking(held, Release(), LIGAYA, late)
    assert out(room) == ["Ferry runs again", "Polls open"]


def test_its_article_withdrawn_meanwhile_it_goes_out_without_it(room: Room) -> None:
    room.desk.put_article(story("rice"), IMPORT, NOON)
    room.desk.publish_breaking(headline(hold_s=5, article="rice"), LIGAYA, NOON)
    room.desk.withdraw_article("rice", "wrong", IMPORT, NOON)
    room.desk.release_due(NOON + timedelta(seconds=5))
    assert room.log.board().breaking[0].article is None


# A time


def test_a_scheduled_headline_goes_out_at_its_time(room: Room, clock: FrozenClock) -> None:
    at = NOON + timedelta(hours=1)
    receipt = room.desk.publish_breaking(headline(at=at), LIGAYA, NOON)
    assert (receipt.state, receipt.until) == ("scheduled", at)
    room.desk.release_due(at - timedelta(seconds=1))
    assert out(room) == []
    room.desk.release_due(at)
    assert out(room) == ["Ferry runs again"]


def test_an_approved_flash_waits_for_its_time_and_a_new_wording_for_approval(two_at_the_desk: Room) -> None:
    room, at = two_at_the_desk, NOON + timedelta(minutes=1)
    item = room.desk.publish_breaking(flash(at=at), LIGAYA, NOON).id or ""
    assert room.desk.approve_breaking(item, Approval(), EFREN, NOON).state == "scheduled"
    changed = room.desk.correct_breaking(item, Correction(rev=1, reason="-", headline="Taal erupts"), LIGAYA, NOON)
    assert changed.state == "pending"
    room.desk.release_due(at)
    assert out(room) == []


@pytest.mark.parametrize("wrong", [{"at": NOON}, {"at": NOON + timedelta(days=91)},
                                   {"at": NOON + timedelta(hours=1), "hold_s": 5}])  # fmt: skip
def test_a_time_that_cannot_be_meant_is_refused(room: Room, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        room.desk.publish_breaking(headline(**wrong), LIGAYA, NOON)
    assert room.waiting.every() == []


def test_an_older_builds_entry_that_cannot_be_read_costs_the_others_nothing(room: Room) -> None:
    room.desk.publish_breaking(headline(hold_s=5), LIGAYA, NOON)
    room.store.hset(keys.WAITING_HEADLINES, "newer", b'{"state": "of another build"}')
    room.desk.release_due(NOON + timedelta(seconds=5))
    assert out(room) == ["Ferry runs again"] and room.store.hexists(keys.WAITING_HEADLINES, "newer")
