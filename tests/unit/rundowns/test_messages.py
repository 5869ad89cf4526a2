"""MOS messages: taken out of a stream of bytes, read, and what each changes in a running order."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.unit.rundowns.mos_messages import about, action, ids, item, message, order, script, story
from webapp.newsroom.errors import Invalid, NotFound
from webapp.newsroom.rundowns.mos.changes import changed, replaced_whole
from webapp.newsroom.rundowns.mos.envelope import read_envelope
from webapp.newsroom.rundowns.mos.frames import Frames
from webapp.newsroom.rundowns.mos.moments import parse_length_s, parse_moment
from webapp.newsroom.rundowns.mos.read import read_change, read_order
from webapp.newsroom.rundowns.running_order import RunningOrder

MANILA = ZoneInfo("Asia/Manila")
ITEMS = story("b", more=item("b1") + item("b2") + item("b3"))
ORDER = order("roCreate", [story("a"), ITEMS, story("c"), story("d")])


def read(body: str = ORDER) -> RunningOrder:
    return read_order(read_envelope(message(body)).body, MANILA)


def after(*bodies: str) -> str:
    """The stories after these messages, with items in brackets: `a b[b1 b2] c`."""
    known = read()
    for body in bodies:
        envelope = read_envelope(message(body))
        change = read_change(envelope.name, envelope.body, MANILA)
        assert change is not None
        known = changed(known, change)
    return " ".join(
        one.id + (f"[{' '.join(part.id for part in one.items)}]" if one.items else "") for one in known.stories
    )


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le", "utf-8", "utf-16"])
@pytest.mark.parametrize("size", [1, 3, 7, 10_000])
def test_messages_come_out_of_a_stream_whole_however_it_is_cut(encoding: str, size: int) -> None:
    first, second = message(story("Ñandú ✓ 🎙", "₱15")), message("<roReqAll/>")
    data = f"{first}\r\n {second}".encode(encoding)
    frames = Frames()
    found: list[str] = []
    for at in range(0, len(data), size):
        found += frames.feed(data[at : at + size])
    assert found == [first, second] and not frames.is_amid


def test_a_message_without_end_is_given_up_before_it_fills_the_memory() -> None:
    frames = Frames(max_bytes=10_000)
    pieces = ["<mos><mosID>x".encode("utf-16-be") * 10] * 100
    with pytest.raises(Invalid, match="10000 bytes"):
        [list(frames.feed(piece)) for piece in pieces]


def test_a_message_of_megabytes_is_read() -> None:
    text = message(script("a", *["A long paragraph. " * 100] * 1_000))
    frames = Frames()
    data = text.encode("utf-16-be")
    assert len(data) > 3_000_000
    found = [one for at in range(0, len(data), 65_536) for one in frames.feed(data[at : at + 65_536])]
    assert found == [text]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE mos [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><mos><roReq>&b;</roReq></mos>',
        '<!DOCTYPE mos SYSTEM "file:///etc/passwd"><mos><roReqAll/></mos>',
        '<!DOCTYPE mos [<!ENTITY x SYSTEM "file:///etc/passwd">]><mos><roReq>&x;</roReq></mos>',
        "<mos>" + "<roReq/>" * 300_000 + "</mos>",
        "<mos><roReqAll/><roReqAll/></mos>",
        "<mos><mosID>x</mosID></mos>",
        "<mos><roReqAll></mos>",
        "<som><roReqAll/></som>",
        "<mos>\0</mos>",
        "",
    ],
)
def test_bombs_and_what_is_no_message_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_envelope(text)


@pytest.mark.parametrize(
    ("bodies", "stories"),
    [
        ((about("roStoryAppend", story("e")),), "a b[b1 b2 b3] c d e"),
        ((about("roStoryInsert", ids("c") + story("x") + story("y")),), "a b[b1 b2 b3] x y c d"),
        ((about("roStoryInsert", ids("") + story("x")),), "a b[b1 b2 b3] c d x"),
        ((about("roStoryReplace", ids("a") + story("x") + story("y")),), "x y b[b1 b2 b3] c d"),
        ((about("roStoryMove", ids("d", "a")),), "d a b[b1 b2 b3] c"),
        ((about("roStoryMove", ids("a", "d")),), "b[b1 b2 b3] c a d"),
        ((about("roStoryMove", ids("a", "")),), "b[b1 b2 b3] c d a"),
        ((about("roStoryMove", ids("a", "a")),), "a b[b1 b2 b3] c d"),
        ((about("roStoryMoveMultiple", ids("d", "a", "c")),), "b[b1 b2 b3] d a c"),
        ((about("roStoryMoveMultiple", ids("a", "c", "")),), "b[b1 b2 b3] d a c"),
        ((about("roStorySwap", ids("a", "d")),), "d b[b1 b2 b3] c a"),
        ((about("roStoryDelete", ids("a", "c", "gone")),), "b[b1 b2 b3] d"),
        ((about("roItemInsert", ids("a") + ids("", of="itemID") + item("a1")),), "a[a1] b[b1 b2 b3] c d"),
        ((about("roItemInsert", ids("b") + ids("b2", of="itemID") + item("x")),), "a b[b1 x b2 b3] c d"),
        ((about("roItemReplace", ids("b") + ids("b2", of="itemID") + item("x")),), "a b[b1 x b3] c d"),
        ((about("roItemMoveMultiple", ids("b") + ids("b3", "b2", "b1", of="itemID")),), "a b[b3 b2 b1] c d"),
        ((about("roItemDelete", ids("b") + ids("b1", "b3", of="itemID")),), "a b[b2] c d"),
        ((action("INSERT", story("x"), ids("c")),), "a b[b1 b2 b3] x c d"),
        ((action("INSERT", story("x")),), "a b[b1 b2 b3] c d x"),
        ((action("INSERT", item("x"), ids("b") + ids("b1", of="itemID")),), "a b[x b1 b2 b3] c d"),
        ((action("INSERT", item("x"), ids("c")),), "a b[b1 b2 b3] c[x] d"),
        ((action("REPLACE", story("x"), ids("b")),), "a x c d"),
        ((action("REPLACE", item("x"), ids("b") + ids("b3", of="itemID")),), "a b[b1 b2 x] c d"),
        ((action("MOVE", ids("d", "c"), ids("a")),), "d c a b[b1 b2 b3]"),
        ((action("MOVE", ids("a", "b"), ids("d")),), "c a b[b1 b2 b3] d"),
        ((action("MOVE", ids("a")),), "b[b1 b2 b3] c d a"),
        ((action("MOVE", ids("b3", of="itemID"), ids("b") + ids("b1", of="itemID")),), "a b[b3 b1 b2] c d"),
        ((action("DELETE", ids("a", "b", "c")),), "d"),
        ((action("DELETE", ids("b1", "b2", of="itemID"), ids("b")),), "a b[b3] c d"),
        ((action("SWAP", ids("a", "c"), ids("")),), "c b[b1 b2 b3] a d"),
        ((action("SWAP", ids("b1", "b3", of="itemID"), ids("b")),), "a b[b3 b2 b1] c d"),
        ((about("roStoryAppend", story("a")),), "b[b1 b2 b3] c d a"),
        ((action("INSERT", story("x"), ids("a")), action("INSERT", story("x"), ids("a"))), "x a b[b1 b2 b3] c d"),
    ],
)
def test_each_message_changes_what_it_says(bodies: tuple[str, ...], stories: str) -> None:
    assert after(*bodies) == stories


@pytest.mark.parametrize(
    ("body", "error", "why"),
    [
        (about("roStoryMove", ids("x", "a")), NotFound, "no story 'x'"),
        (about("roStoryMove", ids("a", "x")), NotFound, "no story 'x'"),
        (about("roItemDelete", ids("x") + ids("b1", of="itemID")), NotFound, "no story 'x'"),
        (about("roItemReplace", ids("b") + ids("x", of="itemID") + item("y")), NotFound, "no item 'x'"),
        (about("roStoryMove"), Invalid, "storyID: is missing"),
        (about("roStoryDelete"), Invalid, "storyID: is missing"),
        (about("roStorySwap", ids("a")), Invalid, "two are needed, here are 1"),
        (about("roStorySwap", ids("a", "b", "c")), Invalid, "two are needed, here are 3"),
        (about("roStoryAppend", "<story><storySlug>No id</storySlug></story>"), Invalid, "storyID: is missing"),
        (about("roStoryAppend", story("x" * 300)), Invalid, "more than 255"),
        (about("roReadyToAir", "<roAir>PERHAPS</roAir>"), Invalid, "READY or NOT READY"),
        (action("JUGGLE", ids("a")), Invalid, "JUGGLE"),
        (action("DELETE", ""), Invalid, "element_source: is missing"),
        (action("DELETE", ids("b1", of="itemID")), Invalid, "no story"),
        (about("roElementAction"), Invalid, "element_source: is missing"),
    ],
)
def test_what_cannot_be_done_says_why(body: str, error: type[Exception], why: str) -> None:
    with pytest.raises(error, match=why):
        after(body)


def test_of_two_stories_with_one_id_the_first_counts() -> None:
    known = read(order("roCreate", [story("a", "First"), story("b"), story("a", "Second")]))
    assert [(one.id, one.slug) for one in known.stories] == [("a", "First"), ("b", "b")]


def test_metadata_that_is_not_sent_anew_stays() -> None:
    envelope = read_envelope(message(about("roMetadataReplace", "<roSlug>Midday, later</roSlug>")))
    change = read_change(envelope.name, envelope.body, MANILA)
    assert change
    known = changed(read(), change)
    assert known.head.slug == "Midday, later" and known.head.starts_at == read().head.starts_at
    assert known.stories == read().stories


def test_a_script_is_its_paragraphs_without_the_items_among_them() -> None:
    clip = "<storyItem><itemID>b1</itemID><itemSlug>CLIP</itemSlug></storyItem>"
    paragraphs = f"<p>Good <b>morning</b>.</p><p/><p>Here is {clip} the news.</p>"
    envelope = read_envelope(message(about("roStorySend", f"{ids('b')}<storyBody>{paragraphs}</storyBody>")))
    change = read_change(envelope.name, envelope.body, MANILA)
    assert change is not None
    sent = changed(read(), change).stories[1]
    assert sent.script == "Good morning.\nHere is the news." and sent.slug == "b" and len(sent.items) == 3


def test_a_script_stays_when_its_story_is_moved_replaced_or_listed_anew() -> None:
    known = read()
    for body in (
        script("a", "Rain."),
        about("roStoryMove", ids("a", "")),
        about("roStoryReplace", ids("a") + story("a")),
    ):
        envelope = read_envelope(message(body))
        change = read_change(envelope.name, envelope.body, MANILA)
        assert change is not None
        known = changed(known, change)
    assert known.stories[3].script == "Rain." == replaced_whole(known, read()).stories[0].script


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-02T11:00:00", "2026-03-02T03:00:00"),
        ("2026-03-02T11:00:00Z", "2026-03-02T11:00:00"),
        ("2026-03-02T11:00:00,250", "2026-03-02T03:00:00.250000"),
        ("2026-03-02T11:00:00.5+05:45", "2026-03-02T05:15:00.500000"),
        ("2026-03-02T11:00:00-03:30", "2026-03-02T14:30:00"),
        ("2026-03-02T11:00:00-0330", "2026-03-02T14:30:00"),
        ("2026-03-02T11:00:00+9", "2026-03-02T02:00:00"),
        ("2026-03-2T9:05", "2026-03-02T01:05:00"),
        ("2026-03-02-T11:00:00", "2026-03-02T03:00:00"),
        ("2026-02-30T11:00:00", None), ("1026-03-02T11:00:00", None), ("11:00:00", None), ("", None), ("soon", None),
        ("2026-03-02T25:00:00", None), ("2026-03-02T11:00:00+99:00", None),
    ],
)  # fmt: skip
def test_times_are_those_of_the_station_where_they_name_no_zone(text: str, utc: str | None) -> None:
    assert parse_moment(text, MANILA) == (utc and datetime.fromisoformat(utc).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("01:30:00", 5400), ("05:30", 330), ("00:00:12,5", 12.5), ("90", 90), ("1.5", 1.5), ("", None), ("-5", None),
     ("999999999", None), ("long", None)],
)  # fmt: skip
def test_lengths_are_read_in_every_form(text: str, seconds: float | None) -> None:
    assert parse_length_s(text) == seconds


def test_the_length_of_a_story_is_its_own_or_that_of_its_items() -> None:
    samples = (
        "<item><itemID>i</itemID><objTB>50</objTB><itemEdDur>500</itemEdDur></item><item><itemID>j</itemID></item>"
    )
    known = read(
        order("roCreate", [story("a", seconds=None, more=samples), story("b", seconds=None), story("c", seconds=0)])
    )
    assert [one.length_s for one in known.stories] == [10.0, None, 0.0]
