"""What is wrong though the site serves: found by looking, told until it is well again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.conftest import FrozenClock
from webapp.newsroom.errors import StoreAway
from webapp.web.health.checks import MAX_DETAIL_CHARS, Degraded, Health, degraded_of_all


def test_a_part_that_works_is_not_spoken_of(clock: FrozenClock) -> None:
    health = Health()
    health.add("pages", lambda now: None)
    health.look(clock())
    assert health.degraded == ()


def test_a_trouble_is_told_with_its_start_until_it_is_over(clock: FrozenClock) -> None:
    health, told = Health(), ["/ does not render"]
    health.add("pages", lambda now: told[-1] or None)
    began = clock()
    health.look(began)
    told.append("/ and /lite do not render")
    health.look(clock.move(minutes=5))
    assert health.degraded == (Degraded(what="pages", detail="/ and /lite do not render", since=began),)
    told.append("")
    health.look(clock.move(minutes=1))
    assert not health.degraded
    told.append("/ does not render")
    health.look(again := clock.move(minutes=1))
    assert health.degraded[0].since == again


def test_what_the_store_would_have_to_say_stays_as_it_was_while_it_is_away(clock: FrozenClock) -> None:
    health = Health()
    away: list[bool] = []

    def look(now: datetime) -> str:
        if away:
            raise StoreAway("the store did not answer")
        return "nobody keeps the clock"

    health.add("clock", look)
    health.look(clock())
    away.append(True)
    health.look(clock.move(seconds=5))
    assert [one.detail for one in health.degraded] == ["nobody keeps the clock"]


def test_a_look_that_fails_is_a_trouble_and_hides_no_other(clock: FrozenClock) -> None:
    health = Health()
    health.add("broken", lambda now: str(1 // 0))
    health.add("pages", lambda now: "x" * 10_000)
    health.look(clock())
    broken, pages = health.degraded
    assert "ZeroDivisionError" in broken.detail
    assert len(pages.detail) == MAX_DETAIL_CHARS


def test_what_several_processes_see_is_told_once_since_the_first_saw_it(clock: FrozenClock) -> None:
    early = Degraded(what="pages", detail="/ does not render", since=clock())
    late = early.model_copy(update={"since": clock.move(seconds=5)})
    own = Degraded(what="clock", detail="nobody keeps the clock", since=clock())
    entries: list[dict[str, Any]] = [
        {"degraded": [late.dump()]},
        {"degraded": [own.dump(), early.dump()]},
        {"listeners": 3},
    ]
    assert degraded_of_all(entries) == [early, own]
