from __future__ import annotations

from webapp.delivery.websocket.ping_wheel import TICKS_PER_S, Wheel


class Patient:
    def __init__(self) -> None:
        self.slot = -1
        self.pinged: list[int] = []
        self.checked: list[int] = []
        self.now = 0

    def ping(self) -> None:
        self.pinged.append(self.now)

    def check(self) -> None:
        self.checked.append(self.now)


def turn(wheel: Wheel[Patient], patients: list[Patient], ticks: int) -> None:
    for _ in range(ticks):
        for patient in patients:
            patient.now += 1
        wheel.tick()


def test_everybody_is_pinged_once_an_interval_and_checked_a_timeout_after() -> None:
    wheel: Wheel[Patient] = Wheel(25, 20)
    crowd = [Patient() for _ in range(250)]
    for patient in crowd:
        wheel.add(patient)
    turn(wheel, crowd, 3 * 25 * TICKS_PER_S)
    for patient in crowd:
        assert len(patient.pinged) == 3
        assert {b - a for a, b in zip(patient.pinged, patient.pinged[1:], strict=False)} == {100}
        after = [check for check in patient.checked if check > patient.pinged[0]]
        assert after[0] - patient.pinged[0] == 80


def test_a_crowd_that_comes_at_once_is_not_pinged_at_once() -> None:
    wheel: Wheel[Patient] = Wheel(25, 20)
    crowd = [Patient() for _ in range(1_000)]
    for patient in crowd:
        wheel.add(patient)
    turn(wheel, crowd, 100)
    pings = [patient.pinged[0] for patient in crowd]
    assert max(pings.count(tick) for tick in set(pings)) == 10


def test_who_leaves_is_not_pinged_any_more() -> None:
    wheel: Wheel[Patient] = Wheel(2, 1)
    stays, leaves = Patient(), Patient()
    wheel.add(stays)
    wheel.add(leaves)
    wheel.remove(leaves)
    turn(wheel, [stays, leaves], 16)
    assert (len(stays.pinged), leaves.pinged) == (2, [])


def test_who_leaves_while_others_are_visited_harms_nobody() -> None:
    wheel: Wheel[Patient] = Wheel(2, 1)

    class Leaving(Patient):
        def ping(self) -> None:
            super().ping()
            wheel.remove(self)

    crowd: list[Patient] = [Leaving() for _ in range(50)]
    for patient in crowd:
        wheel.add(patient)
    turn(wheel, crowd, 20)
    assert [len(patient.pinged) for patient in crowd] == [1] * 50
