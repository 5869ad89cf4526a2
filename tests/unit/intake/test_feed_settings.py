"""What the station's file says of a feed counts for its stories: its zone and its language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.unit.intake.intake_desk import NOW, STATION, item, rss
from webapp.intake.formats.detect import parse_document
from webapp.intake.importing.documents import Document, SourceStory
from webapp.newsroom.station import FeedConfig

URL = "https://radyo.example/feed"


@pytest.mark.parametrize(
    ("zone", "date", "utc"),
    [
        (None, "2026-03-01 12:00", "04:00"), ("Asia/Tokyo", "2026-03-01 12:00", "03:00"),
        ("Asia/Tokyo", "2026-03-01 12:00 UTC", "12:00"),
        ("America/Los_Angeles", "Sun, 01 Mar 2026 12:00:00 PST", "20:00"), (None, "Sun, 01 Mar 2026 12:00:00 PST", "04:00"),
    ],
)  # fmt: skip
def test_a_feeds_zone_is_that_of_its_dates_without_one(zone: str | None, date: str, utc: str) -> None:
    station = STATION.for_feed(FeedConfig(url=URL, zone=zone))
    feed = rss(item(more=f"<pubDate>{date}</pubDate>")).encode()
    (story,) = parse_document(Document("feed", feed, URL), station, NOW)
    assert isinstance(story, SourceStory)
    assert story.article.published_at == datetime.fromisoformat(f"2026-03-01T{utc}").replace(tzinfo=UTC)


def test_a_feeds_language_is_that_of_its_stories_that_say_none() -> None:
    (story,) = parse_document(
        Document("feed", rss(item("Ok", "Hala.")).encode()), STATION.for_feed(FeedConfig(url=URL, language="ceb")), NOW
    )
    assert isinstance(story, SourceStory) and story.article.language == "ceb"


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        FeedConfig(url=URL, zone="Asia/Manilla")
