"""A small station in a store, and backups of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tests.any_store import Store, connect
from tests.conftest import NOON, Room, Valkey, make_room
from webapp.backup.make import Made, Source, make_backup
from webapp.newsroom.drafts import BreakingDraft, Correction
from webapp.newsroom.model import Article
from webapp.newsroom.staff import Actor

EDITOR = Actor(name="Efren", role="editor")


def fill(room: Room, articles: int = 3) -> None:
    """Articles, a headline that was corrected, one that was withdrawn."""
    for n in range(articles):
        article = Article(
            slug=f"ferry-{n}", title=f"Ferry {n} runs again: ₱15", body_html="<p>From six this evening.</p>", language="en",
            published_at=NOON, source=f"https://radyo.example/ferry-{n}",
        )  # fmt: skip
        room.desk.put_article(article, EDITOR, NOON)
    sent = room.desk.publish_breaking(BreakingDraft(headline="Ferry sank", priority="flash"), EDITOR, NOON)
    room.desk.correct_breaking(sent.id or "", Correction(rev=1, reason="wrong", headline="Ferry stuck"), EDITOR, NOON)


def source_of(server: Valkey, folder: Path, station_file: Path | None = None) -> Source:
    return Source(server.url, True, folder, "Radyo Test", station_file)


def backed_up(server: Valkey, folder: Path, to: Path, now: datetime = NOON, **more: object) -> Made:
    return make_backup(source_of(server, folder), to, more.pop("recipients", ()), now, **more)  # type: ignore[arg-type]


def contents(store: Store) -> dict[bytes, object]:
    """Every key with its type, content and whether it ends."""
    found: dict[bytes, object] = {}
    for key in store.scan_iter():
        kind = store.type(key)
        read = {
            b"string": store.get, b"hash": store.hgetall, b"list": lambda k: store.lrange(k, 0, -1),
            b"zset": lambda k: store.zrange(k, 0, -1, withscores=True), b"set": store.smembers,
            b"stream": store.xrange,
        }[kind]  # fmt: skip
        found[key] = (kind, read(key), store.pexpiretime(key))
    return found


def room_at(url: str) -> Room:
    return make_room(connect(url))
