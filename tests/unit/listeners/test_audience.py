"""A process counts its listeners as they come and go, and tells the store once a minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from webapp.delivery.audience import MAX_POLLERS, Audience, AudienceReport
from webapp.delivery.socketio.stopwatch import Stopwatch
from webapp.newsroom.errors import StoreAway
from webapp.newsroom.events import Event
from webapp.newsroom.listeners.deliveries import Delivered
from webapp.newsroom.listeners.kinds import Kind

NOON = datetime(2026, 3, 2, 4, 0, 20, tzinfo=UTC)
HERE, THERE = Kind("websocket", "page", "fil"), Kind("sse", "embed:a.example", "en")


class Books:
    """The store's side."""

    def __init__(self) -> None:
        self.minutes: list[tuple[datetime, dict[str, int]]] = []
        self.measured: list[Delivered] = []
        self.away = False

    def add(self, what: Any, more: Any) -> None:
        if self.away:
            raise StoreAway("away")
        if isinstance(what, datetime):
            self.minutes.append((what, dict(more)))
        else:
            self.measured += what


def test_who_left_is_not_counted() -> None:
    audience = Audience()
    for kind in (HERE, HERE, THERE):
        audience.enter(kind)
    audience.leave(HERE)
    audience.leave(THERE)
    assert audience.count() == {HERE: 1}


def test_pages_that_ask_four_times_a_minute_are_a_quarter_of_their_requests() -> None:
    audience = Audience()
    ask = {"REQUEST_METHOD": "GET", "PATH_INFO": "/api/v1/snapshot", "HTTP_SEC_FETCH_SITE": "same-origin"}
    poller = audience.poller(ask)
    assert poller and audience.poller({**ask, "PATH_INFO": "/articles"}) is None
    for _ in range(10):
        audience.asked(poller)
    assert audience.count() == {Kind("poll", "page"): 3}
    assert audience.count() == {}, "the next minute begins"


def test_strangers_cannot_make_the_counts_of_a_minute_grow_without_end() -> None:
    audience = Audience()
    for n in range(MAX_POLLERS + 50):
        audience.asked((Kind("poll", f"embed:{n}.example"), 1))
    assert len(audience.count()) == MAX_POLLERS


def test_each_minute_is_told_once_when_it_is_over_and_one_without_the_store_stays_unknown() -> None:
    audience, books, now = Audience(), Books(), [NOON]
    audience.enter(HERE)
    report = AudienceReport(audience, books, books, lambda: now[0])
    for _ in range(12 * 3):
        now[0] += timedelta(seconds=5)
        books.away = now[0].minute == 2
        report.step()
    minutes = [at.minute for at, _ in books.minutes]
    assert minutes == [0, 2], "of 4:01 the store was not there to be told"
    assert books.minutes[0][1]["way:websocket"] == 1


def breaking(action: str, seq: int) -> Event:
    item = {"id": "f1", "rev": 1, "headline": "Quake", "priority": "flash", "published_at": "2026-03-02T04:00:00.000Z"}
    return Event(epoch="e", seq=seq, at=NOON, type="breaking", body={"action": action, "item": item})


def test_a_headline_s_way_is_measured_from_its_push_and_an_expiry_s_is_not() -> None:
    audience, books = Audience(), Books()
    watch = Stopwatch(audience, "web-1", lambda: NOON + timedelta(milliseconds=40))
    assert watch.start([breaking("expired", 3)]) is None
    written = watch.start([breaking("published", 4)])
    assert written == []
    began = watch._began[1]
    watch.stop([(began + 0.002, 50), (began + 0.01, 50)])
    report = AudienceReport(audience, books, books, lambda: NOON)
    report.step()
    (one,) = books.measured
    assert (one.seq, one.process, one.written) == (4, "web-1", ((42, 50), (50, 100)))
