"""No account does more than a newsroom would."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import NOON, Room
from webapp.newsroom.drafts import BreakingDraft, Correction, PromoDraft, Withdrawal
from webapp.newsroom.errors import TooMany
from webapp.newsroom.people import actor_limits
from webapp.newsroom.people.actor_limits import FLASHES, HEADLINES
from webapp.newsroom.people.limits import Limit
from webapp.newsroom.staff import Actor

ADMIN = Actor(name="Ana", role="admin")


def push(room: Room, by: Actor, priority: str = "urgent", key: str | None = None, at: float = 0) -> str:
    draft = BreakingDraft.model_validate({"headline": "Bridge open", "priority": priority, "expires_in": 30})
    receipt = room.desk.publish_breaking(draft, by, NOON + timedelta(seconds=at), key)
    assert receipt.id
    return receipt.id


def put_out(room: Room, by: Actor, count: int, priority: str = "urgent", at: float = 0) -> int:
    """How many of `count` got out."""
    out = 0
    for _ in range(count):
        try:
            push(room, by, priority, at=at)
            out += 1
        except TooMany as held:
            if not (held.extra["retry_after_s"] > 0 and "never held up" in held.message):
                raise
    return out


def test_a_stolen_token_puts_out_no_sixty_flashes_in_a_second(room: Room, anchor: Actor) -> None:
    assert put_out(room, anchor, 60, "flash") == FLASHES.limit.free
    assert put_out(room, anchor, 9, "flash", at=10) == 5, "one every two seconds"
    assert put_out(room, anchor, 5) == 5, "that much is urgent is another matter"


def test_one_persons_limit_is_not_anothers(room: Room, anchor: Actor, editor: Actor) -> None:
    put_out(room, anchor, FLASHES.limit.free + 1, "flash")
    assert put_out(room, editor, 1, "flash") == 1


def test_what_was_done_by_its_key_is_answered_as_before_whoever_is_held_up(room: Room, anchor: Actor) -> None:
    first = push(room, anchor, "flash", "wish-1")
    put_out(room, anchor, FLASHES.limit.free, "flash")
    assert push(room, anchor, "flash", "wish-1") == first


def test_corrections_and_withdrawals_are_never_held_up(
    room: Room, anchor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = push(room, anchor, "flash")
    for limit in ("HEADLINES", "FLASHES", "CHANGES"):
        monkeypatch.setattr(actor_limits, limit, actor_limits.ActorLimit(limit, Limit("steady", 0, 60)))
    for rev in range(1, 50):
        correction = Correction(rev=rev, reason="Wrong", headline=f"Bridge open {rev}")
        room.desk.correct_breaking(item, correction, anchor, NOON)
    room.desk.withdraw_breaking(item, Withdrawal(rev=50, reason="Wrong"), anchor, NOON)
    with pytest.raises(TooMany):
        push(room, anchor)


def test_everything_else_has_a_limit_too_and_airwire_itself_has_none(room: Room) -> None:
    promos = [PromoDraft(title=f"Fiesta {n}", link="/") for n in range(actor_limits.CHANGES.limit.free + 1)]
    for promo in promos[:-1]:
        room.desk.set_promo(promo, ADMIN, NOON)
    with pytest.raises(TooMany, match="changes"):
        room.desk.set_promo(promos[-1], ADMIN, NOON)
    room.desk.set_promo(promos[-1], Actor(name="import", role="system"), NOON)


def test_a_newsroom_in_a_crisis_comes_nowhere_near(room: Room, anchor: Actor) -> None:
    for second in range(0, 600, 10):  # ten minutes, a headline every ten seconds, every one a flash
        assert put_out(room, anchor, 1, "flash", at=second) == 1
    assert HEADLINES.limit.free >= 10 * FLASHES.limit.free
