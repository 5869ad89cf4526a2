"""A newsroom's day in steps, each through the desk, so that two builds can take turns at them on one store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.conftest import NOON, Room
from webapp.newsroom.drafts import BreakingDraft, Correction, OnAirHoldDraft, PromoDraft, StreamHoldDraft, Withdrawal
from webapp.newsroom.model import Article, MostRead, MostReadItem, Stream, StreamSource
from webapp.newsroom.reads.pins import EditorChoiceDraft
from webapp.newsroom.schedule.dated_entries import EntryDraft, EntryRemoval
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.staff import Actor
from webapp.store.people.staff import Staff

BY = Actor(name="Ligaya", role="admin")
SOURCE = StreamSource(id="main", title="HLS", url="https://stream.example/live.m3u8", kind="hls")
ENTRY = "special"


def _story(slug: str, **more: Any) -> Article:
    picture = {"url": f"https://pictures.example/{slug}.jpg", "width": 640, "height": 360}
    given = {"slug": slug, "title": slug.title(), "body_html": "<p>Text</p>", "source": f"test:{slug}"}
    return Article.ask({**given, "picture": picture, "published_at": NOON - timedelta(hours=1), **more})


def _grid() -> Grid:
    segments = [{"id": "news", "title": "News", "start": "11:00"}, {"id": "talk", "title": "Talk", "start": "12:30"}]
    slots = [{"days": ["mon"], "start": "11:00", "end": "13:00"}]
    midday = {"id": "midday", "title": "Midday", "slots": slots, "segments": segments}
    return Grid.ask({"zone": "Asia/Manila", "programmes": [midday]})


def _ranked(*slugs: str) -> MostRead:
    items = (MostReadItem(article=slug, title=slug.title(), reads=9 - n, rank=n + 1) for n, slug in enumerate(slugs))
    return MostRead(window="24h", as_of=NOON, items=tuple(items))


def _on_board(room: Room, text: str) -> tuple[str, int]:
    item = next(item for item in room.log.board().breaking if item.headline.startswith(text))
    return item.id, item.rev


def _publish(text: str, **more: Any) -> Callable[[Room], object]:
    draft = {"headline": text, "priority": "urgent", **more}
    return lambda room: room.desk.publish_breaking(BreakingDraft.ask(draft), BY, NOON)


def _correct(room: Room) -> object:
    item, rev = _on_board(room, "Ferry")
    return room.desk.correct_breaking(item, Correction(rev=rev, reason="typo", headline="Ferry sails again"), BY, NOON)


def _withdraw(room: Room) -> object:
    item, rev = _on_board(room, "Bridge")
    return room.desk.withdraw_breaking(item, Withdrawal(rev=rev, reason="not so"), BY, NOON)


def _report(room: Room) -> object:
    seen = SOURCE.model_copy(update={"status": "on_air"})
    report = Stream(status="on_air", since=NOON, checked_at=NOON, streams=(seen,))
    return room.desk.report_stream(report, NOON, {})


def _enter(title: str, rev: int) -> Callable[[Room], object]:
    asked = {"starts_at": NOON + timedelta(hours=3), "ends_at": NOON + timedelta(hours=4), "title": title, "rev": rev}
    return lambda room: room.desk.set_entry(ENTRY, EntryDraft.ask(asked), BY, NOON)


STEPS: dict[str, Callable[[Room], object]] = {
    "a grid": lambda room: room.desk.set_grid(_grid(), BY, NOON),
    "streams": lambda room: room.desk.introduce_streams([SOURCE], NOON),
    "an article": lambda room: room.desk.put_article(_story("rice"), BY, NOON),
    "another article": lambda room: room.desk.put_article(_story("edsa"), BY, NOON),
    "a headline": _publish("Ferry runs", article="rice", body="From noon on."),
    "another headline": _publish("Bridge is closed"),
    "a short headline": _publish("Rain", expires_in=60),
    "the segment": lambda room: room.desk.settle_on_air(NOON),
    "a report": _report,
    "the most read": lambda room: room.desk.rank_most_read(_ranked("rice", "edsa"), NOON),
    "a pin": lambda room: room.desk.choose_most_read(
        "edsa", EditorChoiceDraft(action="pin", reason="matters"), _ranked("rice", "edsa"), BY, NOON
    ),
    "a promo": lambda room: room.desk.set_promo(PromoDraft(title="Our show", link="https://radyo.example/"), BY, NOON),
    "a date": _enter("Special", 0),
    "an account": lambda room: Staff(room.store).set_account("Efren", "editor", "a long password"),
    "a correction": _correct,
    "a withdrawal": _withdraw,
    "an update": lambda room: room.desk.put_article(_story("rice", title="Rice again"), BY, NOON),
    "the date again": _enter("Very special", 1),
    "another password": lambda room: Staff(room.store).set_account("Efren", "editor", "a longer password"),
    "a status by hand": lambda room: room.desk.hold_stream(StreamHoldDraft(status="off_air"), BY, NOON),
    "the monitor's status": lambda room: room.desk.release_stream(BY, NOON),
    "a cut": lambda room: room.desk.hold_on_air(OnAirHoldDraft(programme="midday", segment="talk"), BY, NOON),
    "the grid's turn": lambda room: room.desk.release_on_air(BY, NOON),
    "the same promo": lambda room: room.desk.set_promo(
        PromoDraft(title="Our show", link="https://radyo.example/"), BY, NOON
    ),
    "an end": lambda room: room.desk.expire_breaking(NOON + timedelta(minutes=2)),
    "a withdrawn article": lambda room: room.desk.withdraw_article("edsa", "not so", BY, NOON),
    "the promo's end": lambda room: room.desk.set_promo(None, BY, NOON),
    "the date's end": lambda room: room.desk.drop_entry(ENTRY, EntryRemoval(rev=2), BY, NOON),
}
"""In order; each can be taken by either build."""
