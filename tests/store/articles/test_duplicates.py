"""One story is one article, by however many sources it comes, and an agency's update takes its place."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import orjson

from tests.conftest import NOON, Room
from tests.store.articles.test_importing import BY, bring, told
from tests.unit.intake.intake_desk import item, rss

STORM = (
    "MANILA (AFP) -- A storm that killed at least 41 people left the Philippines on Sunday, the weather service said, as "
    "rescuers reached villages cut off by floods and landslides. Winds of 120 kilometres an hour tore roofs from houses in "
    "the Visayas, and more than 30,000 people spent the night in schools and churches. Ferries will sail again on Monday."
)
OIL = (
    "SINGAPORE (Reuters) - Oil prices edged up on Monday, supported by the first fall in U.S. drilling activity in months, "
    "although rising output from OPEC capped gains. Brent crude was at 48.86 dollars a barrel at noon in Singapore."
)


def story(link: str, title: str = "Storm leaves the Visayas", body: str = STORM, hours: float = 2) -> str:
    at = format_datetime(NOON - timedelta(hours=hours))
    return rss(item(title, body, f"<link>https://{link}</link><pubDate>{at}</pubDate>"))


def ninjs(uri: str, text: str, hours: float, **more: str) -> bytes:
    at = (NOON - timedelta(hours=hours)).isoformat()
    item = {"uri": uri, "pubstatus": "usable", "headline": "Oil edges up", "body_text": text, "versioncreated": at}
    return orjson.dumps({**item, **more})


def titles(room: Room) -> list[str]:
    return [article.title for article in room.articles.newest(20)]


def test_an_agency_story_by_two_sites_is_one_article_and_the_first_keeps_it(room: Room) -> None:
    (first,) = bring(room, story("one.example/storm"))
    (again,) = bring(room, story("two.example/news/77", "Storm that killed 41 leaves Visayas", STORM + " © AFP."))
    assert (again.kind, again.slug) == ("double", first.slug)
    assert again.reason == "the same story as “Storm leaves the Visayas”, which came first"
    assert titles(room) == ["Storm leaves the Visayas"]


def test_long_stories_are_told_apart_and_found_again_too(room: Room) -> None:
    report = " ".join(f"Village {name} lost {name.upper()} of its houses in the storm." for name in map(str, range(80)))
    bring(room, story("one.example/1", "Village by village", report))
    assert bring(room, story("two.example/1", "All villages", report.replace("houses", "roofs", 3)))[0].kind == "double"
    other = report.replace("lost", "kept").replace("houses", "boats")
    assert bring(room, story("three.example/1", "Village by village", other))[0].kind == "imported"


def test_a_story_cut_short_is_the_same_where_its_title_says_so_too(room: Room) -> None:
    bring(room, story("one.example/storm"))
    lead = STORM[: STORM.index("Winds")]
    assert told(bring(room, story("two.example/1", "Storm leaves Visayas", lead)))[0][0] == "double"
    assert told(bring(room, story("three.example/1", "Morning briefing for Sunday", lead)))[0][0] == "imported"


def test_two_items_that_an_agency_sends_together_in_much_the_same_words_are_two_stories(room: Room) -> None:
    text = STORM.replace("killed at least 41 people ", "")
    items = [
        {"uri": f"urn:newsml:agency:{place}", "pubstatus": "usable", "headline": f"Storm leaves {place}",
         "body_text": text.replace("the Visayas", place), "versioncreated": NOON.isoformat()}
        for place in ("Samar", "Leyte")
    ]  # fmt: skip
    assert [outcome.kind for outcome in bring(room, orjson.dumps(items))] == ["imported", "imported"]
    again = [{**items[0], "uri": "urn:newsml:agency:77"}]
    assert bring(room, orjson.dumps([*items, *again]))[-1].kind == "double"


def test_figures_tell_stories_apart_that_come_in_the_same_words(room: Room) -> None:
    draw = (
        "The winning numbers of tonight's draw in the big lottery are these: {}; whoever has them all wins the jackpot."
    )
    bring(room, story("one.example/1", "Lotto results", draw.format("4, 8, 15, 16, 23 and 42")))
    other = story("two.example/1", "Lotto results", draw.format("4, 8, 15, 16, 27 and 33"))
    assert bring(room, other)[0].kind == "imported"


def test_short_texts_and_stories_days_apart_are_never_taken_for_one(room: Room) -> None:
    bring(room, story("one.example/1", "Rain", "It rained."))
    assert bring(room, story("two.example/1", "Rain", "It rained."))[0].kind == "imported"
    bring(room, story("one.example/2"))
    assert bring(room, story("two.example/2", hours=60))[0].kind == "imported"


def test_a_site_that_changes_a_word_means_two_stories_but_the_same_word_for_word_is_one(room: Room) -> None:
    bring(room, story("one.example/1"))
    assert bring(room, story("one.example/2"))[0].kind == "double"
    assert bring(room, story("one.example/3", body=STORM.replace("Monday", "Tuesday")))[0].kind == "imported"


def test_two_names_for_one_address_are_one_story(room: Room) -> None:
    (first,) = bring(room, story("one.example/oil", "Oil rises", "Prices rose."))
    other = ninjs("urn:newsml:x:1", "Crude is dearer.", 2, altids="")
    with_address = {**orjson.loads(other), "altids": [{"role": "WEB", "value": "https://www.one.example/oil"}]}
    (again,) = bring(room, orjson.dumps(with_address))
    assert (again.kind, again.slug) == ("double", first.slug)


def test_a_double_does_not_come_in_when_the_first_is_withdrawn(room: Room) -> None:
    (first,) = bring(room, story("one.example/storm"))
    bring(room, story("two.example/storm"))
    room.desk.withdraw_article(first.slug or "", "It was wrong.", BY, NOON)
    (again,) = bring(room, story("two.example/storm"))
    assert (again.kind, again.reason) == ("refused", "was withdrawn here: It was wrong.")
    assert titles(room) == []


def test_an_update_marked_in_its_title_takes_the_place_of_the_story(room: Room) -> None:
    (first,) = bring(room, story("wire.example/1", "Oil edges up on first drop in drilling", OIL, 3))
    more = OIL.replace("48.86", "49.20") + " U.S. stocks are due at 1430 GMT."
    (second,) = bring(room, story("wire.example/2", "UPDATE 1-Oil edges up on first drop in drilling", more, 2))
    (third,) = bring(room, story("wire.example/3", "UPDATE 2-Oil climbs on drop in drilling", more + " It rose on.", 1))
    assert [(o.kind, o.slug) for o in (second, third)] == [("updated", first.slug)] * 2
    assert titles(room) == ["Oil climbs on drop in drilling"]
    article = room.articles.get(first.slug or "")
    assert article and article.rev == 3 and "49.20" in article.body_html


def test_what_still_comes_of_older_versions_changes_nothing_nor_does_the_update_again(room: Room) -> None:
    old = story("wire.example/1", "Oil edges up on first drop in drilling", OIL, 3)
    new = story("wire.example/2", "UPDATE 1-Oil edges up on first drop in drilling", OIL + " It rose on.", 1)
    bring(room, old)
    bring(room, new)
    before = room.log.board().seq
    assert [bring(room, feed)[0].kind for feed in (old, new, old)] == ["unchanged"] * 3
    assert room.log.board().seq == before


def test_an_update_that_comes_by_a_second_site_too_is_a_double(room: Room) -> None:
    bring(room, story("one.example/1", "Storm leaves the Visayas", STORM, 3))
    updated = STORM.replace("41", "44") + " President Reyes will visit Cebu on Wednesday."
    bring(room, story("one.example/2", "UPDATE 1 - Storm leaves the Visayas", updated, 2))
    (again,) = bring(room, story("two.example/9", "UPDATE 1 - Storm leaves the Visayas", updated, 2))
    assert again.kind == "double" and len(titles(room)) == 1


def test_an_update_without_a_story_before_it_is_a_story(room: Room) -> None:
    bring(room, story("wire.example/1", "Rice harvest is poor", "Farmers say that the harvest is poor this year."))
    (came,) = bring(room, story("wire.example/2", "UPDATE 1-Oil edges up", OIL))
    assert came.kind == "imported" and "Oil edges up" in titles(room)


def test_a_ninjs_item_takes_the_place_of_the_one_it_evolved_from(room: Room) -> None:
    (first,) = bring(room, ninjs("urn:newsml:x:1", "One text about oil.", 3))
    (second,) = bring(
        room, ninjs("urn:newsml:x:2", "Quite another.", 2, evolvedfrom="urn:newsml:x:1", headline="Dearer")
    )
    (third,) = bring(room, ninjs("urn:newsml:x:3", "A third one.", 1, evolvedFrom="urn:newsml:x:1", headline="Cheaper"))
    assert [(o.kind, o.slug) for o in (second, third)] == [("updated", first.slug)] * 2
    assert titles(room) == ["Cheaper"]


def test_canceling_an_older_version_leaves_the_update_and_canceling_the_update_withdraws_it(room: Room) -> None:
    bring(room, ninjs("urn:newsml:x:1", "One text about oil.", 3))
    bring(room, ninjs("urn:newsml:x:2", "Quite another.", 2, evolvedfrom="urn:newsml:x:1"))
    (older,) = bring(room, orjson.dumps({"uri": "urn:newsml:x:1", "pubstatus": "canceled"}))
    assert (older.kind, titles(room)) == ("unchanged", ["Oil edges up"])
    (newer,) = bring(room, orjson.dumps({"uri": "urn:newsml:x:2", "pubstatus": "canceled"}))
    assert (newer.kind, titles(room)) == ("withdrawn", [])
    assert bring(room, ninjs("urn:newsml:x:1", "One text about oil.", 3))[0].kind == "refused"
