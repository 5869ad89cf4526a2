"""Stories that come before their time: kept here, out by the clock, whatever their source carries meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from tests.conftest import NOON, Room, make_room
from tests.store.articles.test_duplicates import titles
from tests.store.articles.test_importing import bring
from tests.unit.intake.intake_desk import STATION, item, rss
from webapp.intake.importing.documents import Outcome
from webapp.intake.importing.held_stories import CLOCK, HeldStoryPublisher
from webapp.intake.importing.importer import Importer
from webapp.newsroom.articles.waiting import EditorDecision

EVENING = NOON + timedelta(hours=5)
EMPTY = orjson.dumps({"items": []})


def ninjs(**more: Any) -> bytes:
    one = {
        "uri": "urn:x:1",
        "type": "text",
        "pubstatus": "usable",
        "headline": "The budget",
        "body_text": "It is larger.",
    }
    return orjson.dumps({**one, "versioncreated": (NOON - timedelta(hours=1)).isoformat(), **more})


def feed(more: str, title: str = "The budget") -> bytes:
    spaces = (
        "xmlns:prism='http://prismstandard.org/namespaces/basic/2.0/' xmlns:dcterms='http://purl.org/dc/terms/' "
        "xmlns:media='http://search.yahoo.com/mrss/' xmlns:wp='http://wordpress.org/export/1.2/'"
    )
    link = "<link>https://a.example/budget</link><guid isPermaLink='false'>budget-7f3a</guid>"
    return rss(item(title, "It is larger.", link + more)).replace("<rss ", f"<rss {spaces} ").encode()


def post(**more: Any) -> bytes:
    one = {"id": 7, "date_gmt": EVENING.strftime("%Y-%m-%dT%H:%M:%S"), "type": "post", "title": {"rendered": "The budget"},
           "content": {"rendered": "<p>It is larger.</p>"}, "link": "https://a.example/budget", "status": "future"}  # fmt: skip
    return orjson.dumps([{**one, **more}])


def clock(room: Room, now: datetime) -> list[Outcome]:
    return HeldStoryPublisher(
        room.articles.waiting, lambda feed: Importer(room.desk, room.articles, STATION, feed=feed)
    ).step(now)


def waiting(room: Room) -> list[tuple[str, datetime | None]]:
    return [(one.article.title, one.until) for one, decided in room.articles.waiting.every() if decided is None]


def ago(hours: float) -> str:
    return (NOON - timedelta(hours=hours)).isoformat()


AT = EVENING.isoformat()


@pytest.mark.parametrize(
    "document",
    [
        ninjs(embargoed=AT), ninjs(embargoedUntil=AT), ninjs(embargoeddate=AT), ninjs(firstcreated=ago(2), embargoedUntil=AT),
        feed(f"<prism:embargoDate>{AT}</prism:embargoDate>"), feed(f"<dcterms:available>{AT}</dcterms:available>"),
        feed(f"<dcterms:valid>start={AT}; end=2027-01-01; scheme=W3C-DTF</dcterms:valid>"), post(),
        feed(f"<prism:publicationDate>{AT}</prism:publicationDate>"), feed(f"<dcterms:issued>{AT}</dcterms:issued>"),
        orjson.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "https://a.example/b",
                      "title": "The budget", "content_text": "It is larger.", "date_published": AT}]}),
    ],
)  # fmt: skip
def test_a_story_that_comes_before_its_time_waits_and_the_clock_puts_it_out_then(room: Room, document: bytes) -> None:
    (outcome,) = bring(room, document)
    assert (outcome.kind, outcome.until) == ("held", EVENING)
    assert titles(room) == [] and waiting(room) == [("The budget", EVENING)]
    assert clock(room, EVENING - timedelta(seconds=1)) == []
    (out,) = clock(room, EVENING)
    assert (out.kind, titles(room), waiting(room)) == ("imported", ["The budget"], [])
    assert room.articles.newest(1)[0].published_at == EVENING
    assert clock(room, EVENING) == []
    (again,) = bring(room, document, EVENING + timedelta(minutes=1))
    assert again.kind == "unchanged"


def test_it_goes_out_though_its_source_carries_it_no_more_and_the_store_was_restarted(room: Room) -> None:
    bring(room, ninjs(embargoedUntil=AT))
    bring(room, EMPTY, NOON + timedelta(hours=1))
    anew = make_room(room.store)
    clock(anew, EVENING + timedelta(hours=6))
    assert titles(anew) == ["The budget"]


def test_a_newer_version_takes_its_place_and_an_older_one_does_not(room: Room) -> None:
    bring(room, ninjs(embargoedUntil=AT, version="2"))
    bring(room, ninjs(embargoedUntil=AT, version="3", headline="The budget in full"))
    (late,) = bring(room, ninjs(embargoedUntil=AT, version="1", headline="A draft"))
    assert late.reason == "older than the version here"
    clock(room, EVENING)
    assert titles(room) == ["The budget in full"]


def test_an_embargo_that_is_lifted_lets_the_story_out_at_once(room: Room) -> None:
    bring(room, ninjs(embargoedUntil=AT))
    (outcome,) = bring(room, ninjs(), NOON + timedelta(minutes=1))
    assert (outcome.kind, waiting(room)) == ("imported", [])


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"
  xmlns:prism="http://prismstandard.org/namespaces/basic/3.0/" xmlns:app="http://www.w3.org/2007/app"><title>A</title>{}</feed>"""
COMMENT = "<at:comment>Wrong man</at:comment>"
TOMBSTONE = f'<at:deleted-entry ref="tag:a.example,2026:7" when="2026-03-01T05:00:00Z">{COMMENT}</at:deleted-entry>'


def atom(entry: str = "") -> bytes:
    if entry:
        entry = f"""<entry><id>tag:a.example,2026:7</id><link href="https://a.example/budget"/><title>The budget</title>
        <updated>{ago(2)}</updated><content>It is larger.</content>{entry}</entry>"""
    return ATOM.format(entry).encode()


EMBARGO = f"<prism:embargoDate>{AT}</prism:embargoDate>"


@pytest.mark.parametrize(
    ("first", "kill"),
    [
        (ninjs(embargoedUntil=AT), ninjs(embargoedUntil=AT, pubStatus="canceled", pubstatus="canceled")),
        (ninjs(embargoedUntil=AT), ninjs(pubstatus="withheld")),
        (feed(EMBARGO), feed("<media:status state='deleted' reason='Wrong man'/>")),
        (feed(EMBARGO), feed("<media:status state='blocked'/>")),
        (feed(EMBARGO), feed("<wp:status>trash</wp:status>")),
        (post(), post(status="trash")), (post(), post(status="draft")), (post(), post(status="private")),
        (atom(EMBARGO), ATOM.format(TOMBSTONE).encode()),
        (atom(EMBARGO), atom("<app:control><app:draft>yes</app:draft></app:control>")),
    ],
)  # fmt: skip
def test_a_kill_before_its_time_takes_it_away_and_after_it_withdraws_it(room: Room, first: bytes, kill: bytes) -> None:
    bring(room, first)
    (outcome,) = bring(room, kill, NOON + timedelta(hours=1))
    assert (outcome.kind, waiting(room)) == ("withdrawn", [])
    clock(room, EVENING)
    assert titles(room) == []


@pytest.mark.parametrize(
    ("first", "kill", "reason"),
    [
        (feed(""), feed("<media:status state='deleted' reason='Wrong man'/>"), "Wrong man"),
        (feed(""), feed("<media:status state='deleted'/>"), "deleted by its source"),
        (feed(""), feed("<media:status state='blocked'/>"), "blocked by its source"),
        (atom("<x/>"), ATOM.format(TOMBSTONE).encode(), "Wrong man"),
        (atom("<x/>"), ATOM.format(TOMBSTONE.replace(COMMENT, "")).encode(), "deleted by its source"),
        (atom("<x/>"), atom("<app:control><app:draft>yes</app:draft></app:control>"), "no longer public where it came from"),
        (feed(""), feed(f"<prism:killDate>{ago(1)}</prism:killDate>"), "its source let it be shown until"),
        (ninjs(), ninjs(expires=ago(1)), "its source let it be shown until"),
    ],
)  # fmt: skip
def test_a_story_that_is_out_is_withdrawn_by_its_sources_state(
    room: Room, first: bytes, kill: bytes, reason: str
) -> None:
    (came,) = bring(room, first)
    (gone,) = bring(room, kill, NOON + timedelta(hours=1))
    assert (came.kind, gone.kind, titles(room)) == ("imported", "withdrawn", [])
    assert (gone.reason or "").startswith(reason)


EXPIRES: list[Callable[[str], bytes]] = [
    lambda at: ninjs(expires=at),
    lambda at: feed(f"<prism:expirationDate>{at}</prism:expirationDate>"),
    lambda at: feed(f"<prism:killDate>{at}</prism:killDate>"),
    lambda at: feed(f"<expirationDate>{at}</expirationDate>"),
    lambda at: feed(f"<dcterms:valid>start=2026-01-01; end={at}</dcterms:valid>"),
    lambda at: feed(f"<dcterms:valid>end={at}</dcterms:valid>"),
]


@pytest.mark.parametrize("document", EXPIRES)
def test_what_is_over_is_not_taken_and_what_will_be_is_withdrawn_then(
    room: Room, document: Callable[[str], bytes]
) -> None:
    (late,) = bring(room, document(ago(1)))
    assert (late.kind, late.refusal, titles(room)) == ("refused", "no story", [])
    bring(room, document(AT))
    assert titles(room) == ["The budget"] and clock(room, EVENING - timedelta(seconds=1)) == []
    (gone,) = clock(room, EVENING)
    assert (gone.kind, titles(room)) == ("withdrawn", [])


def test_an_expiry_that_is_put_off_or_taken_back_counts(room: Room) -> None:
    bring(room, ninjs(expires=AT))
    bring(room, ninjs(expires=(EVENING + timedelta(hours=1)).isoformat(), headline="The budget, mended"))
    assert clock(room, EVENING) == []
    bring(room, ninjs(headline="The budget, mended again"))
    assert clock(room, EVENING + timedelta(days=9)) == [] and titles(room) == ["The budget, mended again"]


def test_what_its_source_forbids_waits_for_an_editor_who_lets_it_out_or_puts_it_aside(room: Room) -> None:
    terms = "NO RADIO USE. Mandatory credit."
    for number in (1, 2):
        (held,) = bring(
            room,
            ninjs(uri=f"urn:x:{number}", headline=f"Budget {number}", body_text=f"{number} is so.", usageterms=terms),
        )
        assert (held.kind, held.until, held.reason) == ("held", None, "its source forbids it: “NO RADIO”")
    assert clock(room, NOON + timedelta(days=9)) == []
    for source, decision in (("urn:x:1", "out"), ("urn:x:2", "aside")):
        assert room.articles.waiting.decide(source, EditorDecision(decision=decision, by="Elena", at=NOON))  # type: ignore[arg-type]
    clock(room, NOON)
    assert titles(room) == ["Budget 1"] and room.articles.newest(1)[0].usage == terms
    (one,) = bring(room, ninjs(headline="Budget 1, mended", body_text="1 is so.", usageterms=terms))
    (two,) = bring(room, ninjs(uri="urn:x:2", headline="Budget 2", body_text="2 is so.", usageterms=terms))
    (free,) = bring(room, ninjs(uri="urn:x:2", headline="Budget 2", body_text="2 is so."))
    assert one.kind == "updated", "what was let out is not asked about again"
    assert two.reason == free.reason == "was put aside here by Elena"
    assert clock(room, NOON + timedelta(days=31)) == [] and room.articles.waiting.every() == []


def test_an_editor_lets_an_embargoed_story_out_before_its_time(room: Room) -> None:
    bring(room, ninjs(embargoedUntil=AT))
    room.articles.waiting.decide("urn:x:1", EditorDecision(decision="out", by="Elena", at=NOON))
    clock(room, NOON)
    assert room.articles.newest(1)[0].published_at == NOON
    assert not room.articles.waiting.decide("urn:x:1", EditorDecision(decision="aside", by="Elena", at=NOON))


def test_what_cannot_be_put_out_at_its_time_waits_for_a_person_and_says_why(room: Room) -> None:
    bring(room, ninjs(embargoedUntil=AT))
    bring(room, ninjs(uri="urn:x:9", headline="Another"), NOON)
    waits, _ = room.articles.waiting.get("urn:x:1")
    assert waits
    too_big = waits.article.model_copy(update={"body_html": "<div>" * 5000})
    room.articles.waiting.put(waits.model_copy(update={"article": too_big}))
    clock(room, EVENING)
    ((left, decided),) = room.articles.waiting.every()
    assert (left.until, decided) == (None, None) and left.reason.startswith("could not be put out: ")


def test_a_page_that_is_not_there_yet_does_not_end_the_waiting(room: Room) -> None:
    bring(room, feed(EMBARGO))
    importer = Importer(room.desk, room.articles, STATION)
    assert importer.withdraw("https://a.example/budget", "withdrawn by its source", NOON, CLOCK).kind == "unchanged"
    assert waiting(room) == [("The budget", EVENING)]


@pytest.mark.parametrize(
    "document",
    [
        ninjs(embargoedUntil="after the vote"), ninjs(embargoed=True), ninjs(embargoedUntil={"until": "Monday"}),
        feed("<prism:embargoDate>when the house has voted</prism:embargoDate>"),
    ],
)  # fmt: skip
def test_an_embargo_that_cannot_be_read_waits_for_a_person(room: Room, document: bytes) -> None:
    (held,) = bring(room, document)
    assert (held.kind, held.until) == ("held", None) and (held.reason or "").startswith("its embargo cannot be read: “")
    assert clock(room, EVENING) == [] and titles(room) == []


@pytest.mark.parametrize(
    "document",
    [
        ninjs(embargoed=False), ninjs(embargoed=None), ninjs(embargoedUntil=""), ninjs(embargoed=ago(1)),
        feed("<dcterms:available>Available worldwide</dcterms:available>"), feed("<dcterms:valid>end=2099-01-01</dcterms:valid>"),
    ],
)  # fmt: skip
def test_what_is_no_embargo_holds_nothing(room: Room, document: bytes) -> None:
    assert bring(room, document)[0].kind == "imported"


def test_an_embargo_inside_an_object_is_read_and_an_end_that_cannot_be_is_told(room: Room) -> None:
    assert bring(room, ninjs(embargoed={"date": AT}))[0].until == EVENING
    (outcome,) = bring(room, ninjs(uri="urn:x:2", headline="Ferry sails", body_text="It left at noon.", expires="soon"))
    assert outcome.notes == ("until when it may be shown cannot be read: “soon”",)
