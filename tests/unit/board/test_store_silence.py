"""A store that lets somebody wait in vain does not make everybody wait."""

from __future__ import annotations

from webapp.store.core.connection import ASK_AGAIN_S, Silence


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_after_a_wait_in_vain_one_asks_now_and_then_and_the_others_are_told_at_once() -> None:
    clock = Clock()
    silence = Silence(clock)
    assert silence.may_ask()
    silence.begin()
    assert not silence.may_ask()
    clock.now += ASK_AGAIN_S
    assert silence.may_ask()
    clock.now += ASK_AGAIN_S
    assert not silence.may_ask(), "one is asking"
    silence.begin()
    clock.now += ASK_AGAIN_S
    assert silence.may_ask()


def test_whoever_asks_and_is_never_heard_of_again_does_not_keep_the_others_out() -> None:
    clock = Clock()
    silence = Silence(clock)
    silence.begin()
    clock.now += ASK_AGAIN_S
    assert silence.may_ask()
    clock.now += 10
    assert silence.may_ask()


def test_one_answer_is_enough_for_everybody_to_ask_again() -> None:
    clock = Clock()
    silence = Silence(clock)
    silence.begin()
    clock.now += ASK_AGAIN_S
    assert silence.may_ask()
    silence.end()
    assert silence.may_ask() and silence.may_ask()
