"""What the intake's tests share: documents in, stories out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from webapp.intake.formats.detect import parse_document
from webapp.intake.importing.documents import Document, HeldStory, ImportItem, Refusal, SourceStory, SourceWithdrawal
from webapp.newsroom.model import Article
from webapp.newsroom.station import Station

FIXTURES = Path(__file__).parents[2] / "fixtures" / "intake"
STATION = Station()
NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def read(
    body: bytes | str, url: str | None = None, *, name: str = "feed", now: datetime = NOW, kind: str = ""
) -> list[ImportItem]:
    data = body.encode() if isinstance(body, str) else body
    return parse_document(Document(name, data, url, kind), STATION, now)


def stories(results: list[ImportItem]) -> list[Article]:
    return [
        result.article for result in results if isinstance(result, SourceStory) and not isinstance(result, HeldStory)
    ]


def only(results: list[ImportItem]) -> Article:
    (story,) = stories(results)
    return story


def refusals(results: list[ImportItem]) -> list[tuple[str, str]]:
    return [(result.label, result.reason) for result in results if isinstance(result, Refusal)]


def held_back(results: list[ImportItem]) -> list[tuple[str, str]]:
    return [(result.title, result.held) for result in results if isinstance(result, SourceWithdrawal) and result.held]


def rss(*items: str, channel: str = "", head: str = '<?xml version="1.0"?>') -> str:
    return f"{head}<rss version='2.0'><channel><title>Radyo</title>{channel}{''.join(items)}</channel></rss>"


def item(title: str = "A story", body: str = "It happened.", more: str = "") -> str:
    return f"<item><title>{title}</title><description>{body}</description>{more}</item>"
